import protobuf from "protobufjs/light.js";
import { contentHash } from "../util/hash.js";
import { frameResources, lengthDelimited, lengthPrefix } from "./framing.js";
import { decodeResource, encodeVersioned, resourceTypeUrl } from "./resource.js";

/** An entry of a DiscoveryResponse and its resource's version. */
export interface VersionedFrame {
  readonly version: string;
  readonly frame: Uint8Array;
}

/** Of resources in an Any, and of DestinationRule and Subset: the numbers that the .proto files give these fields. */
const fields = { anyType: 1, anyValue: 2, resources: 2, body: 2, host: 1, subsets: 3, subsetName: 1 } as const;

/**
 * The DestinationRule of `after` with the subsets besides that only `before` has, so that a route to one of those still
 * leads somewhere; undefined where there are none, and where the two are for different hosts. Given and returned as
 * entries of a DiscoveryResponse.
 */
export function withSubsetsOf(before: Uint8Array, after: Uint8Array): VersionedFrame | undefined {
  const old = readRule(before);
  const next = readRule(after);
  if (old === undefined || next === undefined || old.host !== next.host) return undefined;
  const lost = [...old.subsets].filter(([name]) => !next.subsets.has(name));
  if (lost.length === 0) return undefined;
  const writer = protobuf.Writer.create().raw(next.spec);
  for (const [, subset] of lost) lengthPrefix(writer, fields.subsets, subset.length).raw(subset);
  const { version: _, ...resource } = decodeResource(lastOf(after, fields.resources));
  const body = { ...resource.body, value: writer.finish() };
  const { version, bytes } = encodeVersioned({ ...resource, body }, contentHash);
  return { version, frame: frameResources([bytes]).bytes };
}

interface Rule {
  readonly spec: Uint8Array;
  readonly host: string;
  /** Encoded, by name. */
  readonly subsets: ReadonlyMap<string, Uint8Array>;
}

/** Looks at few bytes: it is asked of each rule that a commit changes, for each stream. */
function readRule(frame: Uint8Array): Rule | undefined {
  const any = lastOf(frame, fields.resources);
  if (text(lastOf(any, fields.anyType)) !== resourceTypeUrl) return undefined;
  const body = lastOf(lastOf(any, fields.anyValue), fields.body);
  const spec = lastOf(body, fields.anyValue);
  const subsets = allOf(spec, fields.subsets).map(
    (subset) => [text(lastOf(subset, fields.subsetName)), subset] as const,
  );
  return { spec, host: text(lastOf(spec, fields.host)), subsets: new Map(subsets) };
}

function lastOf(message: Uint8Array, field: number): Uint8Array {
  return allOf(message, field).at(-1) ?? new Uint8Array();
}

/** The contents of a field that has a length. */
function allOf(message: Uint8Array, field: number): Uint8Array[] {
  const values: Uint8Array[] = [];
  const reader = protobuf.Reader.create(message);
  while (reader.pos < reader.len) {
    const tag = reader.uint32();
    if (tag === ((field << 3) | lengthDelimited)) values.push(reader.bytes());
    else reader.skipType(tag & 7);
  }
  return values;
}

function text(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString("utf8");
}
