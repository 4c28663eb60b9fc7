import assert from "node:assert/strict";
import { test } from "node:test";
import type { DeltaDiscoveryRequest, DeltaDiscoveryResponse } from "../../../src/proto/index.js";
import type { TestStream } from "../../support/xds/client.js";
import { startHarness, until } from "../../support/xds/harness.js";
import { makeSnapshot, readAny } from "../../support/xds/snapshots.js";
import { destinationRules, istiodTypeUrls, virtualServices } from "../../support/xds/urls.js";

type Delta = TestStream<DeltaDiscoveryRequest, DeltaDiscoveryResponse>;

function ack(stream: Delta, { typeUrl, nonce }: DeltaDiscoveryResponse): void {
  stream.send({ typeUrl, responseNonce: nonce });
}

/** Names and versions; name and version outside of the bytes must be those inside. */
function contents({ resources }: DeltaDiscoveryResponse): Record<string, string> {
  for (const { name, version, any } of resources) assert.deepEqual(readAny(any), [name, version]);
  return Object.fromEntries(resources.map(({ name, version }) => [name, version]));
}

test("every type is answered, then only what changed is sent, and in the end what is gone", async (t) => {
  const { connect, snapshots, server, events } = await startHarness(t, {
    DestinationRule: { "shop/old": "1", "shop/same": "1" },
    VirtualService: { "shop/web": "1", "shop/api": "1" },
  });
  const stream = connect().delta();
  const node = { id: "envoy-1", cluster: "", metadata: {} };
  for (const typeUrl of istiodTypeUrls) stream.send({ typeUrl, responseNonce: "bogus", node });
  const first = new Map<string, Record<string, string>>();
  for (const _ of istiodTypeUrls) {
    const response = await stream.responses.next();
    first.set(response.typeUrl, contents(response));
    ack(stream, response);
  }
  assert.deepEqual(first.get(virtualServices), { "shop/web": "1", "shop/api": "1" });
  assert.deepEqual(first.get("core/v1alpha1/MeshConfig"), {});
  await until(() => server.clients()[0]?.synced === true, "the first snapshot");

  const mesh = { DestinationRule: { "shop/new": "1", "shop/same": "1" }, VirtualService: { "shop/web": "2" } };
  snapshots.publish(makeSnapshot(mesh, 2));
  const steps = [];
  for (const _ of [1, 2, 3]) {
    const response = await stream.responses.next();
    steps.push([response.typeUrl, contents(response), response.removedResources]);
    ack(stream, response);
  }
  assert.deepEqual(steps, [
    [destinationRules, { "shop/new": "1" }, []],
    [virtualServices, { "shop/web": "2" }, ["shop/api"]],
    [destinationRules, {}, ["shop/old"]],
  ]);
  await until(() => server.clients()[0]?.synced === true, "the second snapshot");
  assert.equal(server.clients()[0]?.node, "envoy-1");
  assert.ok(events.some((event) => event.type === "stream-opened" && event.method === "delta"));
});

test("two clients, one of each variant and one by name, follow the same commits", async (t) => {
  const { connect, snapshots } = await startHarness(t, { VirtualService: { "shop/a": "1", "shop/b": "1" } });
  const [everything, byName] = [connect().sotw(), connect().delta()];
  everything.send({ typeUrl: virtualServices });
  byName.send({ typeUrl: virtualServices, resourceNamesSubscribe: ["shop/b", "shop/none"] });
  const whole = await everything.responses.next();
  const named = await byName.responses.next();
  assert.equal(whole.resources.length, 2);
  assert.deepEqual(contents(named), { "shop/b": "1" });
  assert.deepEqual(named.removedResources, ["shop/none"]);
  everything.send({ typeUrl: virtualServices, responseNonce: whole.nonce });
  ack(byName, named);
  snapshots.publish(makeSnapshot({ VirtualService: { "shop/a": "2", "shop/b": "1" } }, 2));
  snapshots.publish(makeSnapshot({ VirtualService: { "shop/a": "2", "shop/b": "2", "shop/none": "1" } }, 3));
  assert.deepEqual(contents(await byName.responses.next()), { "shop/b": "2", "shop/none": "1" });
  await everything.responses.next();
});
