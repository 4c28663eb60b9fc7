import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { type TestContext, test } from "node:test";
import type { Status } from "../../../src/model/index.js";
import { startGitServer } from "../../support/git/http-backend.js";
import { makeRepository, scratch } from "../../support/git/repository.js";
import { startService } from "../../support/service.js";
import { peerAuthentication } from "../../support/yaml.js";

/** A repository behind a server, and a service that follows it with history: fast-forward. */
async function setUp(t: TestContext, { ref = "main", commits = 5 } = {}) {
  const { path: root, remove } = scratch();
  t.after(remove);
  const repository = makeRepository(join(root, "mesh"));
  for (let n = 0; n < commits; n += 1) repository.commit({ "a.yaml": peerAuthentication("a"), "log.txt": `${n}` });
  const server = await startGitServer({ root });
  t.after(() => server.close());
  const file = join(root, "gitxds.yaml");
  const configure = (accept: readonly string[] = []) =>
    writeFileSync(
      file,
      JSON.stringify({
        sources: [{ url: `${server.url}/mesh/.git`, name: "mesh", ref, history: "fast-forward", accept }],
        stateDir: join(root, "state"),
        interval: "1s",
      }),
    );
  configure();
  const start = async () => {
    const service = await startService(["--config", file]);
    t.after(() => service.stop());
    return service;
  };
  return { repository, start, configure };
}

const sourceOf = ({ sources: [source] }: Status) => source;
const live = (sha: string) => (status: Status) => sourceOf(status)?.commit === sha && status.snapshot !== null;
const held = (sha: string) => (status: Status) => sourceOf(status)?.held.some(({ commit }) => commit === sha) === true;

test("a branch that is pushed by force is held, over a restart too, until the configuration accepts it", async (t) => {
  const { repository, start, configure } = await setUp(t, { commits: 52 });
  const first = repository.git("rev-parse", "HEAD");
  const before = await start();
  await before.until(live(first));
  const second = repository.commit({ "log.txt": "nothing that is served" });
  await before.until(live(second));
  repository.git("reset", "--quiet", "--hard", "HEAD~2");
  const forced = repository.commit({ "b.yaml": peerAuthentication("b") }, "forced");
  const status = await before.until(held(forced));
  assert.deepEqual([sourceOf(status)?.commit, sourceOf(status)?.state], [second, "held"]);
  assert.equal(sourceOf(status)?.held[0]?.code, "GX093");
  assert.match(sourceOf(status)?.held[0]?.message ?? "", new RegExp(`^its history lacks the live commit ${second}`));
  await before.stop();
  const after = await start();
  await after.until(held(forced));
  assert.equal(sourceOf(await after.status())?.commit, second);
  const next = repository.commit({ "c.yaml": peerAuthentication("c") });
  await after.until(held(next));
  configure([forced]);
  await after.until(live(next));
});

test("a branch of another history is held although the clone is made afresh for it", async (t) => {
  const { repository, start, configure } = await setUp(t);
  const first = repository.git("rev-parse", "HEAD");
  const service = await start();
  await service.until(live(first));
  repository.git("checkout", "--quiet", "--orphan", "other");
  for (let n = 0; n < 52; n += 1) repository.commit({ "b.yaml": peerAuthentication("b"), "log.txt": `other ${n}` });
  repository.git("branch", "--force", "main", "other");
  const forced = repository.git("rev-parse", "main");
  await service.until(held(forced));
  assert.equal(sourceOf(await service.status())?.commit, first);
  configure([forced]);
  await service.until(live(forced));
});

test("a tag that is moved ahead is followed, and one that is moved aside is held", async (t) => {
  const { repository, start } = await setUp(t, { ref: "v1" });
  const tag = (commit: string) => repository.git("tag", "--force", "--annotate", "--message", "v1", "v1", commit);
  tag("HEAD~3");
  const first = repository.git("rev-parse", "HEAD~3");
  const service = await start();
  await service.until(live(first));
  tag("HEAD");
  const head = repository.git("rev-parse", "HEAD");
  await service.until(live(head));
  repository.git("reset", "--quiet", "--hard", "HEAD~1");
  const aside = repository.commit({ "b.yaml": peerAuthentication("b") });
  tag(aside);
  const status = await service.until(held(aside));
  assert.equal(sourceOf(status)?.commit, head);
});
