import assert from "node:assert/strict";
import { test } from "node:test";
import type { JsonObject } from "../../../../src/model/index.js";
import { ruleProblems } from "../../../support/rules.js";

const plugin: JsonObject = { url: "oci://example.com/module:v1" };
const named = (name: string): JsonObject => ({ ...plugin, vmConfig: { env: [{ name: "A" }, { name }] } });

/** What both kinds ask of a module. */
const modules: readonly (readonly [module: JsonObject, ...problems: string[]])[] = [
  [plugin],
  [{ url: "example.com/module" }],
  [{ ...plugin, imagePullSecret: "é".repeat(126) }],
  [{ ...plugin, imagePullSecret: "é".repeat(127) }, "GX591 imagePullSecret"],
  [{ ...plugin, pluginName: "é".repeat(128) }],
  [{ ...plugin, pluginName: "é".repeat(129) }, "GX591 pluginName"],
  [named("é".repeat(128))],
  [named("é".repeat(129)), "GX591 vmConfig.env[1].name"],
];

for (const [module, ...problems] of modules) {
  const within = (parent: string) => problems.map((problem) => problem.replace(" ", ` ${parent}.`));
  test(`a module ${JSON.stringify(module).slice(0, 110)}: ${problems.join() || "good"}`, () => {
    assert.deepEqual(ruleProblems("WasmPlugin", module), within("spec"));
    assert.deepEqual(ruleProblems("TrafficExtension", { wasm: module }), within("spec.wasm"));
  });
}

test("a Lua script has 64 KiB at most", () => {
  const script = (inlineCode: string) => ruleProblems("TrafficExtension", { lua: { inlineCode } });
  assert.deepEqual(script("é".repeat(32_768)), []);
  assert.deepEqual(script("é".repeat(32_769)), ["GX591 spec.lua.inlineCode"]);
});

test("both kinds can be attached to what policies can be attached to", () => {
  const targetRefs = [
    { kind: "Service", name: "a" },
    { kind: "Gateway", name: "a" },
  ];
  assert.deepEqual(ruleProblems("WasmPlugin", { ...plugin, targetRefs }), ["GX505 spec.targetRefs[1].kind"]);
  assert.deepEqual(ruleProblems("TrafficExtension", { wasm: plugin, targetRefs }), ["GX505 spec.targetRefs[1].kind"]);
  assert.deepEqual(ruleProblems("WasmPlugin", { ...plugin, selector: {} }), ["GX504 spec.selector"]);
  assert.deepEqual(ruleProblems("TrafficExtension", { wasm: plugin, selector: {} }), ["GX504 spec.selector"]);
});
