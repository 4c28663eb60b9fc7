import { Registry } from "prom-client";
import { systemClock } from "../../util/clock.js";
import type { MetricGroup, MetricsContext } from "./context.js";
import { metricGroups } from "./groups.js";

/** One metric as it is declared. */
export interface MetricRow {
  readonly name: string;
  readonly type: string;
  readonly labels: readonly string[];
  readonly help: string;
}

const introduction = `<!-- Written by npm run docs from src/admin/metrics: change those. -->

# Metrics

\`GET /metrics\` on the admin port, in Prometheus' text format, without a token. It names sources, listeners, kinds, type URLs and codes; no
repository's address, no commit, no client, no content of files. There are [alerts](../examples/prometheus/) and a
[dashboard](../examples/grafana/gitxds.json).

Every label takes its values from a list that clients and commits cannot make longer: sources and listeners from the configuration,
type URLs from the kinds that are served (\`other\` for the rest), codes from [findings.md](findings.md). Counters begin at zero with the process.
`;

const processText = `## The process

prom-client's metrics of a Node.js process are there, too, as \`process_*\` and \`nodejs_*\`. \`nodejs_eventloop_lag_p50_seconds\`, \`_p99_\` and
\`_max_\` are of the thread that serves, since the last scrape: what stands in the way of keepalives and pushes. They are the time between two
looks at the clock that are 50 ms apart, so an idle thread shows about 0.05.
\`process_resident_memory_bytes\` and \`process_cpu_seconds_total\` are of both threads, \`nodejs_heap_*\` of the serving one alone.`;

/** Every metric of ours, by group. */
export function metricRows(): readonly { readonly title: string; readonly rows: readonly MetricRow[] }[] {
  return metricGroups.map(({ title, group }) => ({ title, rows: rowsOf(group) }));
}

/** The text of docs/metrics.md. */
export function metricsPage(): string {
  const sections = metricRows().map(({ title, rows }) =>
    [`## ${title}`, ["| metric | type | labels | meaning |", "|---|---|---|---|", ...rows.map(line)].join("\n")].join(
      "\n\n",
    ),
  );
  return `${[introduction.trimEnd(), ...sections, processText].join("\n\n")}\n`;
}

function line({ name, type, labels, help }: MetricRow): string {
  return `| \`${name}\` | ${type} | ${labels.map((label) => `\`${label}\``).join(", ")} | ${help} |`;
}

const nothing: MetricsContext = { version: "", sources: [], served: () => [], clock: systemClock };

function rowsOf(group: MetricGroup): readonly MetricRow[] {
  const registry = new Registry();
  group(registry, nothing);
  return registry.getMetricsAsArray().map((metric) => {
    const { name, type, labelNames, help } = metric as unknown as Declared;
    return { name, type, labels: labelNames, help };
  });
}

/** What prom-client's metrics are, which its types do not say. */
interface Declared extends Omit<MetricRow, "labels"> {
  readonly labelNames: readonly string[];
}
