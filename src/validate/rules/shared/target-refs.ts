import { sharedFindings } from "../../../findings/rules/shared.js";
import type { JsonPath } from "../../../model/index.js";
import type { Problem } from "../../problem.js";
import { showPath, showText } from "../../show.js";
import { entriesOf, problem } from "../rule.js";
import { type WorkloadSelector, workloadSelector } from "./selectors.js";

export interface TargetRef {
  readonly group?: string;
  readonly kind?: string;
  readonly name?: string;
  readonly namespace?: string;
}

/** How a policy says what it is for. That it says so in one way only is a CEL rule of its schema. */
export interface Attachment {
  readonly selector?: WorkloadSelector | null;
  readonly targetRef?: TargetRef | null;
  readonly targetRefs?: readonly TargetRef[] | null;
}

const targets = new Set([
  "core/Service",
  "networking.istio.io/ServiceEntry",
  "gateway.networking.k8s.io/Gateway",
  "gateway.networking.k8s.io/GatewayClass",
]);

/** Selector, targetRef and targetRefs of a policy's spec. */
export function* attachment({ selector, targetRef, targetRefs }: Attachment, path: JsonPath): Iterable<Problem> {
  yield* workloadSelector(selector, [...path, "selector"], "matchLabels");
  if (targetRef) yield* target(targetRef, [...path, "targetRef"]);
  for (const [ref, at] of entriesOf(targetRefs, [...path, "targetRefs"])) yield* target(ref, at);
}

function* target({ group = "", kind = "", name = "", namespace = "" }: TargetRef, path: JsonPath): Iterable<Problem> {
  if (name === "")
    yield problem(
      sharedFindings.targetRef,
      [...path, "name"],
      `${showPath(path)} names no target`,
      "write the target's name",
    );
  if (namespace !== "")
    yield problem(
      sharedFindings.targetRef,
      [...path, "namespace"],
      `${showPath(path)} names the namespace ${showText(namespace)}, a policy applies to targets of its own only`,
      "remove namespace, and move the policy to the target's namespace if that is another",
    );
  if (!targets.has(`${group === "" ? "core" : group}/${kind}`))
    yield problem(
      sharedFindings.targetRef,
      [...path, "kind"],
      `${showPath(path)} refers to ${showText(group === "" ? kind : `${group}/${kind}`)}, to which no policy can be attached`,
      "refer to a Service (group empty), a ServiceEntry of networking.istio.io, or a Gateway or GatewayClass of gateway.networking.k8s.io",
    );
}
