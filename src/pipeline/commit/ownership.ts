import { identityFindings } from "../../findings/identity.js";
import { finding } from "../../findings/row.js";
import type { Finding, Ownership, Resource } from "../../model/index.js";
import { isOwned } from "../../util/ownership.js";

/** The finding of a resource that its source may not define; none where that owns it, or everything. */
export function outside(resource: Resource, owns: Ownership | undefined): readonly Finding[] {
  const { file, kind, namespace, name, position } = resource;
  if (owns === undefined || isOwned(owns, kind, namespace)) return [];
  const remedy = "move it to the repository that owns it, or extend owns of this source in the configuration of gitxds";
  const message = `this source owns no ${kind} in namespace ${namespace}: it owns ${described(owns)}`;
  return [finding(identityFindings.notOwned, { file, kind, namespace, name, ...position }, message, remedy)];
}

function described({ kinds, namespaces }: Ownership): string {
  const what = kinds === null ? "every kind" : kinds.join(", ");
  if (namespaces === null) return `${what} in every namespace`;
  const shown = namespaces.slice(0, maxShown).join(", ");
  const more = namespaces.length - maxShown;
  return `${what} in ${shown}${more > 0 ? ` and ${more} more` : ""}`;
}

const maxShown = 10;
