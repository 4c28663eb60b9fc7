import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { type ConfigInput, loadConfig, sourceDefaults } from "../../../src/config/index.js";
import { UsageError } from "../../../src/model/index.js";

const folder = mkdtempSync(join(tmpdir(), "gitxds-config-"));
after(() => rmSync(folder, { recursive: true, force: true }));

function load(input: Partial<ConfigInput>, yaml?: string) {
  if (yaml !== undefined) writeFileSync(join(folder, "gitxds.yaml"), yaml);
  const file = yaml === undefined ? null : "gitxds.yaml";
  return loadConfig({ file, flags: {}, env: { HOME: "/home/you" }, cwd: folder, ...input });
}

/** The error of a configuration that cannot be used, as users read it. */
function refusal(input: Partial<ConfigInput>, yaml?: string): string {
  try {
    load(input, yaml);
  } catch (error) {
    assert.ok(error instanceof UsageError, String(error));
    return `${error.message} | ${error.remedy}`;
  }
  throw new Error("nothing was refused");
}

test("without a file and flags every setting has its default, and no source is named", () => {
  assert.deepEqual(load({}), {
    sources: [],
    listeners: [{ address: { host: "127.0.0.1", port: 18_000 }, sources: [] }],
    admin: { host: "127.0.0.1", port: 18_080 },
    stateDir: "/home/you/.local/state/gitxds",
    schedule: { type: "interval", ms: 15_000 },
    onStaleRemote: "serve-last-good",
    allowEmpty: false,
    defaultNamespace: "default",
    domainSuffix: "cluster.local",
    istioVersion: "1.32",
    profile: "sidecar",
    analysis: { failOn: "never", disable: [], mesh: null },
    policies: { inRepository: true, directory: null },
    adminTokenFile: null,
    token: null,
  });
});

const everyKey = `
sources:
  - name: prod
    url: ../mesh
    ref: main
    path: /mesh//prod/
    include: ["**/*.yaml"]
    exclude: [drafts/**]
    skip: [4B825DC642CB6EB9A060E54BF8D69288FBEE4904]
    accept: [aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa]
    history: fast-forward
    onInvalid: keep-last-good
    maxDeletions: 20%
    webhook: {secretFile: secrets/webhook}
    schedule: 0 6 * * mon-fri
    timezone: Europe/Berlin
listen: 0.0.0.0:18000
admin: 18081
stateDir: state
interval: 1m30s
onStaleRemote: wait
allowEmpty: true
defaultNamespace: apps
domainSuffix: example.internal
istioVersion: "1.30.2"
profile: ambient
analysis:
  failOn: error
  disable: [IST0132]
  meshConfig: mesh-config.yaml
policies:
  inRepository: false
  directory: rules
adminTokenFile: /run/token
`;
writeFileSync(join(folder, "mesh-config.yaml"), "defaultProviders: {accessLogging: [envoy]}\n");

test("every key of gitxds.yaml is read, and its relative paths start from its folder", () => {
  assert.deepEqual(load({ cwd: folder }, everyKey), {
    sources: [
      {
        name: "prod",
        url: join(folder, "../mesh"),
        ref: "main",
        semver: null,
        path: "mesh/prod",
        include: ["**/*.yaml"],
        exclude: ["drafts/**"],
        skip: ["4b825dc642cb6eb9a060e54bf8d69288fbee4904"],
        accept: ["a".repeat(40)],
        history: "fast-forward",
        onInvalid: "keep-last-good",
        maxDeletions: 0.2,
        schedule: { type: "cron", expression: "0 6 * * mon-fri", timezone: "Europe/Berlin" },
        webhook: { secretFile: join(folder, "secrets/webhook") },
      },
    ],
    listeners: [{ address: { host: "0.0.0.0", port: 18_000 }, sources: ["prod"] }],
    admin: { host: "127.0.0.1", port: 18_081 },
    stateDir: join(folder, "state"),
    schedule: { type: "interval", ms: 90_000 },
    onStaleRemote: "wait",
    allowEmpty: true,
    defaultNamespace: "apps",
    domainSuffix: "example.internal",
    istioVersion: "1.30",
    profile: "ambient",
    analysis: {
      failOn: "error",
      disable: ["IST0132"],
      mesh: { allocatesAddresses: false, logsByDefault: true, lightstepProviders: [] },
    },
    policies: { inRepository: false, directory: join(folder, "rules") },
    adminTokenFile: "/run/token",
    token: null,
  });
});

