import { isJsonObject, type JsonObject, type JsonValue } from "../model/index.js";

/** A request that claims to come from a forge. */
export interface Delivery {
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string | undefined>>;
  /** As it came: what signatures are computed over. */
  readonly body: Uint8Array;
}

/** Somebody pushed. It is a hint: what is true is asked of the remote. */
export interface Push {
  readonly type: "push";
  /** URLs in whatever form the forge has them, or OWNER/NAME; empty where it is not said. */
  readonly repositories: readonly string[];
  /** Full names; null where it is not said. */
  readonly refs: readonly string[] | null;
  readonly defaultBranch: string | null;
}

/** What a delivery says. */
export type Reading =
  | Push
  | { readonly type: "ping" }
  | { readonly type: "ignored"; readonly reason: string }
  | { readonly type: "malformed"; readonly reason: string };

/** One forge's way to sign and to write webhooks. Both are pure. */
export interface Forge {
  /** Whether the sender knows the secret. Takes as long for every signature of the right length. */
  readonly isSigned: (delivery: Delivery, secret: string) => boolean;
  /** What it says; only asked once it is signed. */
  readonly read: (delivery: Delivery) => Reading;
}

const maxShown = 100;

/** What other events than a push come to. The event's name is the sender's own text, so it is cut. */
export function notPush(event: string | undefined): Reading {
  if (event === undefined) return { type: "ignored", reason: "the request does not say which event it is of" };
  return { type: "ignored", reason: `the event is ${event.slice(0, maxShown)}, and only pushes are acted on` };
}

/** What a signed request without the body that the forge documents comes to. */
export const noObject: Reading = { type: "malformed", reason: "the body is no JSON object" };

/**
 * The body's JSON object; undefined where it is none. Forges that can send forms (GitHub does unless told otherwise) put
 * the JSON in the field `payload`; scripts send JSON as a form by mistake, curl --data does.
 */
export function jsonBody({ headers, body }: Delivery): JsonObject | undefined {
  const text = new TextDecoder().decode(body);
  const isForm = /^application\/x-www-form-urlencoded\b/i.test(headers["content-type"] ?? "");
  try {
    const value: JsonValue = JSON.parse((isForm ? new URLSearchParams(text).get("payload") : null) ?? text);
    return isJsonObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

/** What lies at a path of mappings; undefined where a step is missing. */
export function at(value: JsonValue | undefined, ...path: readonly string[]): JsonValue | undefined {
  let found = value;
  for (const step of path) found = isJsonObject(found) && Object.hasOwn(found, step) ? found[step] : undefined;
  return found;
}

/** The same for a text; an empty one says nothing. */
export function textAt(value: JsonValue | undefined, ...path: readonly string[]): string | undefined {
  const found = at(value, ...path);
  return typeof found === "string" && found !== "" ? found : undefined;
}

/** The same for the entries of a list. */
export function listAt(value: JsonValue | undefined, ...path: readonly string[]): readonly JsonValue[] {
  const found = at(value, ...path);
  return Array.isArray(found) ? found : [];
}

/** The texts among several values. */
export function texts(values: readonly (string | undefined)[]): readonly string[] {
  return values.filter((value) => value !== undefined);
}
