import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { loadConfig } from "../../../src/config/index.js";
import { UsageError } from "../../../src/model/index.js";

const folder = mkdtempSync(join(tmpdir(), "gitxds-config-"));
after(() => rmSync(folder, { recursive: true, force: true }));

const github = "https://github.com/you/mesh.git";

/** How the one source is reached; `keys` are those of the source, `more` is on top of the file. */
function access(keys: string, env: Readonly<Record<string, string>> = {}, url = github, more = "") {
  writeFileSync(join(folder, "gitxds.yaml"), `${more}sources: [{url: "${url}"${keys === "" ? "" : `, ${keys}`}}]\n`);
  const input = { file: join(folder, "gitxds.yaml"), flags: {}, env: { HOME: "/home/you", ...env }, cwd: "/somewhere" };
  const source = loadConfig(input).sources[0];
  return { auth: source?.auth, tls: source?.tls, proxy: source?.proxy };
}

function refusal(run: () => unknown): string {
  try {
    run();
  } catch (error) {
    assert.ok(error instanceof UsageError, String(error));
    return error.message.replace(`${folder}/`, "");
  }
  throw new Error("nothing was refused");
}

const at = (file: string) => join(folder, file);
const app = {
  type: "github-app",
  appId: "12",
  installationId: "34",
  privateKeyFile: at("app.pem"),
  apiUrl: "https://api.github.com",
};
const appKeys = "appId: 12, installationId: 34, privateKeyFile: app.pem";
const enterprise = "https://git.corp/you/mesh.git";

test("nothing is read from files, and nothing goes through a proxy, where nothing says so", () => {
  assert.deepEqual(access(""), { auth: undefined, tls: undefined, proxy: undefined });
});

for (const [keys, url, expected] of [
  ["tokenFile: token", github, { type: "token", tokenFile: at("token") }],
  ["tokenFile: /run/token", github, { type: "token", tokenFile: "/run/token" }],
  ["username: you, passwordFile: pw", github, { type: "basic", username: "you", passwordFile: at("pw") }],
  [`githubApp: {${appKeys}}`, github, app],
  [`githubApp: {${appKeys.replace("12", '"Iv1.ab_c-d"')}}`, github, { ...app, appId: "Iv1.ab_c-d" }],
  [
    `githubApp: {${appKeys}, apiUrl: "https://git.corp/api/v3/"}`,
    enterprise,
    { ...app, apiUrl: "https://git.corp/api/v3" },
  ],
  [`githubApp: {${appKeys}, apiUrl: "http://127.0.0.1:1"}`, enterprise, { ...app, apiUrl: "http://127.0.0.1:1" }],
] as const) {
  test(`auth: {${keys}} is read`, () => {
    assert.deepEqual(access(`auth: {${keys}}`, {}, url).auth, { http: expected });
  });
}

for (const [keys, url, message] of [
  ["auth: {tokenFile: a, passwordFile: b}", github, /passwordFile: is one way too many to log in/],
  [`auth: {tokenFile: a, githubApp: {${appKeys}}}`, github, /githubApp: is one way too many to log in/],
  ["auth: {username: you}", github, /auth: username and passwordFile go together/],
  ["auth: {passwordFile: pw}", github, /auth: username and passwordFile go together/],
  ['auth: {username: "a:b", passwordFile: pw}', github, /username: is no user name/],
  ['auth: {tokenFile: ""}', github, /tokenFile: names no path/],
  ["auth: {tokenfile: a}", github, /unknown key "tokenfile"/],
  ["auth: {githubApp: {appId: 1, installationId: 2}}", github, /githubApp has no privateKeyFile/],
  [`auth: {githubApp: {${appKeys.replace("34", "x")}}}`, github, /installationId: "x" is no installationId/],
  [`auth: {githubApp: {${appKeys.replace("12", '"a/b"')}}}`, github, /appId: "a\/b" is no appId/],
  [`auth: {githubApp: {${appKeys}}}`, enterprise, /githubApp: has no apiUrl, and git\.corp is not github\.com/],
  [`auth: {githubApp: {${appKeys}, apiUrl: "http://git.corp/api/v3"}}`, enterprise, /apiUrl: is no https:\/\/ URL/],
  [`auth: {githubApp: {${appKeys}, apiUrl: "https://me:pw@git.corp"}}`, enterprise, /apiUrl: is no https:\/\/ URL/],
  ["auth: {tokenFile: a}", "https://me:secret@github.com/you/mesh", /auth: url has a user before the @, too/],
  ["auth: {tokenFile: a}", "git@github.com:you/mesh", /tokenFile: the repository is not reached over HTTP/],
  ["auth: {tokenFile: a}", "/srv/mesh", /tokenFile: the repository is not reached over HTTP/],
  ["tls: {caFile: a}", "git@github.com:you/mesh", /tls: the repository is not reached over HTTP/],
  ["proxy: none", "/srv/mesh", /proxy: the repository is not reached over HTTP/],
  ["auth: {ssh: {agent: true}}", github, /ssh: the repository is not reached over SSH/],
  ["tls: {certFile: a}", github, /tls: certFile and keyFile go together/],
  ['proxy: "socks5://me:secret@proxy:1080"', github, /proxy: socks5:\/\/ is no kind of proxy that is used/],
  ['proxy: "http://me:secret@proxy:99999"', github, /proxy: is no URL of a proxy/],
  ['proxy: "http://proxy/path"', github, /proxy: is no URL of a proxy/],
] as const) {
  test(`${keys} of ${url.replace("secret", "…")} is refused`, () => {
    const message_ = refusal(() => access(keys, {}, url));
    assert.match(message_, /^gitxds\.yaml:1:[0-9]+: /);
    assert.match(message_, message);
    assert.doesNotMatch(message_, /secret/);
  });
}

