import type { Node } from "../proto/index.js";
import type { Push } from "./next-push.js";
import type { Received, StreamState } from "./stream-state.js";
import type { Parts } from "./write-message.js";

/** A request that was decoded, whichever variant it is of. */
export interface Request {
  readonly typeUrl: string;
  readonly node: Node | null;
  readonly receive: (state: StreamState, now: Date) => Received;
}

/** A response whose size is known and whose bytes are not yet put together. */
export interface Prepared {
  readonly bytes: number;
  /** How many resources it holds, removed ones left out. */
  readonly resources: number;
  readonly encode: (header: { readonly nonce: string; readonly controlPlane: string }) => Parts;
}

/** What differs between state of the world and incremental. */
export interface Variant {
  readonly method: "sotw" | "delta";
  /** Throws on bytes that are not a request. */
  readonly decode: (bytes: Uint8Array) => Request;
  readonly prepare: (push: Push) => Prepared;
}
