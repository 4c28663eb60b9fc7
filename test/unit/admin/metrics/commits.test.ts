import assert from "node:assert/strict";
import { test } from "node:test";
import { findingOf, listener, sampleEvents, source, startMetrics } from "../../../support/metrics.js";
import { makeSnapshot } from "../../../support/xds/snapshots.js";

const { published } = sampleEvents;

test("a commit is counted by its outcome, with the seconds of each phase", async () => {
  const { values, observe } = startMetrics();
  observe(published);
  observe(sampleEvents.rejected);
  observe(sampleEvents.held);
  observe(sampleEvents.held);
  const outcomes = ["published", "rejected", "held"].map((outcome) => values("gitxds_commits_total", { outcome }));
  assert.deepEqual(await Promise.all(outcomes), [[1], [1], [2]]);
  const seconds = (phase: string) => values("gitxds_commit_phase_duration_seconds_sum", { source, phase });
  assert.deepEqual(await Promise.all(["fetch", "list", "parse", "analyze", "build"].map(seconds)), [
    [0.2],
    [0.01],
    [0.03],
    [0.005],
    [0.002],
  ]);
});

test("looks are counted with their seconds, failures by code, and the last success is kept while they fail", async () => {
  const { clock, values, observe } = startMetrics();
  clock.advance(5_000);
  observe(sampleEvents.looked);
  assert.deepEqual(await values("gitxds_look_duration_seconds_sum", { source }), [0.04]);
  clock.advance(5_000);
  observe({ type: "looked", source, state: "failing", code: "GX002", ms: 10 });
  observe({ type: "looked", source, state: "failing", code: "GX002", ms: 10 });
  assert.deepEqual(await values("gitxds_source_last_success_timestamp_seconds", { source }), [5]);
  assert.deepEqual(await values("gitxds_look_errors_total", { source, code: "GX002" }), [2]);
  assert.deepEqual(await values("gitxds_look_duration_seconds_count", { source }), [3]);
  assert.deepEqual(await values("gitxds_source_state", { source, state: "failing" }), [1]);
  assert.deepEqual(await values("gitxds_source_state", { source, state: "following" }), [0]);
});

test("findings are those of the published commit, and of a rejected head until that is past", async () => {
  const { values, observe, scrape } = startMetrics();
  const warnings = [findingOf("GX320", "warning"), findingOf("GX320", "warning"), findingOf("IST0101", "info")];
  observe({ ...published, warnings });
  observe(sampleEvents.rejected);
  observe({ type: "looked", source, state: "rejected", code: null, ms: 1 });
  observe({ type: "looked", source, state: "failing", code: "GX002", ms: 1 });
  const labels = { source, outcome: "published" };
  assert.deepEqual(await values("gitxds_findings", { ...labels, severity: "warning", code: "GX320" }), [2]);
  assert.deepEqual(await values("gitxds_findings", { ...labels, severity: "info", code: "IST0101" }), [1]);
  assert.deepEqual(await values("gitxds_findings", { source, outcome: "rejected", code: "GX202" }), [1]);
  observe({ ...published, warnings: [findingOf("IST0101", "info")] });
  observe(sampleEvents.looked);
  assert.deepEqual(
    (await scrape()).filter(({ name }) => name === "gitxds_findings").map(({ labels: { code } }) => code),
    ["IST0101"],
  );
});

test("resources are those of the snapshot that is served, by kind, empty kinds included", async () => {
  const snapshot = makeSnapshot({ VirtualService: { "shop/a": "1", "shop/b": "1" } });
  const { values } = startMetrics({ snapshot: { ...snapshot, publishedAt: new Date(7_000) } });
  assert.deepEqual(await values("gitxds_resources", { listener, kind: "VirtualService" }), [2]);
  assert.equal((await values("gitxds_resources")).length, 15);
  assert.deepEqual(await values("gitxds_snapshot_published_timestamp_seconds", { listener }), [7]);
});
