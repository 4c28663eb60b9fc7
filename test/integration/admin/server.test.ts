import assert from "node:assert/strict";
import { once } from "node:events";
import { connect } from "node:net";
import { after, test } from "node:test";
import { type AdminOptions, type AdminServer, startAdminServer } from "../../../src/admin/index.js";
import type { Status } from "../../../src/model/index.js";
import { poll } from "../../support/poll.js";

const status: Status = {
  sources: [],
  config: null,
  snapshot: null,
  listeners: [{ address: "127.0.0.1:18000", snapshot: null, certificate: null }],
  clients: [],
};
const servers: AdminServer[] = [];
after(() => Promise.all(servers.map((server) => server.close())));

/** A server on a port of the kernel's choice, and a way to ask it. */
async function start(options: Partial<AdminOptions> = {}) {
  const server = await startAdminServer({
    listen: { host: "127.0.0.1", port: 0 },
    ready: () => ({ ok: true }),
    status: async () => status,
    metrics: async () => ({ contentType: "text/plain; version=0.0.4; charset=utf-8", text: "a 1\n" }),
    refresh: () => {},
    token: null,
    webhooks: { refuse: () => undefined, receive: () => ({ status: 200, message: "" }) },
    ...options,
  });
  servers.push(server);
  const base = `http://127.0.0.1:${server.address.port}`;
  const ask = async (method: string, path: string, init: RequestInit = {}) => {
    const answer = await fetch(base + path, { method, ...init });
    return { status: answer.status, headers: answer.headers, text: await answer.text() };
  };
  return { server, ask };
}

test("healthz is 200 while the process lives, whatever else is wrong", async () => {
  const { ask } = await start({
    ready: () => ({ ok: false, reason: "no" }),
    status: () => Promise.reject(new Error("no")),
  });
  const answer = await ask("GET", "/healthz");
  assert.equal(answer.status, 200);
  assert.equal(answer.text, "ok\n");
});

test("readyz follows the service, and says why it is not ready, without credentials", async () => {
  let state: ReturnType<AdminOptions["ready"]> = { ok: false, reason: "cannot reach https://user:s3cret@example.com/" };
  const { ask } = await start({ ready: () => state });
  const before = await ask("GET", "/readyz");
  assert.deepEqual([before.status, before.text], [503, "not ready: cannot reach https://***@example.com/\n"]);
  state = { ok: true };
  const later = await ask("GET", "/readyz");
  assert.deepEqual([later.status, later.text], [200, "ready\n"]);
  assert.equal((await ask("HEAD", "/readyz")).status, 200);
});

test("the status is JSON as its parts give it", async () => {
  const { ask } = await start();
  const answer = await ask("GET", "/api/v1/status");
  assert.equal(answer.status, 200);
  assert.match(answer.headers.get("content-type") ?? "", /^application\/json/);
  assert.deepEqual(JSON.parse(answer.text), status);
});

test("metrics need no token and come as they are, of the type that Prometheus asks for", async () => {
  const { ask } = await start({ token: "s3cret" });
  const answer = await ask("GET", "/metrics");
  assert.deepEqual([answer.status, answer.text], [200, "a 1\n"]);
  assert.equal(answer.headers.get("content-type"), "text/plain; version=0.0.4; charset=utf-8");
});

test("a status that cannot be had is a 500 that names the cause, without credentials and stack", async () => {
  const { ask } = await start({ status: () => Promise.reject(new Error("lost https://user:s3cret@example.com/")) });
  const answer = await ask("GET", "/api/v1/status");
  assert.equal(answer.status, 500);
  assert.deepEqual(JSON.parse(answer.text), {
    message: "lost https://***@example.com/",
    remedy: "try again; the log of gitxds may say more",
  });
});

test("the index lists the endpoints as plain text", async () => {
  const { ask } = await start();
  const answer = await ask("GET", "/");
  assert.match(answer.headers.get("content-type") ?? "", /^text\/plain/);
  for (const path of ["/healthz", "/readyz", "/metrics", "/api/v1/status", "/api/v1/refresh"])
    assert.ok(answer.text.includes(path));
});

