import { virtualServiceFindings as rows } from "../../../findings/rules/virtual-service.js";
import type { JsonPath } from "../../../model/index.js";
import type { Problem } from "../../problem.js";
import { showPath } from "../../show.js";
import { entriesOf, problem } from "../rule.js";

/** A condition and where it stands. */
export interface PlacedMatch<Match> {
  readonly match: Match;
  readonly path: JsonPath;
}

interface Route<Match> {
  readonly match?: readonly Match[];
}

/**
 * Routes and conditions that no request gets to, as the first route that matches wins. The distinct conditions that are
 * left are added to `reached`.
 */
export function* unreachable<Match extends object>(
  routes: readonly Route<Match>[],
  path: JsonPath,
  reached: PlacedMatch<Match>[],
): Iterable<Problem> {
  const earlier = new Map<string, JsonPath>();
  let catchAll: JsonPath | undefined;
  for (const [route, routePath] of entriesOf(routes, path)) {
    const matches = route.match ?? [];
    if (catchAll !== undefined) {
      yield unusedRoute(routePath, `${showPath(catchAll)} before it has no match and takes everything`);
      continue;
    }
    if (matches.length === 0) {
      catchAll = routePath;
      continue;
    }
    let repeated = 0;
    for (const [match, matchPath] of entriesOf(matches, [...routePath, "match"])) {
      const meaning = meaningOf(match);
      const first = earlier.get(meaning);
      if (first === undefined) {
        earlier.set(meaning, matchPath);
        reached.push({ match, path: matchPath });
      } else {
        repeated += 1;
        yield unusedMatch(matchPath, `asks for the same as ${showPath(first)}, which comes first`);
      }
    }
    if (repeated === matches.length) yield unusedRoute(routePath, "each of its matches repeats an earlier one");
  }
}

function unusedRoute(path: JsonPath, reason: string): Problem {
  const message = `${showPath(path)} is never used: ${reason}`;
  return problem(rows.unreachableRoute, path, message, "move it up, narrow what comes before it, or remove it");
}

/** A condition that has no effect; the reason completes its path to a sentence. */
export function unusedMatch(path: JsonPath, reason: string): Problem {
  const message = `${showPath(path)} is never used: it ${reason}`;
  return problem(rows.repeatedMatch, path, message, "move the narrower of the two up, or remove this one");
}

/** Fields that say something by being there, even when empty. */
const messages: ReadonlySet<string> = new Set(["uri", "scheme", "method", "authority"]);

/** Equal for conditions that protobuf cannot tell apart, but for their names: defaults are nothing, maps have no order. */
function meaningOf(match: object): string {
  const fields = Object.entries(match).filter(([field, value]) => field !== "name" && isSet(field, value));
  return JSON.stringify(fields.sort(byKey).map(([field, value]) => [field, isMap(value) ? sorted(value) : value]));
}

function isSet(field: string, value: unknown): boolean {
  if (Array.isArray(value)) return value.length > 0;
  if (isMap(value)) return messages.has(field) || Object.keys(value).length > 0;
  return value !== "" && value !== 0 && value !== false;
}

function isMap(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function sorted(map: Readonly<Record<string, unknown>>): readonly (readonly [string, unknown])[] {
  return Object.entries(map).sort(byKey);
}

function byKey([a]: readonly [string, unknown], [b]: readonly [string, unknown]): number {
  return a < b ? -1 : 1;
}
