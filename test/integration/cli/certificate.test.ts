import assert from "node:assert/strict";
import { X509Certificate } from "node:crypto";
import { copyFileSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { tlsFile } from "../../support/git/certificates.js";
import { makeRepository, scratch } from "../../support/git/repository.js";
import { startService } from "../../support/service.js";
import { peerAuthentication } from "../../support/yaml.js";

test("the status says of each listener when its certificate ends, and why its files are refused", async (t) => {
  const { path: folder, remove } = scratch();
  t.after(remove);
  const repository = makeRepository(join(folder, "mesh"));
  repository.commit({ "a.yaml": peerAuthentication("a") });
  for (const file of ["server.crt", "server.key"]) copyFileSync(tlsFile(file), join(folder, file));
  const config = join(folder, "gitxds.yaml");
  const tls = `{certFile: "${join(folder, "server.crt")}", keyFile: "${join(folder, "server.key")}"}`;
  const listeners = `[{address: "127.0.0.1:0", tls: ${tls}}, {address: "127.0.0.1:0"}]`;
  writeFileSync(config, `sources: [{url: "${repository.path}"}]\nlisteners: ${listeners}\n`);
  const args = ["--config", config, "--state-dir", join(folder, "state")];
  const service = await startService(args, { listen: null });
  t.after(() => service.stop());
  const notAfter = new Date(new X509Certificate(readFileSync(tlsFile("server.crt"))).validTo).toISOString();

  const { listeners: before } = await service.status();
  assert.deepEqual(
    before.map(({ certificate }) => certificate),
    [{ notAfter, error: null }, null],
  );
  writeFileSync(join(folder, "server.key"), "no key");
  const { listeners: after } = await service.until(({ listeners: [first] }) => first?.certificate?.error != null);
  assert.equal(after[0]?.certificate?.notAfter, notAfter);
  assert.equal(after[0]?.certificate?.error?.code, "GX080");
  assert.ok(!JSON.stringify(after).includes("no key"));
});
