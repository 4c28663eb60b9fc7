import { conversions } from "./conversions.js";
import { lists } from "./lists.js";
import { operators } from "./operators.js";
import type { Overload } from "./overload.js";
import { regexFunctions } from "./regex.js";
import { strings } from "./strings.js";

export { unknownVerb, verbsOf } from "./format.js";
export { chargeArguments } from "./operators.js";
export { type Overload, resultOf, takes } from "./overload.js";

/** The forms of each function by its name. */
export type Library = ReadonlyMap<string, readonly Overload[]>;

/** The functions and operators that expressions may use. */
export function createLibrary(): Library {
  const library = new Map<string, Overload[]>();
  for (const one of [...operators, ...conversions, ...strings, ...lists, ...regexFunctions()]) {
    const forms = library.get(one.name);
    if (forms === undefined) library.set(one.name, [one]);
    else forms.push(one);
  }
  return library;
}

/**
 * Names that Kubernetes knows and this library does not: what they would say of a document has not been held against
 * Kubernetes' answer, or depends on more than the document.
 */
export const unsupportedFunctions: ReadonlySet<string> = new Set(
  (
    "allowed asApproximateFloat asInteger authorizer base64 bytes check cidr compareTo containsCIDR containsIP distinct " +
    "errored existsOne family fieldSelector first flatten getDate getDayOfMonth getDayOfWeek getDayOfYear getEscapedPath " +
    "getFullYear getHost getHostname getMonth getPort getQuery group ip isCIDR isCanonical isGlobalUnicast isGreaterThan " +
    "isInteger isIP isLessThan isLinkLocalMulticast isLinkLocalUnicast isLoopback isQuantity isSemver isUnspecified " +
    "labelSelector last major masked minor named namespace ofNonZeroValue optFlatMap optMap patch path prefixLength " +
    "quantity quote range reason reverse semver serviceAccount sign slice sort sortBy sub timestamp " +
    "transformList transformMap transformMapEntry uint unwrap unwrapOpt validate"
  ).split(" "),
);
