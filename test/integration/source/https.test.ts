import assert from "node:assert/strict";
import { copyFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { type TestContext, test } from "node:test";
import { GitxdsError, type SourceConfig, type TlsFiles } from "../../../src/model/index.js";
import { connectionError } from "../../../src/source/http-errors.js";
import { askingForCertificate, serverTls, tlsFile, trusting } from "../../support/git/certificates.js";
import { type GitServerOptions, startGitServer } from "../../support/git/http-backend.js";
import { failure, headContents, notAborted, open } from "../../support/git/open.js";
import { makeRepository, scratch } from "../../support/git/repository.js";

async function setUp(t: TestContext, options: Omit<GitServerOptions, "root"> = { tls: serverTls() }) {
  const { path: root, remove } = scratch();
  t.after(remove);
  const repo = makeRepository(join(root, "repo"));
  repo.commit({ "a.yaml": "a" });
  const server = await startGitServer({ root, ...options });
  t.after(() => server.close());
  const url = `${server.url}/repo/.git`;
  let count = 0;
  const source = (config: Partial<SourceConfig> = {}, token?: string) => {
    count += 1;
    const stateDir = join(root, `state-${count}`);
    return open(t, { url, tls: trusting, ...config }, { stateDir, ...(token === undefined ? {} : { token }) });
  };
  const file = (name: string, text: string) => {
    writeFileSync(join(root, name), text);
    return join(root, name);
  };
  return { root, repo, server, url, source, file };
}

test("a repository behind TLS with an authority of one's own and basic authentication is cloned", async (t) => {
  const { source, file } = await setUp(t, { tls: serverTls(), credential: "you:p w" });
  const auth = { http: { type: "basic", username: "you", passwordFile: file("password", "p w\n") } } as const;
  assert.deepEqual(await headContents(await source({ auth })), { "a.yaml": "a" });
});

test("a token that is rotated between two looks is used at the next one", async (t) => {
  const { source, file, repo, server } = await setUp(t, { tls: serverTls(), credential: "x-access-token:second" });
  const tokenFile = file("token", "first\n");
  const opened = await source({ auth: { http: { type: "token", tokenFile } } });
  const error = await failure(opened.look(notAborted));
  assert.deepEqual([error.code, error.retry], ["GX005", "changed"]);
  assert.ok(error.message.endsWith(`does not accept the token in ${tokenFile}`), error.message);
  file("token", "second");
  assert.deepEqual(await headContents(opened), { "a.yaml": "a" });
  repo.commit({ "a.yaml": "b" });
  assert.deepEqual(await headContents(opened), { "a.yaml": "b" });
  assert.ok(!JSON.stringify(error).includes("first"));
  const seen = server.requests.map(({ authorization = "" }) =>
    Buffer.from(authorization.slice(6), "base64").toString(),
  );
  assert.deepEqual([...new Set(seen)], ["x-access-token:first", "x-access-token:second"]);
});

test("what is configured for the source wins over the URL's user, and that over GITXDS_TOKEN", async (t) => {
  const { source, file, server, url } = await setUp(t);
  const last = () => Buffer.from((server.requests.at(-1)?.authorization ?? "").slice(6), "base64").toString();
  const withUser = url.replace("://", "://me:secret%25%@");
  const auth = { http: { type: "token", tokenFile: file("token", "mine") } } as const;
  await (await source({ url: withUser, auth }, "general")).look(notAborted);
  assert.equal(last(), "x-access-token:mine");
  await (await source({ url: withUser }, "general")).look(notAborted);
  assert.equal(last(), "me:secret%25%");
  await (await source({ url: url.replace("://", "://me:a%20b@") }, "general")).look(notAborted);
  assert.equal(last(), "me:a b");
  await (await source({}, "general")).look(notAborted);
  assert.equal(last(), "x-access-token:general");
});

for (const [text, reason] of [
  [undefined, "does not exist"],
  ["", "is empty"],
  ["\n", "is empty"],
  ["one\ntwo\n", "holds more than the token: white space or control characters"],
  ["token with spaces", "holds more than the token: white space or control characters"],
  ["x".repeat(20_000), "is larger than 16 KiB"],
] as const) {
  test(`a token file that ${reason} (${JSON.stringify(text?.slice(0, 20))}) is named, and the remote is not asked`, async (t) => {
    const { source, file, root, server } = await setUp(t);
    const tokenFile = text === undefined ? join(root, "none") : file("token", text);
    const error = await failure((await source({ auth: { http: { type: "token", tokenFile } } })).look(notAborted));
    assert.deepEqual([error.code, error.retry, error.message], ["GX030", "changed", `${tokenFile} ${reason}`]);
    assert.equal(server.requests.length, 0);
  });
}

const trustingOther = { ...trusting, caFile: tlsFile("other-ca.crt") };

test("an unknown authority, an expired certificate and one of another host are told apart, whatever Node is told", async (t) => {
  process.env.NODE_TLS_REJECT_UNAUTHORIZED = "0";
  t.after(() => {
    delete process.env.NODE_TLS_REJECT_UNAUTHORIZED;
  });
  for (const [tls, name, reason] of [
    [trustingOther, "server", /authority is not known/],
    [undefined, "server", /authority is not known|self-signed/],
    [trusting, "expired", /has expired/],
    [trusting, "elsewhere", /is for another host/],
  ] as const) {
    const { url } = await setUp(t, { tls: serverTls(name) });
    const opened = await open(t, tls === undefined ? { url } : { url, tls });
    const error = await failure(opened.look(notAborted));
    assert.deepEqual([error.code, error.retry], ["GX004", "later"], error.message);
    assert.match(error.message, reason);
    assert.match(error.remedy, /tls\.caFile/);
  }
});

test("an authority's file that is replaced is used at the next look", async (t) => {
  const { source, root } = await setUp(t);
  const caFile = join(root, "ca.crt");
  copyFileSync(tlsFile("other-ca.crt"), caFile);
  const opened = await source({ tls: { ...trusting, caFile } });
  assert.equal((await failure(opened.look(notAborted))).code, "GX004");
  copyFileSync(tlsFile("ca.crt"), caFile);
  await opened.look(notAborted);
  copyFileSync(tlsFile("other-ca.crt"), caFile);
  assert.equal((await failure(opened.look(notAborted))).code, "GX004", "kept connections end, too");
});

for (const version of ["TLSv1.2", "TLSv1.3"] as const) {
  test(`a remote that asks for a client certificate is shown it (${version})`, async (t) => {
    const tls = { ...askingForCertificate(), minVersion: version, maxVersion: version };
    const { source, server } = await setUp(t, { tls });
    const certificate = (name: string): TlsFiles => ({
      ...trusting,
      certFile: tlsFile(`${name}.crt`),
      keyFile: tlsFile(`${name}.key`),
    });
    assert.deepEqual(await headContents(await source({ tls: certificate("client") })), { "a.yaml": "a" });
    assert.equal(server.requests[0]?.certificate, "client.test");
    server.forget();
    const without = await failure((await source()).look(notAborted));
    const stranger = await failure((await source({ tls: certificate("stranger") })).look(notAborted));
    assert.deepEqual([without.code, without.retry], ["GX033", "changed"]);
    assert.match(without.message, /asks for a client certificate/);
    // Node's server hangs up where others send an alert.
    assert.deepEqual([stranger.code, stranger.retry], ["GX002", "later"], stranger.message);
    assert.match(stranger.remedy, /trusts the client certificate$/);
    assert.equal(server.requests.length, 0);
  });
}

test("an alert about the client certificate is told as such", () => {
  const cause = new Error("ssl3_read_bytes:tlsv1 alert unknown ca:rec_layer_s3.c:1601:SSL alert number 48\n");
  const route = { options: {}, secure: true, proxy: undefined, hasCertificate: true, hasAuthorities: true };
  const error = connectionError(Object.assign(cause, { code: "EPROTO" }), "https://git.test/r", route);
  assert.ok(error instanceof GitxdsError);
  assert.equal(error.code, "GX033");
  assert.equal(
    error.message,
    "https://git.test/r does not accept the client certificate (TLS alert: unknown authority)",
  );
});

test("files of TLS that cannot be used are named", async (t) => {
  const { source, file } = await setUp(t);
  const [certFile, keyFile] = [tlsFile("client.crt"), tlsFile("client.key")];
  const garbage = file("garbage.pem", "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n");
  for (const [tls, message] of [
    [{ ...trusting, caFile: "/nonexistent/ca.crt" }, "/nonexistent/ca.crt does not exist"],
    [{ ...trusting, caFile: garbage }, `${garbage} holds a certificate that cannot be read (number 1)`],
    [{ ...trusting, caFile: keyFile }, `${keyFile} holds no certificate in PEM`],
    [{ ...trusting, certFile, keyFile: certFile }, `${certFile} holds no private key in PEM`],
    [{ ...trusting, certFile, keyFile: tlsFile("client-encrypted.key") }, /client-encrypted\.key is encrypted: /],
    [{ ...trusting, certFile, keyFile: tlsFile("server.key") }, /server\.key is not the key of the certificate in /],
  ] as const) {
    const error = await failure((await source({ tls })).look(notAborted));
    assert.deepEqual([error.code, error.retry], ["GX031", "changed"]);
    if (typeof message === "string") assert.equal(error.message, message);
    else assert.match(error.message, message);
  }
});

test("a redirect to another host takes neither the token nor the client certificate along", async (t) => {
  const { server: other, url } = await setUp(t, { tls: { ...askingForCertificate(), rejectUnauthorized: false } });
  const { source, server, file } = await setUp(t, { tls: { ...askingForCertificate(), rejectUnauthorized: false } });
  server.intercept((request, response) => {
    const rest = request.url?.replace(/^\/repo\/\.git/, "") ?? "";
    response.writeHead(302, { location: `${url.replace("://", "://thief:x@")}${rest}` }).end();
    return true;
  });
  const tls = { ...trusting, certFile: tlsFile("client.crt"), keyFile: tlsFile("client.key") };
  const opened = await source({ tls, auth: { http: { type: "token", tokenFile: file("token", "mine") } } });
  assert.deepEqual(await headContents(opened), { "a.yaml": "a" });
  assert.ok(server.requests.every(({ authorization, certificate }) => authorization && certificate === "client.test"));
  assert.ok(other.requests.length >= 3);
  for (const { authorization, certificate } of other.requests) {
    assert.deepEqual([authorization, certificate], [undefined, undefined]);
  }
});

test("a redirect from https to http is refused, and what it leads to is not asked", async (t) => {
  const { server: plain, url } = await setUp(t, {});
  const { source, server } = await setUp(t);
  server.intercept((_request, response) => {
    response.writeHead(301, { location: url }).end();
    return true;
  });
  const error = await failure((await source()).look(notAborted));
  assert.deepEqual([error.code, error.retry], ["GX022", "changed"]);
  assert.equal(plain.requests.length, 0);
});
