import type { FindingRow } from "../row.js";

/** What RequestAuthentication asks beyond its schema; PeerAuthentication and ProxyConfig have shared rules only. */
export const authenticationFindings = {
  issuer: {
    code: "GX528",
    severity: "error",
    statement: "A JWT rule must say whose tokens it checks: by issuer, or by the URL of the keys.",
    why: "Nothing would say which tokens the rule is for, and istiod refuses it: requests then pass with whatever token they have.",
    fix: "Add issuer, with the value that the tokens have as iss.",
  },
  keys: {
    code: "GX529",
    severity: "error",
    statement: "Inline keys must be a JSON Web Key Set that Istio can read, with every key whole.",
    why: "Keys that cannot be read verify nothing: every request with a token would be turned away.",
    fix: "Write a JSON Web Key Set with every member that a key's type needs, or refer to one by jwksUri.",
  },
  privateKeys: {
    code: "GX530",
    severity: "warning",
    statement: "Inline keys should be public: a private or symmetric key in Git lets its readers forge tokens.",
    why: "Who can read the repository can sign tokens with such a key and be whoever they like.",
    fix: "Put the public part in its place, and take the secret key out of use: Git keeps its history.",
  },
  keysUrl: {
    code: "GX531",
    severity: "error",
    statement: "The port in a URL of keys must be a number of 64 bits.",
    why: "istiod cannot parse the URL, so no keys are fetched and every token is turned away.",
    fix: "Write a port up to 65535, or none for the scheme's own.",
  },
} as const satisfies Record<string, FindingRow>;
