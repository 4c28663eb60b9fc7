import { Counter, Gauge } from "prom-client";
import type { MetricGroup } from "./context.js";

/** How reading the configuration file again went. */
export const configMetrics: MetricGroup = (registry) => {
  const registers = [registry];
  const loads = new Counter({
    name: "gitxds_config_loads_total",
    help: "Times that the configuration file was read again, by outcome: loaded or refused.",
    labelNames: ["outcome"],
    registers,
  });
  const successful = new Gauge({
    name: "gitxds_config_last_load_successful",
    help: "1 where the configuration file was taken when it was read last, 0 where it was refused and the one before is in force.",
    registers,
  });
  for (const outcome of ["loaded", "refused"]) loads.inc({ outcome }, 0);
  successful.set(1);
  const count = (outcome: "loaded" | "refused") => {
    loads.inc({ outcome });
    successful.set(outcome === "loaded" ? 1 : 0);
  };
  return { "config-loaded": () => count("loaded"), "config-refused": () => count("refused") };
};
