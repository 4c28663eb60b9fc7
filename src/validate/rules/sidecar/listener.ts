import { sidecarFindings } from "../../../findings/rules/sidecar.js";
import type { JsonPath } from "../../../model/index.js";
import type { Problem } from "../../problem.js";
import { showPath, showText } from "../../show.js";
import { problem } from "../rule.js";
import { labelName } from "../shared/ports.js";
import { protocol } from "../shared/protocols.js";

/** istio.networking.v1alpha3.SidecarPort. */
export interface SidecarPort {
  readonly number?: number;
  readonly protocol?: string;
  readonly name?: string;
  readonly targetPort?: number;
}

export const unixScheme = "unix://";

/** What holds for every port of a Sidecar, whatever its number means. */
export function* sidecarPort(port: SidecarPort, path: JsonPath): Iterable<Problem> {
  if (port.name) yield* labelName(port.name, [...path, "name"]);
  yield* protocol(port.protocol, [...path, "protocol"], { emptyIsDetected: true });
  if ((port.targetPort ?? 0) > 0)
    yield wrongListener(
      [...path, "targetPort"],
      "has no effect on a Sidecar",
      "remove it; ingress leads to defaultEndpoint",
    );
}

/** Remembers ports or sockets, and refuses the second of one kind. */
export function* unique(seen: Set<number | string>, value: number | string, path: JsonPath): Iterable<Problem> {
  if (seen.has(value))
    yield problem(
      sidecarFindings.duplicateListener,
      path,
      `${showPath(path)} is ${typeof value === "string" ? showText(value) : value}, which another listener has too`,
      "remove one of the two listeners, or change it",
    );
  seen.add(value);
}

export function wrongListener(path: JsonPath, fault: string, remedy: string): Problem {
  return problem(sidecarFindings.listener, path, `${showPath(path)} ${fault}`, remedy);
}
