import assert from "node:assert/strict";
import { test } from "node:test";
import { forSeeds, type Random } from "../support/random.js";
import { type Flying, ModelStream } from "../support/xds/model-stream.js";
import { openSubscriber, type Rising, type Subscriber } from "../support/xds/model-subscriber.js";
import { type Mesh, makeSnapshot, type Resources } from "../support/xds/snapshots.js";
import { destinationRules, virtualServices } from "../support/xds/urls.js";

const kinds = { [destinationRules]: "DestinationRule", [virtualServices]: "VirtualService" } as const;
const all = ["shop/a", "shop/b", "shop/c", "shop/d"];

/** Some of the resources, at one of a few versions, which may come back. */
function randomMesh(random: Random, versions: () => string): Mesh {
  const some = (): Resources => Object.fromEntries(random.subset(all, 0.6).map((name) => [name, versions()]));
  return { DestinationRule: some(), VirtualService: some() };
}

/** A stream with both of its directions, and what flies there. */
class Line {
  readonly stream: ModelStream;
  readonly types: ReadonlyMap<string, Subscriber>;
  readonly #up: Rising[] = [];
  readonly #down: Flying[] = [];
  newest = makeSnapshot({});

  constructor(
    readonly random: Random,
    method: "sotw" | "delta",
  ) {
    this.stream = new ModelStream(method);
    this.types = new Map(Object.keys(kinds).map((url) => [url, openSubscriber[method](random, url, all)]));
  }

  change(): void {
    this.#up.push(this.random.pick([...this.types.values()]).change());
  }

  /** Brings one message to its end; false where none flies and the server has none to send. */
  step(direction: "up" | "down", refuse: boolean): boolean {
    if (direction === "up") {
      const request = this.#up.shift();
      if (request !== undefined) this.stream.request(request);
      const response = this.stream.send(this.newest);
      if (response !== undefined) this.#down.push(response);
      return request !== undefined || response !== undefined;
    }
    const response = this.#down.shift();
    const subscriber = response && this.types.get(response.typeUrl);
    if (response !== undefined && subscriber !== undefined) this.#up.push(subscriber.take(response, refuse));
    return response !== undefined;
  }

  rest(): void {
    for (let steps = 0; this.step("up", false) || this.step("down", false); steps += 1) {
      assert.ok(steps < 200, "it never comes to rest");
    }
  }

  check(mesh: Mesh): void {
    for (const [typeUrl, { cache, wants }] of this.types) {
      if (!this.stream.state.types.has(typeUrl)) continue;
      const resources = Object.entries(mesh[kinds[typeUrl as keyof typeof kinds]] ?? {});
      assert.deepEqual(new Map([...cache].sort()), new Map(resources.filter(([name]) => wants(name)).sort()), typeUrl);
    }
  }
}

for (const method of ["sotw", "delta"] as const) {
  for (const refusing of [false, true]) {
    const who = refusing ? "a client that refuses some responses" : "a client";
    test(`${method}: ${who} has in the end just what it wants, however its requests cross the responses`, () => {
      forSeeds(500, (random) => {
        const line = new Line(random, method);
        let mesh: Mesh = {};
        for (let step = 0; step < 60; step += 1) {
          const dice = random.below(10);
          if (dice === 0) {
            mesh = randomMesh(random, () => String(random.below(3)));
            line.newest = makeSnapshot(mesh, step + 2);
          } else if (dice < 3) line.change();
          else line.step(random.pick(["up", "down"]), refusing && random.chance(0.3));
        }
        line.rest();
        if (refusing) {
          // What was refused comes again only with another version, and that nothing is left has always the same.
          const renewed = Object.fromEntries(all.map((name) => [name, "new"]));
          mesh = { DestinationRule: renewed, VirtualService: renewed };
          line.newest = makeSnapshot(mesh, 99);
          line.rest();
        }
        line.check(mesh);
      });
    });
  }
}
