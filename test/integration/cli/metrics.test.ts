import assert from "node:assert/strict";
import { join } from "node:path";
import { test } from "node:test";
import { kinds, storageTypeUrl } from "../../../src/collections/kinds.js";
import { formatAddress } from "../../../src/util/address.js";
import { makeRepository, scratch } from "../../support/git/repository.js";
import { type Sample, valuesOf } from "../../support/prometheus.js";
import { scrape } from "../../support/scrape.js";
import { startService } from "../../support/service.js";
import { connect } from "../../support/xds/client.js";
import { peerAuthentications } from "../../support/xds/urls.js";
import { peerAuthentication } from "../../support/yaml.js";

const sourceName = "mesh";

test("metrics follow a commit from the remote to the client's ACK, and tell nothing that is not for everybody", async (t) => {
  const folder = scratch();
  t.after(folder.remove);
  const repository = makeRepository(join(folder.path, "s3cret-place", "mesh"));
  repository.commit({ "a.yaml": peerAuthentication("a") });
  const args = ["--state-dir", join(folder.path, "state"), "--interval", "1s"];
  const service = await startService([repository.path, ...args]);
  t.after(() => service.stop());
  await service.until(({ snapshot }) => snapshot !== null);

  const client = connect(service.xds);
  t.after(() => client.close());
  const stream = client.sotw();
  const take = async () => {
    const { typeUrl, versionInfo, nonce } = await stream.responses.next();
    stream.send({ typeUrl, versionInfo, responseNonce: nonce });
  };
  for (const kind of kinds)
    stream.send({ typeUrl: storageTypeUrl(kind), node: { id: "n0de", cluster: "", metadata: {} } });
  for (const _ of kinds) await take();
  await service.until(({ clients }) => clients[0]?.synced === true);
  const commit = repository.commit({ "b.yaml": peerAuthentication("b") });
  await take();
  repository.commit({ "b.yaml": peerAuthentication("b").replace("mode", "mdoe") });

  const rejected = (samples: readonly Sample[]) =>
    valuesOf(samples, "gitxds_source_state", { source: sourceName, state: "rejected" })[0] === 1;
  const { text, value } = await scrape(service, rejected, "the rejected commit");
  const listener = formatAddress(service.xds);
  assert.deepEqual(value("gitxds_commits_total", { source: sourceName, outcome: "published" }), [2]);
  assert.deepEqual(value("gitxds_commits_total", { source: sourceName, outcome: "rejected" }), [1]);
  assert.deepEqual(value("gitxds_findings", { outcome: "rejected", severity: "error", code: "GX202" }), [1]);
  assert.deepEqual(value("gitxds_commit_phase_duration_seconds_count", { phase: "fetch" }), [2]);
  assert.deepEqual(value("gitxds_resources", { listener, kind: "PeerAuthentication" }), [2]);
  assert.deepEqual(value("gitxds_xds_streams", { listener, method: "sotw" }), [1]);
  assert.deepEqual(value("gitxds_xds_pushes_total", { type_url: peerAuthentications }), [2]);
  assert.deepEqual(value("gitxds_xds_push_outcomes_total", { type_url: peerAuthentications, outcome: "acked" }), [2]);
  assert.ok((value("gitxds_xds_sent_bytes_total", { type_url: peerAuthentications })[0] ?? 0) > 100);
  assert.deepEqual(value("gitxds_xds_clients_behind", { listener }), [0]);
  assert.deepEqual(value("gitxds_commit_publish_to_ack_seconds_count", { source: sourceName }), [1]);
  assert.deepEqual(value("gitxds_commit_look_to_ack_seconds_count", { source: sourceName }), [1]);
  const [success = 0] = value("gitxds_source_last_success_timestamp_seconds", { source: sourceName });
  assert.ok(Math.abs(Date.now() / 1_000 - success) < 60);
  assert.equal(value("gitxds_build_info").length, 1);
  for (const secret of ["s3cret-place", "n0de", commit, "mdoe"]) assert.ok(!text.includes(secret), secret);

  stream.call.cancel();
  await scrape(service, (samples) => valuesOf(samples, "gitxds_xds_streams_ended_total")[0] === 1, "the stream's end");
});
