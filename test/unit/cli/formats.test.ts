import assert from "node:assert/strict";
import { test } from "node:test";
import { stripVTControlCharacters } from "node:util";
import { formats, type Report } from "../../../src/cli/formats/index.js";
import { excerpt } from "../../../src/cli/formats/source-line.js";
import { findRow } from "../../../src/findings/catalog.js";
import { commitSha, type Finding } from "../../../src/model/index.js";

const broken: Finding = {
  code: "GX201",
  severity: "error",
  file: "mesh/shop/web.yaml",
  line: 7,
  column: 3,
  kind: "VirtualService",
  namespace: "shop",
  name: "web",
  message: 'unknown field "hots", 100% sure',
  remedy: "did you mean hosts?",
};
const whole: Finding = { ...broken, code: "GX005", severity: "info", file: null, line: null, column: null };
const report: Report = {
  findings: [broken, whole],
  notAsked: [],
  roots: ["mesh"],
  files: 3,
  resources: 2,
  base: null,
  readLine: (file, line) => (file === "mesh/shop/web.yaml" && line === 7 ? "  hots: [web]" : undefined),
  fromTop: (file) => `repo/${file}`,
  color: false,
  quiet: false,
};
const compared: Report = { ...report, base: { ref: "origin/main", commit: commitSha("ab".repeat(20)), hidden: 12 } };

function print(format: string, changes: Partial<Report> = {}): string {
  return formats[format]?.({ ...report, ...changes }) ?? "";
}

test("text names the place, shows the line with a caret, the remedy, and at the end counts and how to learn more", () => {
  assert.equal(
    print("text"),
    [
      'mesh/shop/web.yaml:7:3: error GX201: unknown field "hots", 100% sure',
      "    7 |   hots: [web]",
      "      |   ^",
      "    did you mean hosts?",
      'info GX005: unknown field "hots", 100% sure',
      "    did you mean hosts?",
      "2 resources in 3 files: 1 error, 0 warnings, 1 note",
      "gitxds explain GX201 says more",
      "",
    ].join("\n"),
  );
});

test("text without errors ends with the counts", () => {
  const text = formats.text?.({ ...report, findings: [whole] }) ?? "";
  assert.match(text, /\n2 resources in 3 files: 0 errors, 0 warnings, 1 note\n$/);
});

test("json has the fields of the interface, files relative to the folder that was named", () => {
  assert.deepEqual(JSON.parse(print("json")), {
    findings: [{ ...broken, file: "shop/web.yaml" }, whole],
    summary: { files: 3, resources: 2, errors: 1, warnings: 0, infos: 1 },
  });
});

test("json takes the longest of several folders off", () => {
  const nested = formats.json?.({ ...report, roots: ["mesh", "mesh/shop", ""] }) ?? "";
  assert.equal(JSON.parse(nested).findings[0].file, "web.yaml");
});

test("what older findings a report leaves out is said in text and in json", () => {
  assert.match(
    print("text", compared),
    /\n2 resources in 3 files: 1 new error, 0 new warnings, 1 new note since abababababab \(merge base with origin\/main\); 12 older findings not shown\n/,
  );
  const { base, summary } = JSON.parse(print("json", compared));
  assert.deepEqual(base, { ref: "origin/main", commit: "ab".repeat(20), hidden: 12 });
  assert.equal(summary.errors, 1);
});

test("a quiet report has findings only", () => {
  assert.equal(print("text", { findings: [], quiet: true }), "");
  assert.equal(print("github", { findings: [], quiet: true }), "");
  assert.match(print("text", { quiet: true }), /did you mean hosts\?\n$/);
});

test("colours change nothing but the colours", () => {
  const coloured = print("text", { color: true });
  assert.ok(coloured.includes("\u001b[31merror GX201"));
  assert.equal(stripVTControlCharacters(coloured), print("text"));
});

test("github annotations escape what would end the command, errors first", () => {
  const odd: Finding = { ...broken, file: "mesh/a,b:c%.yaml", message: "one\r\ntwo: 100%" };
  const [first, second, third, ...rest] = print("github", { findings: [whole, broken, odd] }).split("\n");
  assert.match(first ?? "", /^::error file=repo\/mesh\/shop\/web\.yaml,line=7,col=3,title=gitxds [^:,]+ GX201::/);
  assert.match(first ?? "", /100%25 sure%0Adid you mean hosts\?$/);
  assert.match(second ?? "", /^::error file=repo\/mesh\/a%2Cb%3Ac%25\.yaml,.*::one%0D%0Atwo: 100%25%0Adid you/);
  assert.match(third ?? "", /^::notice title=/);
  assert.deepEqual(rest, ["2 resources in 3 files: 2 errors, 0 warnings, 1 note", ""]);
});

