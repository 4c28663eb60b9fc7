import { parseFindings } from "../findings/parse.js";
import { isJsonObject, type JsonObject, type JsonValue, type Kind, type Resource } from "../model/index.js";
import { detach } from "../util/detach.js";
import { type Document, fail, isFilled, maxName, type Outcome } from "./outcome.js";
import { dropServerFields } from "./server-fields.js";
import { show } from "./yaml/error.js";

/** Makes a resource of a document of a served kind: what it needs besides is a name and, at most, a namespace. */
export function readResource(
  document: Document,
  value: JsonObject,
  { kind }: Kind,
  apiVersion: string,
  defaultNamespace: string,
): Outcome {
  const metadata = value.metadata;
  const name = isJsonObject(metadata) ? metadata.name : undefined;
  if (!isJsonObject(metadata) || !isFilled(name) || name.length > maxName) return nameless(document, kind, metadata);
  const namespace = metadata.namespace ?? "";
  if (typeof namespace !== "string" || namespace.length > maxName) {
    const message = `metadata.namespace of ${kind} ${show(name)} is ${describe(namespace)}`;
    const remedy = "write the name of a namespace as text, or leave it out for the default one";
    return fail(document, parseFindings.namespace, ["metadata", "namespace"], { message, remedy, kind, name });
  }
  const resource: Resource = {
    kind,
    apiVersion,
    namespace: namespace === "" ? defaultNamespace : detach(namespace),
    name: detach(name),
    document: dropServerFields(value),
    file: document.file,
    position: document.position(),
    locate: document.locate,
  };
  return { type: "resource", resource };
}

function nameless(document: Document, kind: string, metadata: JsonValue | undefined): Outcome {
  const path = ["metadata", "name"];
  const name = isJsonObject(metadata) ? metadata.name : undefined;
  if (isJsonObject(metadata) && isFilled(metadata.generateName) && !isFilled(name)) {
    const message = `this ${kind} has a generateName and no name: only the API server can make one`;
    return fail(document, parseFindings.name, ["metadata", "generateName"], {
      message,
      remedy: "write metadata.name",
      kind,
    });
  }
  const missing = name === undefined || name === null || name === "";
  const message = missing ? `this ${kind} has no metadata.name` : `metadata.name of this ${kind} is ${describe(name)}`;
  return fail(document, parseFindings.name, path, {
    message,
    remedy: missing ? "write metadata.name" : "write the name as text",
    kind,
  });
}

function describe(value: JsonValue): string {
  if (typeof value === "string") return `longer than ${maxName} characters`;
  if (Array.isArray(value)) return "a list, not text";
  return typeof value === "object" ? "an object, not text" : `the ${typeof value} ${String(value)}, not text`;
}
