import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, type TestContext, test } from "node:test";
import { kinds } from "../../src/collections/kinds.js";
import type { JsonObject } from "../../src/model/index.js";
import { differences } from "./support/differences.js";
import { everyField, readFolders, shortHosts } from "./support/fixtures.js";
import { needsGo } from "./support/harness.js";
import { type EnvoyConfig, type Istiod, type StoredResource, startIstiod, type Workload } from "./support/istiod.js";
import { openLab } from "./support/lab.js";
import { writeOutHosts } from "./support/short-hosts.js";

const reader: Workload = { type: "sidecar", name: "reader", namespace: "books", labels: { app: "reader" } };

const workloads: readonly Workload[] = [
  { type: "sidecar", name: "web", namespace: "shop", labels: { app: "web", version: "v1" } },
  { type: "sidecar", name: "front", namespace: "shop", labels: { app: "front" } },
  reader,
  { type: "router", name: "edge", namespace: "shop", labels: { istio: "ingressgateway" } },
];

describe("every kind, every field", needsGo(), () => {
  test("istiod stores and computes over xds:// what it stores and computes over fs://", async (t) => {
    const files = readFolders(everyField, shortHosts);
    const lab = await openLab(t, files);
    const overXds = await lab.startIstiod();
    const overFiles = await startOnFiles(t, files);

    const expected = [...(await overFiles.stored()).values()];
    await t.test("of each kind it stores the same resources", async () => {
      const stored = [...(await overXds.stored()).values()];
      for (const { kind } of kinds) {
        const wanted = ofKind(expected, kind).map(writeOutHosts);
        assert.ok(wanted.length > 0, `there are documents of kind ${kind}`);
        assert.deepEqual(differences(ofKind(stored, kind), wanted), []);
      }
      t.diagnostic(`${stored.length} resources of ${kinds.length} kinds`);
    });

    for (const workload of workloads) {
      await t.test(
        `for the ${workload.type} ${workload.name} in ${workload.namespace} it computes the same Envoy configuration`,
        () => {
          const computed = overXds.envoyConfig(workload);
          assert.deepEqual(differences(comparable(computed), comparable(overFiles.envoyConfig(workload))), []);
          t.diagnostic(`${workload.name}.${workload.namespace}: ${describeSize(computed)}`);
        },
      );
    }

    await t.test("short host names reach routes and clusters", () => {
      const { routes, clusters } = overXds.envoyConfig(reader);
      assert.match(JSON.stringify(routes), /"outbound\|9080\|v2\|reviews\.books\.svc\.cluster\.local"/);
      assert.match(JSON.stringify(routes), /"outbound\|9080\|\|reviews-next\.books\.svc\.cluster\.local"/);
      assert.match(
        JSON.stringify(clusters["outbound|9080|v1|reviews.books.svc.cluster.local"]),
        /"max_connections":7\b/,
      );
    });
  });
});

async function startOnFiles(t: TestContext, files: Readonly<Record<string, string>>): Promise<Istiod> {
  const folder = mkdtempSync(join(tmpdir(), "gitxds-fs-"));
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  const istiod = await startIstiod(`fs://${folder}`);
  t.after(() => istiod.stop());
  return istiod;
}

/** Resources of a kind by name, without what each source gives by itself: version and time. */
function ofKind(resources: readonly StoredResource[], kind: string): readonly StoredResource[] {
  return resources
    .filter((resource) => resource.kind === kind)
    .map(({ metadata: { resourceVersion: _version, creationTimestamp: _time, ...metadata }, ...rest }) => ({
      ...rest,
      metadata,
    }))
    .sort((a, b) => (nameOf(a) < nameOf(b) ? -1 : 1));
}

function nameOf({ metadata: { namespace, name } }: StoredResource): string {
  return `${namespace}/${name}`;
}

/** Without what two istiods need not have in common, over fs:// alone either. */
function comparable(config: EnvoyConfig): JsonObject {
  const text = JSON.stringify(config, (key, value) => {
    switch (key) {
      case "ISTIO_META_WASM_PLUGIN_RESOURCE_VERSION":
        return undefined; // Each source versions resources in its own way.
      case "filter_chains":
        return value.map((chain: JsonObject) => JSON.stringify(chain)).sort(); // In the order of a Go map.
      case "domains":
        return value.filter((domain: string) => !isAddressOfPartner(domain)); // One of the two, by chance.
      default:
        return value;
    }
  });
  return JSON.parse(text);
}

/** The ServiceEntry shop/partner has two addresses; istiod makes a service of each and names one in the routes. */
function isAddressOfPartner(domain: string): boolean {
  return ["240.240.0.1", "240.241.0.0/24"].includes(domain);
}

function describeSize(config: EnvoyConfig): string {
  return Object.entries(config)
    .map(([type, resources]) => `${Object.keys(resources).length} ${type}`)
    .join(", ");
}
