import type { KindName } from "../../../../src/model/index.js";
import { documentOf, type Tree, writeTree } from "../../../support/generate/index.js";
import { type Difference, differences } from "../../differences.js";
import { refusal } from "../verdict.js";
import type { Oracle } from "./ask.js";
import { type Direction, disagreement, isServedKind, type Judged, judgeAll, warningDifference } from "./compare.js";
import type { JudgeOurselves } from "./ours.js";
import { openTally, type TableRow } from "./table.js";

/** A document to judge; without a tree it is shown as it is. */
export interface Case {
  readonly text: string;
  readonly tree?: Tree;
  readonly file?: string;
}

export interface KindCount {
  documents: number;
  /** Taken by the oracle. */
  taken: number;
  /** Outside the closed list. */
  readonly outside: Record<Direction, number>;
  /** Of documents that both take: only one of the two warns. */
  readonly warnings: Record<"ours alone" | "theirs alone", number>;
}

export interface Examination {
  readonly counts: ReadonlyMap<KindName, KindCount>;
  readonly used: ReadonlyMap<Difference, number>;
  add(cases: readonly Case[]): Promise<void>;
  /** The causes of what lies outside the closed list. */
  rows(): Promise<readonly TableRow[]>;
}

/** Judges documents on both sides, and sorts disagreements into those on the closed list and those that are not. */
export function examine(oracle: Oracle, gitxds: JudgeOurselves): Examination {
  const counts = new Map<KindName, KindCount>();
  const used = new Map<Difference, number>();
  const outside = openTally();
  const take = (judged: Judged, from: Case | undefined) => {
    if (!isServedKind(judged.kind)) return;
    const count = countOf(counts, judged.kind);
    countVerdicts(count, judged);
    const found = disagreement(judged);
    if (found === undefined) return;
    const known = differences.find(({ matches }) => matches(found));
    if (known !== undefined) {
      used.set(known, (used.get(known) ?? 0) + 1);
      return;
    }
    count.outside[found.direction] += 1;
    outside.add({ ...from, disagreement: found });
  };
  return {
    counts,
    used,
    async add(cases) {
      const texts = cases.map(({ text }) => text);
      const judgements = await judgeAll(oracle, gitxds, texts);
      for (const [index, judged] of judgements.entries()) take(judged, cases[index]);
    },
    rows: () => outside.rows(oracle, gitxds),
  };
}

function countVerdicts(count: KindCount, judged: Judged): void {
  count.documents += 1;
  if (refusal(judged.theirs) === undefined) count.taken += 1;
  const warning = warningDifference(judged);
  if (warning !== undefined) count.warnings[warning] += 1;
}

/** The documents of so many seeds, of one kind after the other. */
export function generated(kinds: readonly KindName[], first: number, count: number): readonly Case[] {
  return Array.from({ length: count }, (_, index) => {
    const kind = kinds[(first + index) % kinds.length];
    if (kind === undefined) throw new RangeError("no kind is chosen");
    const tree = documentOf(kind, first + index);
    return { tree, text: writeTree(tree) };
  });
}

function countOf(counts: Map<KindName, KindCount>, kind: KindName): KindCount {
  const known = counts.get(kind);
  if (known !== undefined) return known;
  const fresh: KindCount = {
    documents: 0,
    taken: 0,
    outside: { stricter: 0, looser: 0, bytes: 0 },
    warnings: { "ours alone": 0, "theirs alone": 0 },
  };
  counts.set(kind, fresh);
  return fresh;
}

/** One line a kind, and a sum. */
export function printCounts(counts: Examination["counts"]): string {
  const rows = [...counts].sort(([a], [b]) => (a < b ? -1 : 1));
  const line = (name: string, cells: readonly (number | string)[]) =>
    `${name.padEnd(24)}${cells.map((cell) => String(cell).padStart(11)).join("")}`;
  const cellsOf = ({ documents, taken, outside, warnings }: KindCount) => [
    documents,
    taken,
    outside.stricter,
    outside.looser,
    outside.bytes,
    warnings["ours alone"],
    warnings["theirs alone"],
  ];
  const cells = rows.map(([, count]) => cellsOf(count));
  const sum = (cells[0] ?? []).map((_, column) => cells.reduce((total, row) => total + (row[column] ?? 0), 0));
  return [
    line("", ["documents", "taken", "stricter", "looser", "bytes", "we warn", "it warns"]),
    ...rows.map(([kind, count]) => line(kind, cellsOf(count))),
    line("all", sum),
  ].join("\n");
}
