import assert from "node:assert/strict";
import {
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type TestContext, test } from "node:test";
import { type ConnectionOptions, connect as connectTls } from "node:tls";
import { credentials } from "@grpc/grpc-js";
import { type Event, type ListenerTls, UsageError } from "../../../src/model/index.js";
import { tlsFile } from "../../support/git/certificates.js";
import { type Harness, startHarness, until } from "../../support/xds/harness.js";
import { makeSnapshot, readAll } from "../../support/xds/snapshots.js";
import { virtualServices } from "../../support/xds/urls.js";

const mesh = { VirtualService: { "shop/web": "v1" } };

const pem = (name: string) => readFileSync(tlsFile(name));
const trusting = () => credentials.createSsl(pem("ca.crt"));
const asClient = (name: string) => credentials.createSsl(pem("ca.crt"), pem(`${name}.key`), pem(`${name}.crt`));

function listenerTls(more: Partial<ListenerTls> = {}): ListenerTls {
  return {
    certFile: tlsFile("server.crt"),
    keyFile: tlsFile("server.key"),
    clientCaFile: null,
    allowedSans: [],
    ...more,
  };
}

type EventOf<Type extends Event["type"]> = Extract<Event, { readonly type: Type }>;

function eventsOf<Type extends Event["type"]>({ events }: Harness, type: Type): readonly EventOf<Type>[] {
  return events.filter((event): event is EventOf<Type> => event.type === type);
}

async function refusalOf(harness: Harness): Promise<EventOf<"connections-refused">> {
  await until(() => eventsOf(harness, "connections-refused").length > 0, "a refusal");
  const [refusal] = eventsOf(harness, "connections-refused");
  assert.ok(refusal);
  return refusal;
}

/** Asks for the VirtualServices, and gives what came. */
async function ask({ connect }: Harness, access = trusting()) {
  const stream = connect(access).sotw();
  stream.send({ typeUrl: virtualServices });
  return readAll((await stream.responses.next()).resources);
}

/** A TLS connection without gRPC: the certificate it was shown, and whether it stays open until it is closed here. */
async function handshake({ address }: Harness, options: ConnectionOptions = {}) {
  const socket = connectTls({
    host: address.host,
    port: address.port,
    ca: pem("ca.crt"),
    ALPNProtocols: ["h2"],
    ...options,
  });
  try {
    return await new Promise<{ serial: string; version: string | null }>((resolve, reject) => {
      socket.on("error", reject);
      socket.on("close", () => reject(new Error("closed")));
      socket.on("secureConnect", () =>
        resolve({ serial: socket.getPeerX509Certificate()?.serialNumber ?? "", version: socket.getProtocol() }),
      );
    });
  } finally {
    socket.destroy();
  }
}

test("a client that trusts the authority is served over TLS, and its address is known", async (t) => {
  const harness = await startHarness(t, mesh, { tls: listenerTls() });
  assert.deepEqual(await ask(harness), mesh.VirtualService);
  assert.match(harness.server.clients()[0]?.peer ?? "", /^127\.0\.0\.1:\d+$/);
  const [loaded] = eventsOf(harness, "certificate-loaded");
  assert.match(loaded?.names ?? "", /DNS:localhost/);
  assert.equal(loaded?.notAfter.toISOString(), "2120-01-01T00:00:00.000Z");
});

test("a client that does not trust the authority gets nothing, and the log says that it refused the certificate", async (t) => {
  const harness = await startHarness(t, mesh, { tls: listenerTls() });
  await assert.rejects(ask(harness, credentials.createSsl(pem("other-ca.crt"))));
  const refusal = await refusalOf(harness);
  assert.equal(refusal.code, "GX085");
});

for (const version of ["TLSv1.2", "TLSv1.3"] as const) {
  test(`${version} is spoken`, async (t) => {
    const harness = await startHarness(t, mesh, { tls: listenerTls() });
    assert.equal((await handshake(harness, { minVersion: version, maxVersion: version })).version, version);
  });
}

test("TLS 1.1 is refused in words", async (t) => {
  const harness = await startHarness(t, mesh, { tls: listenerTls() });
  await assert.rejects(
    handshake(harness, { minVersion: "TLSv1.1", maxVersion: "TLSv1.1", ciphers: "DEFAULT@SECLEVEL=0" }),
  );
  assert.equal((await refusalOf(harness)).reason, "the client speaks neither TLS 1.2 nor 1.3");
});

