import assert from "node:assert/strict";
import { copyFileSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, type TestContext, test } from "node:test";
import type { JsonObject } from "../../src/model/index.js";
import { tlsFile } from "../support/git/certificates.js";
import { makeRepository, scratch } from "../support/git/repository.js";
import { startService } from "../support/service.js";
import { needsGo } from "./support/harness.js";
import { launchIstiod } from "./support/istiod.js";
import { serviceEntry } from "./support/resources.js";

/** A gitxds that speaks TLS, and istiods that read from it. */
async function openTlsLab(t: TestContext, certificate = "server") {
  const folder = scratch();
  const repository = makeRepository(join(folder.path, "mesh"));
  repository.commit({ "partner.yaml": serviceEntry("partner", "partner.example.com") }, "Begin the mesh");
  mkdirSync(join(folder.path, "tls"));
  const show = (name: string) => {
    for (const end of ["crt", "key"]) copyFileSync(tlsFile(`${name}.${end}`), join(folder.path, `tls/tls.${end}`));
  };
  show(certificate);
  const config = {
    sources: [{ url: repository.path }],
    listeners: [{ address: "127.0.0.1:0", tls: { certFile: "tls/tls.crt", keyFile: "tls/tls.key" } }],
    stateDir: "state",
    interval: "1s",
  };
  const file = join(folder.path, "gitxds.yaml");
  writeFileSync(file, JSON.stringify(config));
  const service = await startService(["--config", file], { listen: null });
  const stops: (() => Promise<void>)[] = [];
  t.after(async () => {
    await Promise.all(stops.map((stop) => stop()));
    await service.stop();
    folder.remove();
  });
  await service.until(({ snapshot }) => snapshot !== null);
  const launch = (tlsSettings: JsonObject) => {
    const istiod = launchIstiod(`xds://${service.xds.host}:${service.xds.port}`, { tlsSettings });
    stops.push(istiod.stop);
    return istiod;
  };
  return { repository, service, show, launch };
}

const authority = (name: string) => readFileSync(tlsFile(`${name}.crt`), "utf8");

/** What the README says to write. */
const trusting = {
  mode: "SIMPLE",
  caCertificates: authority("ca"),
  sni: "git.test",
  subjectAltNames: ["git.test"],
};

describe("TLS between gitxds and istiod", needsGo(), () => {
  test("istiod reads over TLS, keeps its stream while the certificate is renewed, and connects to the new one", async (t) => {
    const { repository, service, show, launch } = await openTlsLab(t);
    const istiod = await launch(trusting).ready();
    assert.deepEqual([...(await istiod.stored()).keys()], ["ServiceEntry shop/partner"]);
    const [before] = (await service.status()).clients;

    show("renewed");
    const isLoaded = ({ msg }: { readonly msg: string }) => msg === "new connections get this certificate";
    await service.until(() => service.log.filter(isLoaded).length === 2);
    repository.commit({ "other.yaml": serviceEntry("other", "other.example.com") }, "Add one more");
    await istiod.untilStored((stored) => stored.has("ServiceEntry shop/other"));
    assert.deepEqual(
      (await service.status()).clients.map(({ peer, connectedAt }) => ({ peer, connectedAt })),
      [{ peer: before?.peer, connectedAt: before?.connectedAt }],
    );

    const second = await launch(trusting).ready();
    assert.ok((await second.stored()).has("ServiceEntry shop/other"));
  });

  for (const [what, certificate, tlsSettings] of [
    ["trusts another authority", "server", { ...trusting, caCertificates: authority("other-ca") }],
    ["expects another name", "server", { ...trusting, subjectAltNames: ["elsewhere.test"] }],
    ["is shown an expired certificate", "expired", trusting],
  ] as const) {
    test(`an istiod that ${what} gets nothing, and the log says that it does not accept the certificate`, async (t) => {
      const { service, launch } = await openTlsLab(t, certificate);
      launch(tlsSettings);
      const { msg } = await service.line(({ code }) => code === "GX085");
      assert.match(msg, /the client does not accept the certificate/);
      assert.deepEqual((await service.status()).clients, []);
    });
  }

  for (const mode of ["MUTUAL", "ISTIO_MUTUAL"]) {
    test(`an istiod with mode ${mode} connects in plaintext, and the log says what it most likely is`, async (t) => {
      const { service, launch } = await openTlsLab(t);
      launch({ ...trusting, mode });
      const { msg } = await service.line(({ code }) => code === "GX082");
      assert.match(msg, /most likely its tlsSettings have mode MUTUAL/);
      assert.deepEqual((await service.status()).clients, []);
    });
  }
});
