import type { ChainCommit, CommitSha, Head, VerifyConfig } from "../model/index.js";
import type { Clock } from "../util/clock.js";
import type { ObjectStore } from "./object-store.js";
import { makeSignatureCheck, makeTrustReader, type SignatureHold } from "./signatures/index.js";

/** The signatures of one source's commits. */
export interface Verifier {
  /** Why its signatures keep the commit back; undefined where they do not. */
  check(store: ObjectStore, next: ChainCommit): Promise<SignatureHold | undefined>;
  /** Differs when the keys do, and when the live commit would not pass any more. */
  trust(store: ObjectStore, head: Head, live: CommitSha | undefined): Promise<string>;
}

export function makeVerifier(config: VerifyConfig, clock: Pick<Clock, "now">): Verifier {
  const signatureCheck = makeSignatureCheck(config, clock);
  const readTrust = makeTrustReader(config);
  const check: Verifier["check"] = async (store, { commit, tag }) => {
    const verdict = await signatureCheck((id) => store.readIfThere(id), { commit: commit.sha, ...(tag && { tag }) });
    return verdict.ok ? undefined : verdict;
  };
  return {
    check,
    trust: async (store, head, live) => {
      const { version } = await readTrust(clock.now());
      if (live === undefined) return version;
      const { tag } = [head, ...(head.versions ?? [])].find(({ commit }) => commit === live) ?? {};
      const verdict = await signatureCheck((id) => store.readIfThere(id), { commit: live, ...(tag && { tag }) });
      return `${version} ${verdict.ok}`;
    },
  };
}
