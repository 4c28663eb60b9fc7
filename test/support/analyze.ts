import { createAnalysis, type Facts, placeFinding } from "../../src/analyze/index.js";
import {
  type AnalysisConfig,
  compareFindings,
  defaultAnalysis,
  type Finding,
  type Ownership,
} from "../../src/model/index.js";
import { parseFile } from "../../src/parse/index.js";
import { loadValidator } from "../../src/validate/index.js";

const validator = await loadValidator();

/** All that is said of the documents of a mesh, with every severity as Istio has it unless `config` says otherwise. */
export function analyze(text: string, config: Partial<AnalysisConfig> = {}, owns?: Ownership): readonly Finding[] {
  const analysis = createAnalysis({ ...defaultAnalysis, failOn: "error", ...config }, "cluster.local", owns);
  const { resources, findings: unread } = parseFile("mesh.yaml", Buffer.from(text), { defaultNamespace: "default" });
  const findings = [...unread];
  const facts: Facts[] = [];
  for (const resource of resources) {
    const examined = analysis.examine(resource, resource, validator.validate(resource));
    findings.push(...examined.findings);
    if (examined.facts !== undefined) facts.push(examined.facts);
  }
  for (const found of analysis.compare(facts)) {
    const resource = resources.find((one) => one === found.subject);
    findings.push(resource === undefined ? found.finding : placeFinding(found, resource.locate));
  }
  return findings.sort(compareFindings);
}

/** `CODE namespace/name at WORD`, the word that stands at the finding's place; without what every EnvoyFilter is told. */
export function said(text: string, config: Partial<AnalysisConfig> = {}, owns?: Ownership): readonly string[] {
  const lines = text.split("\n");
  return analyze(text, config, owns)
    .filter(({ code, kind }) => kind !== "EnvoyFilter" || code.startsWith("IST"))
    .map(({ code, namespace, name, line, column }) => {
      const rest = lines[(line ?? 1) - 1]?.slice((column ?? 1) - 1) ?? "";
      return `${code} ${namespace}/${name} at ${/^[{[]?[^\s,\]}:]*/.exec(rest)?.[0]}`;
    });
}

/** A document of networking.istio.io; `where` is `namespace/name`, the spec in YAML's flow form. */
export function doc(kind: string, where: string, spec: string, metadata = ""): string {
  const [namespace, name] = where.split("/");
  const group = kind === "Telemetry" ? "telemetry" : "networking";
  const version = kind === "EnvoyFilter" ? "v1alpha3" : "v1";
  return `---
apiVersion: ${group}.istio.io/${version}
kind: ${kind}
metadata: {namespace: ${namespace}, name: ${name}${metadata}}
spec: ${spec}
`;
}
