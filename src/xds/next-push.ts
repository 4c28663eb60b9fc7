import { kinds } from "../collections/kinds.js";
import type { KindName, Snapshot } from "../model/index.js";
import { withSubsetsOf } from "../proto/subsets.js";
import { type Content, emptyContent, type Join, select, together } from "./content.js";
import { firstAnswer } from "./first-answer.js";
import type { LostRules } from "./lost-rules.js";
import { type Pass, type StreamState, withType } from "./stream-state.js";
import { afterSending, isOutstanding, type TypeState } from "./type-state.js";
import { WholeContent } from "./whole-content.js";

/** A response to send. */
export interface Push {
  readonly type: TypeState;
  /** What the client has once it has taken it. */
  readonly content: Content;
  /** Whether that is more than what is served, until later first answers are through. */
  readonly wide: boolean;
  /** Where the stream stands once it is sent. */
  readonly pass: Pass;
}

const orderOf: ReadonlyMap<KindName, number> = new Map(kinds.map(({ kind }, index) => [kind, index]));

/**
 * What a stream is sent next, or undefined while there is nothing to send or an ACK to wait for.
 *
 * Types go in the order of the table of kinds, what is referred to before what refers to it. First answers follow each
 * other without waiting; everything else waits until no response is outstanding. A type that is asked for on the way
 * from one snapshot to the next is answered at its end, when the types that the client has are all of one commit.
 */
export function nextPush(stream: StreamState, newest: Snapshot, lost: LostRules): Push | undefined {
  const pass = passOf(stream, newest);
  const types = servedTypes(stream);
  const outstanding = types.filter(isOutstanding);
  const pending = types.filter((type) => type.sent !== undefined && isPending(type, pass.target));
  const asked = types.find(({ sent }) => sent === undefined);
  const isBehind = pending.some(({ sent }) => sent?.wide === false);
  if (asked !== undefined && !isBehind && outstanding.every(({ sent }) => sent?.first)) {
    const served = targetContent(asked, pass.target);
    const content = firstAnswer(asked, served, stream, pass.target, lost);
    return push(asked, content, pass, content.version !== served.version);
  }
  if (pending.length > 0 && outstanding.length === 0) return nextChange(pending, pass);
  const unknown = [...stream.types.values()].find(({ kind, due }) => kind === undefined && due);
  return unknown && push(unknown, emptyContent, pass);
}

/**
 * A type that loses resources while a later type has changes to come is sent with the lost ones still in it, and without
 * them once the later types are done: so a client never holds a reference to something that was taken away before the
 * reference was. A DestinationRule that loses subsets is sent with them in the same way.
 */
function nextChange(pending: readonly TypeState[], pass: Pass): Push | undefined {
  for (const type of pending) {
    const isLast = type === pending.at(-1);
    // What was sent on the way is old and new together already.
    if (!isLast && !type.due && pass.sent.has(type.typeUrl)) continue;
    const target = targetContent(type, pass.target);
    const content = isLast ? target : together(type.held, target, type.asked, joinOf(type));
    if (type.due || content.version !== type.sent?.content.version) return push(type, content, pass);
  }
  return undefined;
}

function joinOf({ kind }: TypeState): Join | undefined {
  return kind === "DestinationRule" ? withSubsetsOf : undefined;
}

/** The stream once the response has left under that nonce. */
export function afterPush(stream: StreamState, { type, content, wide, pass }: Push, nonce: string): StreamState {
  return { ...withType(stream, afterSending(type, content, wide, nonce)), pass };
}

/**
 * The stream while nothing is to be sent: once it has arrived it lets go of the snapshot that it was taken to, or a
 * client of one kind would keep the bytes of all others from then on.
 */
export function atRest(stream: StreamState): StreamState {
  const { types, pass } = stream;
  const busy = pass && [...types.values()].some((type) => isOutstanding(type) || isPending(type, pass.target));
  return pass === undefined || busy ? stream : { ...stream, pass: undefined };
}

/** Whether every type asked for has been ACKed at the snapshot's version. What is not served is left out. */
export function isAt(stream: StreamState, snapshot: Snapshot): boolean {
  const served = servedTypes(stream);
  return (
    served.length > 0 &&
    served.every(
      (type) =>
        !isOutstanding(type) && type.acked !== null && type.held.version === targetContent(type, snapshot).version,
    )
  );
}

/**
 * A stream is taken to one snapshot at a time, or fast commits could keep a slow client's later types waiting for ever.
 * It moves on to the newest as soon as that repeats nothing that was sent on the way.
 */
function passOf(stream: StreamState, newest: Snapshot): Pass {
  const { pass } = stream;
  if (pass === undefined || pass.target === newest) return pass ?? { target: newest, sent: new Set() };
  const { target, sent } = pass;
  const done = !servedTypes(stream).some((type) => isPending(type, target));
  if (done) return { target: newest, sent: new Set() };
  const repeats = [...sent].some((url) => {
    const type = stream.types.get(url);
    return type !== undefined && targetContent(type, target).version !== targetContent(type, newest).version;
  });
  return repeats ? pass : { target: newest, sent };
}

/** A refused version is not pending: it is sent again only once the version changes. */
function isPending(type: TypeState, target: Snapshot): boolean {
  return type.due || targetContent(type, target).version !== type.sent?.content.version;
}

function targetContent({ kind, subscription }: TypeState, target: Snapshot): Content {
  const collection = kind && target.collections.get(kind);
  return collection === undefined ? emptyContent : select(new WholeContent(collection), subscription);
}

function servedTypes(stream: StreamState): TypeState[] {
  const served = [...stream.types.values()].filter(({ kind }) => kind !== undefined);
  return served.sort((a, b) => rank(a) - rank(b));
}

function rank({ kind }: TypeState): number {
  return (kind && orderOf.get(kind)) ?? orderOf.size;
}

function push(type: TypeState, content: Content, { target, sent }: Pass, wide = false): Push {
  const pass = { target, sent: type.kind === undefined ? sent : new Set([...sent, type.typeUrl]) };
  return { type, content, wide, pass };
}
