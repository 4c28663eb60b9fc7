import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { load } from "js-yaml";
import { packageRoot } from "../../../../src/util/package-root.js";
import { checkQuery } from "../../../support/promql.js";

interface Rule {
  readonly alert: string;
  readonly expr: string;
  readonly for?: string;
  readonly labels: { readonly severity: string };
  readonly annotations: { readonly summary: string; readonly description: string };
}

const file = readFileSync(join(packageRoot(), "examples/prometheus/alerts.yaml"), "utf8");
const { groups } = load(file) as {
  readonly groups: readonly { readonly name: string; readonly rules: readonly Rule[] }[];
};
const rules = groups.flatMap((group) => group.rules);

test("every alert has a name of its own, a severity, and says what is the matter and what to do", () => {
  const names = rules.map(({ alert }) => alert);
  assert.deepEqual(names, [...new Set(names)]);
  assert.ok(names.length > 10);
  for (const { alert, labels, annotations, ...rest } of rules) {
    assert.match(alert, /^Gitxds([A-Z][a-z]+)+$/);
    assert.match(labels.severity, /^(critical|warning)$/, alert);
    assert.match(annotations.summary, /\S[^.]$/, alert);
    assert.match(annotations.description, /\S\.$/, alert);
    assert.match(rest.for ?? "5m", /^[1-9][0-9]*m$/, alert);
  }
});

for (const { alert, expr, annotations } of rules) {
  test(`${alert} asks for metrics and labels that there are`, () => {
    const labels = checkQuery(expr);
    const shown = [...JSON.stringify(annotations).matchAll(/\$labels\.(\w+)/g)].map(([, label = ""]) => label);
    assert.deepEqual(
      shown.filter((label) => !labels.has(label)),
      [],
    );
  });
}
