import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { loadAnalysis } from "../../../src/config/index.js";
import { type MeshSettings, UsageError } from "../../../src/model/index.js";

const folder = mkdtempSync(join(tmpdir(), "gitxds-mesh-config-"));
after(() => rmSync(folder, { recursive: true, force: true }));

function read(text: string): MeshSettings | null {
  writeFileSync(join(folder, "mesh.yaml"), text);
  return loadAnalysis({ meshConfig: "mesh.yaml" }, folder).mesh;
}

const none: MeshSettings = { allocatesAddresses: false, logsByDefault: false, lightstepProviders: [] };

const capture = 'ISTIO_META_DNS_CAPTURE: "true"';

const meshes: readonly (readonly [what: string, text: string, expected: Partial<MeshSettings>])[] = [
  ["an empty file is Istio's default", "", {}],
  ["what analysis does not need is passed over", "rootNamespace: istio-system\ntrustDomain: [1]\n", {}],
  ["a default provider of access logs", "defaultProviders: {accessLogging: [envoy]}", { logsByDefault: true }],
  ["no default provider in an empty list", "defaultProviders: {accessLogging: []}", {}],
  ["names as in the .proto", "default_providers: {access_logging: [envoy]}", { logsByDefault: true }],
  ["nothing under a key", "defaultProviders:\nextensionProviders:\ndefaultConfig: {proxyMetadata: }\n", {}],
  [
    "Lightstep providers",
    "extensionProviders: [{name: a, lightstep: {service: x}}, {name: b, zipkin: {}}, {lightstep: {}}]",
    { lightstepProviders: ["a"] },
  ],
  [
    "captured DNS and allocated addresses",
    `defaultConfig: {proxyMetadata: {${capture}, ISTIO_META_DNS_AUTO_ALLOCATE: "true"}}`,
    { allocatesAddresses: true },
  ],
  [
    "captured DNS and addresses that istiod allocates",
    `defaultConfig: {proxyMetadata: {${capture}, PILOT_ENABLE_IP_AUTOALLOCATE: "true"}}`,
    { allocatesAddresses: true },
  ],
  ["captured DNS alone", `defaultConfig: {proxyMetadata: {${capture}}}`, {}],
  ["allocated addresses alone", 'defaultConfig: {proxyMetadata: {ISTIO_META_DNS_AUTO_ALLOCATE: "true"}}', {}],
  [
    "the ConfigMap that holds it",
    "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: istio}\ndata:\n  mesh: |-\n    defaultProviders:\n      accessLogging: [envoy]\n",
    { logsByDefault: true },
  ],
];

for (const [what, text, expected] of meshes) {
  test(`a MeshConfig is read: ${what}`, () => assert.deepEqual(read(text), { ...none, ...expected }));
}

const remedy = "pass the MeshConfig itself, or the ConfigMap istio whose data.mesh holds it";

const refused: readonly (readonly [what: string, text: string, expected: string])[] = [
  ["a list", "[]", `mesh.yaml holds a list | ${remedy}`],
  ["another kind", "kind: IstioOperator\n", `mesh.yaml is of kind "IstioOperator" | ${remedy}`],
  ["a ConfigMap of something else", "kind: ConfigMap\n", `mesh.yaml is a ConfigMap without data.mesh | ${remedy}`],
  ["no YAML", "a: [\n", "mesh.yaml cannot be read as YAML, line 2, column 1: "],
  [
    "no YAML inside",
    "kind: ConfigMap\ndata: {mesh: 'a: ['}\n",
    "mesh.yaml cannot be read as YAML in data.mesh, line 1, ",
  ],
  [
    "a text for a list",
    "extensionProviders: x\n",
    'mesh.yaml has "x" as extensionProviders | make extensionProviders a list',
  ],
  [
    "a list for a mapping",
    "defaultConfig: []\n",
    "mesh.yaml has a list as defaultConfig | make defaultConfig a mapping",
  ],
];

for (const [what, text, expected] of refused) {
  test(`a MeshConfig is refused: ${what}`, () => {
    assert.throws(
      () => read(text),
      (error) =>
        error instanceof UsageError && `${error.message} | ${error.remedy}`.startsWith(`--mesh-config: ${expected}`),
    );
  });
}

test("a MeshConfig that is not there is named with its flag", () => {
  const load = () => loadAnalysis({ meshConfig: "none.yaml" }, folder);
  assert.throws(load, { message: "--mesh-config: none.yaml does not exist", remedy });
});
