import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { Ajv } from "ajv";
import { loadConfig } from "../../../src/config/index.js";
import type { JsonValue } from "../../../src/model/index.js";
import { packageRoot } from "../../../src/util/package-root.js";

interface Node {
  readonly type?: string | readonly string[];
  readonly description?: string;
  readonly examples?: readonly JsonValue[];
  readonly additionalProperties?: boolean;
  readonly properties?: Readonly<Record<string, Node>>;
  readonly definitions?: Readonly<Record<string, Node>>;
}

const schema: Node = JSON.parse(readFileSync(join(packageRoot(), "schemas/config/gitxds.schema.json"), "utf8"));
const objects: readonly Node[] = [schema, ...Object.values(schema.definitions ?? {})];

test("every object of the schema is closed, and every key has a description and an example that fits", () => {
  for (const object of objects) {
    assert.equal(object.additionalProperties, false);
    for (const [key, node] of Object.entries(object.properties ?? {})) {
      assert.ok((node.description ?? "").endsWith("."), `${key} has no sentence as description`);
      assert.ok((node.examples ?? []).length > 0, `${key} has no example`);
      const validate = new Ajv({ allowUnionTypes: true }).compile({ ...node, definitions: schema.definitions });
      for (const example of node.examples ?? []) assert.ok(validate(example), `${key}: ${JSON.stringify(example)}`);
    }
  }
});

test("the defaults that the schema tells editors are those that are used", () => {
  const config = loadConfig({ file: null, flags: {}, env: { HOME: "/h" }, cwd: "/" });
  const { listeners, admin } = config;
  assert.deepEqual(
    listeners.map(({ address: { host, port } }) => `${host}:${port}`),
    [defaultOf("listen")],
  );
  assert.equal(`${admin.host}:${admin.port}`, defaultOf("admin"));
  const { schedule } = config;
  assert.equal(schedule.type === "interval" && `${schedule.ms / 1000}s`, defaultOf("interval"));
  assert.equal(config.onStaleRemote, defaultOf("onStaleRemote"));
  assert.equal(config.allowEmpty, defaultOf("allowEmpty"));
  assert.equal(config.defaultNamespace, defaultOf("defaultNamespace"));
  assert.equal(config.domainSuffix, defaultOf("domainSuffix"));
  assert.equal(config.istioVersion, defaultOf("istioVersion"));
  assert.equal(config.profile, defaultOf("profile"));
  assert.equal(config.analysis.failOn, defaultOf("failOn", schema.definitions?.analysis));
});

function defaultOf(key: string, object: Node = schema): unknown {
  return (object.properties?.[key] as { default?: unknown } | undefined)?.default;
}
