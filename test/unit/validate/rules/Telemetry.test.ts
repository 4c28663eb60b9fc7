import assert from "node:assert/strict";
import { test } from "node:test";
import type { JsonObject } from "../../../../src/model/index.js";
import { loadValidator } from "../../../../src/validate/index.js";
import { resourceOf } from "../../../support/resource.js";
import { ruleProblems } from "../../../support/rules.js";

const filter = (expression: string): JsonObject => ({ accessLogging: [{}, { filter: { expression } }] });
const override = (tagOverrides: JsonObject): JsonObject => ({ metrics: [{ overrides: [{ tagOverrides }] }] });
const customTags = (tags: JsonObject): JsonObject => ({ tracing: [{ customTags: tags }] });

const rows: readonly (readonly [spec: JsonObject, ...problems: string[]])[] = [
  [{}],
  [{ selector: { matchLabels: { app: "a" } } }],
  [{ selector: {} }, "GX504 spec.selector"],
  [{ targetRef: { kind: "Service", name: "a" } }],
  [{ targetRefs: [{ group: "apps", kind: "Deployment", name: "a" }] }, "GX505 spec.targetRefs[0].kind"],
  [filter("response.code >= 400 && has(request.headers)")],
  [filter("response.code >="), "GX589 spec.accessLogging[1].filter.expression"],
  [filter(""), "GX589 spec.accessLogging[1].filter.expression"],
  [{ accessLogging: [{ filter: {} }] }, "GX589 spec.accessLogging[0].filter.expression"],
  [override({ a: { value: "x" }, b: { operation: "REMOVE" }, c: { operation: "UPSERT", value: "y" } })],
  [override({ a: {} }), "GX514 spec.metrics[0].overrides[0].tagOverrides.a.value"],
  [override({ a: { value: "" } }), "GX514 spec.metrics[0].overrides[0].tagOverrides.a.value"],
  [override({ "": { value: "x" } }), 'GX590 key spec.metrics[0].overrides[0].tagOverrides[""]'],
  [customTags({ a: { literal: { value: "x" } } })],
  [customTags({ "": { literal: { value: "x" } } }), 'GX514 key spec.tracing[0].customTags[""]'],
  [{ tracing: [{ providers: [{ name: "a" }] }] }],
  [{ tracing: [{ providers: [{ name: "a" }, { name: "b" }] }] }, "GX588 spec.tracing[0].providers"],
  [{ tracing: [{}, {}] }, "GX588 spec.tracing"],
];

for (const [spec, ...problems] of rows) {
  test(`${JSON.stringify(spec).slice(0, 110)}: ${problems.join() || "good"}`, () => {
    assert.deepEqual(ruleProblems("Telemetry", spec), problems);
  });
}

test("the finding about a filter says where the expression breaks", async () => {
  const validator = await loadValidator();
  const [finding] = validator.validate(resourceOf("Telemetry", filter("a &&")));
  assert.match(finding?.message ?? "", /no CEL expression: it ends where .* should come; found "a &&"$/);
});
