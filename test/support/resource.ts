import { kindOf } from "../../src/collections/kinds.js";
import type { JsonObject, JsonPath, JsonValue, KindName, Locate, Resource } from "../../src/model/index.js";

/**
 * A resource around a spec. Its places are made up so that a test can read the path off them: `line` is the number of
 * steps plus one, `column` 1 for a key and 2 for a value. Paths asked for are kept in `located`.
 */
export function resourceOf(
  kind: KindName,
  spec: JsonValue,
  overrides: Partial<Resource> = {},
): Resource & { readonly located: { path: JsonPath; target: string }[] } {
  const { group, storageVersion } = kindOf(kind);
  const apiVersion = overrides.apiVersion ?? `${group}/${storageVersion}`;
  const name = overrides.name ?? "example";
  const namespace = overrides.namespace ?? "shop";
  const document: JsonObject = overrides.document ?? { apiVersion, kind, metadata: { name, namespace }, spec };
  const located: { path: JsonPath; target: string }[] = [];
  const locate: Locate = (path, target = "value") => {
    located.push({ path, target });
    return { line: path.length + 1, column: target === "key" ? 1 : 2 };
  };
  return {
    kind,
    apiVersion,
    name,
    namespace,
    document,
    file: "mesh.yaml",
    position: { line: 1, column: 1 },
    locate,
    located,
  };
}
