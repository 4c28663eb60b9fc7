import assert from "node:assert/strict";
import { generateKeyPairSync } from "node:crypto";
import { writeFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { type TestContext, test } from "node:test";
import { githubAppCredential } from "../../../src/source/http/github-app.js";
import { appKey, pemOf, startGitHubApi } from "../../support/git/github-api.js";
import { startGitServer } from "../../support/git/http-backend.js";
import { failure, headContents, notAborted, open } from "../../support/git/open.js";
import { makeRepository, scratch } from "../../support/git/repository.js";
import { FakeClock } from "../../support/xds/fake-clock.js";

const minute = 60_000;

async function setUp(t: TestContext, pem = pemOf(appKey.privateKey)) {
  const { path: root, remove } = scratch();
  t.after(remove);
  const clock = new FakeClock();
  const api = await startGitHubApi(t, () => clock.now());
  const privateKeyFile = join(root, "app.pem");
  writeFileSync(privateKeyFile, pem);
  const auth = { type: "github-app", appId: "123", installationId: "456", privateKeyFile, apiUrl: api.url } as const;
  const { credential, close } = githubAppCredential(auth, { way: {}, clock });
  t.after(close);
  const token = async (signal = notAborted) => {
    const header = await credential.authorization(signal);
    return Buffer.from(header.replace(/^Basic /, ""), "base64").toString();
  };
  return { root, clock, api, auth, credential, token, privateKeyFile, close };
}

test("a repository is read with tokens of the App's installation, which are renewed before they end", async (t) => {
  const { root, clock, api, auth } = await setUp(t);
  const repo = makeRepository(join(root, "repo"));
  repo.commit({ "a.yaml": "a" });
  const server = await startGitServer({ root });
  t.after(() => server.close());
  server.intercept((request, response) => {
    const expected = `Basic ${Buffer.from(`x-access-token:${api.tokens.at(-1)}`).toString("base64")}`;
    if (request.headers.authorization === expected) return false;
    response.writeHead(401).end();
    return true;
  });
  const config = { url: `${server.url}/repo/.git`, auth: { http: auth } };
  const source = await open(t, config, { stateDir: join(root, "state"), clock });
  assert.deepEqual(await headContents(source), { "a.yaml": "a" });
  assert.equal(api.mints.length, 1, "one token for all requests");
  const [mint] = api.mints;
  const now = Math.floor(clock.now().getTime() / 1_000);
  assert.deepEqual(mint, {
    path: "/api/v3/app/installations/456/access_tokens",
    claims: { iat: now - 60, exp: now + 540, iss: "123" },
    verified: true,
    body: { permissions: { contents: "read" } },
  });
  clock.advance(55 * minute - 2_000);
  await source.look(notAborted);
  assert.equal(api.mints.length, 1);
  clock.advance(3_000);
  await source.look(notAborted);
  assert.equal(api.mints.length, 2);
  assert.ok(server.requests.every(({ authorization }) => authorization !== undefined));
});

test("a token that the remote does not accept is not used again", async (t) => {
  const { token, credential } = await setUp(t);
  assert.equal(await token(), "x-access-token:token-1");
  assert.equal(await token(), "x-access-token:token-1");
  credential.refused();
  assert.equal(await token(), "x-access-token:token-2");
});

test("requests that come together share one token, and one that is aborted does not end it for the others", async (t) => {
  const { token, api } = await setUp(t);
  const controller = new AbortController();
  const reason = new Error("stop");
  const aborted = assert.rejects(token(controller.signal), reason);
  const others = Promise.all([token(), token()]);
  controller.abort(reason);
  await aborted;
  assert.deepEqual(await others, ["x-access-token:token-1", "x-access-token:token-1"]);
  assert.equal(api.mints.length, 1);
});

test("closing ends a request for a token", async (t) => {
  const { token, api, close } = await setUp(t);
  api.intercept(() => {
    close();
    return true;
  });
  await assert.rejects(token());
});

test("a private key in PKCS#8 is read, too, and a rotated one at the next token", async (t) => {
  const { token, api, credential, privateKeyFile } = await setUp(t, pemOf(appKey.privateKey, "pkcs8"));
  await token();
  writeFileSync(privateKeyFile, pemOf(generateKeyPairSync("rsa", { modulusLength: 2048 }).privateKey));
  credential.refused();
  await token();
  assert.deepEqual(
    api.mints.map(({ verified }) => verified),
    [true, false],
  );
});

for (const [name, pem, reason] of [
  ["no key", "token", /app\.pem holds no private key in PEM$/],
  [
    "an elliptic one",
    pemOf(generateKeyPairSync("ec", { namedCurve: "P-256" }).privateKey, "pkcs8"),
    /of type ec, not RSA$/,
  ],
  [
    "an encrypted one",
    appKey.privateKey.export({ type: "pkcs8", format: "pem", cipher: "aes-256-cbc", passphrase: "x" }).toString(),
    /is encrypted/,
  ],
] as const) {
  test(`a file of the private key with ${name} is named, and GitHub is not asked`, async (t) => {
    const { token, api } = await setUp(t, pem);
    const error = await failure(token());
    assert.deepEqual([error.code, error.retry, api.mints.length], ["GX030", "changed", 0]);
    assert.match(error.message, reason);
  });
}

for (const [status, headers, code, retry, message] of [
  [401, {}, "GX034", "changed", /does not accept the key in .*app\.pem as one of GitHub App 123$/],
  [403, {}, "GX034", "changed", /installation 456 may not have a token$/],
  [403, { "retry-after": "60" }, "GX008", "later", /asks to wait 60 s$/],
  [404, {}, "GX034", "changed", /GitHub App 123 has no installation 456$/],
  [422, {}, "GX034", "changed", /may not read contents$/],
  [429, { "retry-after": "60" }, "GX008", "later", /asks to wait 60 s$/],
  [500, {}, "GX009", "later", /answers 500$/],
  [200, {}, "GX009", "changed", /answers 200$/],
] as const) {
  test(`GitHub's answer ${status} ${JSON.stringify(headers)} is ${code}`, async (t) => {
    const { token, api } = await setUp(t);
    api.intercept((_request, response) => {
      response.writeHead(status, headers).end("{}");
      return true;
    });
    const error = await failure(token());
    assert.deepEqual([error.code, error.retry], [code, retry], error.message);
    assert.match(error.message, message);
    assert.ok(error.message.startsWith(api.url), error.message);
    api.intercept(undefined);
    assert.equal(await token(), "x-access-token:token-1", "the next request asks again");
  });
}

for (const body of [
  "",
  "[]",
  '{"token":"a b","expires_at":"2026-01-01T00:00:00Z"}',
  '{"token":"a"}',
  '{"token":"a","expires_at":"soon"}',
]) {
  test(`an answer without a token and its end is refused: ${body}`, async (t) => {
    const { token, api } = await setUp(t);
    api.intercept((_request, response) => {
      response.writeHead(201).end(body);
      return true;
    });
    const error = await failure(token());
    assert.equal(error.code, "GX034");
    assert.match(error.remedy, /api\/v3/);
  });
}

test("a redirect of the API to another host does not take the signature along", async (t) => {
  const { token, api } = await setUp(t);
  const seen: (string | undefined)[] = [];
  const other = createServer((request, response) => {
    seen.push(request.headers.authorization);
    response.writeHead(401).end();
  });
  await new Promise<void>((resolve) => other.listen(0, "127.0.0.1", resolve));
  t.after(() => {
    other.closeAllConnections();
    other.close();
  });
  api.intercept((_request, response) => {
    response.writeHead(307, { location: `http://127.0.0.1:${(other.address() as AddressInfo).port}/` }).end();
    return true;
  });
  assert.equal((await failure(token())).code, "GX034");
  assert.deepEqual(seen, [undefined]);
});
