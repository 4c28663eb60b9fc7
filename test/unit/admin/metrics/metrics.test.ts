import assert from "node:assert/strict";
import { test } from "node:test";
import { createLateMetrics } from "../../../../src/admin/metrics/index.js";
import { commitSha, type Event, type TypeUrl } from "../../../../src/model/index.js";
import { findingOf, listener, sampleEvents, startMetrics, typeUrl } from "../../../support/metrics.js";
import { parseExposition, valuesOf } from "../../../support/prometheus.js";
import { FakeClock } from "../../../support/xds/fake-clock.js";

const { published, pushed, "stream-opened": opened, "caught-up": caughtUp } = sampleEvents;

/**
 * looked counts every failure, of which the log is told the first; progress and names are for people, and the end of a
 * certificate is in a gauge from the start.
 */
const notCounted: readonly Event["type"][] = ["look-failed", "progress", "stream-identified", "certificate-ending"];

for (const event of Object.values(sampleEvents)) {
  const counted = !notCounted.includes(event.type);
  test(`the event ${event.type} is ${counted ? "counted" : "not counted"}`, async () => {
    const { scrape, observe } = startMetrics();
    if (event.type !== "stream-opened") observe(opened);
    if (event.type !== "pushed") observe(pushed);
    const before = await scrape();
    observe(event);
    if (counted) assert.notDeepEqual(await scrape(), before);
    else assert.deepEqual(await scrape(), before);
  });
}

test("what can happen is there from the start at zero, and of the rest nothing", async () => {
  const { values, scrape } = startMetrics({ sources: ["mesh", "edge"] });
  for (const of of ["mesh", "edge"]) {
    for (const outcome of ["published", "rejected", "held"]) {
      assert.deepEqual(await values("gitxds_commits_total", { source: of, outcome }), [0]);
    }
    assert.deepEqual(await values("gitxds_source_state", { source: of, state: "starting" }), [1]);
    assert.deepEqual(await values("gitxds_source_state", { source: of, state: "following" }), [0]);
  }
  assert.deepEqual(await values("gitxds_xds_streams", { listener, method: "delta" }), [0]);
  assert.deepEqual(await values("gitxds_xds_clients_behind", { listener }), [0]);
  assert.deepEqual(await values("gitxds_xds_push_outcomes_total", { type_url: typeUrl, outcome: "nacked" }), [0]);
  assert.deepEqual(await values("gitxds_state_folder_problems_total", { source: "edge", code: "GX098" }), [0]);
  for (const name of ["gitxds_stale_looks_total", "gitxds_stale_streams_total"]) {
    assert.deepEqual(await values(name, { listener }), [0, 0, 0, 0]);
  }
  assert.deepEqual(await values("gitxds_config_last_load_successful"), [1]);
  assert.deepEqual(await values("gitxds_build_info", { version: "1.2.3", istio_version: "1.32" }), [1]);
  for (const name of ["gitxds_source_last_success_timestamp_seconds", "gitxds_resources", "gitxds_findings"]) {
    assert.ok(!(await scrape()).some((sample) => sample.name === name), name);
  }
});

test("clients and commits cannot make series: what no table knows is other", async () => {
  const { scrape, observe } = startMetrics();
  const flood = (from: number) => {
    for (let index = from; index < from + 1_000; index += 1) {
      const url = `made.up/v${index}/Kind` as TypeUrl;
      observe({ ...opened, stream: index, peer: `10.0.0.1:${index}` });
      observe({ ...sampleEvents["stream-identified"], stream: index, node: `node ${index}` });
      observe({ ...pushed, stream: index, typeUrl: url });
      observe({ ...sampleEvents.nacked, stream: index, typeUrl: url, message: `no ${index}` });
      observe({ ...caughtUp, stream: index });
      observe({ ...sampleEvents["stream-closed"], stream: index, reason: `${index}` });
      observe({ ...sampleEvents.rejected, findings: [findingOf(`GX${10_000 + index}`, "error")] });
      observe({ ...published, commit: commitSha(index.toString(16).padStart(40, "0")) });
    }
  };
  flood(1);
  const before = (await scrape()).map(({ name, labels }) => ({ name, labels }));
  flood(1_001);
  assert.deepEqual(
    (await scrape()).map(({ name, labels }) => ({ name, labels })),
    before,
  );
  assert.ok(before.some(({ labels }) => labels.type_url === "other"));
});

test("the process tells of itself: memory, time, and the delay of this thread's event loop", async () => {
  const { metrics } = startMetrics();
  const { text, contentType } = await metrics.scrape();
  assert.match(contentType, /^text\/plain; version=0\.0\.4/);
  for (const name of [
    "process_resident_memory_bytes",
    "process_cpu_seconds_total",
    "process_start_time_seconds",
    "nodejs_eventloop_lag_p50_seconds",
    "nodejs_eventloop_lag_p99_seconds",
    "nodejs_eventloop_lag_max_seconds",
    "nodejs_heap_size_used_bytes",
  ]) {
    assert.equal(valuesOf(parseExposition(text), name).length, 1, name);
  }
});

test("what happens before metrics are loaded is counted with the time at which it happened", async () => {
  const clock = new FakeClock();
  const { observe, scrape } = createLateMetrics({ version: "1", sources: [], served: () => [], clock });
  clock.advance(500);
  observe(sampleEvents.looked, clock.now());
  observe(published, clock.now());
  clock.advance(400);
  const told = async (name: string) => valuesOf(parseExposition((await scrape()).text), name);
  assert.deepEqual(await told("gitxds_source_last_success_timestamp_seconds"), [0.5]);
  observe(published, clock.now());
  assert.deepEqual(await told("gitxds_commits_total"), [2]);
});
