import type { Unplaced } from "./unplaced.js";

/** So many findings of one cause are listed: a Gateway that lives elsewhere may be named a thousand times. */
const maxOfTarget = 10;

/** And so many of one analyzer. */
const maxFindings = 1000;

/** The findings of one analyzer, of each target the first ones; the last of these counts what is left out. */
export function limited(all: readonly { readonly target: string; readonly found: Unplaced }[]): readonly Unplaced[] {
  const byTarget = new Map<string, Unplaced[]>();
  for (const { target, found } of all) {
    const known = byTarget.get(target);
    if (known !== undefined) known.push(found);
    else byTarget.set(target, [found]);
  }
  const targets = [...byTarget.values()];
  return cut(
    targets.flatMap((list) => cut(list, maxOfTarget)),
    maxFindings,
  );
}

function cut(all: readonly Unplaced[], most: number): readonly Unplaced[] {
  const last = all[most - 1];
  if (last === undefined || all.length === most) return all;
  const message = `${last.finding.message} (and ${all.length - most} more like this)`;
  return [...all.slice(0, most - 1), { ...last, finding: { ...last.finding, message } }];
}
