import type { Finding } from "../model/index.js";

/** So many findings of one cause are listed: a Gateway that lives elsewhere may be named a thousand times. */
const maxOfTarget = 10;

/** And so many of one analyzer. */
const maxFindings = 1000;

/** The findings of one analyzer, of each target the first ones; the last of these counts what is left out. */
export function limited(all: readonly { readonly target: string; readonly finding: Finding }[]): readonly Finding[] {
  const byTarget = new Map<string, Finding[]>();
  for (const { target, finding } of all) {
    const known = byTarget.get(target);
    if (known !== undefined) known.push(finding);
    else byTarget.set(target, [finding]);
  }
  const targets = [...byTarget.values()];
  return cut(
    targets.flatMap((findings) => cut(findings, maxOfTarget)),
    maxFindings,
  );
}

function cut(findings: readonly Finding[], most: number): readonly Finding[] {
  const last = findings[most - 1];
  if (last === undefined || findings.length === most) return findings;
  const left = findings.length - most;
  return [...findings.slice(0, most - 1), { ...last, message: `${last.message} (and ${left} more like this)` }];
}
