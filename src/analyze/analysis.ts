import { finding } from "../findings/row.js";
import type { AnalysisConfig, Finding, FindingCode, Ownership, Resource } from "../model/index.js";
import type { Report, SnapshotFacts } from "./across/across.js";
import { acrossAnalyzers } from "./across/index.js";
import type { Doubt } from "./alone/alone.js";
import { aloneAnalyzers, meshAnalyzers, worstMesh } from "./alone/index.js";
import type { Facts, Subject } from "./facts.js";
import { gatherDefinitions, gatherFacts } from "./gather/index.js";
import { limited } from "./limit.js";
import { createPolicy, type Policy, sparedBy } from "./policy.js";
import { remembering } from "./remember.js";
import { groupFacts } from "./snapshot-facts.js";
import type { Unplaced } from "./unplaced.js";

/** What one resource gives, by itself and for the comparison with others. */
export interface Examination {
  readonly findings: readonly Finding[];
  readonly facts: Facts | undefined;
  /** Codes that may be true of the resource, were the MeshConfig known. */
  readonly notAsked: readonly FindingCode[];
}

/** Looks at what is valid resource by resource for what does not work together, as `istioctl analyze` does. Pure. */
export interface Analysis {
  /** Whether a commit may be rejected for what is found. */
  readonly rejects: boolean;
  /**
   * To be asked once of each resource, with what the validator says of it. Gives that back as the configuration wants
   * Istio's codes shown, with what analysis adds. Of a resource with errors no more is said than that.
   */
  examine(resource: Resource, subject: Subject, verdict: readonly Finding[]): Examination;
  /** What is wrong among the resources of a whole snapshot; bounded for each cause. */
  compare(facts: Iterable<Facts>): readonly Unplaced[];
}

/** Analysis as it is configured. The domain is what short hosts are completed with; a source may own only a part. */
export function createAnalysis(config: AnalysisConfig, domainSuffix: string, owns?: Ownership): Analysis {
  const policy = createPolicy(config);
  const compare = remembering((facts) => compareAll(facts, policy));
  return {
    rejects: config.failOn !== "never",
    examine(resource, subject, verdict) {
      const spared = sparedBy(resource);
      const shown = (findings: readonly Finding[]) => findings.flatMap((found) => policy.apply(found, spared) ?? []);
      if (verdict.some(({ severity }) => severity === "error")) {
        const facts = gatherDefinitions(resource, subject, domainSuffix);
        return { findings: shown(verdict), facts, notAsked: [] };
      }
      const found = [...doubtsAbout(resource, config)].map((doubt) => toFinding(doubt, resource));
      const notAsked = notAskedOf(resource, config).filter((code) => !spared.includes(code));
      const facts = gatherFacts(resource, subject, { spared, domainSuffix });
      return { findings: shown([...verdict, ...found]), facts, notAsked };
    },
    compare: (facts) => compare(groupFacts(facts, owns)),
  };
}

function* doubtsAbout(resource: Resource, { mesh }: AnalysisConfig): Iterable<Doubt> {
  for (const { kinds, examine } of aloneAnalyzers) if (kinds.includes(resource.kind)) yield* examine(resource);
  if (mesh === null) return;
  for (const { kinds, examine } of meshAnalyzers) if (kinds.includes(resource.kind)) yield* examine(resource, mesh);
}

function notAskedOf(resource: Resource, { mesh, disable }: AnalysisConfig): readonly FindingCode[] {
  if (mesh !== null) return [];
  return meshAnalyzers.flatMap(({ kinds, code, examine }) => {
    if (!kinds.includes(resource.kind) || disable.includes(code)) return [];
    const [first] = examine(resource, worstMesh);
    return first === undefined ? [] : [code];
  });
}

function toFinding({ row, path, target, message, remedy }: Doubt, resource: Resource): Finding {
  const { file, kind, namespace, name } = resource;
  return finding(row, { file, kind, namespace, name, ...resource.locate(path, target) }, message, remedy);
}

function compareAll(facts: SnapshotFacts, policy: Policy): readonly Unplaced[] {
  return acrossAnalyzers.flatMap((compare) => {
    const shown: { readonly target: string; readonly found: Unplaced }[] = [];
    for (const report of compare(facts)) {
      const { subject, spared } = report.facts;
      const finding = policy.apply(reportedFinding(report), spared);
      if (finding === undefined) continue;
      const { target, path, pointAt = "value" } = report;
      shown.push({ target, found: { finding, subject, path, pointAt } });
    }
    return limited(shown);
  });
}

function reportedFinding({ row, facts, message, remedy }: Report): Finding {
  const { file, kind, namespace, name, position } = facts.subject;
  return finding(row, { file, kind, namespace, name, ...position }, message, remedy);
}
