import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, type TestContext, test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { startGitServer } from "../support/git/http-backend.js";
import { makeRepository, scratch, type TestRepository } from "../support/git/repository.js";
import { poll } from "../support/poll.js";
import { type Service, startService } from "../support/service.js";
import { startBalancer } from "./support/balancer.js";
import { needsGo } from "./support/harness.js";
import { type Istiod, startIstiod } from "./support/istiod.js";

const kills = 6;
const patienceMs = 30_000;

/** A commit is told by its number, which is the time-out in seconds. */
function numbered(number: number): Record<string, string> {
  const text = `apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: {name: counter, namespace: shop}
spec:
  hosts: [counter.example.com]
  http: [{timeout: ${number}s, route: [{destination: {host: counter.example.com}}]}]
`;
  return { "counter.yaml": text };
}

async function numberOf(istiod: Istiod): Promise<number> {
  const http = (await istiod.stored()).get("VirtualService shop/counter")?.spec?.http;
  const [route] = Array.isArray(http) ? http : [];
  const timeout = /^(\d+)s$/.exec(String((route as { readonly timeout?: unknown } | undefined)?.timeout))?.[1];
  assert.ok(timeout !== undefined, "istiod has the numbered resource");
  return Number(timeout);
}

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

/** Two replicas that look at the remote as they start and as a client comes, not by themselves. */
async function setUp(t: TestContext) {
  const folder = scratch();
  const repository = makeRepository(join(folder.path, "mesh"));
  repository.commit(numbered(1), "Begin");
  const server = await startGitServer({ root: folder.path });
  const balancer = await startBalancer();
  const replicas: Service[] = [];
  t.after(async () => {
    await Promise.all(replicas.map((replica) => replica.kill()));
    await balancer.close();
    await server.close();
    folder.remove();
  });
  const config = join(folder.path, "gitxds.yaml");
  writeFileSync(config, `sources: [{url: "${server.url}/mesh/.git"}]\ninterval: 1h\nonStaleRemote: wait\n`);
  /** Starts a replica, or starts it anew with the state directory that it had. */
  const start = async (index: number) => {
    const replica = await startService(["--config", config, "--state-dir", join(folder.path, `state-${index}`)]);
    replicas[index] = replica;
    await replica.until(({ snapshot }) => snapshot !== null);
    return replica;
  };
  balancer.route((await start(0)).xds);
  await start(1);
  const istiod = await startIstiod(`xds://${balancer.address}`);
  t.after(() => istiod.stop());
  return { repository, replicas, start, balancer, istiod };
}

describe("two replicas behind one address", needsGo(), () => {
  test("killed in turn while commits flow, they never take istiod back to an older commit", async (t) => {
    const { repository, replicas, start, balancer, istiod } = await setUp(t);
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
