import { contentStart, EVENT_ID, type Event, endOfToken, type Layout, layoutOf, nextClosingBracket } from "./events.js";

/** Where a line can be joined to the content before it: the break, blank lines and comments that lie between the two. */
export interface Joint {
  readonly from: number;
  /** Where the content of the line starts. */
  readonly to: number;
  /** Whether the line starts with a closing bracket. */
  readonly closing: boolean;
  /** Whether a comma or an opening bracket stands before the line, or a comma at its start. */
  readonly item: boolean;
}

/** A line with content, indented by nothing but spaces. */
const contentLine = /^( *)(?=[^ \t\r\n#])[^\r\n]*/gm;
const blockHead = /[|>][-+0-9]*$/;
const documentMark = /^(?:---|\.\.\.)(?!\S)/;

/**
 * Every joint of a text, in order, as far as a line can tell: some may lie in quoted or block texts. There is none where
 * goyaml may mind what lies between, which is a tab or the mark of a document, and none after the head of a block text.
 */
export function findJoints(text: string): readonly Joint[] {
  const joints: Joint[] = [];
  let from = -1;
  let before = "";
  for (const { 0: line, 1: indent = "", index } of text.matchAll(contentLine)) {
    const content = line.slice(0, endOfContent(line));
    const to = index + indent.length;
    const barred = from < 0 || documentMark.test(line) || blockHead.test(before) || text.slice(from, to).includes("\t");
    const item = /[[{,]$/.test(before) || text[to] === ",";
    if (!barred) joints.push({ from, to, closing: /[\]}]/.test(text.charAt(to)), item });
    from = index + content.length;
    before = content.trimEnd();
  }
  return joints;
}

/** Where the comment of a line starts, or the line ends. Quotes that span lines can mislead it. */
function endOfContent(line: string): number {
  let quote = "";
  for (const { 0: mark, index } of line.matchAll(/\\.|["']|[ \t]#/g)) {
    if (mark === quote) quote = "";
    else if (quote !== "" || mark.startsWith("\\")) continue;
    else if (mark.endsWith("#")) return index;
    else if (!/\w/.test(line.charAt(index - 1))) quote = mark;
  }
  return line.length;
}

/** The text, as long as before, with spaces for all that lies between the lines to join. */
export function joinLines(text: string, joints: readonly Joint[]): string {
  const pieces: string[] = [];
  let end = 0;
  for (const { from, to } of joints) {
    pieces.push(text.slice(end, from), " ".repeat(to - from));
    end = to;
  }
  return pieces.join("") + text.slice(end);
}

/**
 * The joints that must not be: those outside flow collections, in a token, or behind a comment that now swallows the line.
 * All others mean what the line breaks meant. Text and events are those of the joined lines.
 */
export function findMisplaced(joints: readonly Joint[], text: string, events: readonly Event[]): ReadonlySet<Joint> {
  const misplaced = new Set(joints);
  let next = 0;
  for (const gap of flowGaps(text, events)) {
    for (const stretch of betweenComments(text, gap)) {
      for (let joint = joints[next]; joint !== undefined && joint.to <= stretch.to; joint = joints[next]) {
        if (joint.from >= stretch.from) misplaced.delete(joint);
        next += 1;
      }
    }
  }
  return misplaced;
}

interface Stretch {
  readonly from: number;
  readonly to: number;
}

function* betweenComments(text: string, gap: Stretch): Iterable<Stretch> {
  let { from } = gap;
  for (const { 0: comment, index } of text.slice(from, gap.to).matchAll(/#[^\n\r]*/g)) {
    yield { from, to: gap.from + index };
    from = gap.from + index + comment.length;
  }
  yield { from, to: gap.to };
}

/** What lies between the tokens of flow collections, the brackets included among the tokens. */
function* flowGaps(text: string, events: readonly Event[]): Iterable<Stretch> {
  const open: Layout[] = [];
  let from = 0;
  for (const event of events) {
    if (event.type === EVENT_ID.POP) {
      if (open.pop() !== "flow") continue;
      const to = nextClosingBracket(text, from);
      yield { from, to };
      from = to + 1;
      continue;
    }
    const to = contentStart(event);
    if (to >= 0 && open.at(-1) !== "block") yield { from, to };
    from = Math.max(from, endOfToken(text, event));
    if (event.type === EVENT_ID.DOCUMENT) open.push("block");
    if (event.type === EVENT_ID.MAPPING || event.type === EVENT_ID.SEQUENCE) open.push(layoutOf(text, event));
  }
}
