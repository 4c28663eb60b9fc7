import { join } from "node:path";
import type { TestContext } from "node:test";
import { commitSha, type ObjectId, objectId, type VerifyConfig } from "../../../src/model/index.js";
import type { GitObject } from "../../../src/source/git-object.js";
import { ObjectStore } from "../../../src/source/object-store.js";
import { makeSignatureCheck, type SignatureVerdict } from "../../../src/source/signatures/index.js";

/** A configuration with everything that a test does not care for left out. */
export function verifyConfig(config: Partial<VerifyConfig>): VerifyConfig {
  return { mode: "head", since: null, openpgp: [], ssh: null, revoked: null, ...config };
}

/** Reads a checkout's objects; undefined for what is not there. */
export function readerOf(t: TestContext, checkout: string): (id: ObjectId) => GitObject | undefined {
  const store = new ObjectStore([join(checkout, ".git/objects")], "");
  t.after(() => store.close());
  return (id) => store.readIfThere(id);
}

/** The verdict on a commit, or on a tag's commit, of a checkout. */
export async function judge(
  t: TestContext,
  checkout: string,
  revision: { readonly commit: string; readonly tag?: { readonly id: string; readonly ref: string } },
  config: Partial<VerifyConfig>,
  now = new Date(),
): Promise<SignatureVerdict> {
  const { commit, tag } = revision;
  const check = makeSignatureCheck(verifyConfig(config), { now: () => now });
  return check(readerOf(t, checkout), {
    commit: commitSha(commit),
    ...(tag === undefined ? {} : { tag: { id: objectId(tag.id), ref: tag.ref } }),
  });
}
