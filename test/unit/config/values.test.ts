import assert from "node:assert/strict";
import { test } from "node:test";
import { parseAddress } from "../../../src/config/address.js";
import { parseInterval } from "../../../src/config/duration.js";
import { parseRef, parseTreePath } from "../../../src/config/git-names.js";
import { nameFromUrl, parseDomain, parseLabel } from "../../../src/config/names.js";
import { parseRepository } from "../../../src/config/repository.js";
import type { Setting } from "../../../src/config/setting.js";
import { UsageError } from "../../../src/model/index.js";

function setting<T>(value: T): Setting<T> {
  return { value, origin: { where: "--flag", base: "/base" } };
}

/** The value, or `!` and the error's message and remedy. */
function outcome<In, Out>(parse: (setting: Setting<In>) => Out, value: In): Out | string {
  try {
    return parse(setting(value));
  } catch (error) {
    assert.ok(error instanceof UsageError, String(error));
    return `! ${error.message} | ${error.remedy}`;
  }
}

const forms = "write host:port, as in 127.0.0.1:18000, [::1]:18000, :18000 or 18000";

for (const [value, expected] of [
  ["127.0.0.1:18000", { host: "127.0.0.1", port: 18_000 }],
  ["localhost:0", { host: "localhost", port: 0 }],
  ["gitxds.example.com:1", { host: "gitxds.example.com", port: 1 }],
  ["[::1]:18000", { host: "::1", port: 18_000 }],
  ["[::]:65535", { host: "::", port: 65_535 }],
  [":18000", { host: "0.0.0.0", port: 18_000 }],
  ["18000", { host: "127.0.0.1", port: 18_000 }],
  [18000, { host: "127.0.0.1", port: 18_000 }],
  ["localhost:65536", "! --flag: there is no port 65536 | choose a port from 1 to 65535, or 0 for any"],
  ["::1:18000", '! --flag: "::1:18000" is not an address | put the IPv6 address in brackets: [::1]:18000'],
  ["::1", '! --flag: "::1" is not an address | put the IPv6 address in brackets and add a port: [::1]:18000'],
  ["localhost", `! --flag: "localhost" is not an address | ${forms}`],
  ["localhost:", `! --flag: "localhost:" is not an address | ${forms}`],
  ["http://localhost:80", `! --flag: "http://localhost:80" is not an address | ${forms}`],
  ["a b:80", `! --flag: "a b" is no host name or IP address | ${forms}`],
  ["[nonsense]:80", `! --flag: "nonsense" is no host name or IP address | ${forms}`],
  ["", `! --flag: "" is not an address | ${forms}`],
  [-1, `! --flag: the number -1 is not an address | ${forms}`],
] as const) {
  test(`address ${JSON.stringify(value)}`, () => {
    assert.deepEqual(outcome(parseAddress, value), expected);
  });
}

for (const [value, expected] of [
  ["15s", 15_000],
  ["1m30s", 90_000],
  ["1.5s", 1_500],
  ["1500ms", 1_500],
  ["24h", 86_400_000],
  ["15", '! --flag: "15" is not a duration | add the unit: 15s'],
  ["soon", '! --flag: "soon" is not a duration | write numbers with units, as in 15s, 1m30s or 2h'],
  ["-1s", '! --flag: "-1s" is not a duration | write numbers with units, as in 15s, 1m30s or 2h'],
  ["", '! --flag: "" is not a duration | write numbers with units, as in 15s, 1m30s or 2h'],
  ["999ms", '! --flag: "999ms" is out of range | choose a duration from 1s to 24h'],
  ["24h1s", '! --flag: "24h1s" is out of range | choose a duration from 1s to 24h'],
  ["999999999h", '! --flag: "999999999h" is out of range | choose a duration from 1s to 24h'],
] as const) {
  test(`interval ${JSON.stringify(value)}`, () => {
    assert.equal(outcome(parseInterval, value), expected);
  });
}

