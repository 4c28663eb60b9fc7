import { type AllowedSigner, judgeLines } from "./allowed-signers.js";
import type { SignedObject } from "./signed-object.js";
import { fingerprint, keyType, readSshKey } from "./ssh-key.js";
import { parseSshSignature } from "./ssh-signature.js";
import { refuse, showTime, tidy, type Verdict } from "./verdict.js";

/** The SSH keys that are trusted, and those that no longer are. */
export interface SshTrust {
  readonly allowed: readonly AllowedSigner[];
  readonly revoked: readonly Buffer[];
}

/** What git passes to ssh-keygen as the purpose of a signature. */
const gitNamespace = "git";

/**
 * Judges an SSH signature of a commit or tag as `git verify-commit` does, with the time that the commit or tag gives, not
 * with today's: so a key may be limited to the time in which its owner was in the team.
 */
export function verifySsh({ signature, payload, madeAt }: SignedObject, trust: SshTrust): Verdict {
  const parsed = parseSshSignature(signature);
  if (parsed === undefined) return refuse("badSignature", "its SSH signature is malformed");
  const shown = fingerprint(parsed.key);
  const lines = trust.allowed.filter(({ key, certAuthority }) => !certAuthority && key.equals(parsed.key));
  const key = readSshKey(parsed.key);
  if (key === undefined) return refuse("badSignature", "the key in its SSH signature is malformed", shown);
  if ("unsupported" in key) return refuse("unsupported", `${key.unsupported} are not supported`, shown);
  if (trust.revoked.some((revoked) => revoked.equals(parsed.key))) {
    return refuse("revoked", "its key is among the revoked ones", shown);
  }
  if (lines.length === 0) return refuse("unknownKey", `its ${keyType(parsed.key)} key is not trusted`, shown);
  if (parsed.namespace !== gitNamespace) {
    const made = JSON.stringify(tidy(parsed.namespace));
    return refuse("wrongNamespace", `its signature was made for ${made}, not for "${gitNamespace}"`, shown);
  }
  const outcome = key.verifies(parsed.message(payload), parsed.signature);
  if (typeof outcome === "object") return refuse("unsupported", `${outcome.unsupported} are not supported`, shown);
  if (outcome === "bad") return refuse("badSignature", "its signature does not fit its content", shown);
  if (madeAt === undefined) return refuse("badSignature", "it gives no time at which it was made", shown);
  return judgeTime(lines, madeAt, shown);
}

function judgeTime(lines: readonly AllowedSigner[], madeAt: Date, shown: string): Verdict {
  const judged = judgeLines(lines, gitNamespace, madeAt);
  const name = tidy(lines[0]?.principals ?? "");
  switch (judged) {
    case "not yet":
      return refuse("expired", `the key of ${name} was not valid yet at its time, ${showTime(madeAt)}`, shown);
    case "expired":
      return refuse("expired", `the key of ${name} was no longer valid at its time, ${showTime(madeAt)}`, shown);
    case "namespace":
      return refuse("wrongNamespace", `the key of ${name} is not allowed to sign for "${gitNamespace}"`, shown);
    default:
      return { ok: true, signer: { key: shown, name: tidy(judged.principals), until: undefined } };
  }
}
