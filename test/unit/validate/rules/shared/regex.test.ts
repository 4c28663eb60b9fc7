import assert from "node:assert/strict";
import { test } from "node:test";
import { regex } from "../../../../../src/validate/rules/shared/regex.js";
import { regexMatch, stringMatch } from "../../../../../src/validate/rules/shared/string-match.js";
import { codesAndPaths } from "../../../../support/problems.js";

test("regular expressions have RE2's syntax and at most 1024 bytes", () => {
  const found = (pattern: string) => codesAndPaths(regex(pattern, ["spec", "regex"]));
  for (const good of ["", "^a.*$", "(?i)x", "\\pL", "a".repeat(1024)]) assert.deepEqual(found(good), []);
  for (const bad of ["*", "(", "a{1001}", "(?=a)", "(a)\\1", "a".repeat(1025), "é".repeat(513)])
    assert.deepEqual(found(bad), ["GX513 spec.regex"], bad);
});

test("a match by prefix or expression needs one", () => {
  const path = ["spec", "uri"];
  for (const good of [undefined, null, {}, { exact: "" }, { prefix: "/" }, { regex: ".*" }])
    assert.deepEqual(codesAndPaths(stringMatch(good, path)), []);
  assert.deepEqual(codesAndPaths(stringMatch({ prefix: "" }, path)), ["GX514 spec.uri.prefix"]);
  assert.deepEqual(codesAndPaths(regexMatch({ prefix: "" }, path)), []);
  assert.deepEqual(codesAndPaths(stringMatch({ regex: "" }, path)), ["GX514 spec.uri.regex"]);
  assert.deepEqual(codesAndPaths(stringMatch({ regex: "(" }, path)), ["GX513 spec.uri.regex"]);
});
