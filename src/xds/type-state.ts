import type { ClientCollectionStatus, KindName } from "../model/index.js";
import { type Content, emptyContent, select, unsure } from "./content.js";
import { asksForMore, type Subscription } from "./subscription.js";

/** The last response of a type. */
export interface Sent {
  readonly nonce: string;
  readonly content: Content;
  /** Answers the type's first request: does not wait for other types' ACKs. */
  readonly first: boolean;
  /** Neither ACKed nor NACKed yet. */
  readonly outstanding: boolean;
  /** Holds what a client of an earlier stream may still refer to, and is sent without it once first answers are through. */
  readonly wide: boolean;
}

/** One type on one stream: what is wanted, what was sent, what was taken. Immutable. */
export interface TypeState {
  /** As the client wrote it: responses carry the same. */
  readonly typeUrl: string;
  /** Undefined for what is not served: answered once, empty, outside of flow control. */
  readonly kind: KindName | undefined;
  readonly subscription: Subscription;
  /** What the client has, as far as is known: the last ACKed content, or what it told in its first request. */
  readonly held: Content;
  /** Whether the client told what it has of an earlier stream: delta clients do, those of state of the world cannot. */
  readonly told: boolean;
  /** Undefined until the first answer. */
  readonly sent: Sent | undefined;
  /** A response is owed even if nothing has changed. */
  readonly due: boolean;
  /** Delta only: what the next response must speak of, changed or not, existing or not. */
  readonly asked: ReadonlySet<string>;
  readonly acked: string | null;
  readonly nack: ClientCollectionStatus["nack"];
}

const nothing: ReadonlySet<string> = new Set();

/** A type that was just asked for. Its first request is answered whatever its nonce and version are. */
export function newType(
  typeUrl: string,
  kind: KindName | undefined,
  subscription: Subscription,
  delta?: { readonly asked: ReadonlySet<string>; readonly held: Content },
): TypeState {
  const { asked, held } = delta ?? { asked: nothing, held: emptyContent };
  const told = delta !== undefined;
  return { typeUrl, kind, subscription, asked, held, told, sent: undefined, due: true, acked: null, nack: null };
}

/** Takes the ACK or NACK of the outstanding response; the caller has compared the nonces. */
export function acknowledge(type: TypeState, sent: Sent, error: { message: string; at: string } | null): TypeState {
  const done = { ...type, sent: { ...sent, outstanding: false } };
  const { version } = sent.content;
  if (error !== null) return { ...done, nack: { version, ...error } };
  return { ...done, held: sent.content, acked: version, nack: null };
}

/** Changes what is wanted. What is no longer wanted counts as forgotten by the client, so it is not sent as removed. */
export function resubscribe(type: TypeState, subscription: Subscription): TypeState {
  if (sameSubscription(type.subscription, subscription)) return { ...type, subscription };
  return {
    ...type,
    subscription,
    held: select(type.held, subscription),
    sent: type.sent && { ...type.sent, content: select(type.sent.content, subscription) },
    due: type.due || (type.kind !== undefined && asksForMore(type.subscription, subscription)),
  };
}

/** Delta: makes the next response speak of these names. */
export function ask(type: TypeState, names: readonly string[]): TypeState {
  if (names.length === 0) return type;
  return { ...type, due: true, asked: new Set([...type.asked, ...names]) };
}

/** Delta: makes the next response hold everything that is subscribed to, changed or not. */
export function askForAll(type: TypeState): TypeState {
  const sent = type.sent && { ...type.sent, content: unsure(type.sent.content) };
  return { ...type, due: true, held: unsure(type.held), sent };
}

/** The type once the response has left. */
export function afterSending(type: TypeState, content: Content, wide: boolean, nonce: string): TypeState {
  const first = type.sent === undefined;
  return { ...type, sent: { nonce, content, first, outstanding: true, wide }, due: false, asked: nothing };
}

/** Whether a response of this type holds the stream's flow up. What is not served never does: it may not be ACKed. */
export function isOutstanding(type: TypeState): boolean {
  return type.kind !== undefined && type.sent?.outstanding === true;
}

function sameSubscription(a: Subscription, b: Subscription): boolean {
  return a.wildcard === b.wildcard && a.names.size === b.names.size && !asksForMore(a, b);
}
