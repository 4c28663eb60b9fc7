import type { FindingRow } from "./row.js";

/** What Kubernetes and Istio ask of a resource's labels, annotations and other metadata. */
export const metadataFindings = {
  labelKey: {
    code: "GX302",
    severity: "error",
    statement: "A label's key is a name of at most 63 characters, with a DNS name and a slash before it or without.",
  },
  labelValue: {
    code: "GX303",
    severity: "error",
    statement: "A label's value is empty, or at most 63 letters, digits, -, _ and . between letters or digits.",
  },
  annotationKey: {
    code: "GX304",
    severity: "error",
    statement: "An annotation's key has the syntax of a label's key, in whatever case.",
  },
  annotationsSize: {
    code: "GX305",
    severity: "error",
    statement: "The annotations of a resource take 256 KiB at most, keys and values together.",
  },
  finalizer: {
    code: "GX306",
    severity: "error",
    statement: "A finalizer's name has the syntax of a label's key, and orphan excludes foregroundDeletion.",
  },
  owner: {
    code: "GX307",
    severity: "error",
    statement: "An owner has a version, is no Event, and is one of at most one that controls the resource.",
  },
  reservedAnnotation: {
    code: "GX310",
    severity: "error",
    statement: "Annotations by which Istio marks what it has made itself are not for users to set.",
  },
  internalAnnotation: {
    code: "GX311",
    severity: "warning",
    statement: "Annotations under internal.istio.io change what Istio does in ways that no release promises.",
  },
  dryRunKind: {
    code: "GX312",
    severity: "error",
    statement: "Only an AuthorizationPolicy with action ALLOW or DENY can be tried with istio.io/dry-run.",
  },
  dryRunValue: {
    code: "GX313",
    severity: "error",
    statement: "The annotation istio.io/dry-run is true or false.",
  },
  revision: {
    code: "GX314",
    severity: "warning",
    statement: "The label istio.io/rev names a revision of istiod: all others pass the resource over, and say nothing.",
  },
} as const satisfies Record<string, FindingRow>;
