import type { JsonObject } from "./json.js";
import type { Locate, Position } from "./resource.js";

/** The kinds of Kubernetes by which users add rules of their own. */
export type PolicyKind = "ValidatingAdmissionPolicy" | "ValidatingAdmissionPolicyBinding";

/** A document of one of these kinds, its content not yet judged. */
export interface PolicyDocument {
  readonly kind: PolicyKind;
  /** As written: `admissionregistration.k8s.io/version`. */
  readonly apiVersion: string;
  readonly document: JsonObject;
  /** Relative to the root that was read, with `/`. */
  readonly file: string;
  /** Where the document's first key stands. */
  readonly position: Position;
  readonly locate: Locate;
}