test("every answer, errors included, is neither stored nor sniffed", async () => {
  const { ask } = await start();
  for (const [method, path] of [
    ["GET", "/"],
    ["GET", "/api/v1/status"],
    ["GET", "/nothing"],
    ["GET", "/%zz"],
    ["POST", "/api/v1/refresh"],
  ] as const) {
    const { headers } = await ask(method, path);
    assert.equal(headers.get("cache-control"), "no-store", path);
    assert.equal(headers.get("x-content-type-options"), "nosniff", path);
  }
});

test("unknown paths and methods are a 404 that names the endpoints", async () => {
  const { ask } = await start();
  for (const [method, path, named] of [
    ["GET", "/nothing?token=s3cret", "there is no GET /nothing"],
    ["DELETE", "/healthz", "there is no DELETE /healthz"],
    ["GET", "/api/v1/refresh", "there is no GET /api/v1/refresh"],
  ] as const) {
    const answer = await ask(method, path);
    assert.equal(answer.status, 404);
    assert.deepEqual(JSON.parse(answer.text), {
      message: named,
      remedy: "use one of the endpoints",
      endpoints: [
        "GET /healthz",
        "GET /readyz",
        "GET /metrics",
        "GET /api/v1/status",
        "POST /api/v1/refresh",
        "POST /webhooks/{github,gitlab,gitea,bitbucket,generic}",
      ],
    });
  }
});

test("a refresh without a configured admin token is 403 and says how to set one", async () => {
  let refreshed = 0;
  const { ask } = await start({ refresh: () => (refreshed += 1) });
  const answer = await ask("POST", "/api/v1/refresh", { headers: { authorization: "Bearer " } });
  assert.equal(answer.status, 403);
  assert.match(answer.text, /--admin-token-file/);
  assert.equal(refreshed, 0);
});

test("a refresh needs the admin token, by whatever address it is asked for", async () => {
  let refreshed = 0;
  const { ask } = await start({ token: "s3cret", refresh: () => (refreshed += 1) });
  for (const path of ["/api/v1/refresh", "/%61pi/v1/refresh", "/api/v1/refresh?x=1"]) {
    for (const headers of [{}, { authorization: "Bearer other" }] as Record<string, string>[]) {
      const answer = await ask("POST", path, { headers });
      assert.equal(answer.status, 401, path);
      assert.equal(answer.headers.get("www-authenticate"), 'Bearer realm="gitxds"');
    }
  }
  assert.equal(refreshed, 0);
});

test("a refresh with the admin token is 202, whatever the body's type and content", async () => {
  let refreshed = 0;
  const { ask } = await start({ token: "s3cret", refresh: () => (refreshed += 1) });
  const authorization = "Bearer s3cret";
  for (const init of [
    { headers: { authorization } },
    { headers: { authorization, "content-type": "application/json" }, body: "{bad" },
    { headers: { authorization, "content-type": "text/whatever" }, body: "x" },
  ]) {
    assert.equal((await ask("POST", "/api/v1/refresh", init)).status, 202);
  }
  assert.equal(refreshed, 3);
});

test("a body beyond 64 KB is refused", async () => {
  let refreshed = 0;
  const { ask } = await start({ token: "s3cret", refresh: () => (refreshed += 1) });
  const init = { headers: { authorization: "Bearer s3cret" }, body: "x".repeat(64 * 1024 + 1) };
  assert.equal((await ask("POST", "/api/v1/refresh", init)).status, 413);
  assert.equal(refreshed, 0);
});

/** What the server passes on of a webhook, and a server that passes it on. */
async function startWithWebhooks() {
  const received: { forge: string; headers: Readonly<Record<string, string | undefined>>; body: string }[] = [];
  const webhooks: AdminOptions["webhooks"] = {
    refuse: (forge) => (forge === "github" ? undefined : { status: 404, message: "there is no such forge" }),
    receive: (forge, headers, body) => {
      received.push({ forge, headers, body: Buffer.from(body).toString("latin1") });
      return { status: 202, message: "looking" };
    },
  };
  return { received, ...(await start({ webhooks })) };
}

