import assert from "node:assert/strict";
import { test } from "node:test";
import type { FindingRow } from "../../../src/findings/row.js";
import type { JsonObject, JsonValue, Severity } from "../../../src/model/index.js";
import type { Problem } from "../../../src/validate/problem.js";
import { problem } from "../../../src/validate/rules/rule.js";
import { createValidator } from "../../../src/validate/validator.js";
import { resourceOf } from "../../support/resource.js";
import { schemas, validator } from "./schemas.js";

const many = 100_000;

/** The same list, keeping which entries are read. */
function watched(list: readonly JsonValue[]): {
  readonly list: readonly JsonValue[];
  readonly read: ReadonlySet<string>;
} {
  const read = new Set<string>();
  const get = (target: readonly JsonValue[], key: string | symbol) => {
    if (typeof key === "string" && /^\d+$/.test(key)) read.add(key);
    return Reflect.get(target, key);
  };
  return { read, list: new Proxy(list, { get }) };
}

test("of 100,000 bad entries the first hundred are listed, and that there are more", () => {
  const hosts = Array.from({ length: many }, (_, index) => index);
  const resource = resourceOf("VirtualService", { hosts });
  const findings = validator.validate(resource);
  assert.equal(findings.length, 101);
  assert.equal(findings[99]?.message, "spec.hosts[99] must be a string, found the number 99");
  assert.equal(findings[100]?.code, "GX289");
  assert.equal(
    findings[100]?.message,
    "there is more wrong with this VirtualService: only the first 100 findings are listed",
  );
  assert.equal(resource.located.length, 100, "places are looked up for what is listed only");
});

test("a hundred findings are listed without a word about more", () => {
  const findings = validator.validate(resourceOf("VirtualService", { hosts: Array.from({ length: 100 }, () => 5) }));
  assert.equal(findings.length, 100);
  assert.ok(findings.every(({ code }) => code === "GX205"));
});

test("a list is not read to its end once there are errors enough", () => {
  const hosts = watched(Array.from({ length: many }, () => 5));
  validator.validate(resourceOf("VirtualService", { hosts: hosts.list }));
  assert.equal(hosts.read.size, 1_000);
});

test("the same holds for entries of a definition, which another function judges", () => {
  const http = watched(Array.from({ length: many }, () => ({ route: [], unknown: 1, timeout: 5 })));
  const findings = validator.validate(resourceOf("VirtualService", { http: http.list }));
  assert.equal(findings.length, 101);
  assert.equal(http.read.size, 500, "each has two errors");
});

test("lists in lists in lists stay bounded together", () => {
  const match = Array.from({ length: 300 }, () => ({ uri: 5, port: "x", other: 1 }));
  const route = Array.from({ length: 300 }, () => ({ destination: { hots: 1 }, weight: "x" }));
  const http = watched(Array.from({ length: 300 }, () => ({ match, route })));
  const findings = validator.validate(resourceOf("VirtualService", { http: http.list }));
  assert.equal(findings.length, 101);
  assert.equal(http.read.size, 1, "one has errors enough");
});

test("100,000 unknown fields, bad map values and bad keys stay bounded", () => {
  const keys: JsonObject = Object.fromEntries(Array.from({ length: many }, (_, index) => [`key ${index}`, index]));
  const metadata = { name: "example", labels: keys };
  const document = { apiVersion: "networking.istio.io/v1", kind: "VirtualService", metadata, spec: keys };
  assert.equal(validator.validate(resourceOf("VirtualService", {}, { document })).length, 101);
});

test("the keys of an object are listed a few times, however many of them are unknown", () => {
  let listings = 0;
  const spec = new Proxy<JsonObject>(
    Object.fromEntries(Array.from({ length: 2_000 }, (_, index) => [`key${index}`, 1])),
    {
      ownKeys(target) {
        listings += 1;
        return Reflect.ownKeys(target);
      },
    },
  );
  assert.equal(validator.validate(resourceOf("VirtualService", spec)).length, 101);
  assert.ok(listings < 10, `listed ${listings} times`);
});

test("a key of megabytes with many errors below it is refused as such", () => {
  const rewrite = {
    ["k".repeat(5_000_000)]: Object.fromEntries(Array.from({ length: 2_000 }, (_, index) => [index, 1])),
  };
  const findings = validator.validate(resourceOf("VirtualService", { http: [{ route: [], groups: rewrite }] }));
  assert.deepEqual(
    findings.map(({ message }) => message),
    ["there are errors below a key so long that their place has more than 4096 characters"],
  );
});

test("100,000 duplicates stay bounded", () => {
  const exportTo = Array.from({ length: many }, () => ".");
  assert.equal(validator.validate(resourceOf("VirtualService", { exportTo })).length, 101);
});

test("depth costs nothing: what is unknown or free is not entered", () => {
  let deep: JsonValue = 1;
  for (let level = 0; level < many; level += 1) deep = level % 2 === 0 ? { a: deep } : [deep];
  assert.deepEqual(validator.validate(resourceOf("ServiceEntry", { hosts: ["a"], value: { deep } })), []);
  const codes = validator
    .validate(
      resourceOf("ServiceEntry", { hosts: [deep], location: deep, ports: [{ name: deep }, { name: deep }], deep }),
    )
    .map(({ code }) => code)
    .sort();
  assert.deepEqual(codes, ["GX202", "GX205", "GX205", "GX205", "GX205"]);
});

test("messages stay short whatever stands in the document", () => {
  const long = "k".repeat(1_000_000);
  const spec = { hosts: [{ [long]: long }], [long]: long, location: long, sha256: long };
  for (const { message, remedy } of validator.validate(resourceOf("ServiceEntry", spec))) {
    assert.ok(message.length + remedy.length < 500, message.slice(0, 600));
  }
});

test("warnings take no place from errors, and however many there are, they refuse nothing", () => {
  const row = (severity: Severity): FindingRow => ({
    code: "GX599",
    severity,
    statement: "Made for this test.",
    why: "",
    fix: "",
  });
  const problems = (count: number, severity: Severity) =>
    Array.from({ length: count }, (_, index) => problem(row(severity), ["spec", index], severity, "none"));
  const severities = (...found: Problem[]) => {
    const counted = createValidator(schemas, { VirtualService: () => found })
      .validate(resourceOf("VirtualService", {}))
      .map(({ code, severity }) => (code === "GX599" ? severity : code));
    return counted.filter((text, index) => text !== counted[index - 1]);
  };
  assert.deepEqual(severities(...problems(101, "warning")), ["warning", "GX288"]);
  assert.deepEqual(severities(...problems(100, "warning"), ...problems(1, "error")), ["error", "warning"]);
  assert.deepEqual(severities(...problems(150, "warning"), ...problems(1, "error")), ["error", "warning", "GX288"]);
  assert.deepEqual(severities(...problems(1, "warning"), ...problems(101, "error")), ["error", "GX289"]);
});
