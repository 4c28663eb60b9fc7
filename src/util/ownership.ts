import type { KindName, Ownership } from "../model/index.js";

/** Whether a source may define resources of that kind in that namespace. */
export function isOwned({ namespaces, kinds }: Ownership, kind: KindName, namespace: string): boolean {
  if (kinds !== null && !kinds.includes(kind)) return false;
  return namespaces === null || namespaces.some((pattern) => matches(pattern, namespace));
}

/** A kind and a namespace, or a pattern of namespaces, that both own; undefined where there is none. */
export function overlapOf(
  one: Ownership,
  other: Ownership,
): { readonly kind: KindName | null; readonly namespaces: string } | undefined {
  const kind = commonKind(one.kinds, other.kinds);
  const namespaces = commonNamespaces(one.namespaces ?? ["*"], other.namespaces ?? ["*"]);
  return kind === undefined || namespaces === undefined ? undefined : { kind, namespaces };
}

function matches(pattern: string, namespace: string): boolean {
  return pattern.endsWith("*") ? namespace.startsWith(pattern.slice(0, -1)) : pattern === namespace;
}

/** Null where both own every kind. */
function commonKind(one: Ownership["kinds"], other: Ownership["kinds"]): KindName | null | undefined {
  if (one === null) return other === null ? null : other[0];
  return other === null ? one[0] : one.find((kind) => other.includes(kind));
}

/** The narrower of two patterns that have a namespace in common. */
function commonNamespaces(ones: readonly string[], others: readonly string[]): string | undefined {
  for (const one of ones) {
    const other = others.find((pattern) => covers(one, pattern) || covers(pattern, one));
    if (other !== undefined) return covers(one, other) ? other : one;
  }
  return undefined;
}

/** Whether every namespace of the one is one of the other. */
function covers(wide: string, narrow: string): boolean {
  const beginning = narrow.endsWith("*") ? narrow.slice(0, -1) : narrow;
  if (!wide.endsWith("*")) return wide === narrow;
  return beginning.startsWith(wide.slice(0, -1));
}
