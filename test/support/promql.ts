import assert from "node:assert/strict";
import { type MetricRow, metricRows } from "../../src/admin/metrics/page.js";

/** Metrics of prom-client that examples use; the test of what a scrape tells of the process has them, too. */
const ofProcess: readonly MetricRow[] = [
  "process_resident_memory_bytes",
  "process_cpu_seconds_total",
  "nodejs_eventloop_lag_p50_seconds",
  "nodejs_eventloop_lag_p99_seconds",
  "nodejs_eventloop_lag_max_seconds",
].map((name) => ({ name, type: "gauge", labels: [], help: "" }));

const metrics: ReadonlyMap<string, MetricRow> = new Map(
  [...metricRows().flatMap(({ rows }) => rows), ...ofProcess].map((row) => [row.name, row]),
);

/** Labels that Prometheus adds to everything that it scrapes. */
const ofTarget = ["job", "instance"];

/**
 * Fails where a query in PromQL names a metric that gitxds does not have, or a label that none of its metrics has. Returns
 * the labels that its result can have.
 */
export function checkQuery(query: string): ReadonlySet<string> {
  const names = [...query.matchAll(/\b(?:gitxds|process|nodejs)_\w+/g)].map(([name]) => name);
  assert.ok(names.length > 0, `no metric in ${query}`);
  const labels = new Set([...ofTarget, ...names.flatMap((name) => labelsOf(name, query))]);
  const lists = [...query.matchAll(/\b(?:by|on|ignoring|without) \(([^)]*)\)/g)].map(([, list = ""]) => list);
  const matchers = [...query.matchAll(/\{([^}]*)\}/g)].map(([, list = ""]) => list.replace(/(!=|!~|=~|=)"[^"]*"/g, ""));
  for (const label of [...lists, ...matchers].flatMap((list) => list.split(",")).map((text) => text.trim())) {
    assert.ok(label === "" || labels.has(label), `no label ${label} in ${query}`);
  }
  const kept = /\bby \(([^)]*)\)/.exec(query)?.[1];
  return kept === undefined ? labels : new Set(kept.split(",").map((label) => label.trim()));
}

function labelsOf(name: string, query: string): readonly string[] {
  const histogram = metrics.get(name.replace(/_(bucket|sum|count)$/, ""));
  const metric = metrics.get(name) ?? (histogram?.type === "histogram" ? histogram : undefined);
  if (metric === undefined) return assert.fail(`no metric ${name} in ${query}`);
  assert.ok(metric.type !== "histogram" || metric.name !== name, `${name} is a histogram: ${query}`);
  return [...metric.labels, ...(name.endsWith("_bucket") ? ["le"] : [])];
}
