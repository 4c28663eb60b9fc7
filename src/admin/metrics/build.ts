import { Gauge } from "prom-client";
import { pinnedIstioVersion } from "../../collections/istio-versions.js";
import type { MetricGroup } from "./context.js";

/** Which gitxds this is. */
export const buildMetrics: MetricGroup = (registry, { version }) => {
  const info = new Gauge({
    name: "gitxds_build_info",
    help: "Always 1: the version of gitxds, and that of the Istio by whose rules it judges unless told of an older one.",
    labelNames: ["version", "istio_version"],
    registers: [registry],
  });
  info.set({ version, istio_version: pinnedIstioVersion }, 1);
  return {};
};
