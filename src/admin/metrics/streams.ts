import { Counter, Gauge } from "prom-client";
import type { MetricGroup } from "./context.js";
import { codeLabel } from "./labels.js";

const methods = ["sotw", "delta"] as const;

/** Streams of clients. */
export const streamMetrics: MetricGroup = (registry, { served }) => {
  const registers = [registry];
  const open = new Map<number, { readonly listener: string; readonly method: string }>();
  new Gauge({
    name: "gitxds_xds_streams",
    help: "Open ADS streams, by method: sotw or delta.",
    labelNames: ["listener", "method"],
    registers,
    collect() {
      this.reset();
      for (const { address: listener } of served()) for (const method of methods) this.set({ listener, method }, 0);
      for (const { listener, method } of open.values()) this.inc({ listener, method });
    },
  });
  const ended = new Counter({
    name: "gitxds_xds_streams_ended_total",
    help: "ADS streams that ended, by the name of their gRPC status; OK or CANCELLED where the client ended them.",
    labelNames: ["listener", "method", "status"],
    registers,
  });
  const delayed = new Counter({
    name: "gitxds_xds_streams_delayed_total",
    help: "ADS streams that were held or slowed down, by code: GX087 while there were too many, GX088 where they sent too many requests.",
    labelNames: ["listener", "method", "code"],
    registers,
  });
  const delay = ({ stream, code }: { readonly stream: number; readonly code: string }) => {
    const labels = open.get(stream);
    if (labels !== undefined) delayed.inc({ ...labels, code: codeLabel(code) });
  };
  return {
    "stream-held": delay,
    "stream-slowed": delay,
    "stream-opened": ({ stream, listener, method }) => open.set(stream, { listener, method }),
    "stream-closed"({ stream, status }) {
      const labels = open.get(stream);
      if (labels === undefined) return;
      open.delete(stream);
      ended.inc({ ...labels, status });
    },
  };
};
