import assert from "node:assert/strict";
import { test } from "node:test";
import { compileRe2, matchesRe2, maxPatternLength } from "../../../src/cel/index.js";

// Verdicts of Go's regexp.Compile, but for two that Envoy's RE2 refuses: a name given twice, and \p{Letter}.
const taken = [
  "",
  "/api/v[0-9]+/.*",
  "(?i)bot",
  "\\pN+",
  "(?P<a>x)",
  "(?<a>x)",
  "a{,3}",
  "x{1000}",
  "[[:word:]]",
  "\\Qa.b\\E",
  "\\p{Greek}\\P{^Lu}[\\p{Han}]\\p{Any}\\p{LC}",
  "\\Q\\p{Garay}\\E\\\\p{Garay}",
  "{",
  "]",
];
const refused = [
  ["(", /missing closing \)/],
  ["[a", /missing closing \]/],
  ["*", /missing argument/],
  ["a**", /nested repetition/],
  ["x{1001}", /repeat count/],
  ["(x{100}){100}", /repeat count/],
  ["(?<n>a)(?<n>b)", /duplicate capture group name/],
  ["\\p{Letter}", /character class range/],
  ["(?=a)", /Perl syntax/],
  ["(?!a)", /Perl syntax/],
  ["(?<=a)b", /named capture/],
  ["(a)\\1", /escape sequence/],
  ["\\Z", /escape sequence/],
  ["[z-a]", /character class range/],
  ["\\p{Unheard}", /character class range/],
  ["\\p{Garay}", /character class range: `\\p\{Garay\}`/],
  ["a[\\P{^Emoji}]", /character class range/],
  ["\\\\\\p{Old_Italic}", /character class range/],
  ["(".repeat(1001) + ")".repeat(1001), /nests too deeply/],
  ["a".repeat(maxPatternLength + 1), /4097 characters/],
] as const;

for (const pattern of taken) {
  test(`RE2 takes ${JSON.stringify(pattern)}`, () => {
    assert.equal(compileRe2(pattern).ok, true);
  });
}

for (const [pattern, reason] of refused) {
  test(`RE2 refuses ${JSON.stringify(pattern.slice(0, 20))} and says why`, () => {
    const compiled = compileRe2(pattern);
    assert.equal(compiled.ok, false);
    assert.match(compiled.ok ? "" : compiled.reason, reason);
    assert.doesNotMatch(compiled.ok ? "" : compiled.reason, /error parsing/);
  });
}

test("a match may stand anywhere, unless the pattern says where", () => {
  assert.equal(matchesRe2("b+", "abbc"), true);
  assert.equal(matchesRe2("^b+$", "abbc"), false);
  assert.throws(() => matchesRe2("(", "a"), SyntaxError);
});

test("a pattern that keeps a backtracking engine busy for ever is matched in one go", () => {
  assert.equal(matchesRe2("^(a+)+$", `${"a".repeat(5_000)}!`), false);
});
