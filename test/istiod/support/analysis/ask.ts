import { askHarness } from "../harness.js";

/** Files that are analysed together, under a MeshConfig as YAML; empty is Istio's default. */
export interface Mesh {
  readonly name: string;
  readonly files: readonly { readonly name: string; readonly text: string }[];
  readonly mesh: string;
}

/** One thing that an analyzer of Istio says of a resource. */
export interface Message {
  readonly analyzer: string;
  readonly code: string;
  readonly level: "Error" | "Warning" | "Info";
  readonly kind: string;
  readonly namespace: string;
  readonly resource: string;
  readonly text: string;
}

/** All that Istio says of some files. */
export interface Answer {
  readonly name: string;
  readonly messages: readonly Message[];
  /** Analyzers that need a cluster. */
  readonly skipped: readonly string[];
}

/** Asks Istio's own analyzers, as `istioctl analyze --use-kube=false` does. The answers stand in the order of the questions. */
export function askAnalyzers(meshes: readonly Mesh[]): readonly Answer[] {
  return askHarness<Answer>(["analyze"], meshes.map((mesh) => `${JSON.stringify(mesh)}\n`).join(""));
}
