import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { needsGo } from "./support/harness.js";
import { openLab } from "./support/lab.js";

const full = "reviews.shop.svc.cluster.local";

function virtualService(hosts: string, rest: string): string {
  return `apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: {name: reviews, namespace: shop}
spec:
  hosts: ${hosts}
${rest}`;
}

const http = "  http: [{route: [{destination: {host: reviews}}]}]\n";
const tls = "  tls: [{match: [{sniHosts: [reviews]}], route: [{destination: {host: reviews}}]}]\n";

describe("short host names that are valid as written", needsGo(), () => {
  test("the same host short and in full is stored, as one host", async (t) => {
    const lab = await openLab(t, { "reviews.yaml": virtualService(`[reviews, ${full}]`, http) });
    const istiod = await lab.startIstiod();
    const stored = await istiod.untilStored((resources) => resources.size === 1);
    assert.deepEqual(stored.get("VirtualService shop/reviews")?.spec?.hosts, [full]);
  });

  test("a short SNI host, for which istiod would drop the resource, is refused at its place", async (t) => {
    const lab = await openLab(t, { "reviews.yaml": virtualService(`[reviews]`, http) });
    const status = await lab.untilRejected(
      lab.repository.commit({ "reviews.yaml": virtualService("[reviews]", tls) }, "Route by SNI"),
    );
    const [finding] = status.sources[0]?.rejected?.findings ?? [];
    assert.deepEqual([finding?.code, finding?.line, finding?.column], ["GX290", 6, 30]);
  });
});
