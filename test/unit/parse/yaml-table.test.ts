import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import type { JsonValue } from "../../../src/model/index.js";
import { decodeText } from "../../../src/parse/text.js";
import { YamlError } from "../../../src/parse/yaml/error.js";
import { readYaml } from "../../../src/parse/yaml/read.js";
import { packageRoot } from "../../../src/util/package-root.js";

/**
 * One row of the table that a Go test holds against sigs.k8s.io/yaml. `stricter` says why an error is ours alone;
 * `oracle` names the function of that package that must agree, where it is not YAMLToJSONStrict.
 */
interface Case {
  readonly name: string;
  readonly yaml: string;
  readonly expect: { readonly json: string } | { readonly error: true };
  readonly stricter?: string;
  readonly oracle?: string;
  readonly note?: string;
}

const file = join(packageRoot(), "test/fixtures/yaml-table/cases.json");
const cases = JSON.parse(readFileSync(file, "utf8")) as readonly Case[];

function read(yaml: string): JsonValue | YamlError {
  const text = decodeText(Buffer.from(yaml, "utf8"));
  assert.ok(text !== undefined);
  try {
    return readYaml(text).value;
  } catch (error) {
    if (error instanceof YamlError) return error;
    throw error;
  }
}

test("the table has at least 200 rows, each with a name of its own", () => {
  assert.ok(cases.length >= 200);
  assert.equal(new Set(cases.map(({ name }) => name)).size, cases.length);
});

for (const { name, yaml, expect } of cases) {
  test(`YAML is read as Kubernetes reads it: ${name}`, () => {
    const result = read(yaml);
    if ("error" in expect) {
      assert.ok(result instanceof YamlError, `read as ${JSON.stringify(result)}`);
      assert.ok(result.offset >= 0 && result.offset <= yaml.length, `the offset ${result.offset} is in the text`);
      assert.ok(result.reason !== "" && result.remedy !== "");
    } else {
      assert.ok(!(result instanceof YamlError), JSON.stringify(result));
      assert.deepEqual(JSON.parse(JSON.stringify(result)), JSON.parse(expect.json));
    }
  });
}