test("files of TLS are paths from the folder of the file", () => {
  assert.deepEqual(access("tls: {caFile: ca.crt, certFile: /c, keyFile: k}").tls, {
    caFile: at("ca.crt"),
    certFile: "/c",
    keyFile: at("k"),
  });
});

const credentials = `credentials:
- {prefix: "https://github.com/you", auth: {tokenFile: you}}
- {prefix: "https://GitHub.com:443/you/mesh.git/", auth: {tokenFile: mesh}}
- {prefix: "https://github.com/", auth: {username: all, passwordFile: all}}
- {prefix: "https://git.corp:8443/team", auth: {tokenFile: team}}
`;

for (const [url, expected] of [
  ["https://github.com/you/mesh.git", "mesh"],
  ["https://github.com/you/mesh.git/", "mesh"],
  ["https://github.com/you/mesh.github", "you"],
  ["https://github.com/you/other.git", "you"],
  ["https://github.com/youngster/other.git", "all"],
  ["https://github.com/x/%2e%2e/you/other.git", "you"],
  ["https://git.corp:8443/team/mesh.git", "team"],
  ["https://git.corp/team/mesh.git", undefined],
  ["http://git.corp:8443/team/mesh.git", undefined],
  ["https://github.com.evil/you/mesh.git", undefined],
  ["https://me:pw@github.com/you/mesh.git", undefined],
] as const) {
  test(`${url} is logged in to with ${expected ?? "no"} credential by its prefix`, () => {
    const { auth } = access("", {}, url, credentials);
    const http = auth?.http;
    const file = http?.type === "basic" ? http.passwordFile : http?.type === "token" ? http.tokenFile : undefined;
    assert.equal(file, expected === undefined ? undefined : at(expected));
  });
}

test("auth of a source wins over a prefix", () => {
  assert.deepEqual(access("auth: {tokenFile: own}", {}, github, credentials).auth, {
    http: { type: "token", tokenFile: at("own") },
  });
});

for (const [entry, message] of [
  ['{prefix: "github.com/you", auth: {tokenFile: a}}', /credentials\[0\]\.prefix: is no https:\/\/ URL/],
  ['{prefix: "https://me:secret@github.com", auth: {tokenFile: a}}', /prefix: is no https:\/\/ URL without user info/],
  ['{prefix: "https://github.com", auth: {}}', /credentials\[0\]\.auth: names no way to log in/],
  ['{prefix: "https://github.com"}', /credentials\[0\] has no auth/],
  [
    '{prefix: "https://a", auth: {tokenFile: a}}, {prefix: "https://A/", auth: {tokenFile: b}}',
    /is the prefix of an earlier/,
  ],
  ['{prefix: "https://github.com", auth: {ssh: {}}}', /unknown key "ssh"/],
] as const) {
  test(`credentials: [${entry.replace("secret", "…")}] is refused`, () => {
    const message_ = refusal(() => access("", {}, github, `credentials: [${entry}]\n`));
    assert.match(message_, message);
    assert.doesNotMatch(message_, /secret/);
  });
}

const loopback = ["localhost", "127.0.0.0/8", "::1"];

for (const [env, expected] of [
  [{ HTTPS_PROXY: "http://proxy:3128" }, { http: null, https: "http://proxy:3128/", except: loopback }],
  [
    { https_proxy: "proxy:3128", HTTPS_PROXY: "http://other" },
    { http: null, https: "http://proxy:3128/", except: loopback },
  ],
  [{ HTTP_PROXY: "https://a:b@proxy" }, { http: "https://a:b@proxy/", https: null, except: loopback }],
  [
    { http_proxy: "http://proxy", NO_PROXY: " .corp, 10.0.0.0/8  git:443,," },
    { http: "http://proxy/", https: null, except: [...loopback, ".corp", "10.0.0.0/8", "git:443"] },
  ],
  [
    { https_proxy: "http://proxy", no_proxy: "*", NO_PROXY: "a" },
    { http: null, https: "http://proxy/", except: [...loopback, "*"] },
  ],
  [{ NO_PROXY: "*", HTTPS_PROXY: "" }, undefined],
] as const) {
  test(`${JSON.stringify(env)} says which proxies there are`, () => {
    assert.deepEqual(access("", env).proxy, expected);
  });
}

test("a source's own proxy is for all that is asked, and none is none", () => {
  const env = { HTTPS_PROXY: "http://other", NO_PROXY: "*" };
  assert.deepEqual(access('proxy: "http://proxy:1"', env).proxy, {
    http: "http://proxy:1/",
    https: "http://proxy:1/",
    except: [],
  });
  assert.equal(access("proxy: none", env).proxy, undefined);
});

test("a proxy in the environment that cannot be used is named, without its password, where a source needs one", () => {
  const env = { HTTPS_PROXY: "socks5://me:secret@proxy" };
  assert.equal(
    refusal(() => access("", env)),
    "HTTPS_PROXY: socks5:// is no kind of proxy that is used",
  );
  assert.equal(access("", env, "/srv/mesh").proxy, undefined);
});
