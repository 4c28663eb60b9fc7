import { type CompileRule, createRuleCompiler } from "../cel/index.js";
import { defaultIstioTarget } from "../collections/istio-versions.js";
import { finding } from "../findings/row.js";
import { schemaFindings } from "../findings/schema.js";
import type { Finding, IstioTarget, JsonPath, KindName, Position, Resource } from "../model/index.js";
import { celCheck } from "./cel/cel-check.js";
import { type CompiledSchema, loadCompiledSchemas } from "./compiled.js";
import { metadataForm, metadataMeaning } from "./metadata/index.js";
import { dropNulls, droppedNull, hasNull } from "./nulls.js";
import { type Check, maxProblems, noProblems, type Problem } from "./problem.js";
import { type RulesByKind, rulesByKind } from "./rules/index.js";
import type { Rules } from "./rules/rule.js";
import type { JsonSchema } from "./schema/json-schema.js";
import { schemaCheck } from "./schema/schema-check.js";
import { sinceCheck } from "./since/since-check.js";
import { uniqueCheck } from "./unique-check.js";
import { unreadChecks } from "./unread/unread-check.js";
import { versionCheck } from "./version-check.js";

/** Judges documents one by one. Pure: the verdict depends on the document, and on the istiods that it is for. */
export interface Validator {
  /**
   * The resource as Kubernetes reads it, which is what to encode: without the fields that are null and do not take null.
   */
  read(resource: Resource): Resource;
  /** Every finding about the resource, at most 101; the empty list where it is valid. Never throws for what stands in it. */
  validate(resource: Resource): readonly Finding[];
}

const noFindings: readonly Finding[] = Object.freeze([]);

/** The validator for all served kinds, from the schemas compiled at build time. */
export async function loadValidator(target: IstioTarget = defaultIstioTarget): Promise<Validator> {
  return createValidator(await loadCompiledSchemas(), rulesByKind, target);
}

/** A validator for the kinds whose schemas are given, with rules of meaning that are written for these schemas. */
export function createValidator(
  schemas: ReadonlyMap<KindName, CompiledSchema>,
  rules: RulesByKind = rulesByKind,
  target: IstioTarget = defaultIstioTarget,
): Validator {
  const compile = createRuleCompiler();
  const checks = new Map(
    [...schemas].map(([kind, compiled]) => [kind, checksOf(kind, compiled, { rules: rules[kind], compile, target })]),
  );
  const checksFor = ({ kind }: Resource): Checks => {
    const ofKind = checks.get(kind);
    if (ofKind === undefined) throw new RangeError(`no schema for ${kind}`);
    return ofKind;
  };
  return {
    read: (resource) => (hasNull(resource.document) ? readBy(checksFor(resource).schema, resource).resource : resource),
    validate(resource) {
      const ofKind = checksFor(resource);
      const wrongVersion = versionCheck(resource);
      const problems = wrongVersion.length > 0 ? wrongVersion : judge(ofKind, resource);
      return problems.length === 0 ? noFindings : toFindings(resource, problems);
    },
  };
}

/**
 * What a resource goes through. The meaning of a document is looked at only where its form is right. Nulls that Kubernetes
 * drops are wrong form as well, so they are looked for in what fails alone.
 */
interface Checks {
  readonly schema: JsonSchema;
  readonly form: readonly Check[];
  readonly meaning: readonly Check[];
}

/**
 * A problem of metadata is worded by its own rule rather than by the schema's pattern, and what both CEL and a rule refuse
 * by the rule.
 */
function checksOf(
  kind: KindName,
  { validate, schema }: CompiledSchema,
  { rules, compile, target }: { rules: Rules | undefined; compile: CompileRule; target: IstioTarget },
): Checks {
  const since = sinceCheck(kind, target.istioVersion);
  return {
    schema,
    form: [...metadataForm, schemaCheck(validate, schema), uniqueCheck(schema)],
    meaning: [
      ...(since === undefined ? [] : [since]),
      ...metadataMeaning,
      ...(rules === undefined ? [] : [(resource: Resource) => [...rules(resource)]]),
      celCheck(schema, compile),
      ...unreadChecks(kind, target),
    ],
  };
}

