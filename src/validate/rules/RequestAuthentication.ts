import { authenticationFindings as findings } from "../../findings/rules/authentication.js";
import type { JsonPath } from "../../model/index.js";
import type { Problem } from "../problem.js";
import { showCount, showPath } from "../show.js";
import { readKeySet } from "./request-authentication/key-set.js";
import { entriesOf, problem, type Rules, specOf } from "./rule.js";
import { duration } from "./shared/durations.js";
import { type Attachment, attachment } from "./shared/target-refs.js";

interface RequestAuthenticationSpec extends Attachment {
  readonly jwtRules?: readonly JwtRule[];
}

interface JwtRule {
  readonly issuer?: string;
  readonly jwksUri?: string;
  /** The older spelling, which the schema still has. */
  readonly jwks_uri?: string;
  readonly jwks?: string;
  readonly timeout?: string;
}

export const requestAuthenticationRules: Rules = function* (resource) {
  const spec = specOf<RequestAuthenticationSpec>(resource);
  yield* attachment(spec, ["spec"]);
  for (const [rule, path] of entriesOf(spec.jwtRules, ["spec", "jwtRules"])) {
    yield* issuer(rule, path);
    yield* keysUrl(rule.jwksUri, [...path, "jwksUri"]);
    yield* keysUrl(rule.jwks_uri, [...path, "jwks_uri"]);
    if (rule.jwks) yield* inlineKeys(rule.jwks, [...path, "jwks"]);
    yield* duration(rule.timeout, [...path, "timeout"]);
  }
};

function* issuer(rule: JwtRule, path: JsonPath): Iterable<Problem> {
  if (rule.issuer || rule.jwksUri || rule.jwks_uri) return;
  const message = `${showPath(path)} has neither issuer nor jwksUri`;
  yield problem(findings.issuer, path, message, "add issuer: the value of the tokens' iss claim");
}

const authority = /^[a-z]+:\/\/(?:[^/?#]*@)?(?:\[[^\]/?#]*\]|[^:/?#]*):(\d+)(?:[/?#]|$)/i;
const maxInt64 = 2n ** 63n - 1n;

/** The rest of the URL is the schema's to check. */
function* keysUrl(url: string | undefined, path: JsonPath): Iterable<Problem> {
  const port = url === undefined ? undefined : authority.exec(url)?.[1];
  if (port === undefined || BigInt(port) <= maxInt64) return;
  const message = `${showPath(path)} has a port that is no number of 64 bits`;
  yield problem(findings.keysUrl, path, message, "write a port up to 65535, or none for the scheme's own");
}

function* inlineKeys(text: string, path: JsonPath): Iterable<Problem> {
  const keys = readKeySet(text);
  if ("fault" in keys) {
    const message = `${showPath(path)} is no key set: ${keys.fault}`;
    yield problem(findings.keys, path, message, 'write JSON, as in {"keys": [{"kty": "RSA", "e": "AQAB", "n": "…"}]}');
  } else if (keys.secret.length > 0) {
    const which = showCount(keys.secret.length, "key", "keys");
    const message = `${showPath(path)} holds ${which} that can sign tokens, at index ${keys.secret.join(", ")}`;
    yield problem(
      findings.privateKeys,
      path,
      message,
      "replace it by its public part, and take the secret one out of use",
    );
  }
}
