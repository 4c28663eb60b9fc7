import { envoyFilterFindings } from "../../findings/rules/envoy-filter.js";
import type { JsonPath, Resource } from "../../model/index.js";
import type { Problem } from "../problem.js";
import { showPath } from "../show.js";
import { patchMatch } from "./envoy-filter/match.js";
import type { ConfigPatch, EnvoyFilter } from "./envoy-filter/spec.js";
import { entriesOf, problem, type Rules, specOf } from "./rule.js";
import { workloadSelector } from "./shared/selectors.js";

/** A patch's value is not converted to Envoy's types, of which there are hundreds: the warning says so. */
export const envoyFilterRules: Rules = function* (resource: Resource): Iterable<Problem> {
  const spec = specOf<EnvoyFilter>(resource);
  yield* workloadSelector(spec.workloadSelector, ["spec", "workloadSelector"], "labels");
  for (const [patch, at] of entriesOf(spec.configPatches, ["spec", "configPatches"])) yield* configPatch(patch, at);
  yield internals();
};

/** Patches for waypoints are left alone, as the webhook leaves them. */
function* configPatch({ applyTo = "INVALID", match, patch }: ConfigPatch, path: JsonPath): Iterable<Problem> {
  if (match?.context === "WAYPOINT") return;
  const { operation = "INVALID", value } = patch ?? {};
  if (applyTo === "INVALID")
    return yield incomplete([...path, "applyTo"], "does not say what is patched", "write a class such as HTTP_FILTER");
  if (operation === "INVALID")
    return yield incomplete(
      [...path, "patch", "operation"],
      "does not say what is done",
      "write MERGE, ADD or another",
    );
  if (operation !== "REMOVE" && value === undefined)
    return yield incomplete(
      [...path, "patch", "value"],
      `is missing, and ${operation} needs it`,
      "write what is patched in",
    );
  if (match !== undefined) yield* patchMatch(match, applyTo, [...path, "match"]);
}

function incomplete(path: JsonPath, fault: string, remedy: string): Problem {
  return problem(envoyFilterFindings.incompletePatch, path, `${showPath(path)} ${fault}`, remedy);
}

function internals(): Problem {
  return problem(
    envoyFilterFindings.internals,
    ["kind"],
    "an EnvoyFilter changes what istiod generates, which differs between versions of Istio; its values are not checked here",
    "use another kind if one can say it, and try the patches out before every upgrade",
  );
}
