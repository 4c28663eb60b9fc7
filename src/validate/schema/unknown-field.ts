import { schemaFindings } from "../../findings/schema.js";
import { isJsonObject, type JsonPath, type JsonValue } from "../../model/index.js";
import { nearMiss } from "../../util/near-miss.js";
import type { Problem } from "../problem.js";
import { showList, showPath, showText } from "../show.js";
import { childSchema, type JsonSchema, schemaAt } from "./json-schema.js";
import type { Violation } from "./violation.js";

/** A field that the kind does not have there: misspelt, indented wrongly, or made up. */
export function unknownField({ params, path, value, root, subject }: Violation): Problem {
  const name = String(params.additionalProperty);
  const here = schemaAt(root, path) ?? {};
  const fields = Object.keys(here.properties ?? {});
  const unset = fields.filter((field) => !isJsonObject(value) || !Object.hasOwn(value, field));
  const near = nearMiss(name, unset);
  const problem = { row: schemaFindings.unknownField, path: [...path, name], target: "key" } as const;
  const message = `unknown field ${showText(name)} in ${subject}`;

  const elsewhere = near !== undefined && sameWord(near, name) ? undefined : otherLevel(root, here, path, value, name);
  if (elsewhere !== undefined) {
    const place = showPath(elsewhere.path);
    const hint = `${place} has a field of that name, one level ${elsewhere.up ? "up" : "down"}`;
    const remedy = `indent it ${elsewhere.up ? "less" : "more"}, so that it stands in ${place}`;
    return { ...problem, message: `${message}; ${hint}`, remedy, implies: [...elsewhere.path, name] };
  }
  if (near !== undefined) {
    const remedy = `rename it to ${near}`;
    return { ...problem, message: `${message}, did you mean ${showText(near)}?`, remedy, implies: [...path, near] };
  }
  const choice = unset.length > 0 ? `, or use a field that exists there: ${showList(unset, "or")}` : "";
  return { ...problem, message, remedy: `remove it${choice}` };
}

/** Where the field would be right one level up or down: indentation is YAML's most common slip. */
function otherLevel(
  root: JsonSchema,
  here: JsonSchema,
  path: JsonPath,
  value: JsonValue | undefined,
  name: string,
): { readonly path: JsonPath; readonly up: boolean } | undefined {
  const above = path.slice(
    0,
    path.findLastIndex((step) => typeof step === "string"),
  );
  if (path.length > 0 && hasField(schemaAt(root, above), name)) return { path: above, up: true };
  const isSet = (field: string) => isJsonObject(value) && Object.hasOwn(value, field);
  // A field that the document sets comes first: most likely it is where the lost one was meant to go.
  const fields = Object.keys(here.properties ?? {}).sort((a, b) => Number(isSet(b)) - Number(isSet(a)));
  for (const field of fields) {
    const child = childSchema(root, here, field);
    if (hasField(child, name)) return { path: [...path, field], up: false };
    if (child !== undefined && hasField(childSchema(root, child, 0), name))
      return { path: [...path, field, 0], up: false };
  }
  return undefined;
}

/** Whether two words differ in case, `_` and `-` at most, as `http_route` and `httpRoute` do. */
function sameWord(a: string, b: string): boolean {
  const plain = (word: string) => word.toLowerCase().replace(/[_-]/g, "");
  return plain(a) === plain(b);
}

function hasField(schema: JsonSchema | undefined, name: string): boolean {
  return schema?.properties !== undefined && Object.hasOwn(schema.properties, name);
}