test("a webhook's body is passed on as it came, whatever its type says", async () => {
  const { received, ask } = await startWithWebhooks();
  // Latin-1, which is not UTF-8, and white space that no parser keeps.
  const body = Buffer.from('{"a" :  "\u00e9\\u00e9" }\r\n', "latin1");
  for (const type of ["application/json", "application/x-www-form-urlencoded", "text/plain; charset=latin1", "a/b"]) {
    const answer = await ask("POST", "/webhooks/github", { headers: { "content-type": type, "X-Some": "yes" }, body });
    assert.deepEqual([answer.status, JSON.parse(answer.text)], [202, { message: "looking" }]);
    const { forge, headers, body: passed } = received.at(-1) ?? {};
    assert.deepEqual([forge, headers?.["x-some"], headers?.["content-type"]], ["github", "yes", type]);
    assert.equal(passed, body.toString("latin1"));
  }
  await ask("POST", "/webhooks/github");
  assert.equal(received.at(-1)?.body, "");
});

test("a webhook needs no admin token", async () => {
  const { ask } = await startWithWebhooks();
  assert.equal((await ask("POST", "/webhooks/github", { body: "{}" })).status, 202);
});

test("webhooks of a megabyte are taken, and larger ones are 413", async () => {
  const { received, ask } = await startWithWebhooks();
  const limit = 1024 * 1024;
  for (let count = 0; count < 20; count += 1) {
    assert.equal((await ask("POST", "/webhooks/github", { body: "x".repeat(limit) })).status, 202);
  }
  assert.equal((await ask("POST", "/webhooks/github", { body: "x".repeat(limit + 1) })).status, 413);
  const chunked = new ReadableStream({
    start(controller) {
      for (let part = 0; part < 20; part += 1) controller.enqueue(new Uint8Array(64 * 1024));
      controller.close();
    },
  });
  const answer = await ask("POST", "/webhooks/github", { body: chunked, duplex: "half" } as RequestInit);
  assert.equal(answer.status, 413);
  assert.equal(received.length, 20);
});

test("a webhook that is refused is so before its body is read", async () => {
  const { server, received } = await startWithWebhooks();
  const socket = connect(server.address.port, "127.0.0.1");
  socket.write("POST /webhooks/azure HTTP/1.1\r\nHost: x\r\nContent-Length: 1000\r\n\r\n");
  const [bytes] = (await once(socket, "data")) as [Buffer];
  socket.destroy();
  assert.match(bytes.toString(), /^HTTP\/1\.1 404 /);
  assert.deepEqual(received, []);
});

test("only so many megabytes are read at a time, and the next are told to come again", async () => {
  const { server, ask } = await startWithWebhooks();
  const sockets = Array.from({ length: 16 }, () => connect(server.address.port, "127.0.0.1"));
  for (const socket of sockets) {
    socket.on("error", () => {});
    socket.write(`POST /webhooks/github HTTP/1.1\r\nHost: x\r\nContent-Length: ${1024 * 1024}\r\n\r\nx`);
  }
  const post = () => ask("POST", "/webhooks/github", { body: "{}" });
  const refused = await poll(
    async () => {
      const answer = await post();
      return answer.status === 503 ? answer : undefined;
    },
    10_000,
    () => "no webhook was turned away",
  );
  assert.equal(refused.headers.get("retry-after"), "1");
  for (const socket of sockets) socket.destroy();
  await poll(
    async () => ((await post()).status === 202 ? true : undefined),
    10_000,
    () => "webhooks are turned away for ever",
  );
});

test("webhooks are taken by POST alone", async () => {
  const { ask } = await startWithWebhooks();
  for (const method of ["GET", "PUT", "DELETE"]) assert.equal((await ask(method, "/webhooks/github")).status, 404);
});

test("a port that is taken is named with its flag", async () => {
  const { server } = await start();
  await assert.rejects(start({ listen: server.address }), (error: Error) => {
    assert.equal(error.name, "UsageError");
    assert.match(error.message, new RegExp(`^cannot listen on 127\\.0\\.0\\.1:${server.address.port} \\(--admin\\): `));
    return true;
  });
});

test("closing does not wait for a client that says nothing", async () => {
  const { server } = await start();
  const socket = connect(server.address.port, "127.0.0.1");
  await once(socket, "connect");
  socket.write("GET /healthz HTTP/1.1\r\n");
  const closed = new Promise((resolve) => socket.on("error", resolve).on("close", resolve));
  await server.close();
  await closed;
});
