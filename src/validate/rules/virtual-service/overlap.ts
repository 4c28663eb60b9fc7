import type { JsonPath } from "../../../model/index.js";
import type { Problem } from "../../problem.js";
import { showPath, showText } from "../../show.js";
import { type PlacedMatch, unusedMatch } from "./reach.js";
import type { HttpMatch, StringMatch, StringMatches } from "./spec.js";

/** Most pairs that are compared: a route table without end must not take time without end. */
const maxComparisons = 1_000_000;

/**
 * Conditions on a path prefix that an earlier, shorter prefix takes everything from. Only what Istio's own analysis
 * looks at is compared: port, method, authority, headers, query parameters and withoutHeaders.
 */
export function* coveredMatches(matches: readonly PlacedMatch<HttpMatch>[]): Iterable<Problem> {
  const earlier = new Map<string, PlacedMatch<HttpMatch>[]>();
  const lengths = new Set<number>();
  let comparisons = 0;
  for (const placed of matches) {
    const prefix = placed.match.uri?.prefix ?? "";
    if (prefix === "") continue;
    for (const length of lengths) {
      if (length >= prefix.length) continue;
      const shorter = earlier.get(prefix.slice(0, length)) ?? [];
      comparisons += shorter.length;
      if (comparisons > maxComparisons) return;
      const covering = shorter.find(({ match }) => covers(match, placed.match));
      if (covering === undefined) continue;
      yield covered(placed.path, prefix, covering);
      break;
    }
    lengths.add(prefix.length);
    const same = earlier.get(prefix);
    if (same === undefined) earlier.set(prefix, [placed]);
    else same.push(placed);
  }
}

function covered(path: JsonPath, prefix: string, covering: PlacedMatch<HttpMatch>): Problem {
  const shorter = showText(covering.match.uri?.prefix ?? "");
  return unusedMatch(
    path,
    `asks for the prefix ${showText(prefix)}, and ${showPath(covering.path)}, which comes first, takes all of ${shorter}`,
  );
}

function covers(earlier: HttpMatch, later: HttpMatch): boolean {
  return (
    (earlier.port ?? 0) === (later.port ?? 0) &&
    textOf(earlier.method, "exact:GET").startsWith(textOf(later.method, "exact:GET")) &&
    textOf(earlier.authority).startsWith(textOf(later.authority)) &&
    mapCovers(earlier.headers, later.headers) &&
    mapCovers(earlier.queryParams, later.queryParams) &&
    mapCovers(earlier.withoutHeaders, later.withoutHeaders)
  );
}

function mapCovers(earlier: StringMatches = {}, later: StringMatches = {}): boolean {
  const keys = Object.keys(earlier);
  if (keys.length !== Object.keys(later).length) return false;
  return keys.every((key) => Object.hasOwn(later, key) && textOf(earlier[key]).startsWith(textOf(later[key])));
}

/** The condition as one text; a regular expression counts as none. */
function textOf(condition: StringMatch | undefined, absent = ""): string {
  if (condition?.exact) return `exact:${condition.exact}`;
  if (condition?.prefix) return `prefix:${condition.prefix}`;
  return absent;
}
