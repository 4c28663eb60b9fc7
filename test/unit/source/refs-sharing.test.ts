import assert from "node:assert/strict";
import { test } from "node:test";
import type { SourceConfig } from "../../../src/model/index.js";
import type { Ref } from "../../../src/source/refs.js";
import { makeRefsSharing } from "../../../src/source/refs-sharing.js";
import { sourceConfig } from "../../support/git/open.js";
import { FakeClock } from "../../support/xds/fake-clock.js";

const never = new AbortController().signal;

/** A remote that counts what it is asked, and a way to join the sources that share it. */
function setUp() {
  const clock = new FakeClock();
  const sharing = makeRefsSharing(clock);
  const asked: string[][] = [];
  const ask = async (prefixes: readonly string[]): Promise<readonly Ref[]> => {
    asked.push([...prefixes]);
    return [{ name: `answer ${asked.length}`, id: "" }];
  };
  const join = (prefix: string, config: Partial<SourceConfig> = {}) => {
    const told: number[] = [];
    const member = sharing.join(sourceConfig({ url: "https://host/r", ...config }), [prefix], (at) => told.push(at));
    const list = async (since?: number) => (await member.list(since, ask, never))[0]?.name;
    return { told, list, leave: member.leave };
  };
  return { clock, asked, join };
}

test("one request asks for the refs of every source of the repository, and tells the others when it begins", async () => {
  const { clock, asked, join } = setUp();
  const [main, prod] = [join("refs/heads/main"), join("refs/heads/prod")];
  clock.advance(100);
  assert.equal(await main.list(), "answer 1");
  assert.deepEqual(asked, [["refs/heads/main", "refs/heads/prod"]]);
  assert.deepEqual([main.told, prod.told], [[], [clock.elapsed()]]);
  assert.equal(await prod.list(prod.told[0]), "answer 1");
});

test("an answer that was asked for earlier is not taken, and neither is any where none will do", async () => {
  const { clock, asked, join } = setUp();
  const [main, prod] = [join("refs/heads/main"), join("refs/heads/prod")];
  await main.list();
  clock.advance(1);
  assert.equal(await prod.list(clock.elapsed()), "answer 2");
  assert.equal(await main.list(undefined), "answer 3");
  assert.equal(asked.length, 3);
});

test("an answer from before a source joined does not serve it", async () => {
  const { clock, join } = setUp();
  const main = join("refs/heads/main");
  await main.list();
  const prod = join("refs/heads/prod");
  assert.equal(await prod.list(clock.elapsed()), "answer 2");
});

test("what a source that has left was looking for is asked for no more", async () => {
  const { asked, join } = setUp();
  const [main, prod] = [join("refs/heads/main"), join("refs/heads/prod")];
  prod.leave();
  await main.list();
  assert.deepEqual(asked, [["refs/heads/main"]]);
  assert.deepEqual(prod.told, []);
});

test("sources with other credentials, or another way to the repository, ask for themselves", async () => {
  const { asked, join } = setUp();
  const token = { http: { type: "token", tokenFile: "/run/token" } } as const;
  const all = [join("a"), join("b", { auth: token }), join("c", { proxy: { http: null, https: null, except: [] } })];
  for (const { list } of all) await list();
  assert.deepEqual(asked, [["a"], ["b"], ["c"]]);
});
