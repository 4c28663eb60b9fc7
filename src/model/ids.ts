declare const brand: unique symbol;
type Branded<T, Name extends string> = T & { readonly [brand]: Name };

/** A full commit id: 40 lower-case hex digits (SHA-1). */
export type CommitSha = Branded<string, "CommitSha">;

/** The id of any Git object (blob, tree, tag): 40 lower-case hex digits. */
export type ObjectId = Branded<string, "ObjectId">;

/** What an xDS client asks for: `group/version/Kind`, as in `networking.istio.io/v1/VirtualService`. */
export type TypeUrl = Branded<string, "TypeUrl">;

/** `namespace/name`, the form in which istiod expects `metadata.name` of an MCP resource. */
export type ResourceName = Branded<string, "ResourceName">;

const fullSha = /^[0-9a-f]{40}$/;

/** Whether the text is a full SHA-1 id in lower case. */
export function isFullSha(text: string): boolean {
  return fullSha.test(text);
}

/** Brands a full commit id; throws a RangeError on anything else, because that is a mistake of the caller's. */
export function commitSha(text: string): CommitSha {
  if (!isFullSha(text)) throw new RangeError(`not a full commit id: ${JSON.stringify(text)}`);
  return text as CommitSha;
}

/** Brands the id of a Git object; throws a RangeError on anything but 40 hex digits. */
export function objectId(text: string): ObjectId {
  if (!isFullSha(text)) throw new RangeError(`not a full object id: ${JSON.stringify(text)}`);
  return text as ObjectId;
}

/** The type URL of a kind at one of its versions. */
export function typeUrl(group: string, version: string, kind: string): TypeUrl {
  return `${group}/${version}/${kind}` as TypeUrl;
}

/** The resource name of a namespaced resource. */
export function resourceName(namespace: string, name: string): ResourceName {
  return `${namespace}/${name}` as ResourceName;
}
