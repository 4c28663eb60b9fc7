import type { FindingRow } from "../../findings/row.js";
import type { JsonObject, JsonPath, JsonValue, Resource } from "../../model/index.js";
import { isJsonObject } from "../../model/index.js";
import type { Problem } from "../problem.js";

/**
 * The semantic rules of a kind: what Istio's webhook asks beyond the schema. They see only resources whose schema is
 * kept, so a spec may be taken for the type that the schema describes.
 */
export type Rules = (resource: Resource) => Iterable<Problem>;

/** A broken rule at a value. */
export function problem(row: FindingRow, path: JsonPath, message: string, remedy: string): Problem {
  return { row, path, target: "value", message, remedy };
}

/** A broken rule at the key of a value. */
export function keyProblem(row: FindingRow, path: JsonPath, message: string, remedy: string): Problem {
  return { row, path, target: "key", message, remedy };
}

/** The spec of a resource as the type that its schema describes; an absent one is empty. */
export function specOf<Spec>(resource: Resource): Spec {
  const { spec } = resource.document;
  return (isJsonObject(spec) ? spec : {}) as unknown as Spec;
}

/** The elements of a list with their paths; none where the list is absent. */
export function* entriesOf<Item>(
  list: readonly Item[] | null | undefined,
  path: JsonPath,
): Iterable<readonly [item: Item, path: JsonPath]> {
  let index = 0;
  for (const item of list ?? []) {
    yield [item, [...path, index]];
    index += 1;
  }
}

/** Labels or annotations of a resource's metadata; empty where there are none. */
export function metadataMap(resource: Resource, key: "labels" | "annotations"): Readonly<Record<string, JsonValue>> {
  const metadata = resource.document.metadata;
  const map = isJsonObject(metadata) ? metadata[key] : undefined;
  return isJsonObject(map) ? map : ({} as JsonObject);
}
