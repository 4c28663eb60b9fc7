import { Counter } from "prom-client";
import type { MetricGroup } from "./context.js";
import { typeUrlLabel, typeUrlLabels } from "./labels.js";

/** Responses, and what clients said to them. */
export const pushMetrics: MetricGroup = (registry) => {
  const counter = (name: string, help: string) =>
    new Counter({ name, help, labelNames: ["type_url"], registers: [registry] });
  const pushes = counter(
    "gitxds_xds_pushes_total",
    "Responses sent to clients, by type URL; what is not served is other.",
  );
  const bytes = counter("gitxds_xds_sent_bytes_total", "Bytes of the resources in responses, headers left out.");
  const resources = counter("gitxds_xds_sent_resources_total", "Resources in responses.");
  const outcomes = new Counter({
    name: "gitxds_xds_push_outcomes_total",
    help: "What came of responses: acked, nacked, or unanswered where the stream ended before.",
    labelNames: ["type_url", "outcome"],
    registers: [registry],
  });
  // Prometheus sees no increase in a series that begins at 1, and the first NACK is not to be missed.
  for (const url of typeUrlLabels) outcomes.inc({ type_url: url, outcome: "nacked" }, 0);
  /** By stream: the types whose last response has no answer yet. */
  const waiting = new Map<number, Set<string>>();
  const answered = (stream: number, typeUrl: string, outcome: "acked" | "nacked") => {
    waiting.get(stream)?.delete(typeUrl);
    outcomes.inc({ type_url: typeUrlLabel(typeUrl), outcome });
  };
  return {
    "stream-opened": ({ stream }) => waiting.set(stream, new Set()),
    pushed({ stream, typeUrl, resources: count, bytes: size }) {
      const labels = { type_url: typeUrlLabel(typeUrl) };
      pushes.inc(labels);
      bytes.inc(labels, size);
      resources.inc(labels, count);
      waiting.get(stream)?.add(typeUrl);
    },
    acked: ({ stream, typeUrl }) => answered(stream, typeUrl, "acked"),
    nacked: ({ stream, typeUrl }) => answered(stream, typeUrl, "nacked"),
    "stream-closed"({ stream }) {
      for (const url of waiting.get(stream) ?? []) outcomes.inc({ type_url: typeUrlLabel(url), outcome: "unanswered" });
      waiting.delete(stream);
    },
  };
};
