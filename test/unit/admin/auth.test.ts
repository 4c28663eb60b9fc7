import assert from "node:assert/strict";
import { test } from "node:test";
import { refuse } from "../../../src/admin/auth.js";

for (const [name, header, token, status] of [
  ["without a configured token everything is refused", "Bearer s3cret", null, 403],
  ["a request without a header is refused", undefined, "s3cret", 401],
  ["another token is refused", "Bearer other", "s3cret", 401],
  ["a part of the token is refused", "Bearer s3cre", "s3cret", 401],
  ["another scheme is refused", "Basic s3cret", "s3cret", 401],
  ["the token without a scheme is refused", "s3cret", "s3cret", 401],
  ["a token with something behind it is refused", "Bearer s3cret x", "s3cret", 401],
  ["the token is let in", "Bearer s3cret", "s3cret", undefined],
  ["the scheme's case does not matter", "bearer s3cret", "s3cret", undefined],
] as const) {
  test(name, () => {
    const refusal = refuse(header, token);
    assert.equal(refusal?.status, status);
    assert.doesNotMatch(JSON.stringify(refusal ?? {}), /s3cre/);
  });
}
