import { changeAt, nodesOf, sizeOf, type Tree, writeTree } from "../../../support/generate/tree.js";

/** Steps after which a document is small enough whatever is left. */
const maxSteps = 200;
/** How many candidates are judged at once: most steps find a smaller document among the first ones. */
const batch = 16;

/**
 * The smallest document near this one of which `holds` still is true: entries, items and characters go for as long as it
 * is. Names are left as they are.
 */
export async function reduce(
  document: Tree,
  holds: (candidates: readonly Tree[]) => Promise<readonly boolean[]>,
): Promise<Tree> {
  let smallest = document;
  for (let step = 0; step < maxSteps; step += 1) {
    const better = await firstThatHolds(smaller(smallest), holds);
    if (better === undefined) return smallest;
    smallest = better;
  }
  return smallest;
}

async function firstThatHolds(
  candidates: readonly Tree[],
  holds: (candidates: readonly Tree[]) => Promise<readonly boolean[]>,
): Promise<Tree | undefined> {
  for (let start = 0; start < candidates.length; start += batch) {
    const some = candidates.slice(start, start + batch);
    const verdicts = await holds(some);
    const found = some.find((_, index) => verdicts[index]);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** Documents with one thing less, a node or a part of a scalar, the smallest first. */
function smaller(document: Tree): readonly Tree[] {
  const candidates = [...nodesOf(document)].flatMap(([path, node]) => {
    const changes = [undefined, ...("scalar" in node && isOfSpec(document, path) ? shorterScalars(node.scalar) : [])];
    return path.length === 0 ? [] : changes.map((change) => changeAt(document, path, () => change) ?? document);
  });
  return candidates
    .map((tree) => ({ tree, weight: sizeOf(tree) * 1_000 + writeTree(tree).length }))
    .sort((a, b) => a.weight - b.weight)
    .map(({ tree }) => tree);
}

function isOfSpec(document: Tree, [index = -1]: readonly number[]): boolean {
  return "entries" in document && document.entries[index]?.[0] === "spec";
}

function shorterScalars(scalar: string): readonly Tree[] {
  const inner = /^"(.*)"$/s.exec(scalar)?.[1];
  if (inner === undefined) return scalar.length > 2 ? [{ scalar: "1" }] : [];
  return ["", "a", ...cuts(inner, Math.ceil(inner.length / 32))]
    .filter((text) => text.length < inner.length && isWhole(text))
    .map((text) => ({ scalar: `"${text}"` }));
}

/** The text without each of its parts of that length. */
function cuts(text: string, length: number): readonly string[] {
  const starts = Array.from({ length: Math.ceil(text.length / length) }, (_, index) => index * length);
  return starts.map((start) => text.slice(0, start) + text.slice(start + length));
}

/** Whether no escape of the JSON text was cut through. */
function isWhole(text: string): boolean {
  try {
    JSON.parse(`"${text}"`);
    return true;
  } catch {
    return false;
  }
}
