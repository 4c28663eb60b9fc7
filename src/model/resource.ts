import type { ResourceName } from "./ids.js";
import type { JsonObject, JsonPath } from "./json.js";
import type { KindName } from "./kind.js";

/** A place in a text file; line and column count from 1, columns in UTF-16 units. */
export interface Position {
  readonly line: number;
  readonly column: number;
}

/**
 * Finds the place of a value of the document, or of the key that holds it. A path that leads nowhere gives the
 * nearest ancestor that exists, so a finding always has a place. Inside of a text, `offset` is that of one of its
 * characters, in UTF-16 units.
 */
export type Locate = (path: JsonPath, target?: "key" | "value", offset?: number) => Position;

/** A document of one of the served kinds, named and placed, its content not yet judged. */
export interface Resource {
  readonly kind: KindName;
  /** As written: `group/version`; the version may be one that the kind does not have. */
  readonly apiVersion: string;
  readonly namespace: string;
  readonly name: string;
  /** The whole document as Kubernetes reads it, without what the API server owns (status, uid, managedFields …). */
  readonly document: JsonObject;
  /** Relative to the root that was read, with `/`. */
  readonly file: string;
  /** Where the document's first key stands. */
  readonly position: Position;
  readonly locate: Locate;
}

/** A resource as it goes on the wire. */
export interface EncodedResource {
  readonly kind: KindName;
  readonly name: ResourceName;
  /** Hash of the canonical content: equal on every replica, whatever the order of keys and files. */
  readonly version: string;
  /** A google.protobuf.Any that holds istio.mcp.v1alpha1.Resource. */
  readonly bytes: Uint8Array;
  readonly file: string;
  readonly position: Position;
}