test("flags win over the file, the environment over defaults, and paths of flags start from the working folder", () => {
  writeFileSync(join(folder, "gitxds.yaml"), everyKey);
  const config = loadConfig({
    file: join(folder, "gitxds.yaml"),
    flags: { listen: ":19000", ref: "v1.2", path: "./mesh/test", stateDir: "here", interval: "2s" },
    env: { HOME: "/home/you", XDG_STATE_HOME: "/state", GITXDS_TOKEN: " secret \n" },
    cwd: "/somewhere",
  });
  assert.deepEqual(config.listeners, [{ address: { host: "0.0.0.0", port: 19_000 }, sources: ["prod"] }]);
  assert.deepEqual(config.admin, { host: "127.0.0.1", port: 18_081 });
  assert.equal(config.stateDir, "/somewhere/here");
  assert.deepEqual(config.schedule, { type: "interval", ms: 2_000 });
  assert.equal(config.token, "secret");
  const [source] = config.sources;
  assert.deepEqual(
    [source?.name, source?.url, source?.ref, source?.path],
    ["prod", join(folder, "../mesh"), "v1.2", "mesh/test"],
  );
});

test("the webhook secret of the command line wins, and is one of the source that the command line names", () => {
  const flags = { webhookSecretFile: "hook" };
  const secretFile = join(folder, "hook");
  const fromFile = load({ flags, cwd: folder }, "sources: [{url: x, webhook: {secretFile: y}}]").sources;
  assert.deepEqual(fromFile[0]?.webhook, { secretFile });
  const fromFlags = load({ flags: { ...flags, repo: "x" }, cwd: folder }).sources;
  assert.deepEqual(fromFlags[0]?.webhook, { secretFile });
});

test("a pin takes the place of the ref", () => {
  const [source] = load({}, `sources: [{url: x, ref: main, pin: ${"b".repeat(40)}}]`).sources;
  assert.equal(source?.ref, "b".repeat(40));
});

test("a range of versions takes the place of a ref; a pin and --ref go before it", () => {
  const yaml = (pin: string) => `sources: [{url: x, semver: " >=1.2 <2"${pin}}]`;
  const chosen = (input: Partial<ConfigInput>, pin = "") => {
    const [source] = load(input, yaml(pin)).sources;
    return [source?.ref, source?.semver];
  };
  assert.deepEqual(chosen({}), [null, ">=1.2 <2"]);
  assert.deepEqual(chosen({}, `, pin: ${"b".repeat(40)}`), ["b".repeat(40), null]);
  assert.deepEqual(chosen({ flags: { ref: "main" } }), ["main", null]);
});

test("a cron expression is of UTC where no time zone is named, and --interval wins over all that the file says", () => {
  const yaml = "sources: [{url: x, schedule: '@daily'}]\nschedule: '*/5 * * * *'\n";
  const schedules = (input: Partial<ConfigInput>) => {
    const { schedule, sources } = load(input, yaml);
    return [schedule, sources[0]?.schedule];
  };
  assert.deepEqual(schedules({}), [
    { type: "cron", expression: "*/5 * * * *", timezone: "UTC" },
    { type: "cron", expression: "@daily", timezone: "UTC" },
  ]);
  assert.deepEqual(schedules({ flags: { interval: "1m" } }), [{ type: "interval", ms: 60_000 }, null]);
});