test("a client that does not ask for HTTP/2 is refused", async (t) => {
  const harness = await startHarness(t, mesh, { tls: listenerTls() });
  const { host, port } = harness.address;
  const socket = connectTls({ host, port, ca: pem("ca.crt") });
  t.after(() => socket.destroy());
  socket.on("error", () => {});
  assert.equal((await refusalOf(harness)).reason, "the client does not ask for HTTP/2 (ALPN h2)");
});

test("gRPC in plaintext on the TLS port is told as what it most likely is: mode MUTUAL", async (t) => {
  const harness = await startHarness(t, mesh, { tls: listenerTls() });
  await assert.rejects(ask(harness, credentials.createInsecure()));
  const { code, reason } = await refusalOf(harness);
  assert.equal(code, "GX082");
  assert.match(reason, /plaintext to a TLS port: most likely its tlsSettings have mode MUTUAL/);
});

test("TLS on the plaintext port is told as what it is", async (t) => {
  const harness = await startHarness(t, mesh);
  await assert.rejects(ask(harness));
  assert.equal((await refusalOf(harness)).code, "GX083");
});

/** A pair as Kubernetes mounts a Secret: both files are links through one link, which is replaced. */
function mountedSecret(t: TestContext, name: string) {
  const folder = mkdtempSync(join(tmpdir(), "gitxds-tls-"));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  let version = 0;
  const mount = (cert: string, key = cert) => {
    version += 1;
    const target = `..v${version}`;
    mkdirSync(join(folder, target));
    copyFileSync(tlsFile(`${cert}.crt`), join(folder, target, "tls.crt"));
    copyFileSync(tlsFile(`${key}.key`), join(folder, target, "tls.key"));
    symlinkSync(target, join(folder, "..new"));
    renameSync(join(folder, "..new"), join(folder, "..data"));
  };
  mount(name);
  for (const file of ["tls.crt", "tls.key"]) symlinkSync(join("..data", file), join(folder, file));
  const files = listenerTls({ certFile: join(folder, "tls.crt"), keyFile: join(folder, "tls.key") });
  return { files, mount };
}

test("a renewed pair is used for new connections, and open streams stay", async (t) => {
  const { files, mount } = mountedSecret(t, "server");
  const harness = await startHarness(t, mesh, { tls: files });
  const stream = harness.connect(trusting()).sotw();
  stream.send({ typeUrl: virtualServices });
  const { nonce } = await stream.responses.next();
  const before = await handshake(harness);
  mount("renewed");
  await until(() => eventsOf(harness, "certificate-loaded").length === 2, "the renewed certificate");
  const after = await handshake(harness);
  assert.notEqual(after.serial, before.serial);
  stream.send({ typeUrl: virtualServices, responseNonce: nonce });
  harness.snapshots.publish(makeSnapshot({ VirtualService: { "shop/web": "v2" } }, 2));
  assert.deepEqual(readAll((await stream.responses.next()).resources), { "shop/web": "v2" });
  assert.equal(harness.server.clients().length, 1);
});

for (const [what, replace, message] of [
  [
    "a key of another certificate",
    { cert: "renewed", key: "server" },
    /tls\.key is not the key of the certificate in .*tls\.crt$/,
  ],
  [
    "an expired certificate",
    { cert: "expired", key: "expired" },
    /tls\.crt holds a certificate that ended at 2021-01-01T/,
  ],
] as const) {
  test(`${what} is told of, the pair before stays in use, and what follows is taken`, async (t) => {
    const { files, mount } = mountedSecret(t, "server");
    const harness = await startHarness(t, mesh, { tls: files });
    const before = await handshake(harness);
    mount(replace.cert, replace.key);
    await until(() => eventsOf(harness, "certificate-refused").length === 1, "the refusal");
    const [refused] = eventsOf(harness, "certificate-refused");
    assert.match(refused?.message ?? "", message);
    assert.deepEqual(await handshake(harness), before);
    mount("renewed");
    await until(() => eventsOf(harness, "certificate-loaded").length === 2, "the renewed certificate");
    assert.notEqual((await handshake(harness)).serial, before.serial);
  });
}

const notThere = join(tmpdir(), "gitxds-no-such-file");

