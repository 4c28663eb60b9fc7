import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, test } from "node:test";
import { isDeepStrictEqual } from "node:util";
import { packageRoot } from "../../src/util/package-root.js";
import { askHarness, needsGo } from "./support/harness.js";

/** A row of the table that src/parse is tested with. */
interface Row {
  readonly name: string;
  readonly yaml: string;
  readonly expect: { readonly json: string } | { readonly error: true };
  /** Why gitxds refuses what Kubernetes takes. */
  readonly stricter?: string;
  /** Strict reading refuses the text, lenient reading decides. */
  readonly oracle?: "YAMLToJSON";
}

/** What Kubernetes makes of a text, leniently and strictly; an error is empty where there is none. */
interface Converted {
  readonly name: string;
  readonly json: string;
  readonly error: string;
  readonly strictError: string;
}

const table = join(packageRoot(), "test/fixtures/yaml-table/cases.json");

describe("the YAML table", needsGo(), () => {
  test("sigs.k8s.io/yaml reads every text as the table says, or the row says why gitxds does not", (t) => {
    const rows = JSON.parse(readFileSync(table, "utf8")) as readonly Row[];
    const converted = new Map(askHarness<Converted>(["yamljson", table]).map((result) => [result.name, result]));
    assert.equal(converted.size, rows.length, "every row has a name of its own");
    const wrong = rows.flatMap((row) => {
      const result = converted.get(row.name);
      return result !== undefined && agrees(row, result) ? [] : [{ row, result }];
    });
    assert.deepEqual(wrong, []);
    t.diagnostic(`${rows.length} texts`);
  });
});

function agrees({ expect, stricter, oracle }: Row, { json, error, strictError }: Converted): boolean {
  const taken = oracle === undefined ? strictError === "" : strictError !== "" && error === "";
  if ("error" in expect) return taken === (stricter !== undefined);
  return taken && isDeepStrictEqual(JSON.parse(json), JSON.parse(expect.json));
}
