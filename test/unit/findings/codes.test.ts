import assert from "node:assert/strict";
import { readdirSync } from "node:fs";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { findingCodes, findingGroups, findRow } from "../../../src/findings/catalog.js";
import type { FindingRow } from "../../../src/findings/row.js";

const folder = new URL("../../../src/findings/", import.meta.url);
const notTables = ["row.js", "catalog.js"];

/** The rows of every table in src/findings, found without the catalog. */
async function allRows(): Promise<readonly FindingRow[]> {
  const tables = readdirSync(fileURLToPath(folder), { recursive: true, encoding: "utf8" }).filter(
    (name) => name.endsWith(".js") && !notTables.includes(name),
  );
  const modules = await Promise.all(tables.map((name) => import(new URL(name, folder).href)));
  return modules.flatMap((module) => Object.values(module).flatMap((table) => Object.values(table as object)));
}

test("no two rules share a code, and every rule is stated in a sentence", async () => {
  const rows = await allRows();
  assert.ok(rows.length > 50);
  assert.equal(new Set(rows.map(({ code }) => code)).size, rows.length);
  for (const { code, statement } of rows) {
    assert.match(code, /^(?:GX[0-5]\d\d|IST0\d\d\d)$/);
    assert.match(statement, /^[A-Z].*\.$/);
  }
});

test("every rule says shortly why it is there and what to do about it", () => {
  for (const { code, why, fix } of findingGroups.flatMap(({ rows }) => rows)) {
    for (const text of [why, fix]) {
      assert.match(text, /^\S.*\.$/, code);
      assert.ok(text.length <= 320, `${code}: ${text.length} characters`);
    }
  }
});

test("the catalog has every row once, sorted by code within each group", async () => {
  const byCode = (a: FindingRow, b: FindingRow) => (a.code < b.code ? -1 : 1);
  const listed = findingGroups.flatMap(({ rows }) => rows);
  assert.deepEqual([...listed].sort(byCode), [...(await allRows())].sort(byCode));
  for (const { title, rows } of findingGroups) assert.deepEqual([...rows].sort(byCode), rows, title);
  assert.deepEqual(findingCodes, listed.map(({ code }) => code).sort());
});

test("a row is found by its code in any case", () => {
  assert.equal(findRow("gx202"), findRow("GX202"));
  assert.equal(findRow("GX202")?.code, "GX202");
  assert.equal(findRow("GX000"), undefined);
});
