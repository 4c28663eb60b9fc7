import { envoyFilterFindings } from "../../../findings/rules/envoy-filter.js";
import type { JsonPath } from "../../../model/index.js";
import type { Problem } from "../../problem.js";
import { showList, showPath, showText } from "../../show.js";
import { keyProblem, problem } from "../rule.js";
import { regex } from "../shared/regex.js";
import { httpConnectionManager, isHttpConnectionManager, presentNames } from "./filter-names.js";
import type { FilterMatch, Match } from "./spec.js";

const objectTypes = ["listener", "routeConfiguration", "cluster"] as const;

/** The type of object that each class of patches is matched by; the others may be matched by any. */
const matchedBy: Readonly<Record<string, (typeof objectTypes)[number]>> = {
  LISTENER: "listener",
  FILTER_CHAIN: "listener",
  NETWORK_FILTER: "listener",
  HTTP_FILTER: "listener",
  ROUTE_CONFIGURATION: "routeConfiguration",
  VIRTUAL_HOST: "routeConfiguration",
  HTTP_ROUTE: "routeConfiguration",
  CLUSTER: "cluster",
};

/** In UTF-8. A longer pattern is not compiled, and istiod goes on as if it were not there. */
const maxVersionBytes = 1024;

export function* patchMatch(match: Match, applyTo: string, path: JsonPath): Iterable<Problem> {
  yield* proxyVersion(match.proxy?.proxyVersion ?? "", [...path, "proxy", "proxyVersion"]);
  const wanted = matchedBy[applyTo];
  const given = objectTypes.find((type) => match[type] !== undefined);
  if (wanted === undefined || given === undefined) return;
  if (given !== wanted) yield wrongObject(applyTo, wanted, [...path, given]);
  const filter = given === wanted ? match.listener?.filterChain?.filter : undefined;
  if (filter !== undefined) yield* filterMatch(filter, applyTo, [...path, "listener", "filterChain", "filter"]);
}

function* proxyVersion(pattern: string, path: JsonPath): Iterable<Problem> {
  if (Buffer.byteLength(pattern) <= maxVersionBytes) return yield* regex(pattern, path);
  yield problem(
    envoyFilterFindings.ignoredMatch,
    path,
    `${showPath(path)} has more than ${maxVersionBytes} bytes, so istiod ignores it and patches proxies of every version`,
    "write a shorter pattern",
  );
}

function wrongObject(applyTo: string, wanted: string, path: JsonPath): Problem {
  return keyProblem(
    envoyFilterFindings.wrongMatch,
    path,
    `${showPath(path)} cannot match what the patch applies to, ${applyTo}`,
    `match by ${wanted}, or change applyTo`,
  );
}

function* filterMatch({ name = "", subFilter }: FilterMatch, applyTo: string, path: JsonPath): Iterable<Problem> {
  if (name === "") yield unnamed(path);
  else if (subFilter !== undefined) yield* subFilterMatch(subFilter.name ?? "", name, applyTo, [...path, "subFilter"]);
  if (applyTo === "LISTENER" || applyTo === "FILTER_CHAIN")
    yield keyProblem(
      envoyFilterFindings.ignoredMatch,
      path,
      `${showPath(path)} has no effect, because the patch applies to a ${applyTo}`,
      "remove it, or apply the patch to NETWORK_FILTER or HTTP_FILTER",
    );
  yield* presentName(name, [...path, "name"]);
}

function* subFilterMatch(name: string, outer: string, applyTo: string, path: JsonPath): Iterable<Problem> {
  if (applyTo !== "HTTP_FILTER")
    yield wrongFilter(
      path,
      `is for patches that apply to HTTP_FILTER only, this one applies to ${applyTo}`,
      "remove it",
    );
  else if (!isHttpConnectionManager(outer))
    yield wrongFilter(
      path,
      `is looked for in ${showText(outer)}, which has no HTTP filters`,
      `match the outer filter by the name ${httpConnectionManager}`,
    );
  else if (name === "") yield unnamed(path);
  yield* presentName(name, [...path, "name"]);
}

function unnamed(path: JsonPath): Problem {
  return wrongFilter([...path, "name"], "is empty, so there is nothing to match by", "write the filter's name");
}

function wrongFilter(path: JsonPath, fault: string, remedy: string): Problem {
  return problem(envoyFilterFindings.filterMatch, path, `${showPath(path)} ${fault}`, remedy);
}

function* presentName(name: string, path: JsonPath): Iterable<Problem> {
  const names = presentNames(name);
  if (names.length > 0)
    yield problem(
      envoyFilterFindings.deprecatedFilterName,
      path,
      `${showPath(path)} is ${showText(name)}, an old name of ${showList(names, "or")}`,
      "write the present name",
    );
}