test("a repository on the command line replaces the file's sources, whatever they are", () => {
  const flags = { repo: "https://git.example.com/team/Mesh_Config.git" };
  const config = load({ flags }, "sources: [{url: a}, {url: b}]\nallowEmpty: true\n");
  assert.deepEqual(config.sources, [{ ...sourceDefaults, name: "mesh-config", url: flags.repo }]);
  assert.equal(config.allowEmpty, true);
});

test("XDG_STATE_HOME counts only where it is absolute", () => {
  assert.equal(load({ env: { HOME: "/h", XDG_STATE_HOME: "/s" } }).stateDir, "/s/gitxds");
  assert.equal(load({ env: { HOME: "/h", XDG_STATE_HOME: "s" } }).stateDir, "/h/.local/state/gitxds");
  assert.equal(load({ env: { HOME: "/h", XDG_STATE_HOME: "" } }).stateDir, "/h/.local/state/gitxds");
});

const refusedFiles: readonly (readonly [name: string, yaml: string, expected: string | RegExp])[] = [
  [
    "a short commit id",
    "sources: [{url: x, skip: [4b825dc]}]",
    'gitxds.yaml:1:26: sources[0].skip: "4b825dc" is no full commit id | give all 40 digits, as git rev-parse prints them',
  ],
  [
    "a share without its sign",
    "sources: [{url: x, maxDeletions: '50'}]",
    'gitxds.yaml:1:35: sources[0].maxDeletions: "50" is no percentage | give whole percents from 0% to 100%, as in 50%',
  ],
  [
    "a history that there is not",
    "sources: [{url: x, history: fast}]",
    'gitxds.yaml:1:29: sources[0].history: "fast" is not one of any, fast-forward | write any or fast-forward',
  ],
  [
    "a consequence that there is not",
    "sources: [{url: x, onInvalid: ignore}]",
    'gitxds.yaml:1:31: sources[0].onInvalid: "ignore" is not one of reject-commit, keep-last-good | write reject-commit or keep-last-good',
  ],
  [
    "a webhook without its secret",
    "sources: [{url: x, webhook: {}}]",
    'gitxds.yaml:1:29: sources[0].webhook has no secretFile | write it as in secretFile: "/etc/gitxds/webhook-secret"',
  ],
  [
    "a webhook that is no mapping",
    "sources: [{url: x, webhook: secret}]",
    'gitxds.yaml:1:29: sources[0].webhook must be a mapping, found "secret" | write it as in webhook: {"secretFile":"/etc/gitxds/webhook-secret"}',
  ],
  [
    "a webhook whose secret is no path",
    "sources: [{url: x, webhook: {secretFile: ''}}]",
    "gitxds.yaml:1:29: sources[0].webhook.secretFile: names no path | give a path",
  ],
  [
    "an interval beside a schedule",
    "sources: [{url: x}]\ninterval: 15s\nschedule: '* * * * *'\n",
    "gitxds.yaml:3:12: schedule: there is an interval, too | keep the one that is meant",
  ],
  [
    "a time zone without a schedule",
    "sources: [{url: x, timezone: UTC}]\n",
    "gitxds.yaml:1:30: sources[0].timezone: there is no schedule | leave it out, or add schedule",
  ],
  [
    "a time zone that does not exist",
    "sources: [{url: x}]\nschedule: 0 6 * * *\ntimezone: Europe/Berlim\n",
    'gitxds.yaml:3:11: timezone: "Europe/Berlim" is no time zone | write its name as in Europe/Berlin or UTC',
  ],
  [
    "a cron expression that is never due",
    "sources: [{url: x}]\nschedule: 0 0 1 * 1#2\n",
    'gitxds.yaml:2:11: schedule: "0 0 1 * 1#2" is no cron expression that can be used: it is never due | write minute, hour, day of month, month and day of week, as in "*/5 * * * *"; seconds may stand before them',
  ],
  [
    "a cron expression with an hour too many",
    "sources: [{url: x}]\nschedule: 0 24 * * *\n",
    'gitxds.yaml:2:11: schedule: "0 24 * * *" is no cron expression that can be used: 24 is a invalid expression for hour | write minute, hour, day of month, month and day of week, as in "*/5 * * * *"; seconds may stand before them',
  ],
  [
    "a cron expression of four fields",
    "sources: [{url: x}]\nschedule: 0 6 * *\n",
    'gitxds.yaml:2:11: schedule: "0 6 * *" is no cron expression that can be used: expected 5 or 6 fields but got 4 | write minute, hour, day of month, month and day of week, as in "*/5 * * * *"; seconds may stand before them',
  ],
  [
    "a ref beside a range of versions",
    "sources: [{url: x, ref: main, semver: 1.x}]",
    "gitxds.yaml:1:39: sources[0].semver: there is a ref, too | keep the one that is meant: a ref, or a range of versions",
  ],
  [
    "a range of versions that is none",
    "sources: [{url: x, semver: newest}]",
    'gitxds.yaml:1:28: sources[0].semver: "newest" is no range of versions | write it as npm does: ">=1.2 <2", "1.x" or "~1.4"; for one tag, use ref',
  ],
  [
    "a range of versions of spaces",
    "sources: [{url: x, semver: ' '}]",
    'gitxds.yaml:1:29: sources[0].semver: " " is no range of versions | write it as npm does: ">=1.2 <2", "1.x" or "~1.4"; for one tag, use ref',
  ],
  [
    "a key with a letter too many",
    "sources:\n  - url: x\nintervall: 15s\n",
    'gitxds.yaml:3:1: unknown key "intervall" | write interval',
  ],
  [
    "a key in the wrong case inside a source",
    "sources:\n  - url: x\n    Ref: main\n",
    'gitxds.yaml:3:5: unknown key "Ref" in sources[0] | write ref',
  ],
  [
    "a key that is near nothing",
    "sources: [{url: x}]\ncolour: red\n",
    'gitxds.yaml:2:1: unknown key "colour" | the keys here are sources, defaults, credentials, listen, listeners, admin, stateDir, interval, schedule, timezone, onStaleRemote, allowEmpty, defaultNamespace, domainSuffix, istioVersion, profile, policies, analysis, adminTokenFile',
  ],
  [
    "a number for a duration",
    "interval: 15\n",
    'gitxds.yaml:1:11: interval must be a text, found the number 15 | write it as in interval: "15s"',
  ],
  [
    "a version without quotes, which YAML reads as a number",
    "istioVersion: 1.30\n",
    'gitxds.yaml:1:15: istioVersion must be a text, found the number 1.3 | write it as in istioVersion: "1.28"',
  ],
  [
    "a word for true",
    "allowEmpty: yes\n",
    'gitxds.yaml:1:13: allowEmpty must be true or false, found "yes" | write it as in allowEmpty: true',
  ],
  [
    "a source that is not in a list",
    "sources:\n  url: x\n",
    'gitxds.yaml:2:3: sources must be a list, found a mapping | write it as in sources: [{"url":"https://github.com/you/mesh.git","ref":"main","path":"mesh/prod"}]',
  ],
  [
    "a source without url",
    "sources:\n  - ref: main\n",
    'gitxds.yaml:2:5: sources[0] has no url | write it as in url: "https://github.com/you/mesh.git"',
  ],
  [
    "no entry in the list",
    "sources: []\n",
    'gitxds.yaml:1:10: sources has too few entries: at least 1 | write it as in sources: [{"url":"https://github.com/you/mesh.git","ref":"main","path":"mesh/prod"}]',
  ],
  [
    "a key without a value",
    "listen:\n",
    'gitxds.yaml:1:1: listen must be a text or a whole number, found nothing | write it as in listen: "0.0.0.0:18000"',
  ],
  [
    "no sources",
    "interval: 15s\n",
    "gitxds.yaml: names no source | add sources: [{url: …}], or name a repository on the command line",
  ],
  [
    "an empty file",
    "# later\n",
    "gitxds.yaml: names no source | add sources: [{url: …}], or name a repository on the command line",
  ],
  [
    "a list",
    "- a\n",
    "gitxds.yaml:1:1: the file must be a mapping, found a list | see schemas/config/gitxds.schema.json for the keys and their types",
  ],
  [
    "an address of words",
    "sources: [{url: x}]\nlisten: here\n",
    'gitxds.yaml:2:9: listen: "here" is not an address | write host:port, as in 127.0.0.1:18000, [::1]:18000, :18000 or 18000',
  ],
  [
    "a name that is no label",
    "sources: [{url: x, name: My Mesh}]\n",
    'gitxds.yaml:1:26: sources[0].name: "My Mesh" is not a DNS label | use lower-case letters, digits and -, at most 63, with a letter or digit at both ends',
  ],
  [
    "two documents",
    "interval: 15s\n---\ninterval: 15s\n",
    "gitxds.yaml:1:1: not YAML that can be read: more than one YAML document | correct the file",
  ],
  [
    "an alias",
    "stateDir: &x a\nadminTokenFile: *x\n",
    "gitxds.yaml:2:17: not YAML that can be read: aliases are not allowed here | correct the file",
  ],
  [
    "an unknown key of analysis",
    "analysis: {failon: error}\n",
    'gitxds.yaml:1:12: unknown key "failon" in analysis | write failOn',
  ],
  [
    "no list of codes",
    "analysis: {disable: IST0132}\n",
    'gitxds.yaml:1:21: analysis.disable must be a list, found "IST0132" | write it as in disable: ["IST0132"]',
  ],
  [
    "a severity that is none",
    "sources: [{url: x}]\nanalysis: {failOn: warnings}\n",
    'gitxds.yaml:2:20: analysis.failOn: "warnings" is not never, warning or error | write warning',
  ],
  [
    "a code that is mistyped",
    "sources: [{url: x}]\nanalysis: {disable: [IST0101, ist132]}\n",
    'gitxds.yaml:2:21: analysis.disable: there is no code "ist132" in analysis | write IST0132',
  ],
  [
    "a code that is not of analysis",
    "sources: [{url: x}]\nanalysis: {disable: [GX203]}\n",
    /^gitxds\.yaml:2:21: analysis\.disable: GX203 is no code of analysis \| its codes are IST0002, IST0101, /,
  ],
  [
    "a key twice",
    "interval: 15s\ninterval: 16s\n",
    "gitxds.yaml:2:1: not YAML that can be read: duplicated mapping key | correct the file",
  ],
];

