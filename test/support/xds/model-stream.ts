import type { Snapshot } from "../../../src/model/index.js";
import {
  type DeltaDiscoveryRequest,
  type DiscoveryRequest,
  decodeDeltaDiscoveryResponse,
  decodeDiscoveryResponse,
} from "../../../src/proto/index.js";
import { delta } from "../../../src/xds/delta.js";
import { defaultLimits } from "../../../src/xds/limits.js";
import { LostRules } from "../../../src/xds/lost-rules.js";
import { afterPush, atRest, nextPush } from "../../../src/xds/next-push.js";
import { sotw } from "../../../src/xds/sotw.js";
import {
  newStream,
  type Received,
  receiveDelta,
  receiveSotw,
  type StreamState,
} from "../../../src/xds/stream-state.js";
import { FakeClock } from "./fake-clock.js";
import { readAny } from "./snapshots.js";

/** A response on its way to the client. */
export interface Flying {
  readonly typeUrl: string;
  readonly nonce: string;
  readonly version: string;
  /** Name and version of what it holds. */
  readonly resources: ReadonlyMap<string, string>;
  /** The google.protobuf.Any of each, by name. */
  readonly anys: ReadonlyMap<string, Uint8Array>;
  readonly removed: readonly string[];
  /** Whether the type had no answer before. */
  readonly first: boolean;
}

/** The server's half of a stream without a network: pure state, real bytes. */
export class ModelStream {
  readonly method: "sotw" | "delta";
  state: StreamState = newStream;
  readonly #read: (any: Uint8Array) => readonly [name: string, version: string];
  readonly #lost: LostRules;
  #nonce = 0;

  /** `read` takes name and version out of what snapshots are made of. */
  constructor(method: "sotw" | "delta", read = readAny, lost = new LostRules(new FakeClock(), defaultLimits)) {
    this.method = method;
    this.#read = read;
    this.#lost = lost;
  }

  request(request: Partial<DiscoveryRequest & DeltaDiscoveryRequest> & { typeUrl: string }): Received {
    const filled = {
      versionInfo: "",
      node: null,
      resourceNames: [],
      resourceNamesSubscribe: [],
      resourceNamesUnsubscribe: [],
      initialResourceVersions: new Map(),
      responseNonce: "",
      errorDetail: null,
      ...request,
    };
    const receive = this.method === "sotw" ? receiveSotw : receiveDelta;
    const received = receive(this.state, filled, new Date(0));
    this.state = received.state;
    return received;
  }

  /** Sends what is next; undefined where there is nothing, or an ACK to wait for. */
  send(newest: Snapshot): Flying | undefined {
    const push = nextPush(this.state, newest, this.#lost);
    if (push === undefined) {
      this.state = atRest(this.state);
      return undefined;
    }
    this.#nonce += 1;
    const nonce = `n${this.#nonce}`;
    const variant = this.method === "sotw" ? sotw : delta;
    const bytes = Buffer.concat(variant.prepare(push).encode({ nonce, controlPlane: push.pass.target.id }));
    const first = push.type.sent === undefined;
    this.state = afterPush(this.state, push, nonce);
    if (this.method === "delta") {
      const {
        typeUrl,
        systemVersionInfo: version,
        resources,
        removedResources: removed,
      } = decodeDeltaDiscoveryResponse(bytes);
      const told = resources.map(({ name, version }) => [name, version] as const);
      return {
        typeUrl,
        nonce,
        version,
        ...this.#readAll(
          resources.map(({ any }) => any),
          told,
        ),
        removed,
        first,
      };
    }
    const { typeUrl, versionInfo: version, resources } = decodeDiscoveryResponse(bytes);
    return { typeUrl, nonce, version, ...this.#readAll(resources), removed: [], first };
  }

  /** `told` is what delta says of the bytes beside them. */
  #readAll(bytes: readonly Uint8Array[], told?: readonly (readonly [string, string])[]) {
    const pairs = bytes.map((any) => this.#read(any));
    for (const [index, pair] of (told ?? []).entries()) {
      if (pairs[index]?.join() !== pair.join()) throw new Error(`${pair[0]} came with other bytes`);
    }
    const anys = new Map(pairs.map(([name], index) => [name, bytes[index] ?? new Uint8Array()]));
    return { resources: once(pairs), anys };
  }
}

function once(pairs: readonly (readonly [string, string])[]): ReadonlyMap<string, string> {
  const map = new Map(pairs);
  if (map.size !== pairs.length) throw new Error("a resource came twice in one response");
  return map;
}
