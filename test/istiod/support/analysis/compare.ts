import { analysisFindings } from "../../../../src/findings/analysis.js";
import type { Finding, Resource } from "../../../../src/model/index.js";
import { askAnalyzers, type Mesh, type Message } from "./ask.js";
import { analyzeOurselves } from "./ours.js";

/** A code that one side gives a resource and the other does not. */
export interface Disagreement {
  readonly side: "ours" | "theirs";
  readonly code: string;
  /** As both call it: `Kind namespace/name`. */
  readonly about: string;
  /** What that side says, in its own words. */
  readonly texts: readonly string[];
  readonly resource: Resource | undefined;
  /** All that was analysed together. */
  readonly resources: readonly Resource[];
  readonly mesh: Mesh;
}

/** What came of a comparison. */
export interface Comparison {
  /** Codes that both sides give, by how many resources. */
  readonly agreed: ReadonlyMap<string, number>;
  readonly disagreements: readonly Disagreement[];
}

const codes: ReadonlySet<string> = new Set(Object.values(analysisFindings).map(({ code }) => code));

/** Compares who is given which code. */
export function compareAnswers(meshes: readonly Mesh[]): Comparison {
  const agreed = new Map<string, number>();
  const disagreements: Disagreement[] = [];
  for (const [index, { messages }] of askAnalyzers(meshes).entries()) {
    const mesh = meshes[index];
    if (mesh === undefined) throw new Error("an answer without a question");
    const { resources, findings } = analyzeOurselves(mesh);
    const comparable = comparableCode(resources);
    const ours = textsByKey(findings.filter(({ code }) => codes.has(code)).map(ourText), comparable);
    const theirs = textsByKey(messages.filter(isAsked).map(theirText), comparable);
    for (const key of ours.keys()) {
      const code = key.slice(0, key.indexOf(" "));
      if (theirs.has(key)) agreed.set(code, (agreed.get(code) ?? 0) + 1);
    }
    disagreements.push(
      ...onlyIn(ours, theirs).map((key) => disagreement("ours", key, ours.get(key) ?? [], resources, mesh)),
      ...onlyIn(theirs, ours).map((key) => disagreement("theirs", key, theirs.get(key) ?? [], resources, mesh)),
    );
  }
  return { agreed, disagreements };
}

/** The same codes come from analyzers that look at Kubernetes' own kinds, too, and from what validates. */
function isAsked({ code, kind, analyzer }: Message): boolean {
  return codes.has(code) && kind !== "CustomResourceDefinition" && !analyzer.startsWith("schema.");
}

/**
 * Istio goes through EnvoyFilters in the order of a Go map, another in each run, and says IST0155 for IST0151 after a patch
 * of another one for the same filter and one proxy version. Ours looks at each EnvoyFilter by itself.
 */
function comparableCode(resources: readonly Resource[]): (code: string) => string {
  const several = resources.filter(({ kind }) => kind === "EnvoyFilter").length > 1;
  return (code) => (several && code === "IST0155" ? "IST0151" : code);
}

/** What is said of whom. */
type Said = readonly [code: string, about: string, text: string];

const ourText = ({ code, kind, namespace, name, message }: Finding): Said => [
  code,
  `${kind} ${namespace}/${name}`,
  message,
];

/** A resource without a namespace has none for Istio's analyzers. */
const theirText = ({ code, kind, namespace, resource, text }: Message): Said => [
  code,
  `${kind} ${namespace || "default"}/${resource}`,
  text,
];

function textsByKey(
  all: readonly Said[],
  comparable: (code: string) => string,
): ReadonlyMap<string, readonly string[]> {
  const texts = new Map<string, string[]>();
  for (const [code, about, text] of all) {
    const key = `${comparable(code)} ${about}`;
    texts.set(key, [...(texts.get(key) ?? []), text]);
  }
  return texts;
}

function onlyIn(one: ReadonlyMap<string, unknown>, other: ReadonlyMap<string, unknown>): readonly string[] {
  return [...one.keys()].filter((key) => !other.has(key));
}

function disagreement(
  side: "ours" | "theirs",
  key: string,
  texts: readonly string[],
  resources: readonly Resource[],
  mesh: Mesh,
): Disagreement {
  const space = key.indexOf(" ");
  const about = key.slice(space + 1);
  const resource = resources.find(({ kind, namespace, name }) => `${kind} ${namespace}/${name}` === about);
  return { side, code: key.slice(0, space), about, texts, resource, resources, mesh };
}