for (const [name, yaml, expected] of refusedFiles) {
  test(`a file is refused at its line: ${name}`, () => {
    if (typeof expected === "string") assert.equal(refusal({}, yaml), expected);
    else assert.match(refusal({}, yaml), expected);
  });
}

const refusedFlags: readonly (readonly [flags: ConfigInput["flags"], expected: string])[] = [
  [{ interval: "15" }, '--interval: "15" is not a duration | add the unit: 15s'],
  [{ adminTokenFile: "" }, "--admin-token-file: names no path | give a path"],
  [
    { defaultNamespace: "Apps" },
    '--default-namespace: "Apps" is not a DNS label | use lower-case letters, digits and -, at most 63, with a letter or digit at both ends',
  ],
  [
    { domainSuffix: ".local" },
    '--domain-suffix: ".local" is not a domain name | write lower-case labels with single dots between, as in cluster.local',
  ],
  [
    { istioVersion: "1.23" },
    '--istio-version: "1.23" is no version of Istio that is known here | write a version from 1.24 to 1.32: that of the oldest istiod that is served',
  ],
  [
    { istioVersion: "1.33" },
    '--istio-version: "1.33" is no version of Istio that is known here | write a version from 1.24 to 1.32: that of the oldest istiod that is served',
  ],
  [
    { istioVersion: "latest" },
    '--istio-version: "latest" is no version of Istio that is known here | write a version from 1.24 to 1.32: that of the oldest istiod that is served',
  ],
  [{ profile: "Ambient" }, '--profile: "Ambient" is no profile | use sidecar or ambient'],
  [
    { webhookSecretFile: "x" },
    "--webhook-secret-file: there is no repository to apply it to | name the repository, too",
  ],
  [{ ref: "main" }, "--ref: there is no repository to apply it to | name the repository, too"],
  [{ path: "mesh" }, "--path: there is no repository to apply it to | name the repository, too"],
  [{ repo: "" }, "REPO: names no repository | give an https:// URL or the path of a local repository"],
  [
    { listen: "18080" },
    "--listen and --admin are both port 18080 | give each its own port: the one speaks gRPC, the other HTTP",
  ],
];

