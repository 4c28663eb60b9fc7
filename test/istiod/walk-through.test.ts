import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { isJsonObject, type JsonObject } from "../../src/model/index.js";
import { needsGo } from "./support/harness.js";
import type { EnvoyConfig, Workload } from "./support/istiod.js";
import { openLab } from "./support/lab.js";

const strict = `apiVersion: security.istio.io/v1
kind: PeerAuthentication
metadata:
  name: default
  namespace: istio-system
spec:
  mtls:
    mode: STRICT
`;

const unrelated = `apiVersion: networking.istio.io/v1
kind: ServiceEntry
metadata:
  name: partner
  namespace: shop
spec:
  hosts: [partner.example.com]
  ports: [{number: 443, name: tls, protocol: TLS}]
  resolution: DNS
`;

const legacy: Workload = { type: "sidecar", name: "app", namespace: "legacy", labels: { app: "app" } };

describe("the walk-through", needsGo(), () => {
  test("a committed STRICT policy closes plaintext for a workload elsewhere, and its revert opens it", async (t) => {
    const lab = await openLab(t, { "partner.yaml": unrelated });
    const istiod = await lab.startIstiod();
    assert.deepEqual([...(await istiod.stored()).keys()], ["ServiceEntry shop/partner"]);
    assert.ok(takesPlaintext(istiod.envoyConfig(legacy)), "without a policy plaintext is let in");

    lab.repository.commit({ "policies/strict.yaml": strict }, "Demand mutual TLS everywhere");
    const name = "PeerAuthentication istio-system/default";
    const stored = await istiod.untilStored((resources) => resources.has(name));
    assert.deepEqual(stored.get(name)?.spec, { mtls: { mode: "STRICT" } });
    const closed = await istiod.untilEnvoy(legacy, (config) => !takesPlaintext(config));
    assert.ok(
      inboundMatches(closed).some(({ transport_protocol }) => transport_protocol === "tls"),
      "mutual TLS is still let in",
    );

    lab.repository.git("revert", "--no-edit", "HEAD");
    await istiod.untilStored((resources) => !resources.has(name));
    await istiod.untilEnvoy(legacy, takesPlaintext);
  });
});

/** Whether a connection without TLS finds a filter chain of the inbound listener. */
function takesPlaintext(config: EnvoyConfig): boolean {
  return inboundMatches(config).some(({ transport_protocol }) => transport_protocol === "raw_buffer");
}

function inboundMatches({ listeners }: EnvoyConfig): readonly JsonObject[] {
  const chains = listeners.virtualInbound?.filter_chains;
  assert.ok(Array.isArray(chains) && chains.length > 0, "there is an inbound listener with filter chains");
  return chains.filter(isJsonObject).map(({ filter_chain_match: match }) => (isJsonObject(match) ? match : {}));
}
