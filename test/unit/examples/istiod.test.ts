import assert from "node:assert/strict";
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import type { JsonObject } from "../../../src/model/index.js";
import { encodeBody } from "../../../src/proto/index.js";
import { packageRoot } from "../../../src/util/package-root.js";
import { buildKustomization, readExample, readYaml } from "../../support/kubernetes/manifests.js";
import { objectsOf } from "../../support/kubernetes/objects.js";

const files = readdirSync(join(packageRoot(), "examples/istiod")).filter((name) => name.endsWith(".yaml"));

function sourcesOf(file: string): readonly JsonObject[] {
  const { meshConfig, ...others } = readYaml(`istiod/${file}`);
  assert.deepEqual(others, {});
  const { configSources, ...rest } = meshConfig as JsonObject;
  assert.deepEqual(rest, {});
  return configSources as JsonObject[];
}

test("the values come with and without Kubernetes as a source, and with TLS, each named in the README", () => {
  assert.deepEqual(files, ["values-git-and-kubernetes.yaml", "values-git-only.yaml", "values-tls.yaml"]);
  const addresses = files.map((file) =>
    sourcesOf(file).map(({ address }) => String(address).replace(/(?<=:\/\/).*/, "")),
  );
  assert.deepEqual(addresses, [["xds://", "k8s://"], ["xds://"], ["xds://"]]);
  const readme = readExample("istiod/README.md");
  for (const file of files) assert.ok(readme.includes(`[${file}](${file})`), file);
});

test("the address is the one of the Service in examples/kubernetes", () => {
  const base = buildKustomization("kubernetes");
  const { service } = objectsOf([...base, ...buildKustomization("kubernetes/monitoring")]);
  const { name, namespace } = service.metadata;
  const port = service.spec.ports.find(({ targetPort }) => targetPort === "xds")?.port;
  for (const file of files) assert.equal(sourcesOf(file)[0]?.address, `xds://${name}.${namespace}.svc:${port}`, file);
});

test("tlsSettings are a ClientTLSSettings of mode SIMPLE with the host in address, without a client certificate", () => {
  const [{ address, tlsSettings, ...others } = assert.fail("no source")] = sourcesOf("values-tls.yaml");
  assert.deepEqual(others, {});
  encodeBody("istio.networking.v1alpha3.ClientTLSSettings", tlsSettings as JsonObject);
  const { mode, sni, subjectAltNames, caCertificates, ...rest } = tlsSettings as JsonObject;
  const { hostname } = new URL(String(address));
  assert.deepEqual(
    { mode, sni, subjectAltNames, rest },
    { mode: "SIMPLE", sni: hostname, subjectAltNames: [hostname], rest: {} },
  );
  assert.match(String(caCertificates), /^-----BEGIN CERTIFICATE-----\n/);
});
