import { tabAt, YamlError } from "./error.js";
import { type Event, parseEvents, YAMLException } from "./events.js";
import { findJoints, findMisplaced, type Joint, joinLines } from "./joints.js";

/**
 * How deep lists and objects may nest. Kubernetes stops at 10,000, where every reader after us would have run out of
 * stack; no kind needs more than a few dozen.
 */
const maxDepth = 100;

/** How often lines are joined: once or twice settles it, unless the text has brackets elsewhere too. */
const maxAttempts = 5;

/** Blanks before a place that are looked at for a tab. */
const maxBlanks = 1_000;

/**
 * The events of a text. Kubernetes does not mind how far the lines of a flow collection are indented, the parser does:
 * where it stops at one, such lines are joined to what is before them, by spaces, so offsets stay true. Throws YamlError.
 */
export function parseText(text: string): Event[] {
  const result = attempt(text);
  const joined = !Array.isArray(result) && isShallow(result) ? parseJoined(text) : undefined;
  const best = joined ?? result;
  if (Array.isArray(best)) return best;
  throw translate(best, text);
}

/**
 * The events of the text with its shallow lines joined, or the mistake behind them; undefined where neither is certain.
 * Lines with a closing bracket are tried alone first: they are the common ones, and seldom something else.
 */
function parseJoined(text: string): Event[] | YAMLException | undefined {
  const joints = findJoints(text);
  let chosen = joints.filter((joint) => joint.closing);
  let untried = joints.filter((joint) => joint.item && !joint.closing);
  for (let count = 0; count < maxAttempts; count += 1) {
    const joined = joinLines(text, chosen);
    const result = attempt(joined);
    if (Array.isArray(result)) {
      const misplaced = findMisplaced(chosen, joined, result);
      if (misplaced.size === 0) return result;
      chosen = chosen.filter((joint) => !misplaced.has(joint));
      continue;
    }
    if (!isShallow(result)) return isCertain(result, joined, chosen) ? result : undefined;
    const from = positionOf(result, text);
    if (!untried.some(({ to }) => to === from)) return undefined;
    chosen = [...chosen, ...untried.filter(({ to }) => to >= from)].sort((a, b) => a.from - b.from);
    untried = [];
  }
  return undefined;
}

/** Whether the parser stopped at a mistake of the author's: what stands before the line can be read, rightly joined. */
function isCertain(error: YAMLException, joined: string, chosen: readonly Joint[]): boolean {
  const lineStart = joined.lastIndexOf("\n", positionOf(error, joined) - 1) + 1;
  const before = joined.slice(0, lineStart);
  const result = attempt(before);
  if (!Array.isArray(result)) return false;
  const joints = chosen.filter((joint) => joint.to <= lineStart);
  return findMisplaced(joints, before, result).size === 0;
}

function attempt(text: string): Event[] | YAMLException {
  try {
    return parseEvents(text, { maxDepth });
  } catch (error) {
    if (error instanceof YAMLException) return error;
    throw error;
  }
}

function positionOf({ mark }: YAMLException, text: string): number {
  return Math.min(mark?.position ?? 0, text.length);
}

/** Whether a line in brackets or quotes is indented less than the parser wants. */
function isShallow({ reason }: YAMLException): boolean {
  return reason === "deficient indentation";
}

/** The parser's reason, in our words where its own do not help. */
function translate(error: YAMLException, text: string): YamlError {
  const { reason } = error;
  const offset = positionOf(error, text);
  if (reason.startsWith("nesting exceeded")) {
    return new YamlError("bounds", `values are nested more than ${maxDepth} deep`, "flatten the document", offset);
  }
  if (isShallow(error) && text.slice(offset).trim() === "") {
    const end = Math.max(0, text.trimEnd().length - 1);
    const remedy = "close what is open: the parser can only say where the text ends";
    return new YamlError("syntax", "the document ends inside quotes or brackets", remedy, end);
  }
  const tab = isShallow(error) ? tabBefore(text, offset) : undefined;
  if (tab !== undefined) return tab;
  if (isShallow(error)) {
    const remedy = "indent the line further, one with only a closing bracket too";
    return new YamlError("syntax", "a line in brackets or quotes is not indented beyond its key", remedy, offset);
  }
  return new YamlError("syntax", reason, "correct the YAML here or just above", offset);
}

/** The parser counts no tab as indentation, and says so only by the place where it stops: behind one. */
function tabBefore(text: string, offset: number): YamlError | undefined {
  const blanks = /[ \t]*$/.exec(text.slice(Math.max(0, offset - maxBlanks), offset))?.[0] ?? "";
  if (!blanks.includes("\t")) return undefined;
  const start = offset - blanks.length;
  const at = start + blanks.indexOf("\t");
  if (start === 0 || /[\n\r]/.test(text.charAt(start - 1))) return tabAt(at);
  const reason = "a tab stands between the parts of a list or an object in brackets";
  return new YamlError("syntax", reason, "use a space", at);
}
