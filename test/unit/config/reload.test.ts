import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, renameSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type TestContext, test } from "node:test";
import { followConfig, loadConfig } from "../../../src/config/index.js";
import { mergeConfig } from "../../../src/config/merge.js";
import type { Config, Event } from "../../../src/model/index.js";
import { watchFile } from "../../../src/util/watch-file.js";
import { FakeClock } from "../../support/xds/fake-clock.js";

const sha = (digit: string) => digit.repeat(40);
/** Longer than a poll and the time that a file has to stay the same. */
const aWhile = 5_000;

function folder(t: TestContext): string {
  const path = mkdtempSync(join(tmpdir(), "gitxds-reload-"));
  t.after(() => rmSync(path, { recursive: true, force: true }));
  return path;
}

/** Watches a file, with a count of the calls. */
function watching(t: TestContext, path: string) {
  const clock = new FakeClock();
  let calls = 0;
  const close = watchFile(path, { clock, maxBytes: 1024 * 1024 }, () => {
    calls += 1;
  });
  t.after(close);
  return {
    clock,
    calls: () => calls,
    afterAWhile() {
      clock.advance(aWhile);
      return calls;
    },
  };
}

test("a file counts as changed when its content has, and once at the start", (t) => {
  const path = join(folder(t), "gitxds.yaml");
  writeFileSync(path, "a");
  const { afterAWhile } = watching(t, path);
  assert.equal(afterAWhile(), 1);
  assert.equal(afterAWhile(), 1);
  writeFileSync(path, "b");
  assert.equal(afterAWhile(), 2);
  writeFileSync(path, "b");
  assert.equal(afterAWhile(), 2, "written again, the same content");
  writeFileSync(`${path}.new`, "c");
  renameSync(`${path}.new`, path);
  assert.equal(afterAWhile(), 3, "replaced, as editors do");
});

test("a file that goes away and comes back has changed twice, and once where it came back as it was", (t) => {
  const path = join(folder(t), "gitxds.yaml");
  writeFileSync(path, "a");
  const { afterAWhile } = watching(t, path);
  afterAWhile();
  rmSync(path);
  assert.equal(afterAWhile(), 2);
  writeFileSync(path, "a");
  assert.equal(afterAWhile(), 3);
});

test("a file is not read while it is being written", (t) => {
  const path = join(folder(t), "gitxds.yaml");
  writeFileSync(path, "a");
  const { clock, calls, afterAWhile } = watching(t, path);
  afterAWhile();
  for (let n = 1; n <= 60; n += 1) {
    writeFileSync(path, "b".repeat(n));
    clock.advance(100);
  }
  assert.equal(calls(), 1);
  assert.equal(afterAWhile(), 2);
});

test("a mounted ConfigMap changes by a link beside the file", (t) => {
  const root = folder(t);
  for (const [version, text] of [
    ["..1", "a"],
    ["..2", "b"],
  ] as const) {
    mkdirSync(join(root, version));
    writeFileSync(join(root, version, "gitxds.yaml"), text);
  }
  symlinkSync("..1", join(root, "..data"));
  symlinkSync("..data/gitxds.yaml", join(root, "gitxds.yaml"));
  const { afterAWhile } = watching(t, join(root, "gitxds.yaml"));
  assert.equal(afterAWhile(), 1);
  symlinkSync("..2", join(root, "..data_tmp"));
  renameSync(join(root, "..data_tmp"), join(root, "..data"));
  rmSync(join(root, "..1"), { recursive: true });
  assert.equal(afterAWhile(), 2);
});

const configOf = (yaml: string, root: string): Config => {
  writeFileSync(join(root, "gitxds.yaml"), yaml);
  return loadConfig({ file: "gitxds.yaml", flags: {}, env: { HOME: "/h" }, cwd: root });
};

