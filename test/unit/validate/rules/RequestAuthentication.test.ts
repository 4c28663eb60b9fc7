import assert from "node:assert/strict";
import { test } from "node:test";
import type { JsonObject, JsonValue } from "../../../../src/model/index.js";
import { ruleProblems } from "../../../support/rules.js";

const problemsOf = (rule: JsonObject) =>
  ruleProblems("RequestAuthentication", { jwtRules: [rule] }).map((line) => line.replace("spec.jwtRules[0]", "rule"));

for (const [rule, problems] of [
  [{}, ["GX528 rule"]],
  [{ issuer: "a" }, []],
  [{ jwksUri: "https://a.example/keys" }, []],
  [{ jwks_uri: "https://a.example/keys" }, []],
  [{ issuer: "a", jwksUri: "https://u@a.example:99999/keys" }, []],
  [{ issuer: "a", jwksUri: "https://[::1]:9223372036854775807" }, []],
  [{ issuer: "a", jwksUri: "https://a.example/x:9223372036854775808" }, []],
  [{ issuer: "a", jwksUri: "https://a.example:9223372036854775808/keys" }, ["GX531 rule.jwksUri"]],
  [{ issuer: "a", jwks_uri: "http://u@[::1]:9223372036854775808" }, ["GX531 rule.jwks_uri"]],
  [{ issuer: "a", timeout: "1500ms" }, []],
  [{ issuer: "a", timeout: "1500us" }, ["GX508 rule.timeout"]],
  [{ issuer: "a", jwks: "" }, []],
] as const) {
  test(`the JWT rule ${JSON.stringify(rule)}: ${problems.join() || "good"}`, () => {
    assert.deepEqual(problemsOf(rule), problems);
  });
}

test("selectors and targets are checked", () => {
  assert.deepEqual(ruleProblems("RequestAuthentication", { selector: {} }), ["GX504 spec.selector"]);
  assert.deepEqual(ruleProblems("RequestAuthentication", { targetRefs: [{ kind: "Pod", name: "a" }] }), [
    "GX505 spec.targetRefs[0].kind",
  ]);
});

const keysOf = (jwks: string) => problemsOf({ issuer: "a", jwks });
const rsa = { kty: "RSA", e: "AQAB", n: "sXch" };
const ec = { kty: "EC", crv: "P-256", x: "AQ", y: "AQ" };
const okp = { kty: "OKP", crv: "Ed25519", x: "AQ" };

for (const text of [
  '{"keys": []}',
  '{"keys": null}',
  '{"keys": [], "other": {"keys": 1, "a\\": ": [1e3]}}',
  ...[
    rsa,
    ec,
    okp,
    { keys: [rsa, ec, okp] },
    { ...rsa, kid: null, alg: "RS256", use: "sig", key_ops: ["verify", null], x5u: 1, other: {} },
    { ...rsa, n: null },
    { ...rsa, n: "a+/A" },
    { ...rsa, n: "a-_A" },
    { ...rsa, n: "AQ==" },
    { ...rsa, n: "A\nQ=\r\n=" },
    { ...ec, crv: "unknown" },
    { e: "AQAB", n: "sXch", KTY: "RSA" },
  ].map((key) => JSON.stringify(key)),
]) {
  test(`the keys ${text} are read`, () => assert.deepEqual(keysOf(text), []));
}

const without = (key: JsonObject, name: string): JsonValue => ({ ...key, [name]: undefined }) as unknown as JsonValue;

for (const text of [
  " ",
  "null",
  "[]",
  '"keys"',
  "{}",
  '{"keys": {}}',
  '{"keys": [null]}',
  '{"keys": [1]}',
  '{"keys": [{}]}',
  '{"Keys": []}',
  '{"keys": [],}',
  '{"keys": []} more',
  '{"keys": [], "keys": []}',
  '{"keys": [], "other": 1e999}',
  '\ufeff{"keys": []}',
  ...[
    without(rsa, "n"),
    without(rsa, "e"),
    without(ec, "y"),
    without(ec, "crv"),
    without(okp, "x"),
    { kty: "oct" },
    { ...rsa, kty: "rsa" },
    { ...rsa, kty: 1 },
    { ...rsa, kty: null, KTY: "RSA" },
    { ...rsa, kty: "EC", KTY: "RSA" },
    { ...rsa, D: "AQ" },
    { ...rsa, n: 1 },
    { ...rsa, n: "a" },
    { ...rsa, n: "a=" },
    { ...rsa, n: "AQ==\n" },
    { ...rsa, n: "a+_A" },
    { ...rsa, d: "!" },
    { ...rsa, kid: 1 },
    { ...rsa, key_ops: "verify" },
    { ...rsa, key_ops: [1] },
    { ...rsa, x5c: "AQ" },
    { ...rsa, x5c: [""] },
    { ...rsa, x5c: [null] },
    { ...ec, crv: 1 },
  ].map((key) => JSON.stringify(key)),
]) {
  test(`the keys ${text} are no keys`, () => assert.deepEqual(keysOf(text), ["GX529 rule.jwks"]));
}

test("keys that sign are warned of, all at once", () => {
  for (const secret of [
    { ...rsa, d: "AQ" },
    { ...ec, d: "AQ" },
    { ...okp, d: null },
    { kty: "oct", k: "AQ" },
  ])
    assert.deepEqual(keysOf(JSON.stringify({ keys: [rsa, secret, secret] })), ["GX530 rule.jwks"]);
});

/** Self-signed for these tests, its key thrown away. */
const certificate = [
  "MIIBLDCB36ADAgECAhRosZzGNxKUeI+G8JqfE8uHE73u6TAFBgMrZXAwDDEKMAgGA1UEAwwBYTAeFw0yNjExMjYxMjI5MThaFw0z",
  "NjExMjMxMjI5MThaMAwxCjAIBgNVBAMMAWEwKjAFBgMrZXADIQDfiXT+TV4GdWIRklxjGHmB/y6ZkyN7AHlY/lJpbTWQB6NTMFEw",
  "HQYDVR0OBBYEFH0f35xwiwy21hmmW2y3u8O9fyVuMB8GA1UdIwQYMBaAFH0f35xwiwy21hmmW2y3u8O9fyVuMA8GA1UdEwEB/wQF",
  "MAMBAf8wBQYDK2VwA0EADmKfICZiDTZWArDUE7L3/92aT8DOvW+bL9tqagXMlfSFXyYfDoxCSneleZiiZHzEJR/tkVuWI9JTXaH3",
  "8k3nCQ==",
].join("");

test("certificates of a key are read", () => {
  const chain = (...x5c: readonly string[]) => keysOf(JSON.stringify({ ...rsa, x5c }));
  assert.deepEqual(chain(), []);
  assert.deepEqual(chain(certificate, certificate), []);
  const longer = Buffer.concat([Buffer.from(certificate, "base64"), Buffer.from([0])]).toString("base64");
  const pem = Buffer.from(`-----BEGIN CERTIFICATE-----\n${certificate}\n-----END CERTIFICATE-----\n`).toString(
    "base64",
  );
  for (const bad of [longer, pem, certificate.slice(0, 80)])
    assert.deepEqual(chain(certificate, bad), ["GX529 rule.jwks"]);
});
