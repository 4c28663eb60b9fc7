import type { TestContext } from "node:test";
import type { Address, ClientCollectionStatus, ClientStatus } from "../../../../src/model/index.js";
import { startHarness, until } from "../harness.js";
import { type Mesh, makeSnapshot } from "../snapshots.js";
import { type Method, openPeer, type Peer, type XdsClient } from "./peer.js";

/** A server with a mesh, on a port of its own, and streams to it. */
export interface CaseLab {
  readonly method: Method;
  /** Opens a stream of the case's variant. */
  open(): Peer;
  publish(mesh: Mesh): void;
  clients(): readonly ClientStatus[];
  /** Waits until the server thinks so of the type on its first stream. */
  untilType(typeUrl: string, holds: (status: ClientCollectionStatus) => boolean): Promise<void>;
}

/** One statement of the protocol: under which heading, and what it asks of a server, in our words. */
export interface Case {
  readonly method: Method;
  readonly section: string;
  readonly says: string;
  readonly run: (lab: CaseLab) => Promise<void>;
}

/** What is served when a case begins. */
export const startMesh: Mesh = {
  DestinationRule: { "shop/a": "1" },
  VirtualService: { "shop/a": "1", "shop/b": "1" },
};

type Define = (section: string, says: string, run: Case["run"]) => readonly Case[];

/** A statement about state of the world. */
export const sotw: Define = (section, says, run) => [{ method: "sotw", section, says, run }];

/** A statement about the incremental variant. */
export const delta: Define = (section, says, run) => [{ method: "delta", section, says, run }];

/** A statement about both. */
export const both: Define = (section, says, run) => [...sotw(section, says, run), ...delta(section, says, run)];

/** Plays all cases, one after another, with clients of that make, against one server. */
export async function playAll(t: TestContext, cases: readonly Case[], connect: Connect): Promise<void> {
  const { server, address, snapshots } = await startHarness(t, startMesh);
  let commits = 1;
  const publish = (mesh: Mesh) => {
    commits += 1;
    snapshots.publish(makeSnapshot(mesh, commits));
  };
  const untilType: CaseLab["untilType"] = (typeUrl, holds) =>
    until(() => {
      const status = server.clients()[0]?.collections.find((type) => type.typeUrl === typeUrl);
      return status !== undefined && holds(status);
    }, `the server to think so of ${typeUrl}`);
  for (const { method, section, says, run } of cases) {
    await t.test(`${method}, "${section}": ${says}`, async (one) => {
      await until(() => server.clients().length === 0, "the streams of the case before to be gone");
      publish(startMesh);
      const open = () => {
        const peer = openPeer(connect(one, address), method);
        one.after(peer.close);
        return peer;
      };
      await run({ method, open, publish, clients: () => server.clients(), untilType });
    });
  }
}

/** Opens a connection that ends with the test. */
export type Connect = (t: TestContext, address: Address) => XdsClient;
