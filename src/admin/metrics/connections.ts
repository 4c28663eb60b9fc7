import { Counter, Gauge } from "prom-client";
import type { MetricGroup } from "./context.js";
import { codeLabel } from "./labels.js";

/** What stands between a listener's port and its streams. */
export const connectionMetrics: MetricGroup = (registry) => {
  const registers = [registry];
  const refused = new Counter({
    name: "gitxds_connections_refused_total",
    help: "Connections that were turned away, by code (docs/findings.md): of an address that may not connect, without TLS or gRPC, too many; counted at most a minute late.",
    labelNames: ["listener", "code"],
    registers,
  });
  const notAfter = new Gauge({
    name: "gitxds_tls_certificate_not_after_timestamp_seconds",
    help: "When the certificate ends that new connections get, in seconds since 1970.",
    labelNames: ["listener"],
    registers,
  });
  const isLoaded = new Gauge({
    name: "gitxds_tls_certificate_last_load_successful",
    help: "1 where a listener's TLS files were taken when they were read last, 0 where they were refused and those before are in use.",
    labelNames: ["listener"],
    registers,
  });
  return {
    "connections-refused": ({ listener, code, count }) => refused.inc({ listener, code: codeLabel(code) }, count),
    "certificate-loaded"({ listener, notAfter: end }) {
      notAfter.set({ listener }, end.getTime() / 1_000);
      isLoaded.set({ listener }, 1);
    },
    "certificate-refused": ({ listener }) => isLoaded.set({ listener }, 0),
  };
};
