import { kinds } from "../../../src/collections/kinds.js";
import { isJsonObject, type JsonObject, type JsonValue, type KindName } from "../../../src/model/index.js";
import { parseFile } from "../../../src/parse/index.js";
import { treeOf, writeTree } from "../../support/generate/index.js";
import { istioDocuments, ownDocuments } from "./oracle/corpus.js";
import { generated } from "./oracle/examine.js";
import { openGitxds } from "./oracle/ours.js";

/** A document that gitxds takes, under a name that no other of its kind and namespace has. */
export interface Accepted {
  readonly kind: KindName;
  /** `Kind namespace/name`. */
  readonly key: string;
  readonly text: string;
}

/**
 * All that gitxds takes of the documents of Istio's sources, of this repository and of those that the first seeds generate,
 * without the label that keeps a resource to one revision of istiod.
 */
export async function acceptedDocuments(seeds: number): Promise<readonly Accepted[]> {
  const gitxds = await openGitxds();
  const names = kinds.map(({ kind }) => kind);
  const taken = new Set<string>();
  const cases = [...istioDocuments(), ...ownDocuments(), ...generated(names, 1, seeds)];
  return cases.flatMap(({ text }) => {
    const { isServed, errors } = gitxds(text);
    if (!isServed || errors.length > 0) return [];
    const { resources } = parseFile("document.yaml", Buffer.from(text), { defaultNamespace: "default" });
    return resources.map(({ kind, namespace, name, document }) => {
      const free = freeName(taken, `${kind} ${namespace}/`, name);
      return { kind, key: `${kind} ${namespace}/${free}`, text: writeTree(treeOf(rename(document, free))) };
    });
  });
}

/** The name, or one made of it and a number; it is taken from now on. */
function freeName(taken: Set<string>, prefix: string, name: string): string {
  let free = name;
  for (let number = 2; taken.has(prefix + free); number += 1) free = `${name.slice(0, 240)}-${number}`;
  taken.add(prefix + free);
  return free;
}

function rename(document: JsonObject, name: string): JsonObject {
  const metadata = isJsonObject(document.metadata) ? document.metadata : {};
  return { ...document, metadata: { ...metadata, name, labels: withoutRevision(metadata.labels) } };
}

function withoutRevision(labels: JsonValue | undefined): JsonObject {
  if (!isJsonObject(labels)) return {};
  return Object.fromEntries(Object.entries(labels).filter(([key]) => key !== "istio.io/rev"));
}