test("sarif has what code scanning asks of a rule and a result: texts, and a place seen from the repository's top", () => {
  const { runs } = JSON.parse(print("sarif"));
  const { rules } = runs[0].tool.driver;
  assert.deepEqual(
    rules.map(({ id }: { id: string }) => id),
    ["GX005", "GX201"],
  );
  const rule = findRow("GX201");
  assert.deepEqual(rules[1], {
    id: "GX201",
    shortDescription: { text: rule?.statement },
    fullDescription: { text: rule?.why },
    help: { text: rule?.fix },
    defaultConfiguration: { level: "error" },
  });
  for (const { shortDescription, fullDescription, help } of rules) {
    for (const { text } of [shortDescription, fullDescription, help]) assert.match(text, /\.$/);
  }
  assert.equal(runs[0].columnKind, "utf16CodeUnits");
  const [first, second] = runs[0].results;
  assert.deepEqual([first.ruleId, first.ruleIndex, first.level], ["GX201", 1, "error"]);
  assert.deepEqual(first.locations, [
    {
      physicalLocation: {
        artifactLocation: { uri: "repo/mesh/shop/web.yaml", uriBaseId: "%SRCROOT%" },
        region: { startLine: 7, startColumn: 3 },
      },
    },
  ]);
  assert.equal(second.level, "note");
  assert.deepEqual(second.locations[0].physicalLocation, {
    artifactLocation: { uri: "repo/mesh", uriBaseId: "%SRCROOT%" },
    region: { startLine: 1, startColumn: 1 },
  });
});

test("names of files become URIs, and those outside the repository absolute ones", () => {
  const uri = (path: string) =>
    JSON.parse(print("sarif", { findings: [broken], fromTop: () => path })).runs[0].results[0].locations[0]
      .physicalLocation.artifactLocation;
  assert.deepEqual(uri("a b/50%#?.yaml"), { uri: "a%20b/50%25%23%3F.yaml", uriBaseId: "%SRCROOT%" });
  assert.deepEqual(uri(""), { uri: ".", uriBaseId: "%SRCROOT%" });
  assert.deepEqual(uri("/tmp/a b.yaml"), { uri: "file:///tmp/a%20b.yaml" });
});

test("a fingerprint stays when lines and list indexes move, and tells equal findings apart", () => {
  const prints = (findings: readonly Finding[]): readonly string[] =>
    JSON.parse(print("sarif", { findings })).runs[0].results.map(
      ({ partialFingerprints }: { partialFingerprints: Record<string, string> }) => partialFingerprints["gitxds/v1"],
    );
  const at = (line: number, index: number): Finding => ({ ...broken, line, message: `spec.http[${index}] is odd` });
  const [first, second] = prints([at(7, 0), at(9, 1)]);
  assert.notEqual(first, second);
  assert.deepEqual(prints([at(17, 4), at(19, 5)]), [first, second]);
  assert.notDeepEqual(prints([{ ...broken, name: "other" }]), prints([broken]));
});

/** What stands above the caret, and how many columns before it. */
function pointedAt(text: string, column: number): { readonly shown: string; readonly columns: number } {
  const { shown, indent } = excerpt(text, column);
  assert.match(indent, /^ *$/);
  return { shown, columns: indent.length };
}

test("of a long line the part around the column is shown, and nothing that moves a cursor", () => {
  const { shown, columns } = pointedAt(`${"a".repeat(300)}\u001b[2J!${"b".repeat(300)}`, 305);
  assert.ok(shown.length <= 102);
  assert.match(shown, /^…a+ \[2J!b+…$/);
  assert.equal(shown[columns], "!");
  const end = pointedAt(`${"a".repeat(300)}!`, 301);
  assert.deepEqual(end, { shown: `…${"a".repeat(99)}!`, columns: 100 });
  assert.deepEqual(pointedAt(`!${"b".repeat(300)}`, 1), { shown: `!${"b".repeat(99)}…`, columns: 0 });
  assert.deepEqual(pointedAt("", 9), { shown: "", columns: 0 });
});

test("a caret stands below its character after tabs, wide, joined and combining characters", () => {
  for (const [text, columns] of [
    ["\t\t!", 2],
    ["名前: !", 6],
    ["ｶﾅ!", 2],
    ["e\u0301te\u0301: !", 5],
    ["👩‍🚀 !", 3],
    ["🇨🇭!", 2],
    ["\ufeff!", 0],
    ["\u202e!", 1],
    ["\ud83d!", 1],
  ] as const) {
    assert.equal(pointedAt(text, text.indexOf("!") + 1).columns, columns, JSON.stringify(text));
  }
  const long = pointedAt(`${"名".repeat(300)}!`, 301);
  assert.equal(long.columns, 1 + 98);
});
