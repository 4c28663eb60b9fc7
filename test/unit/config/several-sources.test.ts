import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { type ConfigFlags, loadConfig } from "../../../src/config/index.js";
import { UsageError } from "../../../src/model/index.js";

const folder = mkdtempSync(join(tmpdir(), "gitxds-sources-"));
after(() => rmSync(folder, { recursive: true, force: true }));

function load(yaml: string, flags: ConfigFlags = {}) {
  writeFileSync(join(folder, "gitxds.yaml"), yaml);
  return loadConfig({ file: "gitxds.yaml", flags, env: { HOME: "/home/you" }, cwd: folder });
}

function refusal(yaml: string, flags: ConfigFlags = {}): string {
  try {
    load(yaml, flags);
  } catch (error) {
    assert.ok(error instanceof UsageError, String(error));
    return `${error.message} | ${error.remedy}`;
  }
  throw new Error("nothing was refused");
}

const teams = `
sources:
  - {name: a, url: /git/a, owns: {namespaces: [team-a, team-a-*]}}
  - {name: b, url: /git/b, owns: {namespaces: [team-b], kinds: [VirtualService, DestinationRule]}}
`;

test("several sources each say what they own, and one listener serves them together", () => {
  const { sources, listeners } = load(teams);
  assert.deepEqual(
    sources.map(({ name, owns }) => ({ name, owns })),
    [
      { name: "a", owns: { namespaces: ["team-a", "team-a-*"], kinds: null } },
      { name: "b", owns: { namespaces: ["team-b"], kinds: ["VirtualService", "DestinationRule"] } },
    ],
  );
  assert.deepEqual(listeners, [{ address: { host: "127.0.0.1", port: 18_000 }, sources: ["a", "b"] }]);
});

test("a listener serves the sources that it names, in the order of the list of sources, and all where it names none", () => {
  const { listeners } = load(`${teams}
listeners:
  - {address: ":18000", sources: [b, a]}
  - {address: ":18001", sources: [b]}
  - {address: 18002}
`);
  assert.deepEqual(
    listeners.map(({ address, sources }) => [address.port, ...sources]),
    [
      [18_000, "a", "b"],
      [18_001, "b"],
      [18_002, "a", "b"],
    ],
  );
});

test("sources of different listeners may own the same: ownership is of one listener", () => {
  const { listeners } = load(`
sources: [{name: prod, url: /git/a, ref: prod}, {name: staging, url: /git/a, ref: staging}]
listeners: [{address: ":18000", sources: [prod]}, {address: ":18001", sources: [staging]}]
`);
  assert.equal(listeners.length, 2);
});

test("defaults hold for the sources that say nothing of it, and a key of a source replaces the shared one whole", () => {
  const { sources } = load(`
defaults: {ref: main, path: mesh, interval: 1m, maxDeletions: 10%, exclude: [drafts/**]}
sources:
  - {name: a, url: /git/a, owns: {namespaces: [a]}}
  - {name: b, url: /git/b, owns: {namespaces: [b]}, semver: "1.x", schedule: "@daily", exclude: [old/**]}
`);
  const common = { path: "mesh", maxDeletions: 0.1 };
  assert.deepEqual(
    sources.map(({ ref, semver, path, maxDeletions, schedule, exclude }) => ({
      ...{ ref, semver, path, maxDeletions, schedule, exclude },
    })),
    [
      { ...common, ref: "main", semver: null, schedule: { type: "interval", ms: 60_000 }, exclude: ["drafts/**"] },
      {
        ...common,
        ref: null,
        semver: "1.x",
        schedule: { type: "cron", expression: "@daily", timezone: "UTC" },
        exclude: ["old/**"],
      },
    ],
  );
});

test("a repository on the command line replaces the list, and what the file's defaults say holds for it", () => {
  const { sources, listeners } = load(`${teams}\ndefaults: {path: mesh}\n`, { repo: "/git/c" });
  assert.deepEqual(
    sources.map(({ name, path, owns }) => ({ name, path, owns })),
    [{ name: "c", path: "mesh", owns: undefined }],
  );
  assert.deepEqual(listeners[0]?.sources, ["c"]);
});

