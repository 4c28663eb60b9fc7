import { bool, dyn, objectType, type Type, typeOf } from "../cel/program/index.js";
import { serverFields } from "../collections/server-fields.js";

const text = typeOf("string");
const groupVersionKind = objectType("kubernetes.GroupVersionKind", { group: text, version: text, kind: text });
const groupVersionResource = objectType("kubernetes.GroupVersionResource", {
  group: text,
  version: text,
  resource: text,
});

/** Of a request, what follows from a document that is applied; a cluster knows who asks, too. */
const request = objectType("kubernetes.AdmissionRequest", {
  kind: groupVersionKind,
  resource: groupVersionResource,
  subResource: text,
  requestKind: groupVersionKind,
  requestResource: groupVersionResource,
  requestSubResource: text,
  name: text,
  namespace: text,
  operation: text,
  dryRun: bool,
});

const namespaceObject = objectType("kubernetes.Namespace", {
  metadata: objectType("kubernetes.NamespaceMetadata", { name: text }),
});

/** The variables of every expression of a policy. */
export const globals: ReadonlyMap<string, Type> = new Map([
  ["object", dyn],
  ["oldObject", dyn],
  ["request", request],
  ["namespaceObject", namespaceObject],
]);

/** Fields of `object.metadata` that the API server has set by the time it asks policies. */
export const setByServer: ReadonlySet<string> = new Set([...serverFields, "creationTimestamp"]);

/** Why what a path names cannot be known from files; undefined where it can. */
export function unknowable([name, first, second]: readonly string[]): string | undefined {
  switch (name) {
    case "params":
      return "params is not supported: files do not tell which params a cluster has";
    case "authorizer":
      return "authorizer is not supported: files do not tell who may do what in a cluster";
    case "request":
      return first === undefined || first === "userInfo" || first === "options" || first === "uid"
        ? `${first === undefined ? "request as a whole" : `request.${first}`} is not supported: files do not tell who applies them, and how`
        : undefined;
    case "namespaceObject":
      return first === "metadata" && second === "name"
        ? undefined
        : `${["namespaceObject", first, second].filter(Boolean).join(".")} is not supported: of a namespace only metadata.name is known here`;
    case "object":
      return first === "metadata" && second !== undefined && setByServer.has(second)
        ? `object.metadata.${second} is not supported: the API server sets it`
        : undefined;
    case "variables":
      return first === undefined ? "variables as a whole is not supported: name one, as in variables.x" : undefined;
    default:
      return undefined;
  }
}
