import { type CommitSha, commitSha, type ObjectId, objectId, type VerifyConfig } from "../../model/index.js";
import type { Clock } from "../../util/clock.js";
import { breathe } from "../breathe.js";
import { parseTag } from "../commit.js";
import { isDamaged } from "../errors.js";
import { limits } from "../limits.js";
import { badRange, badTag, describeCommit, holdObject, type SignatureHold } from "./holds.js";
import { verifyOpenpgp } from "./openpgp.js";
import { listRange, type ReadObject } from "./range.js";
import { readSignature, type SignedObject } from "./signed-object.js";
import { verifySsh } from "./ssh.js";
import { makeTrustReader, type Trust } from "./trust.js";
import { refuse, type Signer, tidy, type Verdict } from "./verdict.js";

/** What would be served. */
export interface Revision {
  readonly commit: CommitSha;
  /** The annotated tag that the ref names, and the ref; absent for branches, lightweight tags and commits. */
  readonly tag?: { readonly id: ObjectId; readonly ref: string };
}

export type SignatureVerdict =
  /** Whose signature it was; null where the commit is `since` itself, and of how many commits it was asked. */
  { readonly ok: true; readonly signer: Signer | null; readonly checked: number } | SignatureHold;

/**
 * Judges revisions by their signatures. Throws GX068 where the files of keys cannot be used, and what `read` throws. One
 * that passed is not computed again while the keys stay the same and none of the time limits in it is reached, so that
 * asking for each commit of a branch in turn costs each signature once.
 *
 * - head: the commit is signed. Where the ref is an annotated tag that is signed, the tag's signature counts instead: it
 *   names commit and tag, and is what a release manager gives. A tag without signature adds nothing, takes nothing.
 * - range: each commit that is not `since` and not one of its ancestors is signed, those that merges brought in as well:
 *   forges sign merges by themselves with a key of their own, so a merge alone says only that somebody could press the
 *   button. The tag's signature, where there is one, must be good, too.
 */
export type SignatureCheck = (read: ReadObject, revision: Revision) => Promise<SignatureVerdict>;

/** Makes the check of one source. */
export function makeSignatureCheck(config: VerifyConfig, clock: Pick<Clock, "now">): SignatureCheck {
  const readTrust = makeTrustReader(config);
  const passed = new Map<ObjectId, Signer>();
  let version: string | undefined;
  return async (read, revision) => {
    const now = clock.now();
    const trust = await readTrust(now);
    if (trust.version !== version || passed.size > 4 * limits.signedRange) passed.clear();
    version = trust.version;
    const verify: Verify = async (id) => {
      const known = passed.get(id);
      if (known !== undefined && (known.until === undefined || now < known.until)) return { ok: true, signer: known };
      const verdict = await verifyObject(read, id, trust, now);
      if ("ok" in verdict && verdict.ok) passed.set(id, verdict.signer);
      return verdict;
    };
    const tag = await checkTag(read, revision, verify, config);
    if (tag?.ok === false) return tag;
    if (config.mode === "range") return checkRange(read, revision.commit, verify, config);
    return tag ?? checkCommits(read, revision.commit, [revision.commit], verify, config);
  };
}

type Verify = (id: ObjectId) => Promise<Verdict | { readonly missing: ObjectId }>;

async function verifyObject(
  read: ReadObject,
  id: ObjectId,
  trust: Trust,
  now: Date,
): Promise<Verdict | { readonly missing: ObjectId }> {
  const object = read(id);
  if (object === undefined) return { missing: id };
  const signed = readSignature(object.type, object.bytes);
  if ("unsigned" in signed) return refuse("unsigned", "it is not signed");
  if ("malformed" in signed) return refuse("badSignature", signed.malformed);
  return verifySignature(signed, trust, now);
}

/** Judges a signature by the keys that are trusted. Never throws. */
export async function verifySignature(signed: SignedObject, trust: Trust, now: Date): Promise<Verdict> {
  switch (signed.format) {
    case "openpgp":
      return verifyOpenpgp(signed, trust.openpgp, now);
    case "ssh":
      return verifySsh(signed, trust.ssh);
    case "x509":
      return refuse("unsupported", "X.509 signatures are not supported");
    default:
      return refuse("unsupported", "its signature is neither OpenPGP nor SSH");
  }
}

/** Undefined where no tag's signature is to be judged. */
async function checkTag(
  read: ReadObject,
  { commit, tag }: Revision,
  verify: Verify,
  config: VerifyConfig,
): Promise<SignatureVerdict | undefined> {
  if (tag === undefined) return undefined;
  const object = read(tag.id);
  if (object === undefined) return badTag(commit, tag.ref, "is not there", tag.id);
  if (peel(read, tag.id) !== commit) return badTag(commit, tag.ref, `does not lead to commit ${commit}`);
  const verdict = await verify(tag.id);
  if ("missing" in verdict) return badTag(commit, tag.ref, "is not there", tag.id);
  if (!verdict.ok) {
    if (verdict.reason === "unsigned") return undefined;
    return holdObject({ commit, object: `tag ${tidy(tag.ref)}`, refusal: verdict, config });
  }
  const name = tagName(object.bytes);
  // The name is signed, too: an old release under the ref of a new one would otherwise pass for it.
  if (`refs/tags/${name}` !== tag.ref)
    return badTag(commit, tag.ref, `was signed as tag ${JSON.stringify(tidy(name))}`);
  return { ok: true, signer: verdict.signer, checked: 1 };
}

function tagName(bytes: Uint8Array): string {
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString("utf8");
  return /^tag (.{0,1000})$/m.exec(text.split("\n\n", 1)[0] ?? "")?.[1] ?? "";
}

/** The commit that a tag leads to, by its own bytes: a remote's word for it proves nothing. */
function peel(read: ReadObject, id: ObjectId): CommitSha | undefined {
  try {
    let at = id;
    for (let steps = 0; steps <= limits.tagChain; steps += 1) {
      const object = read(at);
      if (object?.type !== "tag") return object?.type === "commit" ? commitSha(at) : undefined;
      at = parseTag(at, object.bytes).target;
    }
    return undefined;
  } catch (error) {
    if (isDamaged(error)) return undefined;
    throw error;
  }
}

async function checkRange(
  read: ReadObject,
  head: CommitSha,
  verify: Verify,
  config: VerifyConfig,
): Promise<SignatureVerdict> {
  const since = config.since ?? head;
  const range = await listRange(read, since, head, limits.signedRange);
  if (!("commits" in range)) return badRange(head, since, range);
  return checkCommits(read, head, range.commits, verify, config);
}

/** The first in the list that does not pass holds the head. The last one is the head itself. */
async function checkCommits(
  read: ReadObject,
  head: CommitSha,
  commits: readonly CommitSha[],
  verify: Verify,
  config: VerifyConfig,
): Promise<SignatureVerdict> {
  let signer: Signer | null = null;
  for (const [index, sha] of commits.entries()) {
    const verdict = await verify(objectId(sha));
    if ("missing" in verdict) return badRange(head, sha, { missing: sha });
    if (!verdict.ok) {
      return holdObject({ commit: head, object: describeCommit(read, sha), refusal: verdict, config });
    }
    signer = verdict.signer;
    if (index % 50 === 49) await breathe();
  }
  return { ok: true, signer, checked: commits.length };
}
