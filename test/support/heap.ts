/**
 * Loaded with `--import` and `--expose-gc` into a process under measurement: on SIGUSR2 each of its threads collects what
 * is garbage, and its heap in MB is written to the file that GITXDS_PROBE_FILE names.
 */
import { appendFileSync } from "node:fs";
import { BroadcastChannel, isMainThread } from "node:worker_threads";

const file = process.env.GITXDS_PROBE_FILE;
if (file !== undefined) {
  const channel = new BroadcastChannel("gitxds-heap");
  channel.unref();
  const measure = () => {
    // Twice: what finalizers let go of is found by the second.
    for (let pass = 0; pass < 2; pass += 1) globalThis.gc?.();
    const { heapUsed, external, arrayBuffers } = process.memoryUsage();
    return (heapUsed + external + arrayBuffers) / 1024 / 1024;
  };
  if (isMainThread) {
    let serving = 0;
    channel.onmessage = ({ data }: MessageEvent) => {
      appendFileSync(file, `${JSON.stringify({ serving, pipeline: data })}\n`);
    };
    process.on("SIGUSR2", () => {
      serving = measure();
      channel.postMessage("measure");
    });
  } else {
    channel.onmessage = () => channel.postMessage(measure());
  }
}
