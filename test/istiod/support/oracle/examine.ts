import type { KindName } from "../../../../src/model/index.js";
import { documentOf, type Tree, writeTree } from "../../../support/generate/index.js";
import { type Difference, differences, exactKinds } from "../../differences.js";
import { refusal } from "../verdict.js";
import type { Oracle } from "./ask.js";
import { type Direction, disagreement, isServedKind, judgeAll, warningDifference } from "./compare.js";
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
  /** The causes of what lies outside the closed list: `defects` are those that the tests do not suffer. */
  rows(which: "defects" | "all"): Promise<readonly TableRow[]>;
}

/** Judges documents on both sides, and sorts what they disagree on into what is on the closed list, what is not, and what is not due yet. */
export function examine(oracle: Oracle, gitxds: JudgeOurselves): Examination {
  const counts = new Map<KindName, KindCount>();
  const used = new Map<Difference, number>();
  const tallies = { defects: openTally(), pending: openTally() };
  return {
    counts,
    used,
    async add(cases) {
      const judgements = await judgeAll(
        oracle,
        gitxds,
        cases.map(({ text }) => text),
      );
      for (const [index, judged] of judgements.entries()) {
        const found = disagreement(judged);
        const { kind } = judged;
        if (!isServedKind(kind)) continue;
        const count = countOf(counts, kind);
        count.documents += 1;
        if (refusal(judged.theirs) === undefined) count.taken += 1;
        const warning = warningDifference(judged);
        if (warning !== undefined) count.warnings[warning] += 1;
        if (found === undefined) continue;
        const known = differences.find(({ matches }) => matches(found));
        if (known !== undefined) {
          used.set(known, (used.get(known) ?? 0) + 1);
          continue;
        }
        count.outside[found.direction] += 1;
        const isDue = exactKinds.has(kind) || found.direction !== "looser";
        tallies[isDue ? "defects" : "pending"].add({ ...cases[index], disagreement: found });
      }
    },
    async rows(which) {
      const defects = await tallies.defects.rows(oracle, gitxds);
      return which === "defects" ? defects : [...defects, ...(await tallies.pending.rows(oracle, gitxds))];
    },
  };
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
    ...rows.map(([kind, count]) => line(exactKinds.has(kind) ? `${kind} (exact)` : kind, cellsOf(count))),
    line("all", sum),
  ].join("\n");
}