const merges: readonly {
  readonly name: string;
  readonly before: string;
  readonly after: string;
  readonly applied?: readonly string[];
  readonly restart?: readonly string[];
}[] = [
  {
    name: "the same file, written otherwise",
    before: "sources: [{url: /x, name: a}]",
    after: "sources:\n- {name: a, url: /x}",
  },
  {
    name: "what a source serves, and when it is looked at",
    before: "sources: [{url: /x, ref: main}]",
    after: `sources: [{url: /x, semver: 1.x, path: y, skip: [${sha("b")}], interval: 5s}]\nallowEmpty: true\nschedule: "@daily"`,
    applied: ["schedule", "allowEmpty", "ref", "semver", "path", "skip", "schedule"],
  },
  {
    name: "where it listens and what it keeps",
    before: "sources: [{url: /x}]",
    after:
      "sources: [{url: /x, maxDeletions: 10%}]\nlisten: ':1'\nadmin: ':2'\nstateDir: /s\ndomainSuffix: x\nprofile: ambient",
    applied: ["maxDeletions"],
    restart: ["listeners", "admin", "stateDir", "domainSuffix", "profile"],
  },
  {
    name: "another repository, of which nothing is taken",
    before: "sources: [{url: /x, name: a}]",
    after: `sources: [{url: /y, name: a, skip: [${sha("b")}]}]`,
    restart: ["sources.a.url"],
  },
  {
    name: "another source",
    before: "sources: [{url: /x, name: a}]",
    after: "sources: [{url: /x, name: b, path: y}]",
    restart: ["listeners", "sources"],
  },
];
for (const { name, before, after, applied = [], restart = [] } of merges) {
  test(`a running service takes what it can: ${name}`, (t) => {
    const root = folder(t);
    const [old, next] = [configOf(before, root), configOf(after, root)];
    const merged = mergeConfig(old, next);
    const last = (keys: readonly string[]) => keys.map((key) => (key === "sources" ? key : key.split(".").at(-1)));
    assert.deepEqual(last(merged.applied), applied);
    assert.deepEqual(merged.restart, restart);
    for (const key of restart) {
      if (key in old) assert.deepEqual(merged.config[key as keyof Config], old[key as keyof Config]);
    }
    assert.deepEqual(mergeConfig(merged.config, next).applied, [], "what was applied is in force");
  });
}

function following(t: TestContext, yaml: string) {
  const root = folder(t);
  const clock = new FakeClock();
  const events: Event[] = [];
  const applied: Config[] = [];
  const path = join(root, "gitxds.yaml");
  const load = () => loadConfig({ file: "gitxds.yaml", flags: {}, env: { HOME: "/h" }, cwd: root });
  const reloader = followConfig({ name: "gitxds.yaml", path, load }, configOf(yaml, root), {
    clock,
    emit: (event) => events.push(event),
    apply: (config) => applied.push(config),
  });
  t.after(() => reloader.close());
  const write = (text: string) => {
    writeFileSync(path, text);
    clock.advance(aWhile);
  };
  return { reloader, events, applied, write, clock };
}

test("a change is applied and told, once", (t) => {
  const { reloader, events, applied, write } = following(t, "sources: [{url: /x, name: mesh}]");
  write(`sources: [{url: /x, name: mesh, skip: [${sha("b")}]}]\nlisten: ":1"`);
  assert.deepEqual(events, [
    { type: "config-loaded", file: "gitxds.yaml", applied: ["sources.mesh.skip"], restart: ["listeners"] },
  ]);
  assert.deepEqual(
    applied.map(({ sources }) => sources[0]?.skip),
    [[sha("b")]],
  );
  assert.deepEqual(reloader.status().restart, ["listeners"]);
  write(`# a remark\nsources: [{url: /x, name: mesh, skip: [${sha("b")}]}]\nlisten: ":1"`);
  assert.equal(events.length, 1, "nothing that counts has changed");
});

test("a file with a mistake is refused, what was in force stays, and a mended file is told of", (t) => {
  const { reloader, events, applied, write } = following(t, "sources: [{url: /x, name: mesh}]");
  write("sources: [{url: /x, name: mesh, skip: [abc]}]");
  const { error, loadedAt } = reloader.status();
  assert.match(error?.message ?? "", /^gitxds\.yaml:1:39: sources\[0\]\.skip: "abc" is no full commit id/);
  assert.equal(loadedAt, "1970-01-01T00:00:00.000Z");
  assert.deepEqual([events.map(({ type }) => type), applied], [["config-refused"], []]);
  write("sources: [{url: /x, name: mesh}]");
  assert.equal(reloader.status().error, null);
  assert.deepEqual([events.map(({ type }) => type), applied], [["config-refused", "config-loaded"], []]);
});

test("who asks for the file to be read is told what came of it, also where nothing has changed", (t) => {
  const { reloader, events, clock } = following(t, "sources: [{url: /x, name: mesh}]");
  clock.advance(aWhile);
  assert.deepEqual(events, []);
  reloader.reload();
  assert.deepEqual(events, [{ type: "config-loaded", file: "gitxds.yaml", applied: [], restart: [] }]);
});
