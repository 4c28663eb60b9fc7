import assert from "node:assert/strict";
import type { Mesh } from "../../snapshots.js";
import { virtualServices } from "../../urls.js";
import { type Case, delta, startMesh } from "../case.js";

const incremental = "Incremental xDS";
const subscribing = "Subscribing to Resources";
const unsubscribing = "Unsubscribing from Resources";

const routes = (resources: Mesh["VirtualService"]): Mesh => ({ ...startMesh, VirtualService: resources ?? {} });

/** What the incremental variant has of its own. */
export const incrementalCases: readonly Case[] = [
  delta(
    incremental,
    "a request at any time, without a nonce, adds to what is wanted and takes away",
    async ({ open, publish }) => {
      const peer = open();
      peer.ask(virtualServices, ["shop/a"]);
      await peer.take();
      const [resourceNamesSubscribe, resourceNamesUnsubscribe] = [["shop/b"], ["shop/a"]];
      peer.send({ typeUrl: virtualServices, resourceNamesSubscribe, resourceNamesUnsubscribe });
      assert.deepEqual((await peer.take()).resources, { "shop/b": "1" });
      publish(routes({ "shop/a": "2", "shop/b": "1" }));
      await peer.quiet();
    },
  ),

  delta(
    incremental,
    "a change of the subscription counts although its nonce is stale",
    async ({ open, publish, untilType }) => {
      const peer = open();
      peer.ask(virtualServices, ["shop/a"]);
      const first = await peer.take();
      publish(routes({ "shop/a": "2", "shop/b": "1" }));
      const second = await peer.next();
      peer.send({ typeUrl: virtualServices, responseNonce: first.nonce, resourceNamesSubscribe: ["shop/b"] });
      await untilType(virtualServices, ({ acked }) => acked === first.version);
      peer.ack(second);
      assert.deepEqual((await peer.take()).resources, { "shop/b": "1" });
    },
  ),

  delta(incremental, "an ACK may change the subscription", async ({ open }) => {
    const peer = open();
    peer.ask(virtualServices, ["shop/a"]);
    const { nonce } = await peer.next();
    peer.send({ typeUrl: virtualServices, responseNonce: nonce, resourceNamesSubscribe: ["shop/b"] });
    assert.deepEqual((await peer.take()).resources, { "shop/b": "1" });
  }),

  delta(incremental, "what was rejected comes again with the next change, not before", async ({ open, publish }) => {
    const peer = open();
    peer.ask(virtualServices);
    await peer.take();
    publish(routes({ "shop/a": "2", "shop/b": "1" }));
    peer.nack(await peer.next(), "no");
    await peer.quiet();
    publish(routes({ "shop/a": "2", "shop/b": "2" }));
    assert.deepEqual((await peer.take()).resources, { "shop/a": "2", "shop/b": "2" });
  }),

  delta(
    incremental,
    "a client that comes back tells what it has, and is sent what differs",
    async ({ open, publish }) => {
      publish(routes({ "shop/a": "1", "shop/b": "2", "shop/c": "1" }));
      const initialResourceVersions = new Map([
        ["shop/a", "1"],
        ["shop/b", "1"],
        ["shop/gone", "1"],
      ]);
      const names = ["shop/a", "shop/b", "shop/c", "shop/gone"];
      for (const resourceNamesSubscribe of [["*"], [], names]) {
        const peer = open();
        peer.send({ typeUrl: virtualServices, resourceNamesSubscribe, initialResourceVersions });
        const { resources, removed } = await peer.take();
        assert.deepEqual([resources, removed], [{ "shop/b": "2", "shop/c": "1" }, ["shop/gone"]]);
        await peer.quiet();
      }
    },
  ),

  delta(
    incremental,
    "a client that comes back must name what it wants: what it only has is not followed",
    async ({ open, publish }) => {
      const peer = open();
      const initialResourceVersions = new Map([
        ["shop/a", "1"],
        ["shop/b", "0"],
      ]);
      peer.send({ typeUrl: virtualServices, resourceNamesSubscribe: ["shop/a"], initialResourceVersions });
      const { resources, removed } = await peer.take();
      assert.deepEqual([resources, removed], [{}, []]);
      publish(routes({ "shop/a": "2", "shop/b": "2" }));
      assert.deepEqual((await peer.take()).resources, { "shop/a": "2" });
    },
  ),

  delta(
    subscribing,
    "a name that is subscribed to already is sent again, in case the client forgot",
    async ({ open }) => {
      const peer = open();
      peer.ask(virtualServices, ["shop/a", "shop/b"]);
      await peer.take();
      peer.send({ typeUrl: virtualServices, resourceNamesSubscribe: ["shop/a"] });
      assert.deepEqual((await peer.take()).resources, { "shop/a": "1" });
      await peer.quiet();
    },
  ),

  delta(subscribing, "the name * is a name, too: subscribed to again, everything is sent again", async ({ open }) => {
    const peer = open();
    peer.ask(virtualServices, ["*"]);
    await peer.take();
    peer.send({ typeUrl: virtualServices, resourceNamesSubscribe: ["*"] });
    const { resources, removed } = await peer.take();
    assert.deepEqual([resources, removed], [startMesh.VirtualService, []]);
    await peer.quiet();
  }),

  delta(unsubscribing, "names that were not subscribed to do no harm", async ({ open, publish }) => {
    const peer = open();
    peer.ask(virtualServices, ["shop/a"]);
    await peer.take();
    peer.send({ typeUrl: virtualServices, resourceNamesUnsubscribe: ["shop/b", "shop/none"] });
    await peer.quiet();
    publish(routes({ "shop/a": "2", "shop/b": "2" }));
    assert.deepEqual((await peer.take()).resources, { "shop/a": "2" });
  }),

  delta(unsubscribing, "a request that does nothing else needs no response", async ({ open }) => {
    const peer = open();
    peer.ask(virtualServices, ["shop/a", "shop/b"]);
    await peer.take();
    peer.send({ typeUrl: virtualServices, resourceNamesUnsubscribe: ["shop/a"] });
    await peer.quiet();
  }),

  delta(
    unsubscribing,
    "beside a wildcard a name is answered, though it is unsubscribed from twice",
    async ({ open }) => {
      const peer = open();
      peer.ask(virtualServices, ["*", "shop/none"]);
      const answer = await peer.next();
      peer.send({ typeUrl: virtualServices, resourceNamesUnsubscribe: ["shop/none"] });
      peer.send({ typeUrl: virtualServices, resourceNamesUnsubscribe: ["shop/none"] });
      peer.ack(answer);
      assert.deepEqual((await peer.take()).removed, ["shop/none"]);
    },
  ),

  delta(
    unsubscribing,
    "beside a wildcard a name is answered: sent if the wildcard has it, removed if not",
    async ({ open, publish }) => {
      const peer = open();
      peer.ask(virtualServices, ["*", "shop/a", "shop/none"]);
      await peer.take();
      peer.send({ typeUrl: virtualServices, resourceNamesUnsubscribe: ["shop/a", "shop/none"] });
      const { resources, removed } = await peer.take();
      assert.deepEqual([resources, removed], [{ "shop/a": "1" }, ["shop/none"]]);
      publish(routes({ "shop/a": "2", "shop/b": "1" }));
      assert.deepEqual((await peer.take()).resources, { "shop/a": "2" }, "the wildcard goes on");
    },
  ),
].flat();
