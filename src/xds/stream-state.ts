import { kindOfTypeUrl } from "../collections/kinds.js";
import type { Snapshot } from "../model/index.js";
import type { DeltaDiscoveryRequest, DiscoveryRequest } from "../proto/index.js";
import { select, toldContent } from "./content.js";
import { asksForAll, deltaSubscription, type Subscription, sotwSubscription } from "./subscription.js";
import { acknowledge, ask, askForAll, newType, resubscribe, type TypeState } from "./type-state.js";

/** The snapshot that a stream is being taken to, and the types that were sent on the way there. */
export interface Pass {
  readonly target: Snapshot;
  readonly sent: ReadonlySet<string>;
}

/** Everything that decides what a stream is sent next. Immutable. */
export interface StreamState {
  /** By type URL, in the order in which they were asked for. */
  readonly types: ReadonlyMap<string, TypeState>;
  /** Undefined before the first answer and at rest. */
  readonly pass: Pass | undefined;
}

/** A stream that has asked for nothing yet. */
export const newStream: StreamState = { types: new Map(), pass: undefined };

/** What a request was, besides what it changed in the state. */
export interface Received {
  readonly state: StreamState;
  /** Whether it was the first request of its type. */
  readonly first: boolean;
  /** The response that it took or refused. */
  readonly verdict: { readonly version: string; readonly refusal: string | null } | undefined;
}

/** The parts of a request that both variants have. */
type Reply = Pick<DiscoveryRequest, "typeUrl" | "responseNonce" | "errorDetail">;

/**
 * State of the world. A request whose nonce is not that of the type's last response is stale and neither answered nor a
 * verdict (section "Resource updates"). Before the first response there is none to compare with: the nonce of a first request is
 * of an earlier stream, or made up (istiod sends a time stamp), and later ones supersede it.
 */
export function receiveSotw(stream: StreamState, request: DiscoveryRequest, now: Date): Received {
  const { typeUrl, responseNonce, resourceNames } = request;
  const type = stream.types.get(typeUrl);
  if (type === undefined) {
    const subscription = sotwSubscription(undefined, resourceNames);
    return received(stream, newType(typeUrl, kindNameOf(typeUrl), subscription), true);
  }
  if (type.sent !== undefined && type.sent.nonce !== responseNonce)
    return received(stream, noted(type, resourceNames), false);
  const { type: taken, verdict } = takeReply(type, request, now);
  const subscribed = resubscribe(taken, sotwSubscription(type.subscription, resourceNames));
  return received(stream, subscribed, false, verdict);
}

/**
 * Incremental. The nonce only says which response is ACKed: changes of the subscription count even where it is stale
 * (section "Incremental xDS").
 */
export function receiveDelta(stream: StreamState, request: DeltaDiscoveryRequest, now: Date): Received {
  const { typeUrl, resourceNamesSubscribe: subscribe, resourceNamesUnsubscribe: unsubscribe } = request;
  const type = stream.types.get(typeUrl);
  const subscription = deltaSubscription(type?.subscription, subscribe, unsubscribe);
  if (type === undefined) {
    const told = request.initialResourceVersions;
    const held = select(toldContent(told), subscription);
    const asked = new Set([...subscription.names].filter((name) => !told.has(name)));
    return received(stream, newType(typeUrl, kindNameOf(typeUrl), subscription, { asked, held }), true);
  }
  const { type: taken, verdict } = takeReply(type, request, now);
  const names = mustSpeakOf(type.subscription, subscription, subscribe, unsubscribe);
  const asked = ask(withoutUnwanted(resubscribe(taken, subscription)), names);
  const everything = subscription.wildcard && asksForAll(subscribe);
  return received(stream, everything ? askForAll(asked) : asked, false, verdict);
}

/**
 * The names that a delta response must speak of: those subscribed to, again or not, because the client may have
 * forgotten them ("Subscribing to Resources"), and, beside a wildcard, those unsubscribed from, because the client cannot
 * know whether the wildcard covers them ("Unsubscribing from Resources"). A wildcard that is subscribed to, again or not, asks for all.
 */
function mustSpeakOf(
  before: Subscription,
  after: Subscription,
  subscribe: readonly string[],
  unsubscribe: readonly string[],
): string[] {
  const subscribed = subscribe.filter((name) => after.names.has(name));
  if (!after.wildcard) return subscribed;
  return [...subscribed, ...unsubscribe.filter((name) => before.names.has(name) && !after.names.has(name))];
}

/**
 * After a stale request. That names were given counts all the same: what no names mean depends on all requests of the type
 * ("How the client specifies what resources to return").
 */
function noted(type: TypeState, names: readonly string[]): TypeState {
  if (names.length === 0 || type.subscription.explicit) return type;
  return { ...type, subscription: { ...type.subscription, explicit: true } };
}

/** Names that are not wanted any more need no answer; beside a wildcard they do. */
function withoutUnwanted(type: TypeState): TypeState {
  const { wildcard, names } = type.subscription;
  if (wildcard || type.asked.size === 0) return type;
  return { ...type, asked: new Set([...type.asked].filter((name) => names.has(name))) };
}

function takeReply(
  type: TypeState,
  { responseNonce, errorDetail }: Reply,
  now: Date,
): { readonly type: TypeState; readonly verdict: Received["verdict"] } {
  const { sent } = type;
  if (sent === undefined || !sent.outstanding || sent.nonce !== responseNonce) return { type, verdict: undefined };
  const refusal = errorDetail === null ? null : errorDetail.message;
  const error = refusal === null ? null : { message: refusal, at: now.toISOString() };
  return { type: acknowledge(type, sent, error), verdict: { version: sent.content.version, refusal } };
}

function received(stream: StreamState, type: TypeState, first: boolean, verdict?: Received["verdict"]): Received {
  return { state: withType(stream, type), first, verdict };
}

/** The stream with that type in its new state. */
export function withType(stream: StreamState, type: TypeState): StreamState {
  if (stream.types.get(type.typeUrl) === type) return stream;
  return { ...stream, types: new Map(stream.types).set(type.typeUrl, type) };
}

function kindNameOf(typeUrl: string) {
  return kindOfTypeUrl(typeUrl)?.kind;
}