for (const [flags, expected] of refusedFlags) {
  test(`a flag is refused by its name: ${JSON.stringify(flags)}`, () => {
    assert.equal(refusal({ flags }), expected);
  });
}

test("two addresses of one port are refused where one includes the other", () => {
  assert.match(refusal({ flags: { listen: ":19000", admin: "127.0.0.1:19000" } }), /both port 19000/);
  assert.equal(load({ flags: { listen: "127.0.0.1:19000", admin: "127.0.0.2:19000" } }).admin.host, "127.0.0.2");
});

test("port 0 may be given to both addresses", () => {
  assert.equal(load({ flags: { listen: "0", admin: "0" } }).admin.port, 0);
});

test("a --config that cannot be read says why", () => {
  assert.equal(refusal({ file: "no.yaml" }), "--config: no.yaml does not exist | pass the path of a gitxds.yaml");
  assert.equal(refusal({ file: "." }), "--config: . is a folder | pass the path of a gitxds.yaml");
  writeFileSync(join(folder, "latin1.yaml"), Buffer.from("stateDir: \xe4\n", "latin1"));
  assert.equal(refusal({ file: "latin1.yaml" }), "--config: latin1.yaml is not UTF-8 | save the file as UTF-8");
  writeFileSync(join(folder, "large.yaml"), `# ${"x".repeat(1024 * 1024)}\n`);
  assert.equal(
    refusal({ file: "large.yaml" }),
    "--config: large.yaml is larger than 1024 KiB | pass the path of a gitxds.yaml",
  );
});

