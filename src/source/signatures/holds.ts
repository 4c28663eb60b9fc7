import { signatureFindings } from "../../findings/signatures.js";
import { type CommitSha, type FindingCode, type ObjectId, objectId, type VerifyConfig } from "../../model/index.js";
import { parseCommit } from "../commit.js";
import { limits } from "../limits.js";
import type { Range, ReadObject } from "./range.js";
import { type Reason, type Refusal, tidy } from "./verdict.js";

/** Why a commit may not become live, with the fields of the gate's Hold. */
export interface SignatureHold {
  readonly ok: false;
  /** The commit that is held, which need not be the one whose signature is wrong. */
  readonly commit: CommitSha;
  readonly code: FindingCode;
  readonly message: string;
  readonly remedy: string;
  /**
   * An object that was not there. In a shallow clone: fetch more history and ask again; the hold stands where there is no
   * more.
   */
  readonly missing?: ObjectId;
}

/** A commit as messages name it. */
export function describeCommit(read: ReadObject, sha: CommitSha): string {
  const object = read(objectId(sha));
  if (object === undefined) return `commit ${sha}`;
  const { subject, author } = parseCommit(sha, object.bytes);
  return `commit ${sha.slice(0, 12)} (${JSON.stringify(subject.slice(0, 80))} by ${author})`;
}

/** Holds a commit because an object's signature does not count: the commit's own, an earlier one's or a tag's. */
export function holdObject(held: {
  readonly commit: CommitSha;
  readonly object: string;
  readonly refusal: Refusal;
  readonly config: VerifyConfig;
}): SignatureHold {
  const { commit, object, refusal, config } = held;
  const key =
    refusal.keyShown === undefined || refusal.why.includes(refusal.keyShown) ? "" : ` (key ${refusal.keyShown})`;
  return {
    ok: false,
    commit,
    code: signatureFindings[refusal.reason].code,
    message: `${object} is not accepted: ${refusal.why}${key}`,
    remedy: remedyFor(refusal, config),
  };
}

function remedyFor({ reason, keyShown }: Refusal, config: VerifyConfig): string {
  const again =
    config.mode === "head"
      ? "put a commit on top that is signed with a trusted key"
      : "have it signed anew with a trusted key, or move `since` past it once it has been reviewed";
  const remedies: Readonly<Record<Reason, string>> = {
    unsigned: `sign with \`git commit -S\`: ${again}`,
    unknownKey: `${trusting(keyShown, config)}; if its owner may not change this mesh, revert the commit`,
    badSignature: `find out where it comes from; if it is what its author meant, ${again}`,
    expired: `extend the key and replace it in the file of trusted keys, or ${again}`,
    revoked: `review what the key signed; then ${again}`,
    wrongNamespace: `sign through git and allow the namespace "git" in ${config.ssh ?? "allowed_signers"}`,
    unsupported: `use an OpenPGP or SSH key (ed25519, ECDSA, RSA from 2048 bits): ${again}`,
  };
  return remedies[reason];
}

function trusting(key: string | undefined, config: VerifyConfig): string {
  const ssh = key?.startsWith("SHA256:") === true;
  const files = ssh ? (config.ssh === null ? [] : [config.ssh]) : config.openpgp;
  if (files.length > 0) return `if the key is to be trusted, add it to ${files.join(" or ")}`;
  return ssh
    ? "to trust SSH keys, name an allowed_signers file as `verify.ssh` of the source"
    : "to trust OpenPGP keys, name a keyring file in `verify.openpgp` of the source";
}

/** Holds a commit because the tag that leads to it is not what it seems. */
export function badTag(commit: CommitSha, ref: string, what: string, missing?: ObjectId): SignatureHold {
  return {
    ok: false,
    commit,
    code: signatureFindings.badSignature.code,
    message: `the tag under ${tidy(ref)} is not accepted: it ${what}`,
    remedy: "make the tag anew with `git tag -s NAME COMMIT`, and push it under its own name",
    ...(missing === undefined ? {} : { missing }),
  };
}

/** Holds a commit because the commits after `since` cannot be told. */
export function badRange(
  head: CommitSha,
  since: CommitSha,
  range: Exclude<Range, { readonly commits: unknown }>,
): SignatureHold {
  const { sinceNotAncestor, rangeTooLong, badSignature } = signatureFindings;
  const hold = { ok: false, commit: head } as const;
  const remedy = "correct `since`, or undo the rewriting of the branch";
  if ("tooLong" in range) {
    const message = `more than ${limits.signedRange} commits lead to ${head} after ${since}, or ${since} is not among its ancestors`;
    return {
      ...hold,
      code: rangeTooLong.code,
      message,
      remedy: "move `since` to a later commit that you have reviewed",
    };
  }
  if ("malformed" in range) {
    const message = `${range.malformed}, on the way to ${head}, is no commit that can be read`;
    return { ...hold, code: badSignature.code, message, remedy: "run `git fsck` in the repository" };
  }
  if ("missing" in range) {
    const message = `commit ${range.missing}, on the way from ${since} to ${head}, is not in the repository`;
    return { ...hold, code: sinceNotAncestor.code, message, remedy, missing: objectId(range.missing) };
  }
  const message = `${since}, which \`since\` names, is not an ancestor of ${head}`;
  return { ...hold, code: sinceNotAncestor.code, message, remedy };
}
