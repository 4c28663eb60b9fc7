import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import type { TestRepository } from "../support/git/repository.js";
import { poll } from "../support/poll.js";
import { needsGo } from "./support/harness.js";
import type { Istiod } from "./support/istiod.js";
import { numbered, numberOf, startReplicas } from "./support/replicas.js";

const kills = 6;
const patienceMs = 30_000;

/** Looks at istiod all the time, and commits in between. Fails as soon as istiod has an older commit than before. */
class Traffic {
  committed = 1;
  /** Each number that istiod had. */
  readonly seen: number[] = [];
  readonly #repository: TestRepository;
  readonly #istiod: Istiod;
  readonly #running: Promise<void>;
  #commits = true;
  #ended = false;

  constructor(repository: TestRepository, istiod: Istiod) {
    this.#repository = repository;
    this.#istiod = istiod;
    this.#running = this.#run();
    // Whoever waits is told; nobody else needs to be.
    this.#running.catch(() => {});
  }

  /** Resolves once istiod has what is committed now, or later commits. */
  async untilCurrent(): Promise<void> {
    const { committed } = this;
    const arrived = poll(
      () => this.#ended || this.#newest >= committed || undefined,
      patienceMs,
      () => `istiod had ${this.seen.join(", ")} of ${this.committed}`,
    );
    await Promise.race([arrived, this.#running]);
  }

  stopCommitting(): void {
    this.#commits = false;
  }

  async end(): Promise<void> {
    this.#ended = true;
    await this.#running;
  }

  get #newest(): number {
    return this.seen.at(-1) ?? 0;
  }

  async #run(): Promise<void> {
    try {
      for (let look = 1; !this.#ended; look += 1) {
        const number = await numberOf(this.#istiod);
        assert.ok(number >= this.#newest, `istiod went back from commit ${this.#newest} to ${number}`);
        if (number !== this.#newest) this.seen.push(number);
        if (this.#commits && look % 10 === 0) this.#commit();
        await sleep(10);
      }
    } finally {
      this.#ended = true;
    }
  }

  #commit(): void {
    const number = this.committed + 1;
    this.#repository.commit(numbered(number), `Commit ${number}`);
    this.committed = number;
  }
}

describe("two replicas behind one address", needsGo(), () => {
  test("killed in turn while commits flow, they never take istiod back to an older commit", async (t) => {
    const { repository, replicas, start, balancer, istiod } = await startReplicas(t, "onStaleRemote: wait\n");
    const traffic = new Traffic(repository, istiod);
    for (let kill = 0; kill < kills; kill += 1) {
      const [serving, waiting] = kill % 2 === 0 ? ([0, 1] as const) : ([1, 0] as const);
      // istiod connects anew to the same replica, which so hears of commits that the other has not heard of.
      balancer.cut();
      await traffic.untilCurrent();
      const next = replicas[waiting];
      assert.ok(next !== undefined);
      balancer.route(next.xds);
      await replicas[serving]?.kill();
      await traffic.untilCurrent();
      await start(serving);
    }
    traffic.stopCommitting();
    balancer.cut();
    await traffic.untilCurrent();
    await traffic.end();
    assert.equal(traffic.seen.at(-1), traffic.committed);
    t.diagnostic(`${traffic.committed} commits; istiod had ${traffic.seen.join(", ")}`);
  });
});
