import { isJsonObject, type JsonPath, type JsonValue } from "../model/index.js";
import { type Report, report, reportUnsupported, showPath } from "./report.js";
import { readList, readMapping, readText, readTexts } from "./shape.js";

/** One thing that a label selector asks of labels. */
interface Requirement {
  readonly key: string;
  readonly operator: string;
  readonly values: readonly string[];
}

/** What a label selector asks, all of it. */
export type Selector = readonly Requirement[];

/** The one label of a namespace that follows from its name. */
const nameLabel = "kubernetes.io/metadata.name";

const operators = ["In", "NotIn", "Exists", "DoesNotExist"];

/** Reads a label selector; one that is absent or empty asks nothing. */
export function readSelector(to: Report, value: JsonValue | undefined, path: JsonPath): Selector {
  if (value === undefined || value === null) return [];
  const mapping = readMapping(to, value, path, ["matchLabels", "matchExpressions"]);
  if (mapping === undefined) return [];
  return [
    ...labels(to, mapping.matchLabels, [...path, "matchLabels"]),
    ...expressions(to, mapping.matchExpressions, [...path, "matchExpressions"]),
  ];
}

/** Reads a selector of namespaces, of whose labels files tell only the one that every namespace has. */
export function readNamespaceSelector(to: Report, value: JsonValue | undefined, path: JsonPath): Selector {
  const selector = readSelector(to, value, path);
  const unknown = selector.find(({ key }) => key !== nameLabel);
  if (unknown === undefined) return selector;
  const message = `namespaceSelector asks for the label ${unknown.key} of namespaces, which files do not tell: only ${nameLabel} is known here`;
  reportUnsupported(to, path, message);
  return [];
}

function labels(to: Report, value: JsonValue | undefined, path: JsonPath): Selector {
  if (value === undefined || value === null) return [];
  if (!isJsonObject(value)) {
    report(to, path, {
      message: `${showPath(path)} must be a mapping`,
      remedy: "write labels with their values there",
    });
    return [];
  }
  return Object.entries(value).flatMap(([key, label]) => {
    const text = label === "" ? "" : readText(to, label, [...path, key], { required: true });
    return text === undefined ? [] : [{ key, operator: "In", values: [text] }];
  });
}

function expressions(to: Report, value: JsonValue | undefined, path: JsonPath): Selector {
  return readList(to, value, path).flatMap((entry, index) => {
    const at = [...path, index];
    const mapping = readMapping(to, entry, at, ["key", "operator", "values"]);
    if (mapping === undefined) return [];
    const key = readText(to, mapping.key, [...at, "key"], { required: true });
    const operator = readText(to, mapping.operator, [...at, "operator"], { required: true, oneOf: operators });
    if (key === undefined || operator === undefined) return [];
    const needsValues = operator === "In" || operator === "NotIn";
    const values = readTexts(to, mapping.values, [...at, "values"], { required: needsValues });
    if (!needsValues && values.length > 0) {
      report(to, [...at, "values"], { message: `${operator} takes no values`, remedy: "remove values" });
    }
    return [{ key, operator, values }];
  });
}

/** Whether labels are what a selector asks for. */
export function selects(selector: Selector, labelsOf: ReadonlyMap<string, string>): boolean {
  return selector.every(({ key, operator, values }) => {
    const label = labelsOf.get(key);
    switch (operator) {
      case "In":
        return label !== undefined && values.includes(label);
      case "NotIn":
        return label === undefined || !values.includes(label);
      case "Exists":
        return label !== undefined;
      default:
        return label === undefined;
    }
  });
}

/** The labels of a namespace that are known from its name. */
export function namespaceLabels(namespace: string): ReadonlyMap<string, string> {
  return new Map([[nameLabel, namespace]]);
}
