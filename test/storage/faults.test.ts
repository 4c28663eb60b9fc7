import assert from "node:assert/strict";
import dns from "node:dns";
import type { ServerResponse } from "node:http";
import { join } from "node:path";
import { type TestContext, test } from "node:test";
import { Follower } from "../../src/pipeline/follow/follower.js";
import type { Publication } from "../../src/pipeline/phases.js";
import { defaultTimeouts } from "../../src/source/http-client.js";
import { openSource } from "../../src/source/index.js";
import { defaultDigestOptions } from "../support/digest-options.js";
import { type BreakingProxy, startBreakingProxy } from "../support/git/breaking-proxy.js";
import { type GitServer, startGitServer } from "../support/git/http-backend.js";
import { sourceConfig } from "../support/git/open.js";
import { makeRepository, scratch, type TestRepository } from "../support/git/repository.js";
import { defaultRules } from "../support/pipeline/gate-rules.js";
import { FakeClock } from "../support/xds/fake-clock.js";
import { until } from "../support/xds/harness.js";
import { destinationRule, peerAuthentication } from "../support/yaml.js";

/** Runs of each fault; each is followed by one try that must succeed. */
const runs = 20;
const intervalMs = 15_000;
/** The longest wait after a first failure: a backoff, or an interval where only a change is said to help. */
const longestWaitMs = intervalMs * 1.1;

/** What breaks between the follower and the server. */
interface Wire {
  readonly git: GitServer;
  readonly proxy: BreakingProxy;
}

type Mend = () => void | Promise<void>;

interface Fault {
  readonly name: string;
  readonly code: string;
  /** How long an answer may take, where that is what breaks. */
  readonly totalMs?: number;
  /** Breaks it; gives back what mends it. */
  begin(wire: Wire, t: TestContext): Mend | Promise<Mend>;
}

/** The requests of a pass: for refs with protocol 2, then for an advertisement and a pack with protocol 0. */
type Asked = "refs" | "advertisement" | "pack";

/** Answers requests in Git's place. */
const answering =
  (asked: Asked, answer: (response: ServerResponse) => unknown) =>
  ({ git }: Wire): Mend => {
    git.intercept(({ method, headers }, response) => {
      const isRefs = headers["git-protocol"] !== undefined;
      if (asked !== (isRefs ? "refs" : method === "GET" ? "advertisement" : "pack")) return false;
      answer(response);
      return true;
    });
    return () => git.intercept(undefined);
  };

const webPage = (response: ServerResponse) => response.writeHead(200, { "content-type": "text/html" }).end("<html>");
const result = { "content-type": "application/x-git-upload-pack-result" };

const faults: readonly Fault[] = [
  { name: "connection refused", code: "GX002", begin: ({ proxy }) => proxy.shut() },
  { name: "reset while the pack is sent", code: "GX002", begin: ({ proxy }) => proxy.cutAfter("PACK", "reset") },
  { name: "half a pack", code: "GX002", begin: ({ proxy }) => proxy.cutAfter("PACK", "end") },
  {
    name: "half a pack that pretends to be whole",
    code: "GX016",
    begin: answering("pack", (response) => response.writeHead(200, result).end("0008NAK\n0011\u0001PACK broken!0000")),
  },
  {
    name: "a web page in place of refs",
    code: "GX010",
    begin: answering("refs", webPage),
  },
  {
    name: "a web page in place of an advertisement",
    code: "GX010",
    begin: answering("advertisement", webPage),
  },
  {
    name: "a web page in place of a pack",
    code: "GX010",
    begin: answering("pack", webPage),
  },
  { name: "status 500", code: "GX009", begin: answering("pack", (response) => response.writeHead(500).end()) },
  { name: "status 503", code: "GX009", begin: answering("refs", (response) => response.writeHead(503).end()) },
  {
    name: "slow loris",
    code: "GX003",
    totalMs: 1_000,
    begin: answering("advertisement", (response) => {
      response.writeHead(200, { "content-type": "application/x-git-upload-pack-advertisement" });
      const drip = setInterval(() => response.write("0"), 20);
      response.on("close", () => clearInterval(drip));
    }),
  },
  {
    name: "TLS failure",
    code: "GX004",
    begin: (wire) => {
      const location = `https://127.0.0.1:${wire.proxy.port}/mesh/.git/info/refs?service=git-upload-pack`;
      return answering("advertisement", (response) => response.writeHead(302, { location }).end())(wire);
    },
  },
  {
    name: "DNS failure",
    code: "GX001",
    begin: ({ proxy }, t) => {
      proxy.dropConnections();
      const lookup = (_host: string, _options: unknown, done: (error: Error) => void) =>
        process.nextTick(done, Object.assign(new Error("getaddrinfo ENOTFOUND"), { code: "ENOTFOUND" }));
      const mock = t.mock.method(dns, "lookup", lookup as unknown as typeof dns.lookup);
      return () => mock.mock.restore();
    },
  },
];

