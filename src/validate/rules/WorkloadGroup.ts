import { workloadFindings } from "../../findings/rules/workload.js";
import type { JsonPath, Resource } from "../../model/index.js";
import type { Problem } from "../problem.js";
import { showPath } from "../show.js";
import { entriesOf, problem, type Rules, specOf } from "./rule.js";
import { headerName } from "./shared/header-names.js";
import { type LabelMap, labels } from "./shared/labels.js";

interface Spec {
  readonly metadata?: { readonly labels?: LabelMap };
  readonly probe?: Probe;
}

interface Probe {
  readonly httpGet?: { readonly httpHeaders?: readonly { readonly name?: string }[] };
  readonly tcpSocket?: object;
  readonly exec?: { readonly command?: readonly string[] };
  readonly grpc?: object;
}

/** The template is no WorkloadEntry yet: what a workload reports completes it, so that is not judged. */
export const workloadGroupRules: Rules = function* (resource: Resource): Iterable<Problem> {
  const { metadata, probe: how } = specOf<Spec>(resource);
  yield* labels(metadata?.labels, ["spec", "metadata", "labels"]);
  if (how !== undefined) yield* probe(how, ["spec", "probe"]);
};

function* probe({ httpGet, tcpSocket, exec, grpc }: Probe, path: JsonPath): Iterable<Problem> {
  if (httpGet !== undefined) yield* headers(httpGet.httpHeaders, [...path, "httpGet", "httpHeaders"]);
  else if (exec !== undefined) yield* command(exec.command, [...path, "exec", "command"]);
  else if (tcpSocket === undefined) yield noMethod(path, grpc !== undefined);
}

function* headers(list: readonly { readonly name?: string }[] | undefined, path: JsonPath): Iterable<Problem> {
  for (const [{ name = "" }, at] of entriesOf(list, path)) yield* headerName(name, [...at, "name"], "probe");
}

function* command(words: readonly string[] | undefined, path: JsonPath): Iterable<Problem> {
  if (words !== undefined && words.length > 0) return;
  yield problem(
    workloadFindings.probeCommand,
    path,
    `${showPath(path)} is empty`,
    "write the program to run, and its arguments",
  );
}

function noMethod(path: JsonPath, isGrpc: boolean): Problem {
  const [at, fault] = isGrpc
    ? [[...path, "grpc"], "is a way to check that istiod's validation refuses"]
    : [path, "says when to check, but not how"];
  return problem(workloadFindings.probeMethod, at, `${showPath(at)} ${fault}`, "check by httpGet, tcpSocket or exec");
}
