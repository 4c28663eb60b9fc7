import assert from "node:assert/strict";
import { test } from "node:test";
import type { JsonObject, JsonValue } from "../../../src/model/index.js";
import { loadCompiledSchemas } from "../../../src/validate/compiled.js";
import { createValidator } from "../../../src/validate/validator.js";
import { resourceOf } from "../../support/resource.js";

const compiled = await loadCompiledSchemas();
const validator = createValidator(compiled, {});

const valid: JsonObject = {
  hosts: ["reviews"],
  gateways: ["mesh"],
  http: [
    {
      match: [{ uri: { prefix: "/a" }, headers: { cookie: { exact: "b" } }, port: 80 }],
      route: [{ destination: { host: "reviews", port: { number: 80 } }, weight: 100 }],
      timeout: "5s",
      fault: { abort: { httpStatus: 500, percentage: { value: 5 } } },
    },
  ],
};

const junk: readonly JsonValue[] = [null, -1, 2 ** 40, 1.5, "", "x", true, [], [null], {}, { exact: "a", regex: "b" }];

/** Mulberry32: small, seeded, good enough to spread mutations. */
function randomOf(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** The value with some of its parts replaced, removed or added. */
function mutate(value: JsonValue, random: () => number): JsonValue {
  const pick = () => junk[Math.floor(random() * junk.length)] ?? null;
  if (random() < 0.06) return pick();
  if (Array.isArray(value)) return value.map((entry) => mutate(entry, random));
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value as JsonObject).flatMap(([key, entry]): [string, JsonValue][] => {
    if (random() < 0.04) return [];
    return [[random() < 0.04 ? `${key}s` : key, mutate(entry, random)]];
  });
  return Object.fromEntries(random() < 0.05 ? [...entries, ["exact", pick()]] : entries);
}

/** Of CEL and of the semantic rules, which a schema does not know. */
const meaning = /^GX(21[45]|5\d\d)$/;

test("a resource has findings about its form exactly when its schema refuses it, whatever is changed in it", () => {
  const seed = Date.now() % 2 ** 31;
  const random = randomOf(seed);
  const verdicts = { true: 0, false: 0 };
  for (let round = 0; round < 2_000; round += 1) {
    const resource = resourceOf("VirtualService", mutate(valid, random));
    const accepted = compiled.get("VirtualService")?.validate(resource.document) === true;
    const findings = validator.validate(resource);
    const context = `seed ${seed}, round ${round}: ${JSON.stringify(resource.document)}`;
    assert.equal(
      findings.every(({ code }) => meaning.test(code)),
      accepted,
      context,
    );
    for (const { message, remedy } of findings) {
      assert.doesNotMatch(`${message} ${remedy}`, /undefined|NaN|\[object/, context);
    }
    verdicts[`${accepted}`] += 1;
  }
  assert.ok(verdicts.true > 50 && verdicts.false > 50, `seed ${seed}: ${JSON.stringify(verdicts)}`);
});