for (const [what, files, message] of [
  ["missing", { certFile: notThere }, `${notThere} does not exist`],
  ["no certificate", { certFile: tlsFile("server.key") }, `${tlsFile("server.key")} holds no certificate in PEM`],
  ["no key", { keyFile: tlsFile("server.crt") }, `${tlsFile("server.crt")} holds no private key in PEM`],
  ["another's key", { keyFile: tlsFile("client.key") }, `${tlsFile("client.key")} is not the key of the certificate`],
  ["an encrypted key", { keyFile: tlsFile("client-encrypted.key") }, "is encrypted"],
  [
    "a certificate without alternative names",
    { certFile: tlsFile("nameless.crt"), keyFile: tlsFile("nameless.key") },
    `${tlsFile("nameless.crt")} holds a certificate without subject alternative names`,
  ],
  ["no authority", { clientCaFile: tlsFile("server.key") }, `${tlsFile("server.key")} holds no certificate in PEM`],
] as const) {
  test(`a start with ${what} in a TLS file is refused with the file's name`, async (t) => {
    await assert.rejects(startHarness(t, mesh, { tls: listenerTls(files) }), (error) => {
      assert.ok(error instanceof UsageError);
      assert.ok(error.message.includes(message), error.message);
      assert.ok(!error.message.includes("-----"), "no content of a file");
      return true;
    });
  });
}

test("a start with an expired certificate goes on and says so, since it may be renewed while it runs", async (t) => {
  const tls = listenerTls({ certFile: tlsFile("expired.crt"), keyFile: tlsFile("expired.key") });
  const harness = await startHarness(t, mesh, { tls });
  const [ending] = eventsOf(harness, "certificate-ending");
  assert.equal(ending?.ended, true);
  await assert.rejects(ask(harness));
});

const guarded = (allowedSans: readonly string[] = []) => listenerTls({ clientCaFile: tlsFile("ca.crt"), allowedSans });
const spiffe = "spiffe://cluster.local/ns/ops/sa/dashboard";

for (const [what, client, sans] of [
  ["of the authority", "client", []],
  ["with an allowed URI", "dashboard", [spiffe]],
  ["with an allowed DNS name, in whatever case", "dashboard", ["elsewhere.test", "dashboard.test"]],
] as const) {
  test(`a client certificate ${what} is let in`, async (t) => {
    const harness = await startHarness(t, mesh, { tls: guarded(sans) });
    assert.deepEqual(await ask(harness, asClient(client)), mesh.VirtualService);
  });
}

for (const [what, client, sans, reason] of [
  ["no client certificate", undefined, [], /shows no certificate, as istiod never does/],
  ["a certificate of another authority", "stranger", [], /is not good: /],
  ["a certificate with none of the names", "dashboard", [`${spiffe}/x`, "test"], /none of the names in allowedSans/],
  ["a URI that reads like an allowed name", "misleading", ["dashboard.test"], /none of the names in allowedSans/],
  ["a server's certificate", "server", [], /is not good: INVALID_PURPOSE/],
] as const) {
  test(`a client with ${what} is refused in words`, async (t) => {
    const harness = await startHarness(t, mesh, { tls: guarded(sans) });
    await assert.rejects(ask(harness, client === undefined ? trusting() : asClient(client)));
    const { code, reason: told } = await refusalOf(harness);
    assert.equal(code, "GX086");
    assert.match(told, reason);
    assert.equal(harness.server.clients().length, 0);
  });
}

test("the authority of clients is read again, too", async (t) => {
  const folder = mkdtempSync(join(tmpdir(), "gitxds-tls-"));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  const clientCaFile = join(folder, "ca.crt");
  writeFileSync(clientCaFile, pem("other-ca.crt"));
  const harness = await startHarness(t, mesh, { tls: listenerTls({ clientCaFile }) });
  await assert.rejects(ask(harness, asClient("client")));
  writeFileSync(clientCaFile, pem("ca.crt"));
  await until(() => eventsOf(harness, "certificate-loaded").length === 2, "the other authority");
  assert.deepEqual(await ask(harness, asClient("client")), mesh.VirtualService);
  await assert.rejects(ask(harness, asClient("stranger")));
});

test("an address in the allow list is served, another is turned away before anything is read", async (t) => {
  const inside = await startHarness(t, mesh, { allow: ["10.0.0.0/8", "127.0.0.0/8"] });
  assert.deepEqual(await ask(inside, credentials.createInsecure()), mesh.VirtualService);
  const outside = await startHarness(t, mesh, { allow: ["10.0.0.0/8", "::1/128"] });
  await assert.rejects(ask(outside, credentials.createInsecure()));
  const { code, peer } = await refusalOf(outside);
  assert.equal(code, "GX081");
  assert.match(peer, /^127\.0\.0\.1:\d+$/);
});
