import { Ajv, type ValidateFunction } from "ajv";
import type { KindName } from "../../src/model/index.js";
import { readSchema } from "./kind-schemas.js";

/** Keywords that Kubernetes adds to JSON Schema; what they ask for is judged elsewhere. */
const kubernetesKeywords = [
  "x-kubernetes-list-map-keys",
  "x-kubernetes-list-type",
  "x-kubernetes-preserve-unknown-fields",
  "x-kubernetes-validations",
];

/** Compiles the schema of a kind in ajv's strict mode, in which a misspelt keyword or an ignored one is an error. */
export function compileKind(kind: KindName): ValidateFunction {
  const ajv = new Ajv({
    strict: true,
    // The branches of a oneOf require properties that stand beside the oneOf.
    strictRequired: false,
    formats: { byte: true, double: true, int32: true },
  });
  ajv.addVocabulary(kubernetesKeywords);
  return ajv.compile(readSchema(kind));
}
