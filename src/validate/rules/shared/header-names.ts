import { sharedFindings } from "../../../findings/rules/shared.js";
import type { JsonPath } from "../../../model/index.js";
import type { Problem } from "../../problem.js";
import { showPath, showText } from "../../show.js";
import { problem } from "../rule.js";

/** Which characters a name may have: HTTP's own (RFC 9110 tokens) and the comma, which Istio takes with them, or fewer. */
const alphabets = {
  http: { pattern: /^[!#$%&'*+,\-.^_`|~A-Za-z0-9]+$/, form: "letters, digits and !#$%&'*+-.^_`|~" },
  strict: { pattern: /^[-_A-Za-z0-9]+$/, form: "letters, digits, - and _" },
  probe: { pattern: /^[-A-Za-z0-9]+$/, form: "letters, digits and -" },
} as const;

export type HeaderAlphabet = keyof typeof alphabets;

export function isHeaderName(name: string, alphabet: HeaderAlphabet): boolean {
  return alphabets[alphabet].pattern.test(name);
}

/** The path is the name's own, where it is a value, or that of the entry whose key it is. */
export function* headerName(name: string, path: JsonPath, alphabet: HeaderAlphabet): Iterable<Problem> {
  const { form } = alphabets[alphabet];
  if (name === "")
    yield problem(sharedFindings.headerName, path, `${showPath(path)} is a header without a name`, "write its name");
  else if (!isHeaderName(name, alphabet))
    yield problem(
      sharedFindings.headerName,
      path,
      `${showText(name)} at ${showPath(path)} is no header name here`,
      `use ${form} only`,
    );
}
