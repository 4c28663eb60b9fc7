import type { JsonObject, KindName } from "../../../src/model/index.js";
import type { Random } from "../random.js";

/** Metadata that no one minds. */
const plainMarks: readonly JsonObject[] = [
  { labels: {}, annotations: {} },
  { labels: { app: "a" }, finalizers: ["a.b/c"] },
  { creationTimestamp: null, generation: 3, resourceVersion: "12", uid: "a-b", managedFields: [] },
  { creationTimestamp: "2024-01-01T00:00:00Z", generateName: "generated-" },
  { annotations: { "kubectl.kubernetes.io/last-applied-configuration": "{}" } },
];

/** Annotations that Istio refuses, whatever the kind. */
const banned: readonly string[] = [
  "internal.istio.io/webhook-always-reject",
  "internal.istio.io/parent-namespace",
  "internal.istio.io/parents",
];

/** Labels, annotations and what else goes with a name: odd metadata, and labels and annotations that Istio's rules look at. */
function marks(kind: KindName, random: Random): JsonObject {
  if (random.chance(0.03)) return random.pick(plainMarks);
  if (random.chance(0.005)) return { annotations: { [random.pick(banned)]: random.pick(["true", ""]) } };
  const flag = () => random.pick(["true", "false", "", "1", "yes"]);
  if (kind === "ServiceEntry" && random.chance(0.15)) {
    const label = random.pick(["networking.istio.io/enable-autoallocate-ip", "istio.io/use-waypoint"]);
    return { labels: { [label]: flag() } };
  }
  const isDryRun = random.chance(kind === "AuthorizationPolicy" ? 0.15 : 0.01);
  return isDryRun ? { annotations: { "istio.io/dry-run": flag() } } : {};
}

/** Metadata that Kubernetes takes. A Gateway alone may not have a dot in its name. */
export function generateMetadata(kind: KindName, random: Random): JsonObject {
  const name = kind === "Gateway" && random.chance(0.03) ? "gen.erated" : "generated";
  return { name, namespace: "shop", ...marks(kind, random) };
}
