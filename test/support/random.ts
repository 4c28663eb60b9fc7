/** Numbers that a seed decides: mulberry32. A failing property names its seed, and the seed brings the failure back. */
export interface Random {
  /** A whole number from 0 up to, not including, `below`. */
  below(count: number): number;
  chance(probability: number): boolean;
  pick<Item>(items: readonly Item[]): Item;
  subset<Item>(items: readonly Item[], probability: number): Item[];
  shuffle<Item>(items: readonly Item[]): Item[];
}

export function seeded(seed: number): Random {
  let state = seed >>> 0;
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  const below = (count: number) => Math.floor(next() * count);
  return {
    below,
    chance: (probability) => next() < probability,
    pick(items) {
      const item = items[below(items.length)];
      if (item === undefined) throw new RangeError("nothing to pick from");
      return item;
    },
    subset: (items, probability) => items.filter(() => next() < probability),
    shuffle(items) {
      const left = [...items];
      return items.map(() => left.splice(below(left.length), 1)[0] as (typeof items)[number]);
    },
  };
}

/** Runs the property for `runs` seeds from a random one on, or for the seed in SEED alone; a failure names its seed. */
export function forSeeds(runs: number, property: (random: Random) => void): void {
  for (const seed of seeds(runs)) {
    try {
      property(seeded(seed));
    } catch (error) {
      throw failedWith(seed, error);
    }
  }
}

/** The same for a property that takes time. */
export async function forSeedsAsync(runs: number, property: (random: Random) => Promise<void>): Promise<void> {
  for (const seed of seeds(runs)) {
    try {
      await property(seeded(seed));
    } catch (error) {
      throw failedWith(seed, error);
    }
  }
}

function seeds(runs: number): readonly number[] {
  const fixed = process.env.SEED;
  const first = fixed === undefined ? Math.floor(Math.random() * 2 ** 31) : Number(fixed);
  return Array.from({ length: fixed === undefined ? runs : 1 }, (_, index) => first + index);
}

function failedWith(seed: number, error: unknown): Error {
  return new Error(`fails with SEED=${seed}: ${error instanceof Error ? error.message : String(error)}`, {
    cause: error,
  });
}
