import assert from "node:assert/strict";
import { test } from "node:test";
import type { FailOn } from "../../../src/model/index.js";
import { analyze, doc } from "../../support/analyze.js";

/** An error of analysis, a warning of it, a warning of Istio's that the rules give, and a warning of ours. */
const text = (metadata = "") =>
  doc(
    "VirtualService",
    "shop/web",
    "{hosts: [web], gateways: [edge, mesh], http: [{fault: {delay: {percent: 1, fixedDelay: 1s}}, route: [{destination: {host: web}}]}, {route: [{destination: {host: web}}]}]}",
    metadata,
  ) +
  doc("EnvoyFilter", "shop/a", "{configPatches: [{applyTo: CLUSTER, patch: {operation: MERGE, value: {name: a}}}]}");

const severities: Readonly<Record<FailOn, readonly string[]>> = {
  never: ["IST0101 warning", "IST0002 warning", "IST0130 warning", "GX594 warning"],
  error: ["IST0101 error", "IST0002 warning", "IST0130 warning", "GX594 warning"],
  warning: ["IST0101 error", "IST0002 error", "IST0130 error", "GX594 warning"],
};

for (const [failOn, expected] of Object.entries(severities)) {
  test(`what rejects a commit where failOn is ${failOn}`, () => {
    const found = analyze(text(), { failOn: failOn as FailOn });
    assert.deepEqual(
      found.map(({ code, severity }) => `${code} ${severity}`),
      expected,
    );
  });
}

const suppressions: readonly (readonly [value: string, expected: readonly string[]])[] = [
  ["IST0101", ["IST0002", "IST0130", "GX594"]],
  ["IST0002, IST0130", ["IST0101", "GX594"]],
  ["IST01*", ["IST0002", "GX594"]],
  ["*", ["GX594"]],
  ["IST9999,,ist0101", ["IST0101", "IST0002", "IST0130", "GX594"]],
];

for (const [value, expected] of suppressions) {
  test(`a resource is spared of codes by its annotation: ${value}`, () => {
    const metadata = `, annotations: {galley.istio.io/analyze-suppress: '${value}'}`;
    assert.deepEqual(
      analyze(text(metadata)).map(({ code }) => code),
      expected,
    );
  });
}

test("a resource is spared of what others have against it, and they are not", () => {
  const spared = ", annotations: {galley.istio.io/analyze-suppress: IST0109}";
  const service = (name: string, metadata?: string) =>
    doc("VirtualService", `shop/${name}`, "{hosts: [web], http: [{redirect: {uri: /}}]}", metadata);
  const found = analyze(service("a") + service("b", spared));
  assert.deepEqual(
    found.map(({ name }) => name),
    ["a"],
  );
});

test("disabled codes are not shown, whoever finds them", () => {
  const found = analyze(text(), { disable: ["IST0101", "IST0130"] });
  assert.deepEqual(
    found.map(({ code }) => code),
    ["IST0002", "GX594"],
  );
});