test("a place is right after a byte order mark and with CRLF", () => {
  assert.match(refusal({}, "\uFEFFsources: [{url: x}]\r\ninterval: soon\r\n"), /^gitxds\.yaml:2:11: interval: /);
});

test("a token that no header can carry is refused without being shown", () => {
  const message = refusal({ env: { GITXDS_TOKEN: "top secret" } });
  assert.match(message, /^GITXDS_TOKEN: /);
  assert.doesNotMatch(message, /secret/);
});

test("variables of the environment are defaults of where it is: a file and flags go before them", () => {
  const env = {
    HOME: "/home/you",
    GITXDS_LISTEN: "0.0.0.0:18000",
    GITXDS_ADMIN: "0.0.0.0:18080",
    GITXDS_STATE_DIR: "/var/lib/gitxds",
  };
  const places = (input: Partial<ConfigInput>, yaml?: string) => {
    const { listeners, admin, stateDir } = load({ env, ...input }, yaml);
    return [...listeners.map(({ address }) => address), admin]
      .map(({ host, port }) => `${host}:${port}`)
      .concat(stateDir);
  };
  assert.deepEqual(places({}), ["0.0.0.0:18000", "0.0.0.0:18080", "/var/lib/gitxds"]);
  assert.deepEqual(places({ flags: { listen: "1", stateDir: "/s" } }), ["127.0.0.1:1", "0.0.0.0:18080", "/s"]);
  const yaml = "sources: [{url: /x}]\nadmin: 2\nlisteners: [{address: 3}, {address: 4}]";
  assert.deepEqual(places({}, yaml), ["127.0.0.1:3", "127.0.0.1:4", "127.0.0.1:2", "/var/lib/gitxds"]);
  assert.equal(
    refusal({ env: { ...env, GITXDS_LISTEN: "here" } }),
    'GITXDS_LISTEN: "here" is not an address | write host:port, as in 127.0.0.1:18000, [::1]:18000, :18000 or 18000',
  );
});
