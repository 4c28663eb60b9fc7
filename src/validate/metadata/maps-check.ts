import { metadataFindings } from "../../findings/metadata.js";
import type { JsonPath } from "../../model/index.js";
import type { Check, Problem } from "../problem.js";
import { noProblems } from "../problem.js";
import { keyProblem, metadataMap, problem } from "../rules/rule.js";
import { isLabelText } from "../rules/shared/labels.js";
import { showPath, showText } from "../show.js";
import { qualifiedNameFault } from "./qualified-name.js";

const labelsPath = ["metadata", "labels"];
const annotationsPath = ["metadata", "annotations"];
const maxLabelLength = 63;
const maxAnnotationBytes = 256 * 1024;

/** Labels and annotations by Kubernetes' rules (k8s.io/apimachinery/pkg/api/validation). What is no text is the schema's. */
export const mapsCheck: Check = (resource) => {
  const problems = [
    ...labelProblems(metadataMap(resource, "labels")),
    ...annotationProblems(metadataMap(resource, "annotations")),
  ];
  return problems.length === 0 ? noProblems : problems;
};

function* labelProblems(labels: ReturnType<typeof metadataMap>): Iterable<Problem> {
  for (const [key, value] of Object.entries(labels)) {
    const path = [...labelsPath, key];
    const fault = qualifiedNameFault(key, "lower");
    if (fault !== undefined) yield badKey(metadataFindings.labelKey, "label", path, key, fault);
    else if (typeof value === "string" && (value.length > maxLabelLength || !isLabelText(value)))
      yield badValue(path, value);
  }
}

function badKey(
  row: typeof metadataFindings.labelKey | typeof metadataFindings.annotationKey,
  what: string,
  path: JsonPath,
  key: string,
  fault: string,
): Problem {
  const message = `the ${what} key ${showText(key)} ${fault}`;
  return keyProblem(row, path, message, "write a name, or a DNS name, a slash and a name, as in example.com/team");
}

function badValue(path: JsonPath, value: string): Problem {
  const fault =
    value.length > maxLabelLength
      ? `has ${value.length} characters, ${maxLabelLength} are the most`
      : `is ${showText(value)}, which has characters that labels cannot have`;
  const remedy =
    "use letters, digits, -, _ and ., with a letter or digit at both ends; longer texts belong in annotations";
  return problem(metadataFindings.labelValue, path, `${showPath(path)} ${fault}`, remedy);
}

function* annotationProblems(annotations: ReturnType<typeof metadataMap>): Iterable<Problem> {
  let bytes = 0;
  for (const [key, value] of Object.entries(annotations)) {
    const fault = qualifiedNameFault(key, "any");
    if (fault !== undefined)
      yield badKey(metadataFindings.annotationKey, "annotation", [...annotationsPath, key], key, fault);
    bytes += Buffer.byteLength(key) + (typeof value === "string" ? Buffer.byteLength(value) : 0);
  }
  if (bytes <= maxAnnotationBytes) return;
  const message = `the annotations take ${bytes} bytes, ${maxAnnotationBytes} are the most`;
  yield problem(metadataFindings.annotationsSize, annotationsPath, message, "remove the longest of them");
}
