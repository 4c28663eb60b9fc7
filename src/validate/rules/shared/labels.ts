import { sharedFindings } from "../../../findings/rules/shared.js";
import type { JsonPath } from "../../../model/index.js";
import type { Problem } from "../../problem.js";
import { showPath, showText } from "../../show.js";
import { keyProblem, problem } from "../rule.js";

export type LabelMap = Readonly<Record<string, string>>;

const prefixLabel = "[a-zA-Z0-9](?:[-a-zA-Z0-9]*[a-zA-Z0-9])?";
const prefixPattern = new RegExp(`^${prefixLabel}(?:\\.${prefixLabel})*$`);
const namePattern = /^[A-Za-z0-9](?:[-A-Za-z0-9_.]*[A-Za-z0-9])?$/;

const maxPrefixLength = 253;
const maxNameLength = 63;

/** Labels as Istio checks those inside a spec: a value may be longer there than on a Kubernetes object. */
export function* labels(map: LabelMap | null | undefined, path: JsonPath): Iterable<Problem> {
  for (const [key, value] of Object.entries(map ?? {})) {
    const fault = labelKeyFault(key);
    if (fault !== undefined)
      yield keyProblem(
        sharedFindings.label,
        [...path, key],
        `the label key ${showText(key)} in ${showPath(path)} ${fault}`,
        "write a name, or a DNS prefix, a slash and a name, as in app or example.com/tier",
      );
    else if (!isLabelText(value))
      yield problem(
        sharedFindings.label,
        [...path, key],
        `the label value ${showText(value)} at ${showPath([...path, key])} has characters that labels cannot have`,
        "use letters, digits, -, _ and ., with a letter or digit at both ends",
      );
  }
}

/** Whether a label can have this value, its length aside. */
export function isLabelText(value: string): boolean {
  return value === "" || namePattern.test(value);
}

/** What keeps a text from being a label's key, as the end of a sentence. The prefix may have capitals. */
export function labelKeyFault(key: string): string | undefined {
  const slash = key.indexOf("/");
  const prefix = key.slice(0, Math.max(slash, 0));
  const name = key.slice(slash + 1);
  if (name === "") return "has no name";
  if (name.length > maxNameLength) return `has a name of ${name.length} characters, ${maxNameLength} is the most`;
  if (!namePattern.test(name))
    return "must have a name of letters, digits, -, _ and . that starts and ends with a letter or digit";
  if (slash < 0) return undefined;
  if (prefix.length > maxPrefixLength)
    return `has a prefix of ${prefix.length} characters, ${maxPrefixLength} is the most`;
  return prefixPattern.test(prefix) ? undefined : "must have a DNS name before the slash";
}
