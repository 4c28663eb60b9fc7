import { EvaluationError, type ProgramResult, type Value } from "./values.js";

/** A map with keys that expressions must not come across; to list what is in it would be to pass over them. */
class WatchedMap extends Map<Value, Value> {
  readonly #refuse: (key: Value) => string | undefined;

  constructor(entries: Iterable<readonly [Value, Value]>, refuse: (key: Value) => string | undefined) {
    super();
    this.#refuse = refuse;
    for (const [key, value] of entries) super.set(key, value);
  }

  override get(key: Value): Value | undefined {
    this.#check(key);
    return super.get(key);
  }

  override has(key: Value): boolean {
    this.#check(key);
    return super.has(key);
  }

  override get size(): number {
    throw this.#unlistable();
  }

  override keys(): ReturnType<Map<Value, Value>["keys"]> {
    throw this.#unlistable();
  }

  override [Symbol.iterator](): ReturnType<Map<Value, Value>["entries"]> {
    throw this.#unlistable();
  }

  #check(key: Value): void {
    const reason = this.#refuse(key);
    if (reason !== undefined) throw new EvaluationError(reason);
  }

  #unlistable(): EvaluationError {
    return new EvaluationError("not all of its keys can be known here");
  }
}

/** A map that says of some keys why they cannot be known, and fails for them. */
export function watchedMap(
  entries: Iterable<readonly [Value, Value]>,
  refuse: (key: Value) => string | undefined,
): ReadonlyMap<Value, Value> {
  return new WatchedMap(entries, refuse);
}

/** A map whose values are computed at the first question, with what comes of that kept, failures included. */
class LazyMap extends Map<Value, Value> {
  readonly #compute: (key: Value) => ProgramResult | undefined;
  readonly #known = new Map<Value, ProgramResult | undefined>();

  constructor(compute: (key: Value) => ProgramResult | undefined) {
    super();
    this.#compute = compute;
  }

  override get(key: Value): Value | undefined {
    if (!this.#known.has(key)) this.#known.set(key, this.#compute(key));
    const result = this.#known.get(key);
    if (result?.ok === false) throw new EvaluationError(result.reason);
    return result?.value;
  }

  override has(key: Value): boolean {
    return this.get(key) !== undefined;
  }
}

/** A map whose values are computed when they are asked for. */
export function lazyMap(compute: (key: Value) => ProgramResult | undefined): ReadonlyMap<Value, Value> {
  return new LazyMap(compute);
}
