import assert from "node:assert/strict";
import { fork } from "node:child_process";
import { once } from "node:events";
import { readdirSync, readFileSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { hostname } from "node:os";
import { join } from "node:path";
import { type TestContext, test } from "node:test";
import { fileURLToPath } from "node:url";
import { type FolderLock, type Holder, lockFolder, lockTimes } from "../../../src/util/folder-lock.js";
import { scratch } from "../../support/git/repository.js";
import { poll } from "../../support/poll.js";
import { FakeClock } from "../../support/xds/fake-clock.js";

interface Setup {
  readonly folder: string;
  readonly file: string;
  readonly clock: FakeClock;
  readonly lost: Holder[];
  lock(): ReturnType<typeof lockFolder>;
}

function setUp(t: TestContext): Setup {
  const { path, remove } = scratch();
  t.after(remove);
  const folder = join(path, "sources/mesh");
  const clock = new FakeClock();
  const lost: Holder[] = [];
  const lock = async () => {
    const result = await lockFolder(folder, { clock, onLost: (holder) => lost.push(holder) });
    if (result.type === "locked") t.after(() => result.lock.release());
    return result;
  };
  return { folder, file: join(folder, "lock"), clock, lost, lock };
}

async function locked(result: ReturnType<typeof lockFolder>): Promise<FolderLock> {
  const outcome = await result;
  if (outcome.type === "held") throw new Error(`held by ${JSON.stringify(outcome.holder)}`);
  return outcome.lock;
}

/** What a gitxds of another machine would leave, touched so long ago. */
function foreignLock(file: string, ageMs: number): void {
  const record = { id: "f", host: "other", pid: 1, since: "2026-01-01T00:00:00Z", boot: "another", network: "net:[1]" };
  writeFileSync(file, JSON.stringify(record));
  const at = new Date(Date.now() - ageMs);
  utimesSync(file, at, at);
}

test("the second to come is told who holds the folder, until the first lets go", async (t) => {
  const { lock, folder } = setUp(t);
  const first = await locked(lock());
  const second = await lock();
  assert.deepEqual(second, { type: "held", holder: second.type === "held" ? second.holder : null });
  assert.equal(second.type === "held" && second.holder?.pid, process.pid);
  assert.equal(second.type === "held" && second.holder?.host, hostname());
  await first.release();
  assert.deepEqual(readdirSync(folder), []);
  await locked(lock());
});

test("of many that come at once, one gets it", async (t) => {
  const { lock, folder } = setUp(t);
  const results = await Promise.all(Array.from({ length: 10 }, () => lock()));
  assert.equal(results.filter(({ type }) => type === "locked").length, 1);
  assert.deepEqual(readdirSync(folder), ["lock"]);
});

test("what a process held that was killed is free at once", { skip: process.platform !== "linux" }, async (t) => {
  const { lock, folder, file } = setUp(t);
  const child = fork(fileURLToPath(new URL("../../support/hold-lock.js", import.meta.url)), [folder]);
  await once(child, "message");
  const pid = JSON.parse(readFileSync(file, "utf8")).pid;
  assert.equal(pid, child.pid);
  assert.equal((await lock()).type, "held");
  child.kill("SIGKILL");
  await once(child, "exit");
  await locked(lock());
  assert.deepEqual(readdirSync(folder), ["lock"]);
});

test("a holder on another machine counts as alive while it touches its file", async (t) => {
  const { lock, file } = setUp(t);
  await (await locked(lock())).release();
  foreignLock(file, lockTimes.stale / 2);
  const result = await lock();
  assert.equal(result.type === "held" && result.holder?.host, "other");
  foreignLock(file, lockTimes.stale + 1_000);
  await locked(lock());
});

test("a file that is no lock is replaced", async (t) => {
  const { lock, file } = setUp(t);
  await (await locked(lock())).release();
  for (const text of ["", "{", "[]", '{"id":1}', "null"]) {
    writeFileSync(file, text);
    await (await locked(lock())).release();
  }
});

test("the holder touches its file, and puts it back where someone removed it", async (t) => {
  const { lock, file, clock } = setUp(t);
  await locked(lock());
  const long = new Date(0);
  utimesSync(file, long, long);
  const record = readFileSync(file, "utf8");
  const touched = () =>
    poll(
      () => (clock.pending === 1 ? true : undefined),
      5_000,
      () => "it does not go on",
    );
  clock.advance(lockTimes.beat);
  await touched();
  assert.equal((await lock()).type, "held");
  assert.equal(readFileSync(file, "utf8"), record);
  rmSync(file);
  clock.advance(lockTimes.beat);
  await touched();
  assert.equal(readFileSync(file, "utf8"), record);
});

test("a holder that stood still for so long that another took the folder is told, and leaves it to the other", async (t) => {
  const { lock, file, clock, lost } = setUp(t);
  const first = await locked(lock());
  foreignLock(file, 0);
  clock.advance(lockTimes.beat);
  await poll(
    () => lost[0],
    5_000,
    () => "it is not told",
  );
  assert.equal(lost[0]?.host, "other");
  await first.release();
  assert.match(readFileSync(file, "utf8"), /other/);
});

test("a folder that cannot be made is no reason not to serve, and the reason is told", async (t) => {
  const { path, remove } = scratch();
  t.after(remove);
  writeFileSync(join(path, "sources"), "a file in the way");
  const clock = new FakeClock();
  const lock = await locked(lockFolder(join(path, "sources/mesh"), { clock, onLost: () => {} }));
  assert.match(String(lock.unwritten), /ENOTDIR|EEXIST/);
  await lock.release();
});
