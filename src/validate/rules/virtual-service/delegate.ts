import { virtualServiceFindings as rows } from "../../../findings/rules/virtual-service.js";
import type { JsonPath } from "../../../model/index.js";
import type { Problem } from "../../problem.js";
import { showPath } from "../../show.js";
import { keyProblem } from "../rule.js";
import type { VirtualServiceSpec } from "./spec.js";

/** What a delegate leaves to the VirtualService that refers to it. */
export function* delegate(spec: VirtualServiceSpec, path: JsonPath): Iterable<Problem> {
  for (const field of ["gateways", "tls", "tcp"] as const) {
    if (!spec[field]?.length) continue;
    const at = [...path, field];
    const message = `${showPath(at)} stands in a VirtualService without hosts, which is a delegate: that has http only`;
    yield keyProblem(rows.delegate, at, message, `add hosts, or remove ${field}`);
  }
}
