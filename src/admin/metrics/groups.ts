import { buildMetrics } from "./build.js";
import { commitMetrics } from "./commits.js";
import { configMetrics } from "./config-file.js";
import { connectionMetrics } from "./connections.js";
import type { MetricGroup } from "./context.js";
import { findingMetrics } from "./findings.js";
import { lookMetrics } from "./looks.js";
import { pushMetrics } from "./pushes.js";
import { rolloutMetrics } from "./rollout.js";
import { servedMetrics } from "./served.js";
import { staleLookMetrics } from "./stale-looks.js";
import { stateFolderMetrics } from "./state-folder.js";
import { streamMetrics } from "./streams.js";
import { webhookMetrics } from "./webhooks.js";

/** Every metric of ours, by the title under which docs/metrics.md lists it, in the order of the way of the data. */
export const metricGroups: readonly { readonly title: string; readonly group: MetricGroup }[] = [
  { title: "Following the remote", group: lookMetrics },
  { title: "Commits", group: commitMetrics },
  { title: "Findings", group: findingMetrics },
  { title: "What is served", group: servedMetrics },
  { title: "From commit to client", group: rolloutMetrics },
  { title: "Connections", group: connectionMetrics },
  { title: "Streams", group: streamMetrics },
  { title: "New streams and stale looks", group: staleLookMetrics },
  { title: "Responses", group: pushMetrics },
  { title: "Webhooks", group: webhookMetrics },
  { title: "Configuration", group: configMetrics },
  { title: "State directory", group: stateFolderMetrics },
  { title: "Build", group: buildMetrics },
];
