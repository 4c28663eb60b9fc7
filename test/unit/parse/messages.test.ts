import assert from "node:assert/strict";
import { test } from "node:test";
import { parseFile } from "../../../src/parse/index.js";

/** The one finding of a document whose fifth line on is `spec`. */
function finding(spec: string) {
  const text = `apiVersion: networking.istio.io/v1\nkind: ServiceEntry\nmetadata: {name: a}\nspec:\n${spec}\n`;
  const { findings } = parseFile("a.yaml", Buffer.from(text), { defaultNamespace: "default" });
  assert.equal(findings.length, 1, JSON.stringify(findings));
  const { line, column, message, remedy } = findings[0] ?? assert.fail();
  return {
    at: `${line}:${column}`,
    message: message.replace(/^this is not YAML as Kubernetes reads it: /, ""),
    remedy,
  };
}

const between = { message: "a tab stands between the parts of a list or an object in brackets", remedy: "use a space" };
const indentation = { message: "a tab stands where indentation is", remedy: "use spaces" };
const address = (text: string) => ({
  message: "an IPv6 address that ends in a colon stands unquoted in brackets",
  remedy: `quote it: "${text}"`,
});

const cases: readonly (readonly [string, string, object])[] = [
  ["a tab after a comma in a flow list", "  hosts: [a.b,\tc.d]", { at: "5:15", ...between }],
  ["a tab after an opening bracket", "  hosts: [ \ta.b]", { at: "5:12", ...between }],
  ["a tab after a comma in a flow object", "  a: {b: c,\td: e}", { at: "5:12", ...between }],
  ["a tab that starts a line in brackets", "  hosts: [\n\ta.b]", { at: "6:1", ...indentation }],
  ["an IPv6 address in a flow list", "  addresses: [2001:db8::]", { at: "5:15", ...address("2001:db8::") }],
  ["an IPv6 address before another", "  addresses: [fe80::, 10.0.0.1]", { at: "5:15", ...address("fe80::") }],
  [
    "a key without a space",
    "  a: {b:, c: d}",
    {
      at: "5:8",
      message: "a colon in a flow collection touches what follows",
      remedy: "put a space after the colon, or quote the text",
    },
  ],
];

for (const [what, spec, expected] of cases) {
  test(`${what} is named as what it is, where it is`, () => {
    assert.deepEqual(finding(spec), expected);
  });
}
