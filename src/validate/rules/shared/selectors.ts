import { sharedFindings } from "../../../findings/rules/shared.js";
import type { JsonPath } from "../../../model/index.js";
import type { Problem } from "../../problem.js";
import { showPath, showText } from "../../show.js";
import { keyProblem, problem } from "../rule.js";
import type { LabelMap } from "./labels.js";

/** The two messages that select workloads: istio.type.v1beta1 has matchLabels, istio.networking.v1alpha3 labels. */
export type WorkloadSelector = Readonly<Partial<Record<SelectorField, LabelMap | null>>>;
export type SelectorField = "matchLabels" | "labels";

export function* workloadSelector(
  selector: WorkloadSelector | null | undefined,
  path: JsonPath,
  field: SelectorField,
): Iterable<Problem> {
  if (selector === undefined || selector === null) return;
  const entries = Object.entries(selector[field] ?? {});
  if (entries.length === 0)
    yield problem(
      sharedFindings.selectsAll,
      path,
      `${showPath(path)} has no labels, so it applies to every workload that the resource can reach`,
      `add ${field}, or remove the selector to say that all are meant`,
    );
  for (const [key, value] of entries) {
    const at = [...path, field, key];
    if (key === "")
      yield keyProblem(sharedFindings.selector, at, `a label in ${showPath(path)} has no key`, "write the label's key");
    else if (key.includes("*")) yield wildcard(keyProblem, at, "key", key);
    else if (value.includes("*")) yield wildcard(problem, at, "value", value);
  }
}

function wildcard(make: typeof problem, path: JsonPath, part: "key" | "value", text: string): Problem {
  const message = `a workload selector cannot have wildcards, the ${part} ${showText(text)} has one`;
  return make(sharedFindings.selector, path, message, `write the whole ${part}, or select by another label`);
}
