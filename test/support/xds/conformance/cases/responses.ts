import assert from "node:assert/strict";
import type { Mesh } from "../../snapshots.js";
import { virtualServices } from "../../urls.js";
import { both, type Case, delta, sotw, startMesh } from "../case.js";

const grouping = "Grouping Resources into Responses";
const duplicates = "Duplicate Resource Names";
const deleting = "Deleting Resources";
const missing = "Knowing When a Requested Resource Does Not Exist";

const routes = (resources: Mesh["VirtualService"]): Mesh => ({ ...startMesh, VirtualService: resources ?? {} });

/** What a response holds, and how what is gone or missing shows. */
export const responseCases: readonly Case[] = [
  sotw(grouping, "a response has the whole state, what has not changed included", async ({ open, publish }) => {
    const peer = open();
    peer.ask(virtualServices);
    await peer.take();
    publish(routes({ "shop/a": "2", "shop/b": "1" }));
    assert.deepEqual((await peer.take()).resources, { "shop/a": "2", "shop/b": "1" });
  }),

  delta(grouping, "what has not changed need not be sent, and is not to be deleted", async ({ open, publish }) => {
    const peer = open();
    peer.ask(virtualServices);
    await peer.take();
    publish(routes({ "shop/a": "2", "shop/b": "1" }));
    const { resources, removed } = await peer.take();
    assert.deepEqual([resources, removed], [{ "shop/a": "2" }, []]);
  }),

  // Reading a response fails where a name is there twice.
  both(duplicates, "no name is in a response twice, however often it was asked for", async ({ open, method }) => {
    const peer = open();
    const names = ["shop/a", "*", "shop/a", "*"];
    peer.send({
      typeUrl: virtualServices,
      ...(method === "sotw" ? { resourceNames: names } : { resourceNamesSubscribe: names }),
    });
    assert.deepEqual((await peer.take()).resources, startMesh.VirtualService);
  }),

  sotw(
    deleting,
    "what is no longer in a response is gone; where nothing is left, the response is empty",
    async ({ open, publish }) => {
      const peer = open();
      peer.ask(virtualServices);
      await peer.take();
      publish(routes({ "shop/b": "1" }));
      assert.deepEqual((await peer.take()).resources, { "shop/b": "1" });
      publish(routes({}));
      assert.deepEqual((await peer.take()).resources, {});
    },
  ),

  delta(deleting, "what is gone is named in removed_resources", async ({ open, publish }) => {
    const [everything, byName] = [open(), open()];
    everything.ask(virtualServices);
    byName.ask(virtualServices, ["shop/a"]);
    await Promise.all([everything.take(), byName.take()]);
    publish(routes({ "shop/b": "1" }));
    for (const peer of [everything, byName]) {
      const { resources, removed } = await peer.take();
      assert.deepEqual([resources, removed], [{}, ["shop/a"]]);
    }
  }),

  both(deleting, "what comes back after it was gone is sent", async ({ open, publish }) => {
    const peer = open();
    peer.ask(virtualServices, ["shop/a"]);
    await peer.take();
    publish(routes({}));
    await peer.take();
    publish(routes({ "shop/a": "1" }));
    assert.deepEqual((await peer.take()).resources, { "shop/a": "1" });
  }),

  sotw(missing, "what does not exist is in no response, and keeps nothing else back", async ({ open }) => {
    const peer = open();
    peer.ask(virtualServices, ["shop/a", "shop/none"]);
    assert.deepEqual((await peer.take()).resources, { "shop/a": "1" });
  }),

  delta(missing, "a name that does not exist is answered in removed_resources", async ({ open }) => {
    const peer = open();
    peer.ask(virtualServices, ["shop/a", "shop/none"]);
    const { resources, removed } = await peer.take();
    assert.deepEqual([resources, removed], [{ "shop/a": "1" }, ["shop/none"]]);
    peer.ask(virtualServices, ["shop/a", "shop/none", "shop/other"]);
    assert.deepEqual((await peer.take()).removed, ["shop/other"]);
  }),

  both(missing, "a name is remembered: when the resource comes to be, it is sent", async ({ open, publish }) => {
    const peer = open();
    peer.ask(virtualServices, ["shop/none"]);
    await peer.take();
    publish(routes({ "shop/a": "1" }));
    await peer.quiet();
    publish(routes({ "shop/none": "1" }));
    assert.deepEqual((await peer.take()).resources, { "shop/none": "1" });
  }),
].flat();
