import type { FindingRow } from "../../findings/row.js";
import type { FindingCode, JsonPath, KindName, MeshSettings, Resource } from "../../model/index.js";

/** What is questionable about one resource. */
export interface Doubt {
  readonly row: FindingRow;
  /** Inside the document. */
  readonly path: JsonPath;
  readonly target?: "key" | "value";
  readonly message: string;
  readonly remedy: string;
}

/** Looks at one resource by itself, one that is valid. One file of this folder each. */
export interface Alone {
  readonly kinds: readonly KindName[];
  readonly examine: (resource: Resource) => Iterable<Doubt>;
}

/** The same, where what is right depends on the MeshConfig. */
export interface AloneInMesh {
  readonly kinds: readonly KindName[];
  readonly code: FindingCode;
  readonly examine: (resource: Resource, mesh: MeshSettings) => Iterable<Doubt>;
}
