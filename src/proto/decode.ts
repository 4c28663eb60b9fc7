import protojson from "protobufjs/ext/protojson.js";
import type { JsonObject } from "../model/index.js";
import { messageType } from "./descriptor.js";

/**
 * The JSON of an encoded spec, for people and tests. It is ProtoJSON as it is written rather than as it was: durations
 * in seconds, 64-bit numbers as texts, nothing that holds its default. Throws on bytes that are not the message.
 */
export function decodeBody(message: string, bytes: Uint8Array): JsonObject {
  const type = messageType(message);
  return protojson.toJson(type, type.decode(bytes)) as JsonObject;
}
