import { schemaFindings } from "../../findings/schema.js";
import { isJsonObject } from "../../model/index.js";
import type { Problem } from "../problem.js";
import { showList, showValue } from "../show.js";
import type { JsonSchema } from "./json-schema.js";
import type { Violation } from "./violation.js";

/**
 * oneOf, anyOf and not. CRDs write protobuf's oneof groups with them, as branches that only require a field each; of
 * those the message names the fields. Anything else gets a general message.
 */
export function members(violation: Violation): Problem {
  const { keyword, schema, value } = violation;
  const branches = keyword === "not" ? [schema.not ?? {}] : (schema[keyword === "oneOf" ? "oneOf" : "anyOf"] ?? []);
  const names = isJsonObject(value) ? groupMembers(branches) : undefined;
  if (names === undefined || !isJsonObject(value)) return noAllowedForm(violation, branches);
  // In the order of the document, so that the place is that of the field that came second.
  const present = Object.keys(value).filter((name) => names.includes(name));
  if (keyword === "not" || present.length > 1) return exclusive(violation, names, present);
  return {
    row: schemaFindings.needsOneOf,
    path: violation.path,
    target: "key",
    message: `${violation.subject} must set ${showList(names, "or")}`,
    remedy: `add ${names.length > 1 ? "one of them" : "it"}`,
  };
}

function exclusive({ path, subject }: Violation, names: readonly string[], present: readonly string[]): Problem {
  const at = { row: schemaFindings.exclusiveFields, path: [...path, ...present.slice(1, 2)], target: "key" } as const;
  if (present.length < 2) {
    const set = showList(present.length > 0 ? present : names, "and");
    return { ...at, path: [...path, ...present], message: `${subject} must not set ${set}`, remedy: `remove ${set}` };
  }
  return {
    ...at,
    message: `${subject} may set only one of ${showList(names, "and")}, it sets ${showList(present, "and")}`,
    remedy: `keep one of ${showList(present, "and")} and remove the other${present.length > 2 ? "s" : ""}`,
  };
}

function noAllowedForm({ path, subject, value }: Violation, branches: readonly JsonSchema[]): Problem {
  const forms = branches.flatMap(({ title, type }) => title ?? type ?? []);
  const allowed = forms.length === branches.length && forms.length > 0 ? `: ${showList(forms, "or")}` : "";
  return {
    row: schemaFindings.noAllowedForm,
    path,
    target: "value",
    message: `${subject} has none of the forms that are allowed there${allowed}; found ${showValue(value)}`,
    remedy: "write it in one of the allowed forms",
  };
}

/** The fields that the branches require or exclude; undefined where a branch asks for anything else. */
function groupMembers(branches: readonly JsonSchema[]): readonly string[] | undefined {
  const names = new Set<string>();
  for (const branch of branches) {
    const { required, not, anyOf, ...rest } = branch;
    if (Object.keys(rest).some((key) => key !== "title" && key !== "description")) return undefined;
    const inner = [...(not === undefined ? [] : [not]), ...(anyOf ?? [])];
    const nested = inner.length > 0 ? groupMembers(inner) : [];
    if (nested === undefined) return undefined;
    for (const name of [...(required ?? []), ...nested]) names.add(name);
  }
  return names.size > 0 ? [...names] : undefined;
}
