// Compiles JSON Schemas to the text of an ES module with one validate function per schema, so that nothing is compiled at
// run time. Shared by the generator and by tests that bring schemas of their own.
import { _, Ajv } from "ajv";
import standaloneCode from "ajv/dist/standalone/index.js";

/** Errors after which a function looks at no further list items and map entries: keeps a hostile document's cost linear. */
const maxErrors = 1000;

/** The integer formats as bounds. 64 bits are more than JSON's numbers hold exactly, so only the sign is left to check. */
const integerFormats = {
  int32: { minimum: -(2 ** 31), maximum: 2 ** 31 - 1 },
  uint32: { minimum: 0, maximum: 2 ** 32 - 1 },
  int64: {},
  uint64: { minimum: 0 },
};

/** Formats that tell editors and encoders something and judge nothing here; byte's alphabet is judged when it is encoded. */
const informativeFormats = ["byte", "double", "float"];

/**
 * @param {Record<string, object>} schemas by the name under which the validate function is exported
 * @returns {{ code: string, schemas: Record<string, object> }} the module, and the schemas with integer formats
 *   as bounds, by which its errors are explained
 */
export function compileSchemas(schemas) {
  const ajv = new Ajv({
    strict: true,
    // The branches of a oneof group require fields that their parent defines.
    strictRequired: false,
    allowUnionTypes: true,
    allErrors: true,
    messages: false,
    code: { source: true, esm: true },
  });
  for (const format of [...Object.keys(integerFormats), ...informativeFormats]) ajv.addFormat(format, true);
  addKubernetesVocabulary(ajv);
  for (const keyword of ["items", "additionalProperties", "patternProperties", "propertyNames"]) bound(ajv, keyword);

  const compiled = {};
  for (const [name, schema] of Object.entries(schemas)) {
    compiled[name] = boundIntegers(schema);
    ajv.addSchema(withoutAnnotations(compiled[name]), name);
  }
  const functions = standaloneCode(ajv, Object.fromEntries(Object.keys(schemas).map((name) => [name, name])));
  // ajv's helpers are CommonJS, and its ES modules still call require.
  const require = 'import { createRequire } from "node:module";\nconst require = createRequire(import.meta.url);\n';
  return { code: require + functions, schemas: compiled };
}

/** Kubernetes' extensions. Unique lists and CEL rules are checks of their own in src/validate. */
function addKubernetesVocabulary(ajv) {
  ajv.addVocabulary([
    { keyword: "x-kubernetes-list-type", schemaType: "string" },
    { keyword: "x-kubernetes-list-map-keys", schemaType: "array" },
    { keyword: "x-kubernetes-map-type", schemaType: "string" },
    { keyword: "x-kubernetes-preserve-unknown-fields", schemaType: "boolean" },
    { keyword: "x-kubernetes-validations", schemaType: "array" },
    {
      keyword: "x-kubernetes-int-or-string",
      schemaType: "boolean",
      macro: (on) => (on ? { type: ["integer", "string"] } : {}),
    },
  ]);
}

/** Makes the keyword's loop end once there are errors enough; ajv has no such option. */
function bound(ajv, keyword) {
  const definition = ajv.getKeyword(keyword);
  ajv.removeKeyword(keyword);
  ajv.addKeyword({
    ...definition,
    code(cxt) {
      const { gen } = cxt;
      const stop = () => gen.if(_`errors >= ${maxErrors}`, () => gen.break());
      for (const step of ["subschema", "error"]) {
        const original = cxt[step].bind(cxt);
        cxt[step] = (...args) => {
          stop();
          return original(...args);
        };
      }
      definition.code(cxt);
    },
  });
}

/** The schema with integer formats written as bounds, so that one rule judges and words all ranges. */
function boundIntegers(schema) {
  if (Array.isArray(schema)) return schema.map(boundIntegers);
  if (typeof schema !== "object" || schema === null) return schema;
  const result = Object.fromEntries(Object.entries(schema).map(([key, value]) => [key, boundIntegers(value)]));
  const range = typeof schema.format === "string" ? integerFormats[schema.format] : undefined;
  if (range?.minimum !== undefined) result.minimum = Math.max(range.minimum, schema.minimum ?? range.minimum);
  if (range?.maximum !== undefined) result.maximum = Math.min(range.maximum, schema.maximum ?? range.maximum);
  return result;
}

/** The schema without what only people and other checks read: ajv would embed it in the code. */
function withoutAnnotations(schema) {
  return JSON.parse(
    JSON.stringify(schema, (key, value) => {
      const annotation =
        (["title", "description", "$schema", "$id"].includes(key) && typeof value === "string") ||
        (key === "x-kubernetes-validations" && Array.isArray(value));
      return annotation ? undefined : value;
    }),
  );
}
