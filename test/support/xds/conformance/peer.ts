import assert from "node:assert/strict";
import type {
  DeltaDiscoveryRequest,
  DeltaDiscoveryResponse,
  DiscoveryRequest,
  DiscoveryResponse,
} from "../../../../src/proto/index.js";
import type { TestStream } from "../client.js";
import { type Resources, readAll, readAny } from "../snapshots.js";

/** What a client must be able to do to play a case: ours is one, the Go client of test/istiod another. */
export interface XdsClient {
  sotw(): Talk<DiscoveryRequest, DiscoveryResponse>;
  delta(): Talk<DeltaDiscoveryRequest, DeltaDiscoveryResponse>;
}

export type Talk<Request, Response> = Pick<TestStream<Request, Response>, "send" | "responses"> & {
  readonly call: { cancel(): void };
};

export type Method = "sotw" | "delta";

/** A response of either variant. */
export interface Answer {
  readonly typeUrl: string;
  readonly nonce: string;
  readonly version: string;
  /** Versions by name. */
  readonly resources: Resources;
  /** Incremental only. */
  readonly removed: readonly string[];
}

/** A request of either variant, as it is. */
export type RawRequest = Partial<DiscoveryRequest> & Partial<DeltaDiscoveryRequest>;

/** One stream of a client that keeps to the protocol, unless a case sends something else. */
export interface Peer {
  /**
   * Wants these resources of the type from now on; none, in a first request, are all. Incremental: adds and takes away what
   * differs from before.
   */
  ask(typeUrl: string, names?: readonly string[]): void;
  ack(answer: Answer): void;
  nack(answer: Answer, message: string): void;
  send(request: RawRequest): void;
  next(): Promise<Answer>;
  /** The next response, ACKed. */
  take(): Promise<Answer>;
  /**
   * Resolves if nothing has been sent that was not read: a type that is not served is asked for, and its answer must be the next
   * thing that comes.
   */
  quiet(): Promise<void>;
  /** Ends the stream at once. */
  close(): void;
}

/** What the peer remembers of a type. */
interface Memory {
  names: readonly string[];
  nonce: string;
  version: string;
}

/** Opens a stream. */
export function openPeer(client: XdsClient, method: Method): Peer {
  const wire = method === "sotw" ? sotwWire(client.sotw()) : deltaWire(client.delta());
  const types = new Map<string, Memory>();
  let probes = 0;
  const memoryOf = (typeUrl: string) => {
    const memory = types.get(typeUrl) ?? { names: [], nonce: "", version: "" };
    types.set(typeUrl, memory);
    return memory;
  };
  const peer: Peer = {
    ask(typeUrl, names = []) {
      const memory = memoryOf(typeUrl);
      const { names: before, nonce, version } = memory;
      memory.names = names;
      wire.ask({ typeUrl, before, names, nonce, version });
    },
    ack({ typeUrl, nonce, version }) {
      const memory = memoryOf(typeUrl);
      memory.version = version;
      wire.reply({ typeUrl, names: memory.names, nonce, version });
    },
    nack({ typeUrl, nonce }, message) {
      const { names, version } = memoryOf(typeUrl);
      wire.reply({ typeUrl, names, nonce, version, errorDetail: { code: 3, message } });
    },
    send: wire.send,
    close: wire.close,
    async next() {
      const answer = await wire.next();
      memoryOf(answer.typeUrl).nonce = answer.nonce;
      return answer;
    },
    async take() {
      const answer = await peer.next();
      peer.ack(answer);
      return answer;
    },
    async quiet() {
      probes += 1;
      const typeUrl = `example.org/v1/Probe${probes}`;
      wire.send({ typeUrl });
      const { nonce: _, version: __, ...answer } = await wire.next();
      assert.deepEqual(answer, { typeUrl, resources: {}, removed: [] });
    },
  };
  return peer;
}

/** How a variant writes requests and reads responses. */
interface Wire {
  ask(request: {
    readonly typeUrl: string;
    readonly before: readonly string[];
    readonly names: readonly string[];
    readonly nonce: string;
    readonly version: string;
  }): void;
  reply(request: {
    readonly typeUrl: string;
    readonly names: readonly string[];
    readonly nonce: string;
    readonly version: string;
    readonly errorDetail?: { readonly code: number; readonly message: string };
  }): void;
  send(request: RawRequest): void;
  next(): Promise<Answer>;
  close(): void;
}

/** Each request repeats all names, the newest nonce of the type and the version in use. */
function sotwWire({ send, responses, call }: ReturnType<XdsClient["sotw"]>): Wire {
  return {
    ask: ({ typeUrl, names, nonce, version }) =>
      send({ typeUrl, resourceNames: names, responseNonce: nonce, versionInfo: version }),
    reply: ({ typeUrl, names, nonce, version, errorDetail = null }) =>
      send({ typeUrl, resourceNames: names, responseNonce: nonce, versionInfo: version, errorDetail }),
    send,
    close: () => call.cancel(),
    async next() {
      const { typeUrl, nonce, versionInfo, resources } = await responses.next();
      return { typeUrl, nonce, version: versionInfo, resources: readAll(resources), removed: [] };
    },
  };
}

/** A request has what changes; the nonce is for ACKs and NACKs alone. */
function deltaWire({ send, responses, call }: ReturnType<XdsClient["delta"]>): Wire {
  return {
    ask: ({ typeUrl, before, names }) =>
      send({
        typeUrl,
        resourceNamesSubscribe: names.filter((name) => !before.includes(name)),
        resourceNamesUnsubscribe: before.filter((name) => !names.includes(name)),
      }),
    reply: ({ typeUrl, nonce, errorDetail = null }) => send({ typeUrl, responseNonce: nonce, errorDetail }),
    send,
    close: () => call.cancel(),
    async next() {
      const { typeUrl, nonce, systemVersionInfo, resources, removedResources } = await responses.next();
      for (const { name, version, any } of resources) assert.deepEqual(readAny(any), [name, version]);
      const removed = [...removedResources];
      assert.equal(new Set(removed).size, removed.length, "a name is removed twice");
      return {
        typeUrl,
        nonce,
        version: systemVersionInfo,
        resources: readAll(resources.map(({ any }) => any)),
        removed,
      };
    },
  };
}