for (const [value, expected] of [
  ["https://example.com/mesh.git", "https://example.com/mesh.git"],
  ["HTTP://example.com/mesh", "HTTP://example.com/mesh"],
  ["https://token@example.com/mesh.git", "https://token@example.com/mesh.git"],
  ["file:///srv/mesh.git", "file:///srv/mesh.git"],
  [".", "/base"],
  ["../mesh.git", "/mesh.git"],
  ["/srv/a:b", "/srv/a:b"],
  ["./a:b", "/base/a:b"],
  ["git@github.com:you/mesh.git", "git@github.com:you/mesh.git"],
  ["github.com:you/mesh.git", "github.com:you/mesh.git"],
  ["ssh://git@host:2222/you/mesh.git", "ssh://git@host:2222/you/mesh.git"],
  ["git+ssh://host/you/mesh.git", "git+ssh://host/you/mesh.git"],
  ["git@host:-u", "! --flag: the path of the SSH address begins with a hyphen | write ./ in front of it"],
  [
    "git://host/mesh.git",
    "! --flag: git:// is no way to a repository that gitxds knows | use https://, http://, ssh://, file:/// or a local path",
  ],
  [
    "file://host/mesh",
    '! --flag: "file://host/mesh" is no URL of a local folder | write file:// and an absolute path, as in file:///srv/mesh.git',
  ],
  [
    "https://example.com",
    "! --flag: the https:// URL names no repository | write it as in https://host/team/mesh.git, and give a token by the variable GITXDS_TOKEN",
  ],
  ["a\nb", "! --flag: names no repository | give an https:// URL or the path of a local repository"],
  ["", "! --flag: names no repository | give an https:// URL or the path of a local repository"],
] as const) {
  test(`repository ${JSON.stringify(value)}`, () => {
    assert.equal(outcome(parseRepository, value), expected);
  });
}

for (const url of [
  "https://user:s3cret@/mesh.git",
  "https://user:s3cret/x@example.com/mesh.git",
  "https://user:s3cret@example.com",
  "https://user:s3 cret@example com/mesh.git",
  "ssh://user:s3cret@example.com/mesh.git",
  "user:s3cret@example.com:mesh.git",
  "git://user:s3cret@example.com/mesh.git",
  "file://user:s3cret@example.com/mesh.git",
]) {
  test(`a password is not shown when ${url.replace(/s3 ?cret/, "…")} is refused`, () => {
    const message = outcome(parseRepository, url);
    assert.match(message, /^! /);
    assert.doesNotMatch(message, /s3|cret/);
  });
}

for (const [value, expected] of [
  ["mesh/prod", "mesh/prod"],
  ["/mesh//prod/", "mesh/prod"],
  ["./mesh/./prod", "mesh/prod"],
  [".", ""],
  ["/", ""],
  ["", ""],
  ["..hidden/...", "..hidden/..."],
  ["a/../b", '! --flag: "a/../b" leads upwards | give a folder of the repository, seen from its root, as in mesh/prod'],
  ["a\\b", '! --flag: "a\\\\b" has a backslash | separate folders with /'],
  ["a\0b", "! --flag: is no usable path | give a folder of the repository, as in mesh/prod"],
] as const) {
  test(`path ${JSON.stringify(value)}`, () => {
    assert.equal(outcome(parseTreePath, value), expected);
  });
}

test("a ref is a name, not an expression", () => {
  for (const ref of ["main", "feature/x", "v1.2.3", "refs/heads/main", "0".repeat(40)]) {
    assert.equal(outcome(parseRef, ref), ref);
  }
  for (const ref of ["", " ", "HEAD~1", "a..b", "main^", "a b", "-x", "a.lock", "a@{1}", "x:y", "a/"]) {
    assert.match(outcome(parseRef, ref), /^! --flag: .* is no name of a branch or tag \| /);
  }
});

test("labels and domains follow RFC 1123", () => {
  for (const label of ["a", "a-b", "0", "a".repeat(63)]) assert.equal(outcome(parseLabel, label), label);
  for (const label of ["", "A", "-a", "a-", "a.b", "a".repeat(64)]) assert.match(outcome(parseLabel, label), /^! /);
  for (const domain of ["a", "cluster.local", "a.b.c"]) assert.equal(outcome(parseDomain, domain), domain);
  for (const domain of ["", ".", "a.", "a..b", "A.b", `${"a.".repeat(127)}a`]) {
    assert.match(outcome(parseDomain, domain), /^! /);
  }
});

test("a source without a name is called after its repository", () => {
  for (const [url, name] of [
    ["https://github.com/you/mesh.git", "mesh"],
    ["https://token@github.com/you/Mesh_Config", "mesh-config"],
    ["https://example.com/mesh.git/?x=y#z", "mesh"],
    ["/home/you/mesh/.git", "mesh"],
    ["/srv/mesh.git", "mesh"],
    ["file:///srv/--mesh--", "mesh"],
    ["git@github.com:you/Mesh_Config.git", "mesh-config"],
    ["host:mesh.git", "mesh"],
    ["ssh://git@[::1]:2222/srv/mesh.git", "mesh"],
    ["/", "source"],
    ["https://token@example.com", "source"],
    [`/${"a".repeat(62)}--b`, "a".repeat(62)],
  ] as const) {
    assert.equal(nameFromUrl(url), name);
  }
});
