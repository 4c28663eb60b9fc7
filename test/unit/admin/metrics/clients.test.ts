import assert from "node:assert/strict";
import { test } from "node:test";
import { commitSha, type TypeUrl } from "../../../../src/model/index.js";
import { listener, sampleEvents, source, startMetrics, typeUrl } from "../../../support/metrics.js";
import { destinationRules } from "../../../support/xds/urls.js";

const { published, pushed, "stream-opened": opened, "caught-up": caughtUp } = sampleEvents;

test("streams are counted by method while they are open, and by status once they have ended", async () => {
  const { values, observe } = startMetrics();
  observe(opened);
  observe({ ...opened, stream: 2, method: "delta" });
  assert.deepEqual(await values("gitxds_xds_streams", { method: "sotw" }), [1]);
  observe(sampleEvents["stream-closed"]);
  assert.deepEqual(await values("gitxds_xds_streams", { method: "sotw" }), [0]);
  assert.deepEqual(await values("gitxds_xds_streams", { method: "delta" }), [1]);
  const ended = { listener, method: "sotw", status: "CANCELLED" };
  assert.deepEqual(await values("gitxds_xds_streams_ended_total", ended), [1]);
});

test("what is turned away is counted by code, and a certificate's end is known and whether the files were taken", async () => {
  const { values, observe } = startMetrics();
  observe(sampleEvents["connections-refused"]);
  observe(sampleEvents["connections-refused"]);
  assert.deepEqual(await values("gitxds_connections_refused_total", { listener, code: "GX084" }), [10]);
  observe(sampleEvents["certificate-loaded"]);
  assert.deepEqual(await values("gitxds_tls_certificate_not_after_timestamp_seconds", { listener }), [9]);
  assert.deepEqual(await values("gitxds_tls_certificate_last_load_successful", { listener }), [1]);
  observe(sampleEvents["certificate-refused"]);
  assert.deepEqual(await values("gitxds_tls_certificate_last_load_successful", { listener }), [0]);
  observe(opened);
  observe(sampleEvents["stream-slowed"]);
  assert.deepEqual(await values("gitxds_xds_streams_delayed_total", { method: "sotw", code: "GX088" }), [1]);
});

test("a response is counted with its bytes and resources, and so is what came of it", async () => {
  const { values, observe } = startMetrics();
  observe(opened);
  for (const answer of ["acked", "nacked"] as const) {
    observe(pushed);
    observe(sampleEvents[answer]);
  }
  observe(pushed);
  observe({ ...pushed, typeUrl: destinationRules as TypeUrl });
  observe(sampleEvents["stream-closed"]);
  assert.deepEqual(await values("gitxds_xds_pushes_total", { type_url: typeUrl }), [3]);
  assert.deepEqual(await values("gitxds_xds_sent_bytes_total", { type_url: typeUrl }), [900]);
  assert.deepEqual(await values("gitxds_xds_sent_resources_total", { type_url: typeUrl }), [6]);
  for (const outcome of ["acked", "nacked", "unanswered"]) {
    assert.deepEqual(await values("gitxds_xds_push_outcomes_total", { type_url: typeUrl, outcome }), [1]);
  }
});

/** Seconds that commits took to a client, as count and sum: from their publication, and from the look. */
async function rollouts(values: ReturnType<typeof startMetrics>["values"]): Promise<readonly (readonly number[])[]> {
  const histogram = async (name: string) => [
    ...(await values(`${name}_count`, { source })),
    ...(await values(`${name}_sum`, { source })),
  ];
  return [
    await histogram("gitxds_commit_publish_to_ack_seconds"),
    await histogram("gitxds_commit_look_to_ack_seconds"),
  ];
}

test("a commit's way to a client is told from its publication and from the look that found it", async () => {
  const { clock, values, observe } = startMetrics();
  observe(opened);
  clock.advance(2_000);
  observe(pushed);
  observe({ ...published, lookedAt: new Date(1_500) });
  clock.advance(3_000);
  observe(caughtUp);
  assert.deepEqual(await rollouts(values), [
    [1, 3],
    [1, 3.5],
  ]);
  observe(pushed);
  clock.advance(60_000);
  observe(caughtUp);
  assert.deepEqual(await rollouts(values), [
    [1, 3],
    [1, 3.5],
  ]);
});

test("what a stream is answered first is no commit's way to it", async () => {
  const { clock, values, observe } = startMetrics();
  observe(published);
  clock.advance(60_000);
  observe(opened);
  observe(pushed);
  observe(caughtUp);
  assert.deepEqual(await rollouts(values), [[], []]);
});

test("of several sources the way is that of the one that was published last", async () => {
  const { clock, values, observe } = startMetrics();
  const edge = { source: "edge", commit: commitSha("b".repeat(40)) };
  observe(opened);
  observe(published);
  observe({ ...published, ...edge });
  clock.advance(3_000);
  observe({ ...caughtUp, commits: [edge, ...caughtUp.commits] });
  assert.deepEqual(await values("gitxds_commit_publish_to_ack_seconds_count", { source: "edge" }), [1]);
  assert.deepEqual(await values("gitxds_commit_publish_to_ack_seconds_count", { source }), []);
});

test("a client is behind from its first response until it has caught up, and NACKs do not end that", async () => {
  const { clock, values, observe } = startMetrics();
  const behind = async () => [
    ...(await values("gitxds_xds_clients_behind", { listener })),
    ...(await values("gitxds_xds_client_lag_max_seconds", { listener })),
  ];
  observe(opened);
  observe({ ...opened, stream: 2 });
  assert.deepEqual(await behind(), [0, 0]);
  observe(pushed);
  clock.advance(4_000);
  observe({ ...pushed, stream: 2 });
  clock.advance(1_000);
  observe(sampleEvents.nacked);
  observe(pushed);
  assert.deepEqual(await behind(), [2, 5]);
  observe(caughtUp);
  assert.deepEqual(await behind(), [1, 1]);
  observe({ ...sampleEvents["stream-closed"], stream: 2 });
  assert.deepEqual(await behind(), [0, 0]);
});

test("a client is not behind for want of an ACK of what is not served", async () => {
  const { values, observe } = startMetrics();
  observe(opened);
  observe({ ...pushed, typeUrl: "core/v1alpha1/MeshConfig" as TypeUrl });
  assert.deepEqual(await values("gitxds_xds_clients_behind", { listener }), [0]);
});

test("an older time of day counts as no time at all", async () => {
  const { values, observe } = startMetrics();
  observe(opened);
  observe(published);
  observe(caughtUp);
  assert.deepEqual((await rollouts(values))[0], [1, 0]);
});

test("a stale look is counted once, and each of the streams that waited for it", async () => {
  const { values, observe } = startMetrics();
  observe(sampleEvents["stale-look"]);
  const labels = { listener, reason: "timeout", action: "serve-last-good" };
  assert.deepEqual(await values("gitxds_stale_looks_total", labels), [1]);
  assert.deepEqual(await values("gitxds_stale_streams_total", labels), [3]);
});