function judge({ schema, form, meaning }: Checks, written: Resource): readonly Problem[] {
  const wrongForm = run(form, written);
  if (wrongForm.length === 0) return run(meaning, written);
  if (!wrongForm.some(({ row }) => row === schemaFindings.nullValue)) return wrongForm;
  const { resource, dropped } = readBy(schema, written);
  if (dropped.length === 0) return wrongForm;
  const left = run(form, resource);
  const problems = left.length > 0 ? [...neededNulls(wrongForm, left), ...left] : run(meaning, resource);
  return [...problems, ...dropped.map(droppedNull)];
}

/** Of a required field that is there but null, that it has no value says more than that it is missing. */
function neededNulls(before: readonly Problem[], after: readonly Problem[]): readonly Problem[] {
  const missing = new Set(after.flatMap(({ row, path }) => (row === schemaFindings.missingField ? pathKey(path) : [])));
  return before.filter(({ row, path }) => row === schemaFindings.nullValue && missing.has(pathKey(path)));
}

/** The resource without the nulls that Kubernetes drops. */
function readBy(schema: JsonSchema, resource: Resource) {
  const { document, dropped } = dropNulls(schema, resource.document);
  return { resource: dropped.length === 0 ? resource : { ...resource, document }, dropped };
}

function run(checks: readonly Check[], resource: Resource): readonly Problem[] {
  let problems = noProblems;
  for (const check of checks) {
    const found = check(resource);
    if (found.length > 0) problems = problems.length === 0 ? found : [...problems, ...found];
  }
  return problems;
}

function toFindings(resource: Resource, problems: readonly Problem[]): readonly Finding[] {
  const distinct = distinctCauses(errorsFirst(problems));
  const findings = distinct
    .slice(0, maxProblems)
    .map(({ row, path, target, message, remedy }) =>
      finding(row, placeOf(resource, resource.locate(path, target)), message, remedy),
    );
  const unlisted = distinct[maxProblems];
  if (unlisted !== undefined) {
    const row = isError(unlisted) ? schemaFindings.tooManyFindings : schemaFindings.tooManyWarnings;
    const message = `there is more wrong with this ${resource.kind}: only the first ${maxProblems} findings are listed`;
    const remedy = "mend these first, the rest is listed then";
    findings.push(finding(row, placeOf(resource, resource.position), message, remedy));
  }
  return findings;
}

/** No warning takes the place of an error, neither at its path nor among those that are listed. */
function errorsFirst(problems: readonly Problem[]): readonly Problem[] {
  if (problems.every(isError)) return problems;
  return [...problems.filter(isError), ...problems.filter((found) => !isError(found))];
}

function isError({ row }: Problem): boolean {
  return row.severity === "error";
}

/** The first problem of each path, and no missing field where another problem says where it went. */
function distinctCauses(problems: readonly Problem[]): readonly Problem[] {
  const explained = new Set(problems.map(({ implies }) => (implies === undefined ? "" : pathKey(implies))));
  const seen = new Set<string>();
  return problems.filter(({ row, path }) => {
    const key = pathKey(path);
    if (seen.has(key) || (row === schemaFindings.missingField && explained.has(key))) return false;
    seen.add(key);
    return true;
  });
}

/** One text per path. Long keys are cut: they are the document's, and a thousand paths may hold the same one. */
function pathKey(path: JsonPath): string {
  return JSON.stringify(path.map((step) => (typeof step === "string" ? step.slice(0, 400) : step)));
}

function placeOf({ file, kind, namespace, name }: Resource, { line, column }: Position) {
  return { file, line, column, kind, namespace, name };
}
