import type { Tree } from "../../../support/generate/index.js";
import { writeTree } from "../../../support/generate/index.js";
import { refusal } from "../verdict.js";
import type { Oracle } from "./ask.js";
import { type Cause, causeOf, keyOf, shapesOf } from "./causes.js";
import { type Disagreement, disagreement, judgeAll } from "./compare.js";
import type { JudgeOurselves } from "./ours.js";
import { reduce } from "./reduce.js";

/** A cause with how often it came up and its smallest document. */
export interface TableRow {
  readonly cause: Cause;
  readonly count: number;
  readonly example: Disagreement;
  /** Where the document stands, if it was not generated. */
  readonly file: string | undefined;
}

/** A disagreement, with the tree of its document where that can be made smaller. */
export interface Found {
  readonly tree?: Tree;
  readonly file?: string;
  readonly disagreement: Disagreement;
}

/** Counts disagreements by cause as they come, and keeps the shortest document of each. */
export interface Tally {
  add(found: Found): void;
  /** The causes with their documents reduced, the most frequent first. */
  rows(oracle: Oracle, gitxds: JudgeOurselves): Promise<readonly TableRow[]>;
}

export function openTally(): Tally {
  const causes = new Map<string, { count: number; shortest: Found }>();
  return {
    add(found) {
      const key = keyOf(causeOf(found.disagreement));
      const known = causes.get(key);
      const isShorter = known === undefined || found.disagreement.text.length < known.shortest.disagreement.text.length;
      causes.set(key, { count: (known?.count ?? 0) + 1, shortest: isShorter ? found : known.shortest });
    },
    async rows(oracle, gitxds) {
      const rows: TableRow[] = [];
      for (const { count, shortest } of causes.values()) {
        const example = await smallest(shortest, oracle, gitxds);
        rows.push({ cause: causeOf(shortest.disagreement), count, example, file: shortest.file });
      }
      return rows.sort((a, b) => b.count - a.count);
    },
  };
}

/** The document reduced for as long as it disagrees in the same direction about the same thing. */
async function smallest(found: Found, oracle: Oracle, gitxds: JudgeOurselves): Promise<Disagreement> {
  if (found.tree === undefined) return found.disagreement;
  const { direction, theirs, ours } = causeOf(found.disagreement);
  const all = shapesOf(found.disagreement.theirs);
  const isSame = (other: Disagreement | undefined) => {
    if (other?.direction !== direction) return false;
    if (direction !== "looser") return causeOf(other).ours === ours;
    const shapes = shapesOf(other.theirs);
    return shapes.includes(theirs) && shapes.every((shape) => all.includes(shape));
  };
  const tree = await reduce(found.tree, async (candidates) =>
    (await judgeAll(oracle, gitxds, candidates.map(writeTree))).map((judged) => isSame(disagreement(judged))),
  );
  const [judged] = await judgeAll(oracle, gitxds, [writeTree(tree)]);
  const reduced = judged === undefined ? undefined : disagreement(judged);
  return isSame(reduced) && reduced !== undefined ? reduced : found.disagreement;
}

/** The table as text: one block a cause, with both verdicts and the document. */
export function printRows(rows: readonly TableRow[]): string {
  return rows.map(printRow).join("\n");
}

function printRow({ cause, count, example, file }: TableRow): string {
  const { ours, theirs, text } = example;
  const mine = ours.errors.map(({ code, message }) => `${code} ${message}`).join("; ") || "takes it";
  return [
    `${count} x ${cause.kind}: gitxds is ${cause.direction === "bytes" ? "of other bytes" : cause.direction}`,
    `    gitxds: ${brief(mine)}`,
    `    oracle: ${brief(refusal(theirs) ?? "takes it")}`,
    ...(file === undefined ? [] : [`    in ${file}`]),
    ...text
      .trimEnd()
      .split("\n")
      .filter(
        (line) => !/^(apiVersion|kind|metadata): |^metadata:$|^ {2}(name|namespace): "(generated|shop|)"$/.test(line),
      )
      .map((line) => `        ${brief(line)}`),
    "",
  ].join("\n");
}

function brief(text: string): string {
  const line = text.replaceAll("\n", " ");
  return line.length <= 300 ? line : `${line.slice(0, 300)}…`;
}
