/** Why a signature does not count; each is a row of the table of findings. */
export type Reason =
  | "unsigned"
  | "unknownKey"
  | "badSignature"
  | "expired"
  | "revoked"
  | "wrongNamespace"
  | "unsupported";

/** Who signed. */
export interface Signer {
  /** As people compare it: an OpenPGP fingerprint in upper case, or `SHA256:…` of an SSH key. */
  readonly key: string;
  /** The key's user id, or the principals that allowed_signers gives it. */
  readonly name: string;
  /** Until when the verdict holds without being passed again; undefined where time does not change it. */
  readonly until: Date | undefined;
}

/** A signature that does not count. */
export interface Refusal {
  readonly ok: false;
  readonly reason: Reason;
  /** What is wrong, as the end of a sentence about the object. */
  readonly why: string;
  /** The key as the signature names it; undefined where it names none. */
  readonly keyShown: string | undefined;
}

export type Verdict = { readonly ok: true; readonly signer: Signer } | Refusal;

export function refuse(reason: Reason, why: string, keyShown?: string): Refusal {
  return { ok: false, reason, why, keyShown };
}

/** Text from outside as messages show it: without control characters, and short. */
export function tidy(text: string): string {
  const clean = text.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, " ").trim();
  return clean.length > 200 ? `${clean.slice(0, 200)}…` : clean;
}

/** A point in time as messages show it. */
export function showTime(date: Date): string {
  return date.toISOString().replace(/\.\d+Z$/, "Z");
}
