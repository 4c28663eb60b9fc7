import { workloadFindings } from "../../../findings/rules/workload.js";
import type { JsonPath } from "../../../model/index.js";
import type { Problem } from "../../problem.js";
import { showPath, showText } from "../../show.js";
import { problem } from "../rule.js";
import { ipAddress, isIpAddress } from "../shared/addresses.js";
import { dnsNameOrAddress } from "../shared/hosts.js";
import { type LabelMap, labels } from "../shared/labels.js";

/** A WorkloadEntry's spec, or an endpoint of a ServiceEntry. */
export interface Workload {
  readonly address?: string;
  readonly network?: string;
  readonly ports?: Readonly<Record<string, number>>;
  readonly labels?: LabelMap;
}

export function isUnixSocket({ address = "" }: Workload): boolean {
  return address.startsWith("unix://");
}

/** Address and labels of a workload. The schema has judged its ports, and the path of a Unix socket. */
export function* workload(
  it: Workload,
  path: JsonPath,
  { takesNames }: { readonly takesNames: boolean },
): Iterable<Problem> {
  const { address = "", network = "" } = it;
  const at = [...path, "address"];
  if (address === "") {
    yield withoutAddress(network, at);
    if (network === "") return;
  } else if (!isUnixSocket(it) && !isIpAddress(address)) {
    yield* takesNames ? dnsNameOrAddress(address, at) : ipAddress(address, at);
  }
  yield* labels(it.labels, [...path, "labels"]);
}

function withoutAddress(network: string, path: JsonPath): Problem {
  if (network === "")
    return problem(
      workloadFindings.noAddress,
      path,
      `${showPath(path)} is empty, and there is no network to reach the workload over`,
      "write the workload's address",
    );
  return problem(
    workloadFindings.networkOnly,
    path,
    `there is no address, so the workload is reached over a gateway of the network ${showText(network)} only`,
    "write the workload's address, if proxies of other networks are not the only ones to reach it",
  );
}
