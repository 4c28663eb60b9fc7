import { identityFindings } from "../findings/identity.js";
import { finding } from "../findings/row.js";
import { compareFindings, type Finding, type Resource } from "../model/index.js";

/** A resource by name and place. */
export type Identity = Pick<Resource, "kind" | "namespace" | "name" | "file" | "position">;

/** A folder copied by mistake must not drown everything else. */
const maxFindings = 1000;

/** Every resource that stands at more than one place, reported at each place but the first, by file and line. */
export function findDuplicates(identities: Iterable<Identity>): readonly Finding[] {
  const first = new Map<string, Identity>();
  const later = new Map<string, Identity[]>();
  for (const identity of identities) {
    const key = `${identity.kind}/${identity.namespace}/${identity.name}`;
    const known = first.get(key);
    if (known === undefined) {
      first.set(key, identity);
      continue;
    }
    const others = later.get(key) ?? [];
    later.set(key, others);
    const earlier = compare(identity, known) < 0;
    others.push(earlier ? known : identity);
    if (earlier) first.set(key, identity);
  }
  const duplicates = [...later].flatMap(([key, others]) => {
    const original = first.get(key);
    return original === undefined ? [] : others.map((other) => duplicate(other, original));
  });
  return limit(duplicates.sort(compareFindings));
}

function duplicate(identity: Identity, original: Identity): Finding {
  const { kind, namespace, name, file, position } = identity;
  const where = `${original.file}:${original.position.line}`;
  return finding(
    identityFindings.duplicate,
    { kind, namespace, name, file, ...position },
    `${kind} ${namespace}/${name} is already defined at ${where}`,
    `keep one of the two, or give this one another name or namespace`,
  );
}

function limit(findings: readonly Finding[]): readonly Finding[] {
  if (findings.length <= maxFindings) return findings;
  const more = finding(
    identityFindings.duplicate,
    {},
    `${findings.length - maxFindings} more resources are defined twice`,
    "resolve the first ones: most often a folder stands twice",
  );
  return [...findings.slice(0, maxFindings), more];
}

function compare(a: Identity, b: Identity): number {
  if (a.file !== b.file) return a.file < b.file ? -1 : 1;
  return a.position.line - b.position.line || a.position.column - b.position.column;
}
