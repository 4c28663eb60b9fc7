import assert from "node:assert/strict";
import { describe, type TestContext, test } from "node:test";
import { meshFiles } from "../support/mesh.js";
import { startBalancer } from "./support/balancer.js";
import { needsGo } from "./support/harness.js";
import { startIstiod, type Workload } from "./support/istiod.js";
import { openLab } from "./support/lab.js";
import type { WatchingProxy } from "./support/proxy.js";

const reader: Workload = { type: "sidecar", name: "reader", namespace: "shop", labels: { app: "reader" } };

/** Applications whose subset the commits rename: half of them in place, half by another DestinationRule. */
const appCount = 60;
const apps = Array.from({ length: appCount }, (_, index) => index);
/** With three resources of each application, and the one that narrows the proxy's view, 30,000. */
const othersCount = 30_000 - 3 * appCount - 1;
const patienceMs = 120_000;

const hostOf = (app: number) => `app-${app}.shop.example.com`;

/** The proxy is given its own namespace alone, or its routes would be of all 30,000. */
const narrow = `apiVersion: networking.istio.io/v1
kind: Sidecar
metadata: {name: default, namespace: shop}
spec: {egress: [{hosts: ["./*"]}]}
`;

/** Services with endpoints of both versions. */
const services = apps.map(
  (app) => `apiVersion: networking.istio.io/v1
kind: ServiceEntry
metadata: {name: app-${app}, namespace: shop}
spec:
  hosts: [${hostOf(app)}]
  ports: [{number: 80, name: http, protocol: HTTP}]
  resolution: STATIC
  endpoints:
    - {address: 10.2.${app}.1, labels: {version: v1}}
    - {address: 10.2.${app}.2, labels: {version: v2}}
`,
);

/** A whole mesh: one subset of each application, and a route to it. */
function routesTo(subset: string): Record<string, string> {
  const rules = apps.map(
    (app) => `apiVersion: networking.istio.io/v1
kind: DestinationRule
metadata: {name: app-${app}${app % 2 === 0 ? "" : `-${subset}`}, namespace: shop}
spec:
  host: ${hostOf(app)}
  subsets: [{name: ${subset}, labels: {version: ${subset}}}]
`,
  );
  const routes = apps.map(
    (app) => `apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: {name: app-${app}, namespace: shop}
spec:
  hosts: [${hostOf(app)}]
  http: [{route: [{destination: {host: ${hostOf(app)}, subset: ${subset}}}]}]
`,
  );
  return { "shop/rules.yaml": rules.join("---\n"), "shop/routes.yaml": routes.join("---\n") };
}

/** The rest of a large mesh, a file for each team. */
function others(): Record<string, string> {
  const teams = new Map<string, string[]>();
  for (const [path, text] of meshFiles(othersCount)) {
    const team = path.split("/")[0] ?? "";
    teams.set(team, [...(teams.get(team) ?? []), text]);
  }
  return Object.fromEntries([...teams].map(([team, texts]) => [`${team}.yaml`, texts.join("---\n")]));
}

/** Whether all applications are routed to that subset. */
const leadTo = (subset: string) => (clusters: readonly string[]) =>
  apps.every((app) => clusters.includes(`outbound|80|${subset}|${hostOf(app)}`)) &&
  clusters.filter((cluster) => cluster.startsWith("outbound|80|v")).length === appCount;

/** istiod comes through a balancer, and so can a proxy, which sees all applications routed to v1. */
async function setUp(t: TestContext) {
  const first = { ...others(), "shop/sidecar.yaml": narrow, "shop/services.yaml": services.join("---\n") };
  const lab = await openLab(t, { ...first, ...routesTo("v1") }, patienceMs);
  const balancer = await startBalancer();
  t.after(() => balancer.close());
  balancer.route(lab.service.xds);
  const istiod = await startIstiod(`xds://${balancer.address}`);
  t.after(() => istiod.stop());
  const { snapshot } = await lab.service.status();
  assert.equal(snapshot?.resources, 30_000);
  const proxy = istiod.watch(reader);
  t.after(() => proxy.stop());
  await proxy.untilRouted(leadTo("v1"), patienceMs);
  return { lab, balancer, proxy };
}

function assertWhole(t: TestContext, { pushes }: WatchingProxy): void {
  const routes = pushes.filter(({ type }) => type === "routes");
  assert.deepEqual(
    routes.filter(({ missing }) => missing.length > 0),
    [],
  );
  t.diagnostic(`${routes.length} pushes of routes, ${pushes.length - routes.length} of clusters`);
}

describe("the order of what is sent", needsGo(), () => {
  test("of 30,000 resources, commits rename the subset that routes name, and no proxy is pushed a route to one that it does not have", async (t) => {
    const { lab, proxy } = await setUp(t);
    for (const subset of ["v2", "v1", "v2", "v1"]) {
      const commit = lab.repository.commit(routesTo(subset), `Route to ${subset}`);
      await proxy.untilRouted(leadTo(subset), patienceMs);
      await lab.untilSynced(commit);
    }
    let commit = "";
    for (const subset of ["v2", "v1", "v2"]) commit = lab.repository.commit(routesTo(subset), `Route to ${subset}`);
    await lab.untilSynced(commit);
    await proxy.untilRouted(leadTo("v2"), patienceMs);

    assertWhole(t, proxy);
  });

  test("a stream that breaks and comes back to a newer commit pushes no such route either", async (t) => {
    const { lab, balancer, proxy } = await setUp(t);
    for (const subset of ["v2", "v1", "v2", "v1", "v2", "v1"]) {
      const commit = lab.repository.commit(routesTo(subset), `Route to ${subset}`);
      balancer.cut();
      await proxy.untilRouted(leadTo(subset), patienceMs);
      await lab.untilSynced(commit);
    }
    assertWhole(t, proxy);
  });
});
