import assert from "node:assert/strict";
import { test } from "node:test";
import { findDuplicates, type Identity } from "../../../src/parse/index.js";

function identity(file: string, line: number, name = "a", namespace = "default"): Identity {
  return { kind: "Gateway", namespace, name, file, position: { line, column: 1 } };
}

test("a resource that stands twice is reported at the later place and names the first, whatever the order", () => {
  const places = [identity("b.yaml", 3), identity("a.yaml", 9), identity("a.yaml", 2)];
  for (const order of [places, places.toReversed()]) {
    const findings = findDuplicates(order);
    assert.deepEqual(
      findings.map(({ code, severity, file, line }) => [code, severity, file, line]),
      [
        ["GX301", "error", "a.yaml", 9],
        ["GX301", "error", "b.yaml", 3],
      ],
    );
    for (const { message } of findings) assert.match(message, /^Gateway default\/a .* a\.yaml:2$/);
  }
});

test("other kinds, namespaces and names are other resources", () => {
  const other: Identity = { ...identity("a.yaml", 4), kind: "Sidecar" };
  const all = [identity("a.yaml", 1), identity("a.yaml", 2, "b"), identity("a.yaml", 3, "a", "ops"), other];
  assert.deepEqual(findDuplicates(all), []);
});

test("a folder that stands twice gives a bounded number of findings", () => {
  const twice = ["x", "y"].flatMap((folder) =>
    Array.from({ length: 1500 }, (_, i) => identity(`${folder}/${i}`, 1, `n${i}`)),
  );
  const findings = findDuplicates(twice);
  assert.equal(findings.length, 1001);
  assert.match(findings.at(-1)?.message ?? "", /500 more/);
});