for (const fault of faults) {
  test(`${fault.name}, ${runs} times: the last good stays, and the next try succeeds`, async (t) => {
    const { repository, wire, clock, follower, published, idle, source } = await follow(t, fault.totalMs);
    await idle();
    for (let run = 0; run < runs; run += 1) {
      const live = follower.status().commit;
      const commit = repository.commit({ "a.yaml": peerAuthentication(`a-${run}`) });
      const mend = await fault.begin(wire, t);
      clock.advance(longestWaitMs);
      await idle();
      const { state, lastError, commit: stillLive } = follower.status();
      assert.deepEqual([state, lastError?.code, stillLive], ["failing", fault.code, live], lastError?.message);
      assert.equal(published.length, run + 1);
      await mend();
      const wait = Date.parse(follower.status().nextPollAt ?? "") - Number(clock.now());
      assert.ok(wait <= longestWaitMs, `the next try is ${wait} ms away`);
      clock.advance(wait);
      await idle();
      assert.deepEqual([follower.status().commit, follower.status().lastError], [commit, null]);
    }
    const connections = wire.proxy.connections();
    assert.ok(connections <= 4, `${connections} connections are open`);
    follower.stop();
    await source;
    await until(() => wire.proxy.connections() === 0 && clock.pending === 0, "everything to be let go");
  });
}

/** A follower of a repository behind a git server and a proxy that breaks. */
async function follow(t: TestContext, total = defaultTimeouts.total) {
  const { path: root, remove } = scratch();
  t.after(remove);
  const repository: TestRepository = makeRepository(join(root, "mesh"));
  repository.commit({ "a.yaml": peerAuthentication("a"), "web.yaml": destinationRule("web") });
  const git = await startGitServer({ root });
  t.after(() => git.close());
  const proxy = await startBreakingProxy(Number(new URL(git.url).port));
  t.after(() => proxy.close());
  const clock = new FakeClock();
  const published: Publication[] = [];
  const config = sourceConfig({ url: `http://localhost:${proxy.port}/mesh/.git` });
  const timeouts = { ...defaultTimeouts, total };
  const options = { stateDir: join(root, "state"), token: null, clock, timeouts };
  const follower = new Follower({
    config,
    rules: defaultRules,
    context: {
      loadDigest: defaultDigestOptions,
      policies: { inRepository: true, fromDirectory: [] },
      clock,
    },
    open: () => openSource(config, options),
    schedule: { type: "interval", ms: intervalMs },
    emit: () => {},
    save: () => true,
    onPublish: (publication) => published.push(publication),
  });
  const source = follower.run();
  t.after(() => {
    follower.stop();
    return source;
  });
  /** Resolves when the follower waits for its next look. */
  const idle = () => until(() => clock.pending === 1, "a pass to end");
  return { repository, wire: { git, proxy }, clock, follower, published, idle, source };
}
