import { isBefore } from "../../collections/istio-versions.js";
import { sinceFindings } from "../../findings/since.js";
import type { IstioVersion, JsonPath, JsonValue, KindName, Resource } from "../../model/index.js";
import { type Check, noProblems, type Problem } from "../problem.js";
import { keyProblem, problem } from "../rules/rule.js";
import { showPath, showValue } from "../show.js";
import type { Introduction } from "./introduction.js";
import { introductions, kindsSince } from "./introductions.js";
import { found, lacking, parseRoute, type Route } from "./places.js";

/**
 * What a version of Istio does not know of a kind, for documents whose form is right. Made once for each kind; undefined
 * where the version knows all there is, so that nobody pays for it.
 */
export function sinceCheck(kind: KindName, version: IstioVersion): Check | undefined {
  const kindSince = kindsSince.get(kind);
  if (kindSince !== undefined && isBefore(version, kindSince)) return () => [unknownKind(kind, kindSince, version)];
  const newer = introductions
    .filter((entry) => entry.kind === kind && isBefore(version, entry.since))
    .map((entry) => ({ entry, route: parseRoute(entry.path) }));
  if (newer.length === 0) return undefined;
  return (resource) => {
    let problems = noProblems;
    for (const { entry, route } of newer) {
      const more = problemsOf(resource, entry, route, version);
      if (more.length > 0) problems = [...problems, ...more];
    }
    return problems;
  };
}

function problemsOf(
  { document }: Resource,
  { what, since }: Introduction,
  route: Route,
  version: IstioVersion,
): readonly Problem[] {
  const versions = { since, version };
  switch (what.type) {
    case "field":
      return [...found(document, route)].map(({ path }) => unknownField(path, versions));
    case "value":
      return [...found(document, route)]
        .filter(({ value }) => what.matches(value))
        .map(({ path, value }) => unknownValue(path, value, versions));
    case "absence":
      return [...lacking(document, route)].map((path) => requiredField(path, String(route.last), versions));
  }
}

interface Versions {
  readonly since: IstioVersion;
  readonly version: IstioVersion;
}

function unknownKind(kind: KindName, since: IstioVersion, version: IstioVersion): Problem {
  const message = `${kind} needs Istio ${since}, and an istiod of ${version} never asks for it`;
  return problem(sinceFindings.kind, ["kind"], message, remedy("leave the resource out", since));
}

function unknownField(path: JsonPath, { since, version }: Versions): Problem {
  const message = `${showPath(path)} needs Istio ${since}, and an istiod of ${version} makes nothing of it`;
  return keyProblem(sinceFindings.field, path, message, remedy("remove the field", since));
}

function unknownValue(path: JsonPath, value: JsonValue, { since, version }: Versions): Problem {
  const message = `${showPath(path)} is ${showValue(value)}, which needs Istio ${since}, and an istiod of ${version} does not know it`;
  return problem(sinceFindings.value, path, message, remedy("use another value", since));
}

function requiredField(path: JsonPath, key: string, { since, version }: Versions): Problem {
  const message = `${showPath(path)} has no ${key}, which needs Istio ${since}: an istiod of ${version} drops the resource`;
  return problem(sinceFindings.required, path, message, remedy(`add ${key}`, since));
}

function remedy(change: string, since: IstioVersion): string {
  return `${change}, or pass --istio-version ${since} once no istiod is older than that`;
}
