import { serverTlsFindings } from "../../../findings/rules/server-tls.js";
import type { JsonPath } from "../../../model/index.js";
import type { Problem } from "../../problem.js";
import { showPath, showText } from "../../show.js";
import { entriesOf, problem } from "../rule.js";
import type { ServerTls } from "./settings.js";

/** Cipher suites of BoringSSL without pre-shared keys, by their OpenSSL names; ALL and an empty text stand for all. */
const known: ReadonlySet<string> = new Set([
  "",
  "ALL",
  ...["ECDHE-ECDSA", "ECDHE-RSA"].flatMap((exchange) =>
    ["AES128-GCM-SHA256", "AES256-GCM-SHA384", "CHACHA20-POLY1305", "AES128-SHA", "AES256-SHA"].map(
      (cipher) => `${exchange}-${cipher}`,
    ),
  ),
  "AES128-GCM-SHA256",
  "AES256-GCM-SHA384",
  "AES128-SHA",
  "AES256-SHA",
  "DES-CBC3-SHA",
]);

/** An entry that starts with an operator, as in `-ALL` or `[A|B]`, is an expression that is left to BoringSSL. */
const startsWithOperator = /^[^\p{L}\p{N}]/u;

export function* ciphers(tls: ServerTls, path: JsonPath): Iterable<Problem> {
  const { cipherSuites = [], minProtocolVersion } = tls;
  if (cipherSuites.length === 0 && (minProtocolVersion === "TLSV1_0" || minProtocolVersion === "TLSV1_1"))
    yield warning(
      [...path, "minProtocolVersion"],
      "allows TLS before 1.2, for which none of the default cipher suites is made",
      "set cipherSuites too, or allow TLS 1.2 and later only",
    );
  const seen = new Set<string>();
  for (const [suite, at] of entriesOf(cipherSuites, [...path, "cipherSuites"])) {
    if (!known.has(suite) && !startsWithOperator.test(suite))
      yield warning(at, `is ${showText(suite)}, which Envoy does not know; it is left out`, "write its OpenSSL name");
    else if (seen.has(suite)) yield warning(at, `is ${showText(suite)} a second time`, "remove one of the two");
    seen.add(suite);
  }
}

function warning(path: JsonPath, fault: string, remedy: string): Problem {
  return problem(serverTlsFindings.ciphers, path, `${showPath(path)} ${fault}`, remedy);
}
