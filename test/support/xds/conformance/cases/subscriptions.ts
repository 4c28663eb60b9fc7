import assert from "node:assert/strict";
import type { Mesh } from "../../snapshots.js";
import { virtualServices } from "../../urls.js";
import { both, type Case, delta, sotw, startMesh } from "../case.js";

const hints = "How the client specifies what resources to return";
const unsubscribing = "Unsubscribing From Resources";

const routes = (resources: Mesh["VirtualService"]): Mesh => ({ ...startMesh, VirtualService: resources ?? {} });

/** How names and the wildcard say what is wanted, and when it no longer is. */
export const subscriptionCases: readonly Case[] = [
  both(hints, "what is named is supplied if it exists, and nothing else need be", async ({ open, publish }) => {
    const peer = open();
    peer.ask(virtualServices, ["shop/b"]);
    assert.deepEqual((await peer.take()).resources, { "shop/b": "1" });
    publish(routes({ "shop/a": "2", "shop/b": "1" }));
    await peer.quiet();
  }),

  both(hints, "what is newly named is sent, though it has not changed and came before unasked", async ({ open }) => {
    const peer = open();
    peer.ask(virtualServices);
    await peer.take();
    peer.ask(virtualServices, ["*", "shop/a"]);
    assert.equal((await peer.take()).resources["shop/a"], "1");
    await peer.quiet();
  }),

  both(hints, "once names were given, none are no interest in the type", async ({ open, publish }) => {
    const peer = open();
    peer.ask(virtualServices, ["shop/a"]);
    await peer.take();
    peer.ask(virtualServices, []);
    await peer.quiet();
    publish(routes({ "shop/a": "2", "shop/b": "2" }));
    await peer.quiet();
  }),

  sotw(hints, "what the wildcard brought and is then named is sent again", async ({ open }) => {
    const peer = open();
    peer.ask(virtualServices);
    await peer.take();
    peer.ask(virtualServices, ["shop/a"]);
    assert.deepEqual((await peer.take()).resources, { "shop/a": "1" });
    await peer.quiet();
  }),

  sotw(hints, "that names were given counts although the request is stale", async ({ open, publish }) => {
    const peer = open();
    peer.ask(virtualServices);
    const first = await peer.take();
    publish(routes({ "shop/a": "2", "shop/b": "1" }));
    const second = await peer.next();
    peer.send({ typeUrl: virtualServices, responseNonce: first.nonce, resourceNames: ["shop/a"] });
    peer.ack(second);
    await peer.quiet();
    publish(routes({ "shop/a": "3", "shop/b": "1" }));
    await peer.quiet();
  }),

  both(hints, "the name * subscribes to everything", async ({ open, publish }) => {
    const peer = open();
    peer.ask(virtualServices, ["*"]);
    assert.deepEqual((await peer.take()).resources, startMesh.VirtualService);
    publish(routes({ "shop/a": "1", "shop/b": "1", "shop/c": "1" }));
    assert.equal((await peer.take()).resources["shop/c"], "1");
  }),

  both(hints, "a client that never gave a name is treated as if it had given *", async ({ open, publish }) => {
    const peer = open();
    peer.ask(virtualServices);
    assert.deepEqual((await peer.take()).resources, startMesh.VirtualService);
    peer.ask(virtualServices);
    publish(routes({ "shop/a": "1", "shop/b": "1", "shop/c": "1" }));
    assert.equal((await peer.take()).resources["shop/c"], "1");
  }),

  both(hints, "the example: none, then * and a name, then the name, then none", async ({ open, publish }) => {
    const peer = open();
    peer.ask(virtualServices);
    await peer.take();
    peer.ask(virtualServices, ["*", "shop/a"]);
    await peer.take();
    publish(routes({ "shop/a": "1", "shop/b": "2" }));
    assert.equal((await peer.take()).resources["shop/b"], "2", "the wildcard goes on");
    peer.ask(virtualServices, ["shop/a"]);
    await peer.quiet();
    publish(routes({ "shop/a": "1", "shop/b": "3" }));
    await peer.quiet();
    publish(routes({ "shop/a": "2", "shop/b": "3" }));
    assert.deepEqual((await peer.take()).resources, { "shop/a": "2" }, "the name goes on");
    peer.ask(virtualServices, []);
    await peer.quiet();
    publish(routes({ "shop/a": "3", "shop/b": "4" }));
    await peer.quiet();
  }),

  both(hints, "from names a client may come back to the wildcard", async ({ open }) => {
    const peer = open();
    peer.ask(virtualServices, ["shop/a"]);
    await peer.take();
    peer.ask(virtualServices, ["*"]);
    assert.equal((await peer.take()).resources["shop/b"], "1");
  }),

  both(unsubscribing, "what is no longer among the names is no longer sent", async ({ open, publish }) => {
    const peer = open();
    peer.ask(virtualServices, ["shop/a", "shop/b"]);
    await peer.take();
    peer.ask(virtualServices, ["shop/a"]);
    await peer.quiet();
    publish(routes({ "shop/a": "1", "shop/b": "2" }));
    await peer.quiet();
    publish(routes({ "shop/a": "2", "shop/b": "3" }));
    assert.deepEqual((await peer.take()).resources, { "shop/a": "2" });
  }),

  both(unsubscribing, "what was unsubscribed from and is subscribed to again is sent again", async ({ open }) => {
    const peer = open();
    peer.ask(virtualServices, ["shop/a", "shop/b"]);
    await peer.take();
    peer.ask(virtualServices, ["shop/a"]);
    peer.ask(virtualServices, ["shop/a", "shop/b"]);
    assert.equal((await peer.take()).resources["shop/b"], "1");
  }),

  sotw(unsubscribing, "the names that come with an ACK count like any others", async ({ open, publish }) => {
    const peer = open();
    peer.ask(virtualServices, ["shop/a"]);
    const { nonce, version: versionInfo } = await peer.next();
    peer.send({ typeUrl: virtualServices, responseNonce: nonce, versionInfo, resourceNames: ["shop/b"] });
    const answer = await peer.next();
    assert.deepEqual(answer.resources, { "shop/b": "1" });
    const errorDetail = { code: 3, message: "no" };
    peer.send({ typeUrl: virtualServices, responseNonce: answer.nonce, errorDetail, resourceNames: ["shop/a"] });
    assert.deepEqual((await peer.next()).resources, { "shop/a": "1" }, "those of a NACK, too");
    publish(routes({ "shop/a": "1", "shop/b": "2" }));
    await peer.quiet();
  }),

  delta(unsubscribing, "from a wildcard single resources cannot be taken away", async ({ open, publish }) => {
    const peer = open();
    peer.ask(virtualServices);
    await peer.take();
    peer.send({ typeUrl: virtualServices, resourceNamesUnsubscribe: ["shop/a"] });
    await peer.quiet();
    publish(routes({ "shop/a": "2", "shop/b": "1" }));
    assert.deepEqual((await peer.take()).resources, { "shop/a": "2" });
  }),
].flat();
