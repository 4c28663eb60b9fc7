import { refusal } from "../verdict.js";
import type { Disagreement } from "./compare.js";
import { isAboutMetadata } from "./ours.js";

/** What a disagreement is about, without the details of the document: equal ones are one cause. */
export interface Cause {
  readonly kind: string;
  readonly direction: Disagreement["direction"];
  /** The stage of the oracle and the form of its first message; empty where it takes the document. */
  readonly theirs: string;
  /** Our first code and the form of its message; empty where gitxds takes the document. */
  readonly ours: string;
}

export function causeOf({ kind, direction, ours, theirs }: Disagreement): Cause {
  const finding = ours.errors.find((error) => !isAboutMetadata(error)) ?? ours.errors[0];
  return {
    kind,
    direction,
    theirs: shapesOf(theirs)[0] ?? "",
    ours: finding === undefined ? "" : `${finding.code} ${shape(finding.message)}`,
  };
}

export function keyOf({ kind, direction, theirs, ours }: Cause): string {
  return JSON.stringify([kind, direction, theirs, ours]);
}

/** The forms of the oracle's messages, each with its stage. */
export function shapesOf(theirs: Disagreement["theirs"]): readonly string[] {
  const message = refusal(theirs);
  if (message === undefined) return [];
  const stage = (["yamlError", "crdError", "decodeError", "validateError"] as const).find((key) => theirs[key] !== "");
  return messagesOf(message).map((text) => `${stage?.replace("Error", "")}: ${shape(text)}`);
}

/** The errors of a list: multierror's lines, or Kubernetes' brackets. */
export function messagesOf(message: string): readonly string[] {
  const lines = message.split("\n").flatMap((line) => /^\s*\* (.*)/.exec(line)?.[1] ?? []);
  if (lines.length > 0) return lines;
  const body = message.replace(/^[A-Za-z]+\/[^ :]*: /, "");
  return body.startsWith("[") ? body.slice(1, -1).split(/, (?=spec[.:[])/) : [body];
}

/** What in a message is the document's, with what stands for it. */
const details: readonly (readonly [RegExp, string])[] = [
  [/ERROR: <input>.*/s, "…"],
  [/"(?:[^"\\]|\\.)*"/g, '"…"'],
  [/'[^']*'/g, "'…'"],
  [/`[^`]*` \S+/g, "`…` …"],
  [/\{.*\}/gs, "{…}"],
  [/\[[^\]]*\]/g, "[…]"],
  [/\([^)]*\)/g, "(…)"],
  [/^\S+ (?=is not )/, "… "],
  [/(?<=but was |^address |\bpath )\S+/g, "…"],
  [/-?\d+(\.\d+)?(e[+-]?\d+)?/g, "N"],
  [/\s+/g, " "],
  // What follows the last colon where it is short.
  [/: \S+( \S+){0,2}$/, ": …"],
];

/** A message without the details of its document. */
function shape(message: string): string {
  return details.reduce((text, [detail, by]) => text.replace(detail, by), message).slice(0, 160);
}
