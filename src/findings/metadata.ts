import type { FindingRow } from "./row.js";

/** What Kubernetes and Istio ask of a resource's labels, annotations and other metadata. */
export const metadataFindings = {
  labelKey: {
    code: "GX302",
    severity: "error",
    statement: "A label's key is a name of at most 63 characters, with a DNS name and a slash before it or without.",
    why: "An API server refuses such a key, and nothing could select by it.",
    fix: "Write a name of letters, digits, -, _ and ., with example.com/ before it if you like.",
  },
  labelValue: {
    code: "GX303",
    severity: "error",
    statement: "A label's value is empty, or at most 63 letters, digits, -, _ and . between letters or digits.",
    why: "An API server refuses such a value, and nothing could select by it.",
    fix: "Shorten or respell the value; longer texts belong in annotations.",
  },
  annotationKey: {
    code: "GX304",
    severity: "error",
    statement: "An annotation's key has the syntax of a label's key, in whatever case.",
    why: "An API server refuses such a key, so the resource would exist here and in no cluster.",
    fix: "Write a name of letters, digits, -, _ and ., with example.com/ before it if you like.",
  },
  annotationsSize: {
    code: "GX305",
    severity: "error",
    statement: "The annotations of a resource take 256 KiB at most, keys and values together.",
    why: "An API server refuses larger ones; they also travel with every copy of the resource.",
    fix: "Move long texts to files of their own, and remove what tools have left, such as last-applied-configuration.",
    example: { none: "it would take 256 KiB" },
  },
  finalizer: {
    code: "GX306",
    severity: "error",
    statement: "A finalizer's name has the syntax of a label's key, and orphan excludes foregroundDeletion.",
    why: "An API server refuses it. Nobody acts on finalizers of resources that are in Git.",
    fix: "Remove metadata.finalizers.",
  },
  owner: {
    code: "GX307",
    severity: "error",
    statement: "An owner has a version, is no Event, and is one of at most one that controls the resource.",
    why: "An API server refuses it. Owners are objects of a cluster, and Git has none.",
    fix: "Remove metadata.ownerReferences.",
  },
  reservedAnnotation: {
    code: "GX310",
    severity: "error",
    statement: "Annotations by which Istio marks what it has made itself are not for users to set.",
    why: "With such a mark Istio takes the resource for its own translation of a Gateway API route, and checks it by other rules.",
    fix: "Remove the annotation.",
  },
  internalAnnotation: {
    code: "GX311",
    severity: "warning",
    statement: "Annotations under internal.istio.io change what Istio does in ways that no release promises.",
    why: "What such an annotation does may change or end with any release, and the resource then means something else.",
    fix: "Remove it, unless you know what it does in the release that you run.",
  },
  dryRunKind: {
    code: "GX312",
    severity: "error",
    statement: "Only an AuthorizationPolicy with action ALLOW or DENY can be tried with istio.io/dry-run.",
    why: "Elsewhere istiod does not look at the annotation: a policy that seems to be on trial is enforced.",
    fix: "Remove the annotation, or write an AuthorizationPolicy with action ALLOW or DENY.",
  },
  dryRunValue: {
    code: "GX313",
    severity: "error",
    statement: "The annotation istio.io/dry-run is true or false.",
    why: "A value that cannot be read is taken for none, and the policy on trial would be enforced.",
    fix: 'Write "true" or "false", in quotes.',
  },
  revision: {
    code: "GX314",
    severity: "warning",
    statement: "The label istio.io/rev names a revision of istiod: all others pass the resource over, and say nothing.",
    why: "istiod compares the label with its own revision and leaves out what differs, without a word. The name of a revision tag is no revision.",
    fix: "Write the revision itself, as in 1-30-0, or remove the label to have every istiod read it.",
  },
} as const satisfies Record<string, FindingRow>;
