import { createValidator } from "../../../src/validate/validator.js";
import { compileForTest } from "../../support/compile-schemas.js";

const text = { type: "string" } as const;

function closed(properties: Record<string, object>, more: object = {}): object {
  return { type: "object", additionalProperties: false, properties, ...more };
}

/** What a CRD writes for a oneof group: at most one of these fields. */
function atMostOne(...names: string[]): object[] {
  const each = names.map((name) => ({ required: [name] }));
  return [{ not: { anyOf: each } }, ...each];
}

const metadata = closed(
  {
    name: { ...text, minLength: 1, maxLength: 253, pattern: "^[a-z0-9.-]+$" },
    namespace: { type: ["string", "null"], pattern: "^[a-z0-9-]*$" },
    generateName: text,
  },
  { required: ["name"] },
);

function document(spec: object, definitions: object = {}): object {
  return closed(
    { apiVersion: text, kind: text, metadata: { $ref: "#/definitions/ObjectMeta" }, spec },
    { required: ["apiVersion", "kind", "metadata"], definitions: { ObjectMeta: metadata, ...definitions } },
  );
}

/** Made for these tests: like the real ones in structure, small enough to read, one field per rule. */
const virtualService = document(
  closed({
    hosts: { type: "array", items: text },
    exportTo: { type: "array", items: text, "x-kubernetes-list-type": "set" },
    labels: {
      type: "object",
      propertyNames: { maxLength: 317, pattern: "^[A-Za-z0-9./_-]+$" },
      additionalProperties: { ...text, maxLength: 63 },
    },
    http: { type: "array", items: { $ref: "#/definitions/HTTPRoute" } },
  }),
  {
    HTTPRoute: closed(
      {
        name: text,
        timeout: text,
        groups: { type: "object", additionalProperties: closed({}) },
        match: {
          type: "array",
          minItems: 1,
          items: closed({ uri: { $ref: "#/definitions/StringMatch" }, port: { type: "integer", format: "uint32" } }),
        },
        route: {
          type: "array",
          items: closed({
            destination: closed({ host: text, subset: text }),
            weight: { type: "integer", format: "int32" },
          }),
        },
        rewrite: { type: "object", minProperties: 1, maxProperties: 2, additionalProperties: text },
      },
      { anyOf: [{ required: ["route"] }, { required: ["rewrite"] }] },
    ),
    StringMatch: closed({ exact: text, prefix: text, regex: text }, { oneOf: atMostOne("exact", "prefix", "regex") }),
  },
);

const serviceEntry = document(
  closed(
    {
      hosts: { type: "array", minItems: 1, maxItems: 3, items: text },
      location: { ...text, enum: ["MESH_EXTERNAL", "MESH_INTERNAL"] },
      ports: {
        type: "array",
        "x-kubernetes-list-type": "map",
        "x-kubernetes-list-map-keys": ["name"],
        items: closed(
          {
            name: { ...text, description: "What tells the ports apart." },
            number: { type: "integer", minimum: 1, maximum: 65_535 },
          },
          { required: ["name"] },
        ),
      },
      sha256: { ...text, description: "The checksum, as 64 hex digits.", pattern: "^[a-f0-9]{64}$" },
      auto: { type: ["boolean", "null"] },
      ratio: { type: "number", minimum: 0 },
      title: { ...text, minLength: 1, maxLength: 4 },
      short: { ...text, minLength: 3 },
      portOrName: { "x-kubernetes-int-or-string": true },
      mode: {
        anyOf: [
          { title: "a percentage", type: "string", pattern: "%$" },
          { title: "a count", type: "integer" },
        ],
      },
      value: { type: "object", "x-kubernetes-preserve-unknown-fields": true },
      legacy: closed({ a: text, b: text }, { not: { required: ["a", "b"] } }),
      balance: closed(
        { header: text, cookie: text, ring: text, maglev: text },
        { allOf: [{ oneOf: atMostOne("header", "cookie") }, { oneOf: atMostOne("ring", "maglev") }] },
      ),
      tls: closed({ mode: text, cert: text }, { if: { required: ["mode"] }, else: { required: ["cert"] } }),
    },
    { required: ["hosts"] },
  ),
);

/** The small schemas above, compiled. */
export const schemas = await compileForTest({ VirtualService: virtualService, ServiceEntry: serviceEntry });

/** A validator by these schemas alone, without rules of meaning. */
export const validator = createValidator(schemas, {});
