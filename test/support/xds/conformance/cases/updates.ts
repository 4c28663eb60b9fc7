import assert from "node:assert/strict";
import { destinationRules, virtualServices } from "../../urls.js";
import { both, type Case, delta, sotw, startMesh } from "../case.js";

const when = "When to send an update";
const updates = "Resource updates";
const consistency = "Eventual consistency considerations";

/** When something is sent, when it is not, and in which order. */
export const updateCases: readonly Case[] = [
  both(when, "nothing is sent while what is subscribed to stays the same", async ({ open, publish }) => {
    const peer = open();
    peer.ask(virtualServices);
    await peer.take();
    publish(startMesh);
    publish({ ...startMesh, DestinationRule: { "shop/a": "2" } });
    await peer.quiet();
  }),

  both(when, "an ACK is no reason to send anything", async ({ open }) => {
    const peer = open();
    peer.ask(virtualServices);
    const answer = await peer.take();
    peer.ack(answer);
    peer.ack(answer);
    await peer.quiet();
  }),

  both(when, "of several requests for a type the last one is what counts", async ({ open, publish }) => {
    const peer = open();
    peer.ask(virtualServices, ["shop/a"]);
    peer.ask(virtualServices, ["shop/b"]);
    let answer = await peer.take();
    if (answer.resources["shop/b"] === undefined) answer = await peer.take();
    assert.equal(answer.resources["shop/b"], "1");
    publish({ ...startMesh, VirtualService: { "shop/a": "2", "shop/b": "1" } });
    await peer.quiet();
  }),

  sotw(updates, "at a version that it has, a client may ask for more", async ({ open }) => {
    const peer = open();
    peer.ask(virtualServices, ["shop/a"]);
    await peer.take();
    peer.ask(virtualServices, ["shop/a", "shop/b"]);
    assert.deepEqual((await peer.take()).resources, { "shop/a": "1", "shop/b": "1" });
  }),

  sotw(
    updates,
    "a request with an older nonce crossed a response: it is not answered, nor taken for a rejection",
    async (lab) => {
      const { open, publish, untilType } = lab;
      const peer = open();
      peer.ask(virtualServices, ["shop/a"]);
      const first = await peer.take();
      publish({ ...startMesh, VirtualService: { "shop/a": "2", "shop/b": "1" } });
      const second = await peer.next();
      const crossed = { typeUrl: virtualServices, resourceNames: ["shop/a", "shop/b"] };
      peer.send({ ...crossed, responseNonce: first.nonce, versionInfo: first.version });
      peer.send({ ...crossed, responseNonce: first.nonce, errorDetail: { code: 3, message: "no" } });
      await peer.quiet();
      await untilType(virtualServices, ({ acked, nack }) => acked === first.version && nack === null);
      peer.send({ ...crossed, responseNonce: second.nonce, versionInfo: second.version });
      assert.deepEqual((await peer.next()).resources, { "shop/a": "2", "shop/b": "1" });
    },
  ),

  sotw(updates, "not every request has a response", async ({ open }) => {
    const peer = open();
    peer.ask(virtualServices, ["shop/a"]);
    await peer.take();
    for (let count = 0; count < 3; count += 1) peer.ask(virtualServices, ["shop/a"]);
    await peer.quiet();
  }),

  both(consistency, "what is referred to is sent before what refers to it", async ({ open, publish }) => {
    const peer = open();
    peer.ask(virtualServices);
    await peer.take();
    peer.ask(destinationRules);
    await peer.take();
    publish({ DestinationRule: { "shop/a": "2" }, VirtualService: { "shop/a": "2", "shop/b": "1" } });
    const order = [(await peer.take()).typeUrl, (await peer.take()).typeUrl];
    assert.deepEqual(order, [destinationRules, virtualServices]);
    await peer.quiet();
  }),

  sotw(
    consistency,
    "make before break: both, then the one that refers, then without the old one",
    async ({ open, publish }) => {
      const peer = open();
      peer.ask(virtualServices);
      await peer.take();
      peer.ask(destinationRules);
      await peer.take();
      publish({ DestinationRule: { "shop/b": "1" }, VirtualService: { "shop/a": "2" } });
      const steps = [await peer.take(), await peer.take(), await peer.take()];
      assert.deepEqual(
        steps.map(({ typeUrl, resources }) => [typeUrl, resources]),
        [
          [destinationRules, { "shop/a": "1", "shop/b": "1" }],
          [virtualServices, { "shop/a": "2" }],
          [destinationRules, { "shop/b": "1" }],
        ],
      );
    },
  ),

  delta(
    consistency,
    "make before break: the new, then the one that refers, then the old one removed",
    async ({ open, publish }) => {
      const peer = open();
      peer.ask(virtualServices);
      await peer.take();
      peer.ask(destinationRules);
      await peer.take();
      publish({ DestinationRule: { "shop/b": "1" }, VirtualService: { "shop/a": "2" } });
      const steps = [await peer.take(), await peer.take(), await peer.take()];
      assert.deepEqual(
        steps.map(({ typeUrl, resources, removed }) => [typeUrl, resources, removed]),
        [
          [destinationRules, { "shop/b": "1" }, []],
          [virtualServices, { "shop/a": "2" }, ["shop/b"]],
          [destinationRules, {}, ["shop/a"]],
        ],
      );
    },
  ),
].flat();
