import { metadataFindings } from "../../findings/metadata.js";
import { isJsonObject, type JsonObject, type JsonPath, type JsonValue } from "../../model/index.js";
import type { Check, Problem } from "../problem.js";
import { noProblems } from "../problem.js";
import { entriesOf, problem } from "../rules/rule.js";
import { showPath, showText } from "../show.js";
import { qualifiedNameFault } from "./qualified-name.js";

/** Finalizers and owners by Kubernetes' rules. Nobody acts on them here, but an API server would refuse the resource. */
export const ownershipCheck: Check = ({ document: { metadata } }) => {
  if (!isJsonObject(metadata)) return noProblems;
  const { finalizers, ownerReferences } = metadata;
  if (!Array.isArray(finalizers) && !Array.isArray(ownerReferences)) return noProblems;
  return [
    ...finalizerProblems(listOf(finalizers, (entry) => typeof entry === "string")),
    ...ownerProblems(listOf(ownerReferences, isJsonObject)),
  ];
};

/** Nothing where one of the entries is of another type, which is the schema's to say. */
function listOf<Entry extends JsonValue>(
  value: JsonValue | undefined,
  isEntry: (entry: JsonValue) => entry is Entry,
): readonly Entry[] {
  return Array.isArray(value) && value.every(isEntry) ? value : [];
}

function* finalizerProblems(finalizers: readonly string[]): Iterable<Problem> {
  const path = ["metadata", "finalizers"];
  for (const [name, at] of entriesOf(finalizers, path)) {
    const fault = qualifiedNameFault(name, "lower");
    if (fault !== undefined)
      yield finalizer(at, `the finalizer ${showText(name)} ${fault}`, "remove it: it has no meaning in Git");
  }
  if (finalizers.includes("orphan") && finalizers.includes("foregroundDeletion"))
    yield finalizer(path, "the finalizers orphan and foregroundDeletion exclude each other", "remove one of the two");
}

function finalizer(path: JsonPath, message: string, remedy: string): Problem {
  return problem(metadataFindings.finalizer, path, message, remedy);
}

function* ownerProblems(owners: readonly JsonObject[]): Iterable<Problem> {
  let controllers = 0;
  for (const [{ apiVersion, kind, controller }, at] of entriesOf(owners, ["metadata", "ownerReferences"])) {
    if (typeof apiVersion === "string" && !/^(?:[^/]*\/)?[^/]+$/.test(apiVersion))
      yield owner([...at, "apiVersion"], `names no version: ${showText(apiVersion)}`);
    else if ((apiVersion === "v1" || apiVersion === "/v1") && kind === "Event")
      yield owner(at, "is an Event, which cannot own anything");
    if (controller === true) controllers += 1;
    if (controller === true && controllers > 1)
      yield owner([...at, "controller"], "makes this one more owner that controls the resource, there can be one");
  }
}

function owner(path: JsonPath, fault: string): Problem {
  return problem(
    metadataFindings.owner,
    path,
    `${showPath(path)} ${fault}`,
    "remove ownerReferences: they have no meaning in Git",
  );
}
