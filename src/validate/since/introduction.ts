import type { IstioVersion, JsonValue, KindName } from "../../model/index.js";

/** Something that an API had not from the start. */
export interface Introduction {
  readonly kind: KindName;
  /**
   * Where it stands: keys with dots between, `[]` after a key for each item of its list, `{}` for each value of its map,
   * as in `spec.http[].retries.backoff`.
   */
  readonly path: string;
  /** The first Istio whose istiod makes use of it. */
  readonly since: IstioVersion;
  /** The first istio.io/api whose CRD has it, where that was earlier. */
  readonly inApiSince?: IstioVersion;
  readonly what: Novelty;
}

/** What is new: the field, one or some of its values, or that it may be left out. */
export type Novelty =
  | { readonly type: "field" }
  | { readonly type: "value"; readonly matches: (value: JsonValue) => boolean }
  | { readonly type: "absence" };

type Early = Pick<Introduction, "inApiSince">;

/** Fields of a kind, each with what stands below it. */
export function fields(
  since: IstioVersion,
  kind: KindName,
  paths: readonly string[],
  early: Early = {},
): readonly Introduction[] {
  return paths.map((path) => ({ kind, path, since, ...early, what: { type: "field" } }));
}

/** Values of a field: one, or those that are matched. */
export function values(
  since: IstioVersion,
  kind: KindName,
  paths: readonly string[],
  wanted: string | ((value: JsonValue) => boolean),
  early: Early = {},
): readonly Introduction[] {
  const matches = typeof wanted === "string" ? (value: JsonValue) => value === wanted : wanted;
  return paths.map((path) => ({ kind, path, since, ...early, what: { type: "value", matches } }));
}

/** A field that was required before. */
export function optional(since: IstioVersion, kind: KindName, path: string): Introduction {
  return { kind, path, since, what: { type: "absence" } };
}
