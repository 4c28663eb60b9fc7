import { destinationRuleFindings } from "../../../findings/rules/destination-rule.js";
import type { JsonPath } from "../../../model/index.js";
import type { Problem } from "../../problem.js";
import { showPath, showText } from "../../show.js";
import { entriesOf, problem } from "../rule.js";
import { anyDuration } from "../shared/durations.js";
import { dnsNameOrAddress } from "../shared/hosts.js";
import { port } from "../shared/ports.js";
import { type ClientTls, clientTls } from "./client-tls.js";
import { type ConnectionPool, connectionPool } from "./connection-pool.js";
import { type LoadBalancer, loadBalancer } from "./load-balancer.js";
import { type OutlierDetection, outlierDetection } from "./outlier-detection.js";

/** What istio.networking.v1alpha3.TrafficPolicy has for all ports, and for one. */
interface PortPolicy {
  readonly loadBalancer?: LoadBalancer;
  readonly connectionPool?: ConnectionPool;
  readonly outlierDetection?: OutlierDetection;
  readonly tls?: ClientTls;
}

export interface TrafficPolicy extends PortPolicy {
  readonly portLevelSettings?: readonly (PortPolicy & { readonly port?: object })[];
  readonly tunnel?: Tunnel;
  readonly proxyProtocol?: object;
  readonly retryBudget?: { readonly budgetInterval?: string };
}

interface Tunnel {
  readonly protocol?: string;
  readonly targetHost: string;
  readonly targetPort: number;
}

/** `namespace` is the resource's own. */
export function* trafficPolicy(
  policy: TrafficPolicy | undefined,
  path: JsonPath,
  namespace: string,
): Iterable<Problem> {
  if (policy === undefined) return;
  const { portLevelSettings = [], tunnel, proxyProtocol, retryBudget } = policy;
  const ofAllPorts = [tunnel, proxyProtocol, retryBudget];
  if (isEmpty(policy) && portLevelSettings.length === 0 && ofAllPorts.every((field) => field === undefined))
    yield wrong(path, "sets nothing", "add a setting, or remove it");
  if (tunnel !== undefined && proxyProtocol !== undefined)
    yield wrong(path, "has both tunnel and proxyProtocol", "keep one of the two");
  yield* portPolicy(policy, path, namespace);
  yield* portPolicies(portLevelSettings, [...path, "portLevelSettings"], namespace);
  if (tunnel !== undefined) yield* tunnelSettings(tunnel, [...path, "tunnel"]);
  yield* anyDuration(retryBudget?.budgetInterval, [...path, "retryBudget", "budgetInterval"]);
}

/** Warnings come from the policy of all ports only, as in Istio: what a port or subset leaves out it may inherit. */
export function* errorsOnly(problems: Iterable<Problem>): Iterable<Problem> {
  for (const found of problems) if (found.row.severity === "error") yield found;
}

function isEmpty(policy: PortPolicy): boolean {
  const { loadBalancer: balancer, connectionPool: pool, outlierDetection: outlier, tls } = policy;
  return balancer === undefined && pool === undefined && outlier === undefined && tls === undefined;
}

function* portPolicy(policy: PortPolicy, path: JsonPath, namespace: string): Iterable<Problem> {
  const detectsOutliers = policy.outlierDetection !== undefined;
  yield* outlierDetection(policy.outlierDetection, [...path, "outlierDetection"]);
  yield* connectionPool(policy.connectionPool, [...path, "connectionPool"]);
  yield* loadBalancer(policy.loadBalancer, [...path, "loadBalancer"], detectsOutliers);
  yield* clientTls(policy.tls, [...path, "tls"], namespace);
}

function* portPolicies(
  policies: NonNullable<TrafficPolicy["portLevelSettings"]>,
  path: JsonPath,
  namespace: string,
): Iterable<Problem> {
  for (const [policy, at] of entriesOf(policies, path)) {
    if (policy.port === undefined)
      yield wrong([...at, "port"], "is missing", "add port with the number of one of the service's ports");
    if (isEmpty(policy)) yield wrong(at, "sets nothing for its port", "add a setting, or remove it");
    yield* errorsOnly(portPolicy(policy, at, namespace));
  }
}

function* tunnelSettings({ protocol = "", targetHost, targetPort }: Tunnel, path: JsonPath): Iterable<Problem> {
  if (protocol !== "" && protocol !== "CONNECT" && protocol !== "POST") {
    const at = [...path, "protocol"];
    const message = `${showPath(at)} is ${showText(protocol)}, which opens no tunnel`;
    yield problem(destinationRuleFindings.tunnel, at, message, "write CONNECT or POST");
  }
  yield* dnsNameOrAddress(targetHost, [...path, "targetHost"]);
  yield* port(targetPort, [...path, "targetPort"]);
}

function wrong(path: JsonPath, fault: string, remedy: string): Problem {
  return problem(destinationRuleFindings.trafficPolicy, path, `${showPath(path)} ${fault}`, remedy);
}
