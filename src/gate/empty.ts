import { gateFindings } from "../findings/gate.js";
import type { Candidate, Census, GateRules, Hold } from "./hold.js";

/** Holds a commit with nothing to serve: published, it would make istiod delete everything it has. */
export function holdEmpty({ census }: Candidate, { path, allowEmpty }: GateRules): Hold | undefined {
  if (census.resources > 0 || allowEmpty) return undefined;
  const where = path === "" ? "the repository" : `folder ${JSON.stringify(path)}`;
  return {
    code: gateFindings.nothingServable.code,
    message: `nothing to serve: ${where} has ${census.files} YAML or JSON files and no Istio resource${others(census)}`,
    remedy: "point --path at the folder that holds the Istio YAML, or pass --allow-empty if an empty mesh is meant",
  };
}

function others({ otherKinds }: Census): string {
  if (otherKinds.size === 0) return "";
  const named = [...otherKinds].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1)).slice(0, 10);
  return `; other kinds seen: ${named.map(([kind, count]) => `${kind} (${count})`).join(", ")}`;
}
