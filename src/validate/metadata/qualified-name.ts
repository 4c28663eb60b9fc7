import { labelKeyFault } from "../rules/shared/labels.js";

/**
 * What keeps a text from being what Kubernetes calls a qualified name (k8s.io/apimachinery, content.IsLabelKey), as the
 * end of a sentence. A label's prefix is in lower case; an annotation's may be in any.
 */
export function qualifiedNameFault(text: string, prefixCase: "lower" | "any"): string | undefined {
  const fault = labelKeyFault(text);
  if (fault !== undefined || prefixCase === "any") return fault;
  const prefix = text.slice(0, Math.max(text.indexOf("/"), 0));
  return prefix === prefix.toLowerCase() ? undefined : "must have its DNS name, before the slash, in lower case";
}
