import assert from "node:assert/strict";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { type AddressInfo, createServer as createTcpServer, type Server as TcpServer } from "node:net";
import { join } from "node:path";
import { type TestContext, test } from "node:test";
import type { Credential } from "../../../src/source/http/credential.js";
import { type HttpRequest, makeHttpClient } from "../../../src/source/http-client.js";
import { startGitServer } from "../../support/git/http-backend.js";
import { failure, head, headContents, notAborted, open } from "../../support/git/open.js";
import { makeRepository, scratch } from "../../support/git/repository.js";

async function listen(t: TestContext, server: Server | TcpServer): Promise<string> {
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  t.after(() => {
    if ("closeAllConnections" in server) server.closeAllConnections();
    server.close();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

const answering = (t: TestContext, answer: (request: IncomingMessage, response: ServerResponse) => void) =>
  listen(t, createServer(answer));

const lookAt = async (t: TestContext, url: string, token?: string) =>
  failure((await open(t, { url: `${url}/r.git` }, token === undefined ? {} : { token })).look(notAborted));

const statuses: readonly (readonly [number, Record<string, string>, string, string])[] = [
  [401, {}, "GX005", "changed"],
  [403, {}, "GX006", "changed"],
  [403, { "retry-after": "60" }, "GX008", "later"],
  [404, {}, "GX007", "changed"],
  [429, { "retry-after": "60" }, "GX008", "later"],
  [500, {}, "GX009", "later"],
  [503, {}, "GX009", "later"],
  [418, {}, "GX009", "changed"],
];
for (const [status, headers, code, retry] of statuses) {
  test(`status ${status} ${JSON.stringify(headers)} is ${code}, tried again ${retry}`, async (t) => {
    const url = await answering(t, (_request, response) => response.writeHead(status, headers).end("<html>"));
    const error = await lookAt(t, url);
    assert.deepEqual([error.code, error.retry], [code, retry]);
    assert.match(error.message, new RegExp(`${url}/r.git answers ${status}`));
  });
}

test("what a server asks for by Retry-After is how long the error says to wait", async (t) => {
  for (const status of [403, 429, 503]) {
    const url = await answering(t, (_request, response) => response.writeHead(status, { "retry-after": "120" }).end());
    const error = await lookAt(t, url);
    assert.equal(error.retryAfterMs, 120_000);
    assert.match(error.message, /asks to wait 120 s$/);
  }
  const url = await answering(t, (_request, response) => response.writeHead(401, { "retry-after": "120" }).end());
  assert.equal((await lookAt(t, url)).retryAfterMs, null);
});

test("a web page, an empty answer and an answer that breaks off are told apart", async (t) => {
  const type = { "content-type": "application/x-git-upload-pack-advertisement" };
  const page = await answering(t, (_q, response) =>
    response.writeHead(200, { "content-type": "text/html" }).end("<html>"),
  );
  assert.match((await lookAt(t, page)).message, /web page/);
  const garbage = await answering(t, (_q, response) => response.writeHead(200, type).end("<html>"));
  assert.equal((await lookAt(t, garbage)).code, "GX010");
  const half = await answering(t, (_q, response) => {
    response.writeHead(200, { ...type, "content-length": "100" });
    response.write("001e# service");
    setImmediate(() => response.destroy());
  });
  const error = await lookAt(t, half);
  assert.deepEqual([error.code, error.retry], ["GX002", "later"]);
  assert.match(error.message, /cut off/);
});

test("a refused connection, an unknown host and a server without TLS are told apart", async (t) => {
  const server = createTcpServer();
  const closed = await listen(t, server);
  await new Promise((resolve) => server.close(resolve));
  const refused = await lookAt(t, closed);
  assert.deepEqual([refused.code, refused.retry], ["GX002", "later"]);
  assert.match(refused.message, /was refused/);
  const unknown = await lookAt(t, "http://gitxds.invalid");
  assert.equal(unknown.code, "GX001");
  assert.match(unknown.message, /host gitxds\.invalid/);
  const plain = await answering(t, (_request, response) => response.end());
  const tls = await lookAt(t, plain.replace("http:", "https:"));
  assert.equal(tls.code, "GX004", tls.message);
});

/** A request with short time-outs. */
function request(t: TestContext, url: string, extra: Partial<HttpRequest> = {}, credential?: Credential) {
  const client = makeHttpClient({
    origin: new URL(url).origin,
    credential,
    timeouts: { connect: 200, idle: 200, total: 400 },
  });
  t.after(() => client.close());
  return client.request({
    method: "GET",
    url: new URL(url),
    headers: {},
    maxBytes: 1_000_000,
    signal: notAborted,
    ...extra,
  });
}

test("a server that says nothing, and one that trickles, run into a time-out", async (t) => {
  const silent = await answering(t, () => {});
  const error = await failure(request(t, silent));
  assert.deepEqual([error.code, error.retry], ["GX003", "later"]);
  assert.match(error.message, /sent nothing/);
  const timers = new Set<NodeJS.Timeout>();
  t.after(() => {
    for (const timer of timers) clearInterval(timer);
  });
  const trickling = await answering(t, (_request, response) => {
    timers.add(setInterval(() => response.write("x"), 50));
  });
  assert.match((await failure(request(t, trickling))).message, /did not finish/);
});

test("an answer that brings bytes may take longer than the time-out", async (t) => {
  const url = await answering(t, (_request, response) => {
    let count = 0;
    const timer = setInterval(() => {
      count += 1;
      if (count <= 10) response.write(Buffer.alloc(40_000));
      else response.end();
      if (count > 10) clearInterval(timer);
    }, 100);
  });
  assert.equal((await request(t, url)).body.length, 400_000);
});

test("an answer above the limit is given up", async (t) => {
  const url = await answering(t, (_request, response) => response.end(Buffer.alloc(500_000)));
  assert.equal((await failure(request(t, url, { maxBytes: 100_000 }))).code, "GX023");
});

test("an abort ends a request that waits, with the signal's reason", async (t) => {
  const reason = new Error("stop");
  const controller = new AbortController();
  const url = await answering(t, () => controller.abort(reason));
  await assert.rejects(request(t, url, { signal: controller.signal }), reason);
});

test("redirects are followed a few times, and the credential stays with its host", async (t) => {
  const seen: (string | undefined)[] = [];
  const other = await answering(t, (incoming, response) => {
    seen.push(incoming.headers.authorization);
    response.end("there");
  });
  const first = await answering(t, (incoming, response) => {
    seen.push(incoming.headers.authorization);
    const location = incoming.url === "/start" ? "/moved" : `${other.replace("://", "://user:pass@")}/x`;
    response.writeHead(302, { location }).end();
  });
  const basic = { name: "it", authorization: async () => "Basic c2VjcmV0", refused() {} };
  const response = await request(t, `${first}/start`, {}, basic);
  assert.equal(response.body.toString(), "there");
  assert.equal(response.url.href, `${other}/x`);
  assert.deepEqual(seen, ["Basic c2VjcmV0", "Basic c2VjcmV0", undefined]);
  const loop = await answering(t, (_q, answer) => answer.writeHead(301, { location: "/again" }).end());
  assert.equal((await failure(request(t, loop))).code, "GX022");
  const away = await answering(t, (_q, answer) => answer.writeHead(301, { location: "file:///etc/passwd" }).end());
  assert.equal((await failure(request(t, away))).code, "GX022");
});

test("a repository behind a redirect is cloned from where it is, and found again when it moves", async (t) => {
  const { path: root, remove } = scratch();
  t.after(remove);
  const repo = makeRepository(join(root, "repo"));
  repo.commit({ "a.yaml": "1" });
  const server = await startGitServer({ root });
  t.after(() => server.close());
  let place = "/repo/.git";
  const front = await answering(t, (incoming, response) => {
    const rest = incoming.url?.replace(/^\/r\.git/, "") ?? "";
    response.writeHead(301, { location: `${server.url}${place}${rest}` }).end();
  });
  const source = await open(t, { url: `${front}/r.git` }, { stateDir: join(root, "state") });
  assert.deepEqual(await headContents(source), { "a.yaml": "1" });
  makeRepository(join(root, "moved")).commit({ "b.yaml": "2" });
  repo.git("update-ref", "-d", "refs/heads/main");
  place = "/moved/.git";
  server.intercept((incoming, response) => {
    if (!incoming.url?.startsWith("/repo/")) return false;
    response.writeHead(404).end();
    return true;
  });
  assert.deepEqual(await headContents(source), { "b.yaml": "2" });
});

test("every way in which a transfer can break leaves the source usable, and the clone as it was", async (t) => {
  const { path: root, remove } = scratch();
  t.after(remove);
  const repo = makeRepository(join(root, "repo"));
  repo.commit({ "a.yaml": "1" });
  const server = await startGitServer({ root });
  t.after(() => server.close());
  const source = await open(t, { url: `${server.url}/repo/.git` }, { stateDir: join(root, "state") });
  await head(source);
  const type = { "content-type": "application/x-git-upload-pack-result" };
  const band = (number: number, text: string) =>
    `${(text.length + 5).toString(16).padStart(4, "0")}${String.fromCharCode(number)}${text}`;
  const faults: readonly (readonly [string, (response: ServerResponse) => unknown, string])[] = [
    ["reset", (response) => response.destroy(), "GX002"],
    ["500", (response) => response.writeHead(500).end(), "GX009"],
    ["half a packet", (response) => response.writeHead(200, type).end("0008NAK\n00ff\u0001PACK"), "GX002"],
    [
      "the server's error",
      (response) => response.writeHead(200, type).end(`0008NAK\n${band(3, "out of memory")}`),
      "GX009",
    ],
    ["no packets", (response) => response.writeHead(200, type).end("<html>"), "GX010"],
    ["nothing", (response) => response.writeHead(200, type).end(), "GX010"],
    ["no pack", (response) => response.writeHead(200, type).end("0008NAK\n0000"), "GX012"],
    [
      "a broken pack",
      (response) => response.writeHead(200, type).end(`0008NAK\n${band(1, "PACK garbage")}0000`),
      "GX016",
    ],
  ];
  for (const [what, fault, code] of faults) {
    repo.commit({ "a.yaml": what });
    const found = await source.look(notAborted);
    server.intercept((incoming, response) => {
      if (incoming.method !== "POST") return false;
      fault(response);
      return true;
    });
    const error = await failure(source.fetch(found, notAborted, () => {}));
    assert.equal(error.code, code, `${what}: ${error.message}`);
    server.intercept(undefined);
    assert.deepEqual(await headContents(source), { "a.yaml": what });
  }
});

test("a web page in place of a fetch's advertisement is no damage to the clone", async (t) => {
  const { path: root, remove } = scratch();
  t.after(remove);
  const repo = makeRepository(join(root, "repo"));
  repo.commit({ "a.yaml": "1" });
  const server = await startGitServer({ root });
  t.after(() => server.close());
  const source = await open(t, { url: `${server.url}/repo/.git` }, { stateDir: join(root, "state") });
  await head(source);
  repo.commit({ "a.yaml": "2" });
  const found = await source.look(notAborted);
  server.forget();
  server.intercept((incoming, response) => {
    if (incoming.method !== "GET") return false;
    response.writeHead(200, { "content-type": "text/html" }).end("<html>");
    return true;
  });
  const error = await failure(source.fetch(found, notAborted, () => {}));
  assert.equal(error.code, "GX010", error.message);
  assert.equal(server.requests.length, 1, "no fresh clone is tried");
});
