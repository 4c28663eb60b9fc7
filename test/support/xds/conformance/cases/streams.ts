import assert from "node:assert/strict";
import { destinationRules, serviceEntries, virtualServices } from "../../urls.js";
import { both, type Case, startMesh } from "../case.js";

const overview = "Basic Protocol Overview";

const node = (id: string) => ({ id, cluster: "", metadata: {} });

/** What holds of a stream, whatever goes over it. */
export const streamCases: readonly Case[] = [
  both(overview, "the first request says what is wanted, and is answered with it", async ({ open }) => {
    const peer = open();
    peer.ask(virtualServices, ["shop/a"]);
    const { typeUrl, resources } = await peer.take();
    assert.deepEqual([typeUrl, resources], [virtualServices, { "shop/a": "1" }]);
  }),

  both(overview, "responses follow at any time when what is subscribed to changes", async ({ open, publish }) => {
    const peer = open();
    peer.ask(virtualServices, ["shop/a"]);
    await peer.take();
    for (const version of ["2", "3"]) {
      publish({ ...startMesh, VirtualService: { "shop/a": version } });
      assert.deepEqual((await peer.take()).resources, { "shop/a": version });
    }
  }),

  both(overview, "every response has a nonce, another one than those before it", async ({ open, publish }) => {
    const peer = open();
    const nonces: string[] = [];
    for (const typeUrl of [virtualServices, destinationRules, serviceEntries]) {
      peer.ask(typeUrl);
      nonces.push((await peer.take()).nonce);
    }
    publish({ ...startMesh, VirtualService: { "shop/a": "2" } });
    nonces.push((await peer.take()).nonce);
    assert.equal(new Set(nonces).size, 4);
    assert.ok(nonces.every((nonce) => nonce !== ""));
  }),

  both(
    overview,
    "a nonce is of one stream: on the next one it means nothing, and nothing is kept back for it",
    async ({ open, method }) => {
      const before = open();
      before.ask(virtualServices);
      const { nonce, version } = await before.take();
      const after = open();
      after.send({
        typeUrl: virtualServices,
        responseNonce: nonce,
        ...(method === "sotw" ? { versionInfo: version } : {}),
      });
      assert.deepEqual((await after.take()).resources, startMesh.VirtualService);
    },
  ),

  both(overview, "only the first request has to have the node", async ({ open, clients }) => {
    const peer = open();
    peer.send({ typeUrl: virtualServices, node: node("istiod-1") });
    await peer.take();
    peer.send({ typeUrl: destinationRules });
    assert.equal((await peer.take()).typeUrl, destinationRules);
    assert.equal(clients()[0]?.node, "istiod-1");
  }),

  both(overview, "it is enough to look for the node in the first request", async ({ open, clients }) => {
    const peer = open();
    peer.send({ typeUrl: virtualServices, node: node("istiod-1") });
    await peer.take();
    peer.send({ typeUrl: destinationRules, node: node("somebody-else") });
    await peer.take();
    assert.equal(clients()[0]?.node, "istiod-1");
  }),

  both(
    "Aggregated Discovery Service",
    "each type on a stream has a sequence of its own",
    async ({ open, untilType }) => {
      const peer = open();
      peer.ask(virtualServices);
      const routes = await peer.next();
      peer.ask(destinationRules);
      const rules = await peer.next();
      peer.send({ typeUrl: virtualServices, responseNonce: rules.nonce });
      peer.ack(rules);
      await untilType(destinationRules, ({ acked }) => acked === rules.version);
      await untilType(virtualServices, ({ acked }) => acked === null);
      peer.ack(routes);
      await untilType(virtualServices, ({ acked }) => acked === routes.version);
    },
  ),

  both("Requesting Multiple Resources on a Single Stream", "a request may have several names", async ({ open }) => {
    const peer = open();
    peer.ask(virtualServices, ["shop/b", "shop/a"]);
    assert.deepEqual((await peer.take()).resources, { "shop/a": "1", "shop/b": "1" });
  }),

  both(
    "Requesting Multiple Resources on a Single Stream",
    "names may come one after another",
    async ({ open, method }) => {
      const peer = open();
      peer.ask(virtualServices, ["shop/a"]);
      await peer.take();
      peer.ask(virtualServices, ["shop/a", "shop/b"]);
      const { resources } = await peer.take();
      assert.deepEqual(resources, method === "sotw" ? { "shop/a": "1", "shop/b": "1" } : { "shop/b": "1" });
    },
  ),
].flat();
