import assert from "node:assert/strict";
import { destinationRules, virtualServices } from "../../urls.js";
import { both, type Case, sotw, startMesh } from "../case.js";

const versions = "ACK/NACK and resource type instance version";
const summary = "ACK and NACK semantics summary";

/** What versions mean, and how a client takes or refuses them. */
export const ackCases: readonly Case[] = [
  sotw(versions, "the version of a type changes when a resource of it does", async ({ open, publish }) => {
    const peer = open();
    peer.ask(virtualServices);
    const first = await peer.take();
    publish({ ...startMesh, VirtualService: { "shop/a": "1", "shop/b": "2" } });
    const second = await peer.take();
    assert.notEqual(second.version, first.version);
  }),

  sotw(versions, "each type has its own version", async ({ open, publish }) => {
    const peer = open();
    peer.ask(virtualServices);
    const { version } = await peer.take();
    publish({ ...startMesh, DestinationRule: { "shop/a": "2" } });
    const other = open();
    other.ask(virtualServices);
    assert.equal((await other.take()).version, version);
  }),

  both(versions, "the version is one of the resources, not of the stream", async ({ open }) => {
    const seen: string[] = [];
    for (const peer of [open(), open()]) {
      peer.ask(virtualServices);
      seen.push((await peer.take()).version);
    }
    assert.notEqual(seen[0], "");
    assert.equal(seen[0], seen[1]);
  }),

  both("ACK", "the nonce of a response and no error_detail say that it was applied", async ({ open, untilType }) => {
    const peer = open();
    peer.ask(virtualServices);
    const { version } = await peer.take();
    await untilType(virtualServices, ({ acked, nack }) => acked === version && nack === null);
    await peer.quiet();
  }),

  both("NACK", "error_detail says that it was rejected, and why", async ({ open, untilType }) => {
    const peer = open();
    peer.ask(virtualServices);
    const answer = await peer.next();
    peer.nack(answer, "no such field");
    await untilType(
      virtualServices,
      ({ nack }) => nack?.message === "no such field" && nack.version === answer.version,
    );
    await untilType(virtualServices, ({ acked }) => acked === null);
    await peer.quiet();
  }),

  both("NACK", "it is error_detail that tells a rejection, even one that says nothing", async ({ open, untilType }) => {
    const peer = open();
    peer.ask(virtualServices);
    const answer = await peer.next();
    peer.send({ typeUrl: virtualServices, responseNonce: answer.nonce, errorDetail: { code: 0, message: "" } });
    await untilType(virtualServices, ({ acked, nack }) => acked === null && nack?.version === answer.version);
  }),

  both("NACK", "after a rejected version a later one may be accepted", async ({ open, publish, untilType }) => {
    const peer = open();
    peer.ask(virtualServices);
    peer.nack(await peer.next(), "no");
    publish({ ...startMesh, VirtualService: { "shop/a": "2", "shop/b": "1" } });
    const { version, resources } = await peer.take();
    assert.deepEqual(resources, { "shop/a": "2", "shop/b": "1" });
    await untilType(virtualServices, ({ acked, nack }) => acked === version && nack === null);
  }),

  sotw(
    "NACK",
    "it is error_detail that tells a rejection, not a version_info that differs",
    async ({ open, untilType }) => {
      const peer = open();
      peer.ask(virtualServices);
      const routes = await peer.next();
      peer.send({ typeUrl: virtualServices, responseNonce: routes.nonce, versionInfo: "an older one" });
      await untilType(virtualServices, ({ acked, nack }) => acked === routes.version && nack === null);
      peer.ask(destinationRules);
      const { nonce, version } = await peer.next();
      const errorDetail = { code: 3, message: "no" };
      peer.send({ typeUrl: destinationRules, responseNonce: nonce, versionInfo: version, errorDetail });
      await untilType(destinationRules, ({ acked, nack }) => acked === null && nack?.version === version);
    },
  ),

  both(
    summary,
    "the nonce tells which response is meant: another one's is no ACK",
    async ({ open, publish, untilType }) => {
      const peer = open();
      peer.ask(virtualServices);
      const first = await peer.take();
      publish({ ...startMesh, VirtualService: { "shop/a": "2", "shop/b": "1" } });
      const second = await peer.next();
      peer.ack(first);
      await peer.quiet();
      await untilType(virtualServices, ({ acked }) => acked === first.version);
      peer.ack(second);
      await untilType(virtualServices, ({ acked }) => acked === second.version);
    },
  ),
].flat();
