import assert from "node:assert/strict";
import { readdirSync } from "node:fs";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import type { FindingRow } from "../../../src/findings/row.js";

const folder = new URL("../../../src/findings/", import.meta.url);

async function allRows(): Promise<readonly FindingRow[]> {
  const tables = readdirSync(fileURLToPath(folder), { recursive: true, encoding: "utf8" }).filter(
    (name) => name.endsWith(".js") && name !== "row.js",
  );
  const modules = await Promise.all(tables.map((name) => import(new URL(name, folder).href)));
  return modules.flatMap((module) => Object.values(module).flatMap((table) => Object.values(table as object)));
}

test("no two rules share a code, and every rule is stated in a sentence", async () => {
  const rows = await allRows();
  assert.ok(rows.length > 50);
  assert.equal(new Set(rows.map(({ code }) => code)).size, rows.length);
  for (const { code, statement } of rows) {
    assert.match(code, /^(?:GX[0-5]\d\d|IST01\d\d)$/);
    assert.match(statement, /^[A-Z].*\.$/s);
  }
});
