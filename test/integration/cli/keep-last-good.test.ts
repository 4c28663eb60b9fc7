import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { type TestContext, test } from "node:test";
import type { Status } from "../../../src/model/index.js";
import { startGitServer } from "../../support/git/http-backend.js";
import { makeRepository, scratch } from "../../support/git/repository.js";
import { startService } from "../../support/service.js";
import { destinationRule, peerAuthentication } from "../../support/yaml.js";

/** A repository behind a server, and services that follow it with onInvalid: keep-last-good. */
async function setUp(t: TestContext) {
  const { path: root, remove } = scratch();
  t.after(remove);
  const repository = makeRepository(join(root, "mesh"));
  const server = await startGitServer({ root });
  t.after(() => server.close());
  const file = join(root, "gitxds.yaml");
  const source = { url: `${server.url}/mesh/.git`, name: "mesh", onInvalid: "keep-last-good" };
  writeFileSync(file, JSON.stringify({ sources: [source], interval: "1s" }));
  const start = async (state: string) => {
    const service = await startService(["--config", file, "--state-dir", join(root, state)]);
    t.after(() => service.stop());
    return service;
  };
  return { repository, server, start };
}

const sourceOf = ({ sources: [source] }: Status) => source;
const live = (sha: string) => (status: Status) => sourceOf(status)?.commit === sha && status.snapshot !== null;
const versions = ({ snapshot }: Status) => snapshot?.collections.map(({ version }) => version);
const entry = (name: string, commit: string | null) => ({
  kind: "PeerAuthentication",
  namespace: "shop",
  name,
  commit,
});

test("a bad file is kept as it was, told of, and the same on a new replica and after a restart without the remote", async (t) => {
  const { repository, server, start } = await setUp(t);
  const first = repository.commit({ "a.yaml": peerAuthentication("a"), "b.yaml": peerAuthentication("b") });
  const running = await start("running");
  await running.until(live(first));
  const second = repository.commit({
    "a.yaml": peerAuthentication("a", "strict"),
    "new.yaml": peerAuthentication("new", "strict"),
    "web.yaml": destinationRule("web"),
  });
  const status = await running.until(live(second));
  const { state, reason, partial, invalid, rejected } = sourceOf(status) ?? {};
  assert.deepEqual([state, rejected, status.snapshot?.resources], ["following", null, 3]);
  assert.deepEqual(partial, [entry("a", first), entry("new", null)]);
  assert.deepEqual(
    invalid?.map(({ file, severity }) => [file, severity]),
    [
      ["a.yaml", "error"],
      ["new.yaml", "error"],
    ],
  );
  assert.match(
    reason ?? "",
    new RegExp(`^commit ${second} has 2 errors, first a\\.yaml:8:11: .*; until .*: 1, not served: 1$`),
  );
  const line = await running.line(({ kept }) => kept !== undefined);
  assert.deepEqual([line.level, line.kept, line.waiting], ["error", 1, 1]);
  const published = await running.line(({ msg, commit }) => msg === "published" && commit === second);
  assert.deepEqual(published.changedCollections, ["DestinationRule"]);
  const fresh = await (await start("fresh")).until(live(second));
  assert.deepEqual([sourceOf(fresh)?.partial, versions(fresh)], [partial, versions(status)]);
  await running.stop();
  await server.close();
  const restarted = await start("running");
  const again = await restarted.until((now) => sourceOf(now)?.state === "failing" && now.snapshot !== null);
  assert.deepEqual([sourceOf(again)?.partial, versions(again)], [partial, versions(status)]);
});

test("after a restart the next commit goes on from what is kept, and the one that mends it ends it", async (t) => {
  const { repository, start } = await setUp(t);
  const first = repository.commit({ "a.yaml": peerAuthentication("a"), "b.yaml": peerAuthentication("b") });
  const before = await start("state");
  await before.until(live(first));
  const bad = repository.commit({
    "a.yaml": peerAuthentication("a", "strict"),
    "b.yaml": peerAuthentication("b", "DISABLE"),
  });
  await before.until(live(bad));
  await before.stop();
  const after = await start("state");
  const next = repository.commit({ "c.yaml": peerAuthentication("c") });
  const status = await after.until(live(next));
  assert.deepEqual(sourceOf(status)?.partial, [entry("a", first)]);
  assert.equal(status.snapshot?.resources, 3);
  const mended = repository.commit({ "a.yaml": peerAuthentication("a", "PERMISSIVE") });
  const whole = await after.until(live(mended));
  assert.deepEqual([sourceOf(whole)?.partial, sourceOf(whole)?.invalid, sourceOf(whole)?.reason], [[], [], null]);
});
