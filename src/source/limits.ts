const kib = 1024;
const mib = 1024 * kib;

/** Bounds on what comes from outside. Sizes are bytes. */
export const limits = {
  /** A YAML or JSON file. */
  file: mib,
  /** All YAML and JSON files of a commit. */
  allFiles: 256 * mib,
  /** Any Git object: trees, commits, and blobs that others are deltas against. */
  object: 64 * mib,
  /** An ignore file. */
  ignoreFile: 64 * kib,
  /** Files, folders and links under the path. */
  entries: 200_000,
  treeDepth: 64,
  nameBytes: 255,
  /** Git's own default for a chain of deltas is 50, its maximum 4095. */
  deltaChain: 4_096,
  /** Bytes of all bases on the way to one object. */
  deltaWork: 1024 * mib,
  /** Packs that one object's bases may lead through. */
  packChain: 50,
  /** Inflated objects kept as likely bases of the next deltas. */
  deltaCache: 32 * mib,
  /** Commits that a new clone of a branch brings of each line of ancestry: enough for most chains. */
  chainDepth: 50,
  /** First parents that a chain is looked for among. */
  maxChainDepth: 500,
  /** Commits of a chain that change the path. */
  chainCommits: 50,
  symbolicRefs: 5,
  tagChain: 5,
  /** Commits that are looked at for a common ancestor. */
  history: 100_000,
  /** Depth of objects/info/alternates, as in Git. */
  alternates: 5,
  /** What one answer of a remote may hold. */
  response: 1024 * mib,
  /** A list of refs. */
  refList: 64 * mib,
  redirects: 5,
  /** A file of trusted keys. */
  keyFile: 4 * mib,
  /** Commits after `since`, each of which is verified. */
  signedRange: 10_000,
  /** Notes of one kind that are listed one by one. */
  notes: 20,
} as const;

/** The files that later stages could read. */
export function isCandidate(path: string): boolean {
  return /\.(ya?ml|json)$/i.test(path);
}
