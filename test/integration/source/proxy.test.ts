import assert from "node:assert/strict";
import { createServer } from "node:net";
import { join } from "node:path";
import { type TestContext, test } from "node:test";
import type { ProxyChoice, SourceConfig } from "../../../src/model/index.js";
import { makeHttpClient } from "../../../src/source/http-client.js";
import { serverTls, trusting } from "../../support/git/certificates.js";
import { type GitServerOptions, startGitServer } from "../../support/git/http-backend.js";
import { failure, headContents, notAborted, open } from "../../support/git/open.js";
import { type ProxyOptions, startProxy } from "../../support/git/proxy.js";
import { makeRepository, scratch } from "../../support/git/repository.js";

/** A repository that goes by the name git.test, and a proxy that knows where that is. */
async function setUp(t: TestContext, options: ProxyOptions = {}, serving: Omit<GitServerOptions, "root"> = {}) {
  const { path: root, remove } = scratch();
  t.after(remove);
  const repo = makeRepository(join(root, "repo"));
  repo.commit({ "a.yaml": "a" });
  const server = await startGitServer({ root, ...serving });
  t.after(() => server.close());
  const proxy = await startProxy(t, Number(new URL(server.url).port), options);
  const url = `${serving.tls === undefined ? "http" : "https"}://git.test/repo/.git`;
  const through = (proxyUrl: string, config: Partial<SourceConfig> = {}, token?: string) => {
    const choice: ProxyChoice = { http: proxyUrl, https: proxyUrl, except: [] };
    const options = { stateDir: join(root, "state"), ...(token === undefined ? {} : { token }) };
    return open(t, { url, tls: trusting, proxy: choice, ...config }, options);
  };
  return { root, repo, server, proxy, url, through };
}

const lines = (proxy: { readonly seen: readonly { readonly line: string }[] }) => proxy.seen.map(({ line }) => line);

for (const [name, proxyTls] of [
  ["http", undefined],
  ["https", serverTls()],
] as const) {
  test(`https goes through a tunnel of an ${name} proxy, one for all requests, and the proxy sees no credential`, async (t) => {
    const tunnels = { credential: "you:p@w", ...(proxyTls === undefined ? {} : { tls: proxyTls }) };
    const setup = await setUp(t, tunnels, { tls: serverTls(), credential: "x-access-token:s3cret" });
    const { proxy, server, through } = setup;
    const source = await through(`${name}://you:p%40w@${proxy.address}`, {}, "s3cret");
    assert.deepEqual(await headContents(source), { "a.yaml": "a" });
    await source.look(notAborted);
    assert.deepEqual(lines(proxy), ["CONNECT git.test:443"]);
    assert.equal(proxy.seen[0]?.remoteAuthorization, undefined);
    assert.ok(server.requests.length > 3);
  });

  test(`http is asked of an ${name} proxy by its whole URL`, async (t) => {
    const tls = proxyTls === undefined ? {} : { tls: proxyTls };
    const { proxy, through } = await setUp(t, { credential: "you:pw", ...tls });
    const source = await through(`${name}://you:pw@${proxy.address}`);
    assert.deepEqual(await headContents(source), { "a.yaml": "a" });
    assert.equal(lines(proxy)[0], "GET http://git.test/repo/.git/info/refs?service=git-upload-pack");
    assert.equal(lines(proxy)[1], "POST http://git.test/repo/.git/git-upload-pack");
  });
}

for (const serving of [{}, { tls: serverTls() }]) {
  const scheme = "tls" in serving ? "https" : "http";

  test(`a proxy that asks for credentials, or for others, is named (${scheme})`, async (t) => {
    const { proxy, server, through } = await setUp(t, { credential: "you:right" }, serving);
    const bare = await failure((await through(`http://${proxy.address}`)).look(notAborted));
    assert.deepEqual([bare.code, bare.retry], ["GX032", "changed"]);
    assert.equal(bare.message, `the proxy http://${proxy.address} answers 407: it needs credentials`);
    const wrong = await failure((await through(`http://you:wr0ng@${proxy.address}`)).look(notAborted));
    assert.match(wrong.message, /does not accept the credentials in its URL$/);
    assert.doesNotMatch(`${wrong.message} ${wrong.remedy} ${wrong.cause}`, /wr0ng/);
    assert.equal(server.requests.length, 0);
  });

  test(`a proxy that cannot be reached is named, not the remote (${scheme})`, async (t) => {
    const { through } = await setUp(t, {}, serving);
    const closed = createServer();
    await new Promise<void>((resolve) => closed.listen(0, "127.0.0.1", resolve));
    const { port } = closed.address() as { readonly port: number };
    await new Promise((resolve) => closed.close(resolve));
    const error = await failure((await through(`http://127.0.0.1:${port}`)).look(notAborted));
    assert.deepEqual([error.code, error.retry], ["GX032", "later"]);
    assert.equal(error.message, `the proxy http://127.0.0.1:${port} cannot be reached (ECONNREFUSED)`);
  });
}