const refused: readonly [string, string, string][] = [
  [
    "a source that owns nothing by name",
    "sources: [{name: a, url: /a, owns: {namespaces: [a]}}, {name: b, url: /b}]",
    "source b does not say what it owns, and is served together with others | give each of them owns: {namespaces: […], kinds: […]}",
  ],
  [
    "a namespace of two",
    "sources: [{name: a, url: /a, owns: {namespaces: [shop]}}, {name: b, url: /b, owns: {namespaces: [web, sh*]}}]",
    "sources a and b both own every kind in shop, and one listener serves both | let one of them own it, or serve them by listeners of their own",
  ],
  [
    "a kind of two, in every namespace",
    "sources: [{name: a, url: /a, owns: {kinds: [Gateway]}}, {name: b, url: /b, owns: {kinds: [Sidecar, Gateway]}}]",
    "sources a and b both own Gateway in every namespace, and one listener serves both | let one of them own it, or serve them by listeners of their own",
  ],
  [
    "two of one name",
    "sources: [{url: /x/mesh, owns: {namespaces: [a]}}, {url: /y/mesh, owns: {namespaces: [b]}}]",
    "gitxds.yaml:1:58: sources[1].url: another source is named mesh, too | give each a name of its own",
  ],
  [
    "owns without a word",
    "sources: [{url: /a, owns: {}}]",
    'gitxds.yaml:1:27: sources[0].owns: names neither namespaces nor kinds | give one of them, as in namespaces: ["team-a-*"]',
  ],
  [
    "a pattern that is none",
    'sources: [{url: /a, owns: {namespaces: ["*-a"]}}]',
    'gitxds.yaml:1:27: sources[0].owns.namespaces[0]: "*-a" is no namespace | write its name, or the beginning of names followed by *, as in team-a-*',
  ],
  [
    "a kind that is misspelt",
    "sources: [{url: /a, owns: {kinds: [VirtualServices]}}]",
    'gitxds.yaml:1:27: sources[0].owns.kinds[0]: "VirtualServices" is no kind that is served | write VirtualService',
  ],
  [
    "listen beside listeners",
    "sources: [{url: /a}]\nlisten: ':1'\nlisteners: [{address: ':2'}]",
    "gitxds.yaml:2:10: listen: there are listeners, too | give the address in the list, and leave this out",
  ],
  [
    "a listener of a source that is not there",
    "sources: [{url: /a}]\nlisteners: [{address: ':2', sources: [mesh]}]",
    'gitxds.yaml:2:38: listeners[0].sources[0]: there is no source "mesh" | the sources are a',
  ],
  [
    "two listeners of one port",
    "sources: [{url: /a}]\nlisteners: [{address: ':2'}, {address: '127.0.0.1:2'}]",
    "gitxds.yaml:2:41: listeners[1].address: port 2 is that of another listener, too | give each its own port",
  ],
  [
    "a listener on the port of admin",
    "sources: [{url: /a}]\nadmin: ':2'\nlisteners: [{address: ':1'}, {address: ':2'}]",
    "gitxds.yaml:3:41: listeners[1].address: port 2 is that of admin, too | give each its own port: the one speaks gRPC, the other HTTP",
  ],
  [
    "a name in defaults",
    "sources: [{url: /a}]\ndefaults: {pin: x}",
    'gitxds.yaml:2:12: unknown key "pin" in defaults | the keys here are ref, semver, path, include, exclude, skip, accept, history, onInvalid, maxDeletions, interval, schedule, timezone, auth, tls, proxy, verify, webhook',
  ],
];

for (const [what, yaml, expected] of refused) {
  test(`refused: ${what}`, () => {
    assert.equal(refusal(yaml), expected);
  });
}

test("a flag of one source is refused where the file has several", () => {
  assert.equal(
    refusal(teams, { ref: "main" }),
    "--ref: the file has 2 sources | say it in the file, of the one that is meant",
  );
});
