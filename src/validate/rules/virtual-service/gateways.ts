import { virtualServiceFindings as rows } from "../../../findings/rules/virtual-service.js";
import type { JsonPath } from "../../../model/index.js";
import type { Problem } from "../../problem.js";
import { showPath, showText } from "../../show.js";
import { entriesOf, problem } from "../rule.js";
import { dnsNameFault, isDnsLabel } from "../shared/dns.js";

export interface GatewayNamesOptions {
  /** Whether names written as DNS names are warned of. */
  readonly warnOfLegacy?: boolean;
  /** Whether a name may be other than a DNS label, as for routes that were made of the Gateway API's. */
  readonly anyName?: boolean;
}

/**
 * The names of gateways. Like Istio's, the check ends with the first name that has no namespace: what comes after one,
 * mesh included, is taken as it is.
 */
export function* gatewayNames(
  names: readonly string[] | undefined,
  path: JsonPath,
  { warnOfLegacy = false, anyName = false }: GatewayNamesOptions = {},
): Iterable<Problem> {
  for (const [name, at] of entriesOf(names, path)) {
    const slash = name.indexOf("/");
    if (slash < 0) {
      yield* bareName(name, at, warnOfLegacy);
      return;
    }
    const namespace = name.slice(0, slash);
    const bare = name.slice(slash + 1);
    if (!isDnsLabel(namespace)) yield wrongName(name, at, `has the namespace ${showText(namespace)}, no DNS label`);
    else if (bare === "" || !(anyName || isDnsLabel(bare)))
      yield wrongName(name, at, `has the name ${showText(bare)}, no DNS label`);
  }
}

function* bareName(name: string, path: JsonPath, warnOfLegacy: boolean): Iterable<Problem> {
  const fault = dnsNameFault(name);
  if (fault !== undefined) yield wrongName(name, path, fault);
  else if (warnOfLegacy && name.includes(".")) {
    const [gateway = "", namespace = ""] = name.split(".");
    const message = `${showPath(path)} names a gateway by a DNS name, ${showText(name)}`;
    yield problem(rows.outdated, path, message, `write ${namespace || "NAMESPACE"}/${gateway}`);
  }
}

function wrongName(name: string, path: JsonPath, fault: string): Problem {
  const shown = name === "" ? "" : ` ${showText(name)}`;
  const message = `the gateway${shown} at ${showPath(path)} ${fault}`;
  return problem(rows.gatewayName, path, message, "write NAMESPACE/NAME, or mesh for sidecars");
}