for (const [status, retry] of [
  [403, "changed"],
  [502, "later"],
  [302, "changed"],
] as const) {
  test(`a tunnel that is refused with ${status} is the proxy's answer, never the remote's`, async (t) => {
    const { proxy, through } = await setUp(t, { status }, { tls: serverTls() });
    const error = await failure((await through(`http://${proxy.address}`)).look(notAborted));
    assert.deepEqual([error.code, error.retry], ["GX032", retry]);
    assert.equal(error.message, `the proxy http://${proxy.address} answers ${status} to a connection to git.test:443`);
  });
}

test("a proxy that says nothing runs into a time-out that names it, and an abort ends the wait for it", async (t) => {
  const silent = createServer(() => {});
  await new Promise<void>((resolve) => silent.listen(0, "127.0.0.1", resolve));
  t.after(() => silent.close());
  const { through } = await setUp(t, {}, { tls: serverTls() });
  const { port } = silent.address() as { readonly port: number };
  const source = await through(`http://127.0.0.1:${port}`);
  const controller = new AbortController();
  const reason = new Error("stop");
  silent.on("connection", (socket) => t.after(() => socket.destroy()));
  silent.once("connection", () => {
    controller.abort(reason);
  });
  await assert.rejects(source.look(controller.signal), reason);
  const proxy = `http://127.0.0.1:${port}`;
  const client = makeHttpClient({
    origin: "https://git.test",
    proxy: { http: null, https: proxy, except: [] },
    timeouts: { connect: 100, idle: 1_000, total: 1_000 },
  });
  t.after(() => client.close());
  const url = new URL("https://git.test/r");
  const error = await failure(client.request({ method: "GET", url, headers: {}, maxBytes: 1_000, signal: notAborted }));
  assert.equal(error.code, "GX003");
  assert.match(error.message, new RegExp(`by the proxy ${proxy} did not accept a connection within 0.1 s`));
});

test("a tunnel outlives the time-out of its making", async (t) => {
  const { proxy, server, url } = await setUp(t, {}, { tls: serverTls() });
  server.intercept((_request, response) => {
    setTimeout(() => response.end("late"), 600);
    return true;
  });
  const client = makeHttpClient({
    origin: "https://git.test",
    tls: trusting,
    proxy: { http: null, https: `http://${proxy.address}`, except: [] },
    timeouts: { connect: 200, idle: 20_000, total: 20_000 },
  });
  t.after(() => client.close());
  const request = { method: "GET", url: new URL(url), headers: {}, maxBytes: 1_000, signal: notAborted } as const;
  assert.equal((await client.request(request)).body.toString(), "late");
  await client.request(request);
  assert.equal(proxy.seen.length, 1);
});

test("a certificate behind a tunnel is checked against the remote's name", async (t) => {
  const { proxy, through } = await setUp(t, {}, { tls: serverTls("elsewhere") });
  const error = await failure((await through(`http://${proxy.address}`)).look(notAborted));
  assert.equal(error.code, "GX004");
  assert.match(error.message, /https:\/\/git\.test\/repo\/\.git: the certificate is for another host/);
});

test("hosts that NO_PROXY lists are asked directly", async (t) => {
  const { root, server, proxy } = await setUp(t);
  const address = `http://${proxy.address}`;
  const choice: ProxyChoice = { http: address, https: address, except: ["127.0.0.0/8"] };
  const source = await open(t, { url: `${server.url}/repo/.git`, proxy: choice }, { stateDir: join(root, "state") });
  assert.deepEqual(await headContents(source), { "a.yaml": "a" });
  assert.deepEqual(proxy.seen, []);
});
