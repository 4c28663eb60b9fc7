import type { EncodedResource, Finding, ObjectId, Resource } from "../../model/index.js";
import { resourceName } from "../../model/index.js";
import { parseFile } from "../../parse/index.js";
import { buildPolicySet, noPolicies, type PolicySet } from "../../policies/index.js";
import type { Source } from "../../source/index.js";
import type { DigestedFile, DigestOptions } from "./digest.js";
import type { DigestedFiles } from "./files.js";
import type { PolicyOptions } from "./policy-options.js";

export type { PolicyOptions } from "./policy-options.js";

/** Whether a file brings policies; of one that an earlier process read, only that is known (last-good.ts). */
export function holdsPolicies({ id, policies }: DigestedFile): boolean {
  return policies.length > 0 || id === null;
}

/** The policies that hold for these files; the very set that is known where no policy has changed. */
export function policiesOf(files: DigestedFiles, options: PolicyOptions, known: PolicySet = noPolicies): PolicySet {
  const documents = [...options.fromDirectory];
  if (options.inRepository) {
    const bringing = [...files].filter(([, { policies }]) => policies.length > 0);
    bringing.sort(([one], [other]) => (one < other ? -1 : 1));
    documents.push(...bringing.flatMap(([, { policies }]) => policies));
  }
  const isKnown =
    documents.length === known.documents.length &&
    documents.every((document, index) => document === known.documents[index]);
  return isKnown ? known : buildPolicySet(documents);
}

/**
 * The files with the verdict of these policies. Those that have the verdict of others are read once more, as far as they
 * hold a kind that any policy is about: documents are not kept.
 */
export async function judgeAgain(
  context: { readonly source: Source; readonly digest: DigestOptions },
  files: DigestedFiles,
  policies: PolicySet,
): Promise<{ readonly files: DigestedFiles; readonly blobsRead: number }> {
  const { key } = policies;
  const outdated = [...files].filter(([, { verdict }]) => verdict.key !== key);
  if (outdated.length === 0) return { files, blobsRead: 0 };
  const judged = new Map(files);
  const paths = new Map<ObjectId, string[]>();
  for (const [path, file] of outdated) {
    judged.set(path, { ...file, verdict: { key, findings: [] } });
    if (file.id === null || !file.encoded.some(({ kind }) => policies.concerns(kind))) continue;
    paths.set(file.id, [...(paths.get(file.id) ?? []), path]);
  }
  await context.source.read([...paths.keys()], (id, bytes) => {
    for (const path of paths.get(id) ?? []) {
      const file = judged.get(path);
      if (file !== undefined) judged.set(path, withVerdict(path, file, bytes, context.digest, policies));
    }
  });
  return { files: judged, blobsRead: paths.size };
}

function withVerdict(
  path: string,
  file: DigestedFile,
  bytes: Uint8Array,
  options: DigestOptions,
  policies: PolicySet,
): DigestedFile {
  const encoded = new Set(file.encoded.map(placeOf));
  const resources = parseFile(path, bytes, options).resources.map((resource) => options.validator.read(resource));
  const findings = resources
    .filter((resource) => encoded.has(placeOf({ ...resource, name: resourceName(resource.namespace, resource.name) })))
    .flatMap((resource) => policies.judge(resource));
  return { ...file, verdict: { key: policies.key, findings } };
}

/** Tells the resources of a file apart. Those with errors have no place among the encoded ones. */
function placeOf({
  kind,
  name,
  position: { line, column },
}: Pick<EncodedResource, "kind" | "name" | "position">): string {
  return `${kind} ${name} ${line}:${column}`;
}

/** What the policies say of files whose resources were kept, and what there is to be said of the policies. */
export function saidOnce(files: DigestedFiles, options: PolicyOptions): readonly Finding[] {
  const policies = policiesOf(files, options);
  const resources: readonly Resource[] = [...files.values()].flatMap((file) => file.resources);
  return [...policies.findings, ...resources.flatMap((resource) => policies.judge(resource))];
}
