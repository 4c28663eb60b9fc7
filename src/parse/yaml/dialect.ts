import { isIPv6 } from "node:net";
import { tabAt, YamlError } from "./error.js";
import {
  COLLECTION_STYLE,
  contentStart,
  EVENT_ID,
  type Event,
  endOfToken,
  type Layout,
  layoutOf,
  nextClosingBracket,
  SCALAR_STYLE,
  type ScalarEvent,
  startOf,
} from "./events.js";

/** Only a text with one of these can hold what the two dialects read differently. */
const suspicious = /[\t[{&!?]/;

/** Characters of the longest IPv6 address, and more. */
const maxAddress = 50;

/** The way through the text, token by token. Between two tokens lie spaces, comments, indicators, tags and anchors. */
interface Walk {
  readonly text: string;
  readonly hasTabs: boolean;
  /** Where the last token ended. */
  end: number;
  /** What the last token was: a colon may touch a plain scalar or an alias, and nothing may follow a value unseparated. */
  last: "plain" | "value" | "start";
  /** Open collections, the innermost last. */
  readonly open: Layout[];
}

/**
 * Refuses what YAML 1.2, which the parser reads, takes and YAML 1.1, which Kubernetes reads, refuses or takes for
 * something else: tabs in indentation, `?` and `:` in flow collections, keys over several lines, an object behind its
 * key on one line. Throws YamlError.
 */
export function checkDialect(text: string, events: readonly Event[]): void {
  if (!suspicious.test(text)) return;
  const walk: Walk = { text, hasTabs: text.includes("\t"), end: 0, last: "start", open: [] };
  for (const event of events) {
    if (event.type === EVENT_ID.POP) close(walk);
    else if (event.type !== EVENT_ID.DOCUMENT) enter(walk, event);
    else walk.open.push("block");
  }
  checkTabs(walk, text.length);
}

function enter(walk: Walk, event: Event): void {
  const content = contentStart(event);
  const start = content < 0 ? startOf(walk.text, event) : content;
  if (start >= 0) checkGap(walk, start, event);
  switch (event.type) {
    case EVENT_ID.SCALAR:
      passScalar(walk, event);
      return;
    case EVENT_ID.ALIAS:
      walk.last = "plain";
      walk.end = event.anchorEnd;
      return;
    case EVENT_ID.MAPPING:
    case EVENT_ID.SEQUENCE:
      walk.open.push(layoutOf(walk.text, event));
      walk.end = endOfToken(walk.text, event);
      walk.last = "start";
  }
}

function passScalar(walk: Walk, event: ScalarEvent): void {
  const end = endOfToken(walk.text, event);
  if (event.valueStart < 0) {
    if (end < 0) return;
    walk.end = end;
    walk.last = "value";
    return;
  }
  walk.last = event.style === SCALAR_STYLE.PLAIN ? "plain" : "value";
  if (walk.last === "plain") checkPlain(walk, event.valueStart, event.valueEnd);
  walk.end = end;
  // A block scalar ends with its line break, which starts what follows.
  if (/[\n\r]/.test(walk.text.charAt(walk.end - 1))) walk.end -= 1;
}

function close(walk: Walk): void {
  if (walk.open.pop() !== "flow") return;
  const at = nextClosingBracket(walk.text, walk.end);
  checkColons(walk, at);
  walk.end = at + 1;
  walk.last = "value";
}

function checkGap(walk: Walk, start: number, event: Event): void {
  if (inFlow(walk)) {
    checkColons(walk, start);
    return;
  }
  checkTabs(walk, start);
  if (walk.last !== "start" && !/[\n\r:?-]/.test(walk.text.slice(walk.end, start))) {
    fail("a value follows another on its line", "start it on a line of its own", start);
  }
  const block =
    (event.type === EVENT_ID.MAPPING || event.type === EVENT_ID.SEQUENCE) && event.style === COLLECTION_STYLE.BLOCK;
  if (block && /^[ \t]*:[^\n\r]*$/.test(walk.text.slice(walk.end, start))) {
    fail("an object or a list starts on the line of its key", "start it on the next line", start);
  }
}

/** A tab after the start of a line, or after `-` or `?`, is no indentation in YAML 1.1. */
function checkTabs(walk: Walk, to: number): void {
  if (!walk.hasTabs) return;
  const gap = bareGap(walk, to);
  for (let at = gap.indexOf("\t"); at >= 0; at = gap.indexOf("\t", at + 1)) {
    let run = at;
    while (run > 0 && " ?:-".includes(gap.charAt(run - 1))) run -= 1;
    const atLineStart = run === 0 ? walk.end === 0 : /[\n\r]/.test(gap.charAt(run - 1));
    if (atLineStart || /[?-]/.test(gap.slice(run, at))) throw tabAt(walk.end + at);
  }
}

function checkColons(walk: Walk, to: number): void {
  const gap = bareGap(walk, to + 1);
  const colon = gap.search(/[:,]/);
  const key = gap[colon] === ":" ? gap.slice(0, colon) : "";
  if (walk.last === "plain" && /^\s*:[,[\]{}]/.test(gap)) {
    touchingColon(walk);
  }
  if (/[\n\r]/.test(key)) fail("the colon is on another line than its key", "join the two lines", walk.end);
  const property = gap.search(/[&!]/);
  if (property < 0 || !/[\n\r]/.test(gap.slice(property))) return;
  fail("a tag or an anchor is on another line than its value", "join the two lines", walk.end + property);
}

/** In YAML 1.1 a colon before a bracket or a comma ends a key; an address that ends in one must be quoted, therefore. */
function touchingColon({ text, end }: Walk): never {
  const plain = /[\da-f:.]*$/i.exec(text.slice(Math.max(0, end - maxAddress), end))?.[0] ?? "";
  const address = `${plain}:`;
  if (isIPv6(address)) {
    const start = end - plain.length;
    const reason = "an IPv6 address that ends in a colon stands unquoted in brackets";
    fail(reason, `quote it: "${address}"`, start);
  }
  fail("a colon in a flow collection touches what follows", "put a space after the colon, or quote the text", end);
}

function checkPlain(walk: Walk, start: number, end: number): void {
  const plain = walk.text.slice(start, end);
  const tab = plain.includes("\t") ? plain.search(/[\n\r] *\t/) : -1;
  if (tab >= 0) throw tabAt(start + plain.indexOf("\t", tab));
  if (!inFlow(walk) || (!plain.includes("?") && !plain.startsWith(":"))) return;
  fail("a text with ? or a leading colon stands unquoted in a flow collection", "quote it", start);
}

/** What stands between the last token and an offset, comments blanked out. */
function bareGap(walk: Walk, to: number): string {
  const gap = walk.text.slice(walk.end, to);
  return gap.includes("#") ? gap.replace(/#[^\n\r]*/g, (comment) => " ".repeat(comment.length)) : gap;
}

function inFlow(walk: Walk): boolean {
  return walk.open.at(-1) !== "block";
}

function fail(reason: string, remedy: string, offset: number): never {
  throw new YamlError("syntax", reason, remedy, offset);
}
