import type { FindingRow } from "./row.js";

/** Why a commit's or a tag's signature does not let it pass. */
export const signatureFindings = {
  unsigned: {
    code: "GX060",
    severity: "error",
    statement: "A commit is signed where the source asks for signatures.",
    why: "Whoever can push to the branch could change routes and authorization policies without a trace of who it was.",
    fix: "Sign the commit, or put a signed commit on top where the mode is head.",
  },
  unknownKey: {
    code: "GX061",
    severity: "error",
    statement: "The key of a signature is one that the source trusts.",
    why: "Anyone can make a key and sign with it: only a key from the list tells who it was.",
    fix: "Add the key to the keyring or the allowed_signers file if its owner may change the mesh; revert the commit if not.",
  },
  badSignature: {
    code: "GX062",
    severity: "error",
    statement: "A signature fits what it signs.",
    why: "The commit was changed after it was signed, or its signature was taken from elsewhere.",
    fix: "Find out how the commit came into the repository; sign it again if it is what its author meant.",
  },
  expired: {
    code: "GX063",
    severity: "error",
    statement: "A signature and its key are within the time for which they are valid.",
    why: "A key past its end is watched by nobody, and the time in a signature is whatever its maker says.",
    fix: "Extend the key, and put its new public part in the place of the old one; or sign with another key.",
  },
  revoked: {
    code: "GX064",
    severity: "error",
    statement: "The key of a signature is not revoked.",
    why: "A key is revoked when others may have it.",
    fix: "Review what the key signed, and sign it again with a key that is trusted.",
  },
  wrongNamespace: {
    code: "GX065",
    severity: "error",
    statement: "An SSH signature is made for Git, by a key that may sign for Git.",
    why: "A signature given for a file or an e-mail could otherwise be passed off as one of a commit.",
    fix: 'Sign through git, and have namespaces="git" (or no namespaces) on the key\'s line of allowed_signers.',
  },
  unsupported: {
    code: "GX066",
    severity: "error",
    statement: "A signature is OpenPGP or SSH, of an algorithm that is still strong.",
    why: "What cannot be checked, or can be forged, proves nothing.",
    fix: "Sign with an OpenPGP or SSH key: ed25519, ECDSA, or RSA of at least 2048 bits; not X.509, DSA or SHA-1.",
  },
  sinceNotAncestor: {
    code: "GX067",
    severity: "error",
    statement: "The commit that `since` names is an ancestor of what is followed.",
    why: "Without it there is no telling where the signed history begins: the branch was rewritten, or the id is of another one.",
    fix: "Correct `since`, or undo the rewriting of the branch.",
  },
  keysUnreadable: {
    code: "GX068",
    severity: "error",
    statement: "The files of trusted keys can be read and understood.",
    why: "Without the keys no signature can be judged, so no new commit becomes live.",
    fix: "Correct the file that the message names.",
  },
  rangeTooLong: {
    code: "GX069",
    severity: "error",
    statement: "At most 10,000 commits follow `since`.",
    why: "Each of them is checked, and the check has to end in time.",
    fix: "Move `since` to a later commit that you have reviewed.",
  },
} as const satisfies Record<string, FindingRow>;
