import { parseCel } from "../../cel/index.js";
import { sharedFindings } from "../../findings/rules/shared.js";
import { telemetryFindings } from "../../findings/rules/telemetry.js";
import type { JsonPath, Resource } from "../../model/index.js";
import type { Problem } from "../problem.js";
import { showPath, showText } from "../show.js";
import { entriesOf, keyProblem, problem, type Rules, specOf } from "./rule.js";
import { type Attachment, attachment } from "./shared/target-refs.js";
import { notEmpty } from "./shared/texts.js";

interface Spec extends Attachment {
  readonly tracing?: readonly Tracing[];
  readonly metrics?: readonly { readonly overrides?: readonly Override[] }[];
  readonly accessLogging?: readonly { readonly filter?: { readonly expression?: string } }[];
}

interface Tracing {
  readonly providers?: readonly object[];
  readonly customTags?: Readonly<Record<string, object>>;
}

interface Override {
  readonly tagOverrides?: Readonly<Record<string, TagOverride>>;
}

interface TagOverride {
  readonly operation?: "UPSERT" | "REMOVE";
  readonly value?: string;
}

export const telemetryRules: Rules = function* (resource: Resource): Iterable<Problem> {
  const spec = specOf<Spec>(resource);
  yield* attachment(spec, ["spec"]);
  for (const [{ filter }, at] of entriesOf(spec.accessLogging, ["spec", "accessLogging"]))
    if (filter !== undefined) yield* filterExpression(filter.expression ?? "", [...at, "filter", "expression"]);
  for (const [{ overrides }, at] of entriesOf(spec.metrics, ["spec", "metrics"]))
    for (const [override, place] of entriesOf(overrides, [...at, "overrides"])) yield* tagOverrides(override, place);
  for (const [tracing, at] of entriesOf(spec.tracing, ["spec", "tracing"])) yield* oneTracing(tracing, at);
  if ((spec.tracing?.length ?? 0) > 1) yield several(["spec", "tracing"], "entry");
};

function* filterExpression(expression: string, path: JsonPath): Iterable<Problem> {
  const parsed = parseCel(expression);
  if (parsed.ok) return;
  yield problem(
    telemetryFindings.filterExpression,
    path,
    expression === ""
      ? `${showPath(path)} is empty`
      : `${showPath(path)} is no CEL expression: ${parsed.reason}; found ${showText(expression)}`,
    "write an expression that is true for what is to be logged, as in response.code >= 400",
  );
}

/** The schema has judged the overrides that name their operation. */
function* tagOverrides({ tagOverrides: tags }: Override, path: JsonPath): Iterable<Problem> {
  for (const [name, { operation, value }] of Object.entries(tags ?? {})) {
    const at = [...path, "tagOverrides", name];
    if (operation === undefined) yield* notEmpty(value, [...at, "value"]);
    if (name === "")
      yield keyProblem(
        telemetryFindings.unnamedTag,
        at,
        `an override in ${showPath([...path, "tagOverrides"])} names no tag, so it changes nothing`,
        "write the tag's name, or remove the override",
      );
  }
}

function* oneTracing({ providers = [], customTags }: Tracing, path: JsonPath): Iterable<Problem> {
  if (customTags !== undefined && "" in customTags)
    yield keyProblem(
      sharedFindings.emptyText,
      [...path, "customTags", ""],
      `a tag in ${showPath([...path, "customTags"])} has no name`,
      "write the tag's name",
    );
  if (providers.length > 1) yield several([...path, "providers"], "provider");
}

function several(path: JsonPath, what: string): Problem {
  return problem(
    telemetryFindings.severalTracings,
    path,
    `${showPath(path)} has several entries, of which istiod uses one only`,
    `leave one ${what}`,
  );
}
