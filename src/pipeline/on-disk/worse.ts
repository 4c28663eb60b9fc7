import { type Finding, sameness } from "../../model/index.js";

/**
 * The findings of now that have no equal among those of before: each of before answers for one. Two are equal when they
 * say the same of the same resource, wherever it stands, so that moved lines and renamed files change nothing. What has
 * no resource (a file that cannot be read) is only looked for elsewhere when its file is gone: mending one file does not
 * excuse breaking another. Of several equal ones, those at new places are the new ones.
 */
export function findWorse(
  now: readonly Finding[],
  before: readonly Finding[],
  isThereNow: (file: string) => boolean,
): readonly Finding[] {
  let worse = now;
  let answering = before;
  const rounds: readonly ((finding: Finding) => string)[] = [
    (finding) => `${sameness(finding)}\0${finding.file}\0${finding.line}\0${finding.message}`,
    (finding) => `${sameness(finding)}\0${finding.file}\0${finding.message}`,
    (finding) => `${sameness(finding)}\0${finding.file}`,
    sameness,
  ];
  for (const [index, keyOf] of rounds.entries()) {
    if (index === rounds.length - 1) {
      answering = answering.filter(({ file, name }) => name !== null || file === null || !isThereNow(file));
    }
    [worse, answering] = pairOff(worse, answering, keyOf);
  }
  return worse;
}

/** What is left of both when each of `now` is paired with one of `before` that has the same key. */
function pairOff(
  now: readonly Finding[],
  before: readonly Finding[],
  keyOf: (finding: Finding) => string,
): readonly [readonly Finding[], readonly Finding[]] {
  const waiting = new Map<string, Finding[]>();
  for (const finding of before) {
    const key = keyOf(finding);
    const same = waiting.get(key);
    if (same === undefined) waiting.set(key, [finding]);
    else same.push(finding);
  }
  const left = now.filter((finding) => waiting.get(keyOf(finding))?.pop() === undefined);
  return [left, [...waiting.values()].flat()];
}
