import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { metricRows, metricsPage } from "../../../../src/admin/metrics/page.js";
import { packageRoot } from "../../../../src/util/package-root.js";

const metrics = metricRows().flatMap(({ rows }) => rows);

/** Prometheus' conventions for names (prometheus.io/docs/practices/naming), and what promtool's linter makes of them. */
const rules: readonly (readonly [rule: string, holds: (metric: (typeof metrics)[number]) => boolean])[] = [
  ["begins with gitxds_ and is snake case", ({ name }) => /^gitxds(_[a-z][a-z0-9]*)+$/.test(name)],
  [
    "a counter, and nothing else, ends with _total",
    ({ name, type }) => name.endsWith("_total") === (type === "counter"),
  ],
  ["no suffix that histograms have by themselves", ({ name }) => !/_(bucket|count|sum)$/.test(name)],
  ["no type in the name", ({ name }) => !/_(counter|gauge|histogram|summary)(_|$)/.test(name)],
  [
    "base units, written out",
    ({ name }) =>
      !/_(s|sec|ms|us|ns|m|h|b|kb|mb|gb|percent|(milli|micro|nano)seconds|minutes|hours|days|(kilo|mega)bytes)(_|$)/.test(
        name,
      ),
  ],
  ["the unit comes last", ({ name }) => !/_(seconds|bytes)_(?!total$)/.test(name)],
  ["a histogram has a unit", ({ name, type }) => type !== "histogram" || /_(seconds|bytes)$/.test(name)],
  [
    "labels are snake case and not reserved",
    ({ labels }) => labels.every((label) => /^(?!le$|quantile$)[a-z]+(_[a-z]+)*$/.test(label)),
  ],
  ["the help is a sentence, on one line that a table can hold", ({ help }) => /^[A-Z1][^|\n]{20,}\.$/.test(help)],
];

for (const [rule, holds] of rules) {
  test(`of every metric: ${rule}`, () => {
    assert.deepEqual(
      metrics.filter((metric) => !holds(metric)).map(({ name, labels }) => [name, labels]),
      [],
    );
  });
}

test("names stand once", () => {
  const names = metrics.map(({ name }) => name);
  assert.deepEqual(names, [...new Set(names)]);
  assert.ok(names.length > 20);
});

test("docs/metrics.md is what the code declares: npm run docs writes it", () => {
  const committed = readFileSync(join(packageRoot(), "docs/metrics.md"), "utf8");
  assert.ok(committed === metricsPage(), "docs/metrics.md is stale: run npm run docs and commit it");
});
