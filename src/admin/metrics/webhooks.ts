import { Counter } from "prom-client";
import type { MetricGroup } from "./context.js";

/** Webhooks that made the remote be looked at, and those that were refused. */
export const webhookMetrics: MetricGroup = (registry) => {
  const webhooks = new Counter({
    name: "gitxds_webhooks_total",
    help: "Webhooks by forge and outcome: accepted, once for each source that was looked at, or refused, counted at most a minute late.",
    labelNames: ["forge", "outcome"],
    registers: [registry],
  });
  return {
    "webhook-accepted": ({ forge }) => webhooks.inc({ forge, outcome: "accepted" }),
    "webhooks-refused": ({ forge, count }) => webhooks.inc({ forge, outcome: "refused" }, count),
  };
};
