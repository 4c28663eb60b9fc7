import { parseFindings } from "../findings/parse.js";
import { isJsonObject } from "../model/index.js";
import { classify, isServedKind } from "./classify.js";
import { brief, type Document, fail, isFilled, type Outcome } from "./outcome.js";
import { readResource } from "./resource.js";

/** Judges one document, not a list. */
export function readDocument(document: Document, defaultNamespace: string): Outcome {
  const { value } = document;
  if (value === null) return { type: "nothing" };
  const apiVersion = isJsonObject(value) ? value.apiVersion : undefined;
  const kind = isJsonObject(value) ? value.kind : undefined;
  if (!isJsonObject(value) || !isFilled(apiVersion) || !isFilled(kind)) return notAnObject(document);
  const judged = classify(apiVersion, kind);
  switch (judged.type) {
    case "served":
      return readResource(document, value, judged.kind, apiVersion, defaultNamespace);
    case "policy": {
      const { file, locate } = document;
      const policy = { kind: judged.kind, apiVersion, document: value, file, position: document.position(), locate };
      return { type: "policy", policy };
    }
    case "mistake":
      return fail(document, judged.row, [judged.key], { ...judged, kind });
    default:
      return { type: judged.type, apiVersion: brief(apiVersion), kind: brief(kind) };
  }
}

/** Not every YAML file is for Kubernetes; one that means Istio must be. */
function notAnObject(document: Document): Outcome {
  const { value } = document;
  const served = isJsonObject(value) && typeof value.kind === "string" && isServedKind(value.kind);
  if (!served && !document.meantForIstio()) return { type: "nothing" };
  if (!isJsonObject(value)) {
    const message = "the document names an Istio apiVersion and is no object";
    return fail(document, parseFindings.notAnObject, [], {
      message,
      remedy: "write an object with apiVersion and kind",
    });
  }
  const key = isFilled(value.apiVersion) ? "kind" : "apiVersion";
  const present = Object.hasOwn(value, key) && value[key] !== null;
  const message = `the document has ${present ? `something else than text as ${key}` : `no ${key}`}`;
  const remedy =
    key === "kind"
      ? "write the kind, as in kind: VirtualService"
      : "write group and version, as in apiVersion: networking.istio.io/v1";
  return fail(document, parseFindings.notAnObject, [key], { message, remedy });
}
