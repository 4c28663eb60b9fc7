import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { packageRoot } from "../../../../src/util/package-root.js";
import { checkQuery } from "../../../support/promql.js";

interface Panel {
  readonly id: number;
  readonly title: string;
  readonly datasource: { readonly uid: string };
  readonly gridPos: { readonly x: number; readonly y: number; readonly w: number; readonly h: number };
  readonly targets: readonly { readonly expr: string; readonly legendFormat: string }[];
}

const file = readFileSync(join(packageRoot(), "examples/grafana/gitxds.json"), "utf8");
/** As Grafana writes the value of a variable. */
const chosen = ["${", "datasource}"].join("");
const { panels } = JSON.parse(file) as { readonly panels: readonly Panel[] };

test("each panel has a place and a title of its own, and asks the data source that is chosen", () => {
  const distinct = (values: readonly unknown[]) => assert.equal(new Set(values).size, panels.length);
  distinct(panels.map(({ id }) => id));
  distinct(panels.map(({ title }) => title));
  distinct(panels.map(({ gridPos: { x, y } }) => `${x} ${y}`));
  assert.ok(panels.every(({ gridPos: { x, y, w, h } }) => x % w === 0 && y % h === 0 && x + w <= 24));
  assert.ok(panels.every(({ datasource: { uid } }) => uid === chosen));
});

for (const { title, targets } of panels) {
  test(`the panel ${title} asks for metrics and labels that there are`, () => {
    for (const { expr, legendFormat } of targets) {
      const labels = checkQuery(expr);
      const shown = [...legendFormat.matchAll(/\{\{(\w+)\}\}/g)].map(([, label = ""]) => label);
      assert.ok(shown.length > 0);
      assert.deepEqual(
        shown.filter((label) => !labels.has(label)),
        [],
      );
      assert.match(expr, /\{job=~"\$job"[,}]/);
    }
  });
}
