import assert from "node:assert/strict";
import { test } from "node:test";
import { ruleProblems } from "../../../support/rules.js";

for (const kind of ["PeerAuthentication", "ProxyConfig"] as const) {
  test(`${kind} is warned of a selector without labels`, () => {
    assert.deepEqual(ruleProblems(kind, {}), []);
    assert.deepEqual(ruleProblems(kind, { selector: { matchLabels: { app: "a" } } }), []);
    assert.deepEqual(ruleProblems(kind, { selector: { matchLabels: {} } }), ["GX504 spec.selector"]);
  });
}
