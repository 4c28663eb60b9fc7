import type { Snapshot } from "../../../src/model/index.js";
import {
  type DeltaDiscoveryRequest,
  type DiscoveryRequest,
  decodeDeltaDiscoveryResponse,
  decodeDiscoveryResponse,
} from "../../../src/proto/index.js";
import { delta } from "../../../src/xds/delta.js";
import { afterPush, atRest, nextPush } from "../../../src/xds/next-push.js";
import { sotw } from "../../../src/xds/sotw.js";
import {
  newStream,
  type Received,
  receiveDelta,
  receiveSotw,
  type StreamState,
} from "../../../src/xds/stream-state.js";
import { readAny } from "./snapshots.js";

/** A response on its way to the client. */
export interface Flying {
  readonly typeUrl: string;
  readonly nonce: string;
  readonly version: string;
  /** Name and version of what it holds. */
  readonly resources: ReadonlyMap<string, string>;
  readonly removed: readonly string[];
  /** Whether the type had no answer before. */
  readonly first: boolean;
}

/** The server's half of a stream without a network: pure state, real bytes. */
export class ModelStream {
  readonly method: "sotw" | "delta";
  state: StreamState = newStream;
  #nonce = 0;

  constructor(method: "sotw" | "delta") {
    this.method = method;
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
    const push = nextPush(this.state, newest);
    if (push === undefined) {
      this.state = atRest(this.state);
      return undefined;
    }
    this.#nonce += 1;
    const nonce = `n${this.#nonce}`;
    const variant = this.method === "sotw" ? sotw : delta;
    const bytes = variant.prepare(push).encode({ nonce, controlPlane: push.pass.target.id });
    const first = push.type.sent === undefined;
    this.state = afterPush(this.state, push, nonce);
    if (this.method === "delta") {
      const { typeUrl, systemVersionInfo, resources, removedResources } = decodeDeltaDiscoveryResponse(bytes);
      const pairs = resources.map(({ name, version, any }) => {
        if (readAny(any).join() !== `${name},${version}`) throw new Error(`${name} came with other bytes`);
        return [name, version] as const;
      });
      return { typeUrl, nonce, version: systemVersionInfo, resources: once(pairs), removed: removedResources, first };
    }
    const { typeUrl, versionInfo, resources } = decodeDiscoveryResponse(bytes);
    return { typeUrl, nonce, version: versionInfo, resources: once(resources.map(readAny)), removed: [], first };
  }
}

function once(pairs: readonly (readonly [string, string])[]): ReadonlyMap<string, string> {
  const map = new Map(pairs);
  if (map.size !== pairs.length) throw new Error("a resource came twice in one response");
  return map;
}
