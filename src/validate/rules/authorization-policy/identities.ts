import { authorizationPolicyFindings } from "../../../findings/rules/authorization-policy.js";
import type { JsonPath } from "../../../model/index.js";
import type { Problem } from "../../problem.js";
import { showPath, showText } from "../../show.js";
import { entriesOf, problem } from "../rule.js";
import { noneEmpty } from "../shared/texts.js";

const maxAccounts = 16;
/** In UTF-8, where the schema counts characters. */
const maxAccountBytes = 320;

/** Service accounts, each `name` (of the policy's namespace) or `namespace/name`. */
export function* serviceAccounts(list: readonly string[], path: JsonPath): Iterable<Problem> {
  if (list.length > maxAccounts)
    yield identity(path, `has ${list.length} entries, ${maxAccounts} are the most`, "split the rule in two");
  for (const [account, at] of entriesOf(list, path)) {
    const fault = accountFault(account);
    if (fault !== undefined) yield identity(at, `${fault}: ${showText(account)}`, "write name, or namespace/name");
  }
}

function accountFault(account: string): string | undefined {
  if (account === "") return "is empty";
  if (account.includes("*")) return "has a wildcard, which service accounts cannot have";
  const parts = account.split("/");
  if (parts.length > 2) return "has more than one slash";
  if (parts.includes("")) return "has nothing on one side of its slash";
  const bytes = Buffer.byteLength(account);
  return bytes > maxAccountBytes ? `has ${bytes} bytes, ${maxAccountBytes} are the most` : undefined;
}

/** Texts that may have one wildcard, at their start or end. */
export function* wildcardTexts(list: readonly string[], path: JsonPath): Iterable<Problem> {
  yield* noneEmpty(list, path);
  for (const [text, at] of entriesOf(list, path)) {
    const inner = text.slice(1, -1);
    const few = text.split("*").length <= 2;
    if (few && !inner.includes("*")) continue;
    const fault = few ? "has its wildcard in the middle" : "has more than one wildcard";
    yield identity(at, `${fault}: ${showText(text)}`, "write one * at most, as the first or the last character");
  }
}

export function* trustDomains(list: readonly string[], path: JsonPath): Iterable<Problem> {
  yield* wildcardTexts(list, path);
  for (const [text, at] of entriesOf(list, path))
    if (text.includes("/"))
      yield identity(at, `has a slash: ${showText(text)}`, "write the trust domain alone, as in cluster.local");
}

function identity(path: JsonPath, fault: string, remedy: string): Problem {
  return problem(authorizationPolicyFindings.identity, path, `${showPath(path)} ${fault}`, remedy);
}
