/**
 * Loaded with `--import` into a process under measurement: watches the delay of its main thread's event loop and writes it, in
 * milliseconds since it was asked last, as one JSON line to the file that GITXDS_PROBE_FILE names whenever SIGUSR2 arrives.
 */
import { appendFileSync } from "node:fs";
import { monitorEventLoopDelay } from "node:perf_hooks";
import { isMainThread } from "node:worker_threads";

const file = process.env.GITXDS_PROBE_FILE;
if (isMainThread && file !== undefined) {
  const histogram = monitorEventLoopDelay({ resolution: 1 });
  histogram.enable();
  process.on("SIGUSR2", () => {
    const [p50, p99] = [50, 99].map((percentile) => histogram.percentile(percentile) / 1e6);
    appendFileSync(file, `${JSON.stringify({ p50, p99, max: histogram.max / 1e6 })}\n`);
    histogram.reset();
  });
}
