import { schemaFindings } from "../../findings/schema.js";
import { isJsonObject, type JsonValue, type Resource } from "../../model/index.js";
import { type Check, noProblems, type Problem } from "../problem.js";
import { showText } from "../show.js";

/** RFC 1123 names as Kubernetes takes them (k8s.io/apimachinery/pkg/util/validation): a subdomain and a label. */
const rules = {
  name: {
    pattern: /^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/,
    maxLength: 253,
    form: "lower-case letters, digits, - and ., with a letter or digit at both ends and beside each .",
    foreign: /[^a-z0-9.]+/g,
  },
  namespace: {
    pattern: /^[a-z0-9]([-a-z0-9]*[a-z0-9])?$/,
    maxLength: 63,
    form: "lower-case letters, digits and -, with a letter or digit at both ends",
    foreign: /[^a-z0-9]+/g,
  },
} as const;

type Field = keyof typeof rules;

/**
 * Name and namespace as they go on the wire, joined by a slash: one with a slash of its own would name another
 * resource. A name that is no text is left to the schema.
 */
export const nameCheck: Check = (resource) => {
  const nameIsGood = isGood("name", resource.name);
  const namespaceIsGood = isGood("namespace", resource.namespace);
  const prefixIsGood = isGoodPrefix(resource);
  if (nameIsGood && namespaceIsGood && prefixIsGood) return noProblems;
  return [
    ...(nameIsGood ? [] : nameProblem(resource)),
    ...(namespaceIsGood ? [] : namespaceProblem(resource)),
    ...(prefixIsGood ? [] : [badPrefix]),
  ];
};

function isGood(field: Field, text: string): boolean {
  return text.length <= rules[field].maxLength && rules[field].pattern.test(text);
}

/** Without effect beside a name, and checked all the same. A dash at its end is not looked at, nor what is before it. */
function isGoodPrefix({ document: { metadata } }: Resource): boolean {
  const prefix = isJsonObject(metadata) ? metadata.generateName : undefined;
  if (typeof prefix !== "string" || prefix === "") return true;
  return isGood("name", prefix.replace(/[ -~]-$/, "a"));
}

const badPrefix: Problem = {
  row: schemaFindings.badName,
  path: ["metadata", "generateName"],
  target: "value",
  message: `metadata.generateName must consist of ${rules.name.form}`,
  remedy: "remove generateName: what Git holds has a fixed name",
};

function nameProblem({ document, name }: Resource): readonly Problem[] {
  const { metadata = {} } = document;
  if (!isJsonObject(metadata)) return noProblems;
  if (metadata.name === undefined) {
    const generated =
      metadata.generateName === undefined ? "" : " in place of generateName: what Git holds has a fixed name";
    return [
      {
        row: schemaFindings.missingField,
        path: document.metadata === undefined ? ["metadata"] : ["metadata", "name"],
        target: "key",
        message: "metadata.name is missing",
        remedy: `add metadata.name${generated}`,
      },
    ];
  }
  return isText(metadata.name) ? [badName("name", name)] : noProblems;
}

function namespaceProblem({ document, namespace }: Resource): readonly Problem[] {
  const written = isJsonObject(document.metadata) ? document.metadata.namespace : undefined;
  return written === undefined || written === null || isText(written) ? [badName("namespace", namespace)] : noProblems;
}

function isText(value: JsonValue): value is string {
  return typeof value === "string";
}

function badName(field: Field, text: string): Problem {
  const proposal = propose(field, text);
  return {
    row: schemaFindings.badName,
    path: ["metadata", field],
    target: "value",
    message: `metadata.${field} ${complaint(field, text)}`,
    remedy: `choose a ${field} that fits${proposal === undefined ? "" : `, for example ${proposal}`}`,
  };
}

function complaint(field: Field, text: string): string {
  const { form, maxLength } = rules[field];
  if (text === "") return "must not be empty";
  if (text.length > maxLength) return `may have ${maxLength} characters at most, it has ${text.length}`;
  return `must consist of ${form}; found ${showText(text)}`;
}

/** The nearest good name, where lower case and dashes are all it takes. */
function propose(field: Field, text: string): string | undefined {
  const { foreign, maxLength } = rules[field];
  if (text.length > maxLength) return undefined;
  const proposal = text.toLowerCase().replace(foreign, "-").replace(/^-|-$/g, "");
  return isGood(field, proposal) ? proposal : undefined;
}
