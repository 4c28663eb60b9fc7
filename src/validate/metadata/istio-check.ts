import { metadataFindings } from "../../findings/metadata.js";
import { isJsonObject, type JsonValue, type Resource } from "../../model/index.js";
import type { Check, Problem } from "../problem.js";
import { noProblems } from "../problem.js";
import { keyProblem, metadataMap, problem } from "../rules/rule.js";
import { isDnsLabel } from "../rules/shared/dns.js";
import { showText } from "../show.js";

const internalPrefix = "internal.istio.io/";
/** Refused by Istio's webhook. */
const refused = ["webhook-always-reject", "parents", "parent-namespace"];
/** Taken by it: with these it checks the resource as one that istiod has translated from the Gateway API, which is less. */
const loosening = ["gateway-semantics", "route-semantics"];
const reserved: ReadonlySet<string> = new Set([...refused, ...loosening].map((name) => internalPrefix + name));

const dryRun = "istio.io/dry-run";
/** Go's strconv.ParseBool. */
const booleans: ReadonlySet<string> = new Set([
  ...["1", "t", "T", "TRUE", "true", "True"],
  ...["0", "f", "F", "FALSE", "false", "False"],
]);

const revisionLabel = "istio.io/rev";

/** What labels and annotations mean to Istio. */
export const istioMetadataCheck: Check = (resource) => {
  const problems = [...annotations(resource), ...revision(metadataMap(resource, "labels")[revisionLabel])];
  return problems.length === 0 ? noProblems : problems;
};

function* annotations(resource: Resource): Iterable<Problem> {
  for (const [key, value] of Object.entries(metadataMap(resource, "annotations"))) {
    const path = ["metadata", "annotations", key];
    if (key === dryRun) yield* dryRunProblems(resource, value);
    else if (reserved.has(key))
      yield keyProblem(
        metadataFindings.reservedAnnotation,
        path,
        `the annotation ${key} is for what Istio makes itself`,
        "remove it",
      );
    else if (key.startsWith(internalPrefix))
      yield keyProblem(
        metadataFindings.internalAnnotation,
        path,
        `the annotation ${key} is internal to Istio`,
        "remove it, unless you know what it does in the release that you run",
      );
  }
}

function* dryRunProblems({ kind, document: { spec } }: Resource, value: JsonValue): Iterable<Problem> {
  const path = ["metadata", "annotations", dryRun];
  const action = (isJsonObject(spec) ? spec.action : undefined) ?? "ALLOW";
  if (kind !== "AuthorizationPolicy" || (action !== "ALLOW" && action !== "DENY")) {
    const found =
      kind === "AuthorizationPolicy" ? `this one has action ${action}` : `this is a resource of kind ${kind}`;
    const message = `${dryRun} is for an AuthorizationPolicy with action ALLOW or DENY, ${found}`;
    yield keyProblem(metadataFindings.dryRunKind, path, message, "remove the annotation");
  } else if (typeof value === "string" && !booleans.has(value)) {
    const message = `the annotation ${dryRun} is ${showText(value)}, which is neither true nor false`;
    yield problem(metadataFindings.dryRunValue, path, message, 'write "true" or "false", in quotes');
  }
}

/**
 * istiod compares the label with its own revision and leaves out what differs. A revision tag, which works on namespaces,
 * is no revision. Which ones there are is not in Git; names of revisions have a version in them by convention, so one
 * without any digit may well be a tag.
 */
function* revision(value: JsonValue | undefined): Iterable<Problem> {
  if (typeof value !== "string" || value === "default" || (isRevision(value) && /\d/.test(value))) return;
  const path = ["metadata", "labels", revisionLabel];
  if (isRevision(value)) {
    const message = `only an istiod of the revision ${value} reads this resource, a revision tag of that name does not count`;
    yield problem(
      metadataFindings.revision,
      path,
      message,
      "write the revision that the tag stands for, or remove the label",
    );
  } else {
    const message = `no revision of istiod can be named ${showText(value)}, so istiod passes this resource over`;
    yield problem(
      metadataFindings.revision,
      path,
      message,
      "write the name of a revision, as in 1-30-0, or remove the label",
    );
  }
}

/** A revision is part of the names of Kubernetes objects. */
function isRevision(text: string): boolean {
  return isDnsLabel(text) && text === text.toLowerCase();
}
