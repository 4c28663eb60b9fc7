import { readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { load } from "js-yaml";
import type { JsonObject } from "../../../src/model/index.js";
import { packageRoot } from "../../../src/util/package-root.js";

/** One object for the API server. */
export interface Manifest {
  /** Where it stands; names the kustomization for what that generates. */
  readonly file: string;
  readonly object: JsonObject;
}

/** The text of a file of examples/. */
export function readExample(path: string): string {
  return readFileSync(join(packageRoot(), "examples", path), "utf8");
}

/** A file of examples/ with one YAML document. */
export function readYaml(path: string): JsonObject {
  return load(readExample(path)) as JsonObject;
}

/**
 * What kustomize makes of a folder of examples/, as far as our kustomizations go: resources, and ConfigMaps generated
 * from files under their own name. Fails for every other field, rather than pass over what it does not know.
 */
export function buildKustomization(folder: string): readonly Manifest[] {
  const file = `${folder}/kustomization.yaml`;
  const { apiVersion, kind, namespace, resources = [], configMapGenerator = [], ...rest } = readYaml(file);
  const header = `${apiVersion}/${kind}`;
  if (!/^kustomize\.config\.k8s\.io\/(v1beta1\/Kustomization|v1alpha1\/Component)$/.test(header)) {
    throw new Error(`${file} is a ${header}`);
  }
  refuseOthers(file, rest);
  const read = (resources as string[]).map((name) => ({
    file: `${folder}/${name}`,
    object: readYaml(`${folder}/${name}`),
  }));
  const generated = (configMapGenerator as JsonObject[]).map((entry) => ({
    file,
    object: configMap(file, folder, entry),
  }));
  return [...read, ...generated].map((manifest) => ({ ...manifest, object: inNamespace(manifest.object, namespace) }));
}

function configMap(file: string, folder: string, { name, files, options, ...rest }: JsonObject): JsonObject {
  const { labels, disableNameSuffixHash, ...others } = options as JsonObject;
  refuseOthers(file, { ...rest, ...others });
  if (disableNameSuffixHash !== true) throw new Error(`${file}: the name of ${name} would change with its content`);
  const data = Object.fromEntries(
    (files as string[]).map((path) => [basename(path), readExample(`${folder}/${path}`)]),
  );
  return { apiVersion: "v1", kind: "ConfigMap", metadata: { name: name ?? "", labels: labels ?? {} }, data };
}

function inNamespace(object: JsonObject, namespace: unknown): JsonObject {
  if (object.kind === "Namespace" || typeof namespace !== "string") return object;
  return { ...object, metadata: { ...(object.metadata as JsonObject), namespace } };
}

function refuseOthers(file: string, fields: JsonObject): void {
  for (const field of Object.keys(fields)) throw new Error(`${file}: this test does not know ${field}`);
}
