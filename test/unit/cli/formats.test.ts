import assert from "node:assert/strict";
import { test } from "node:test";
import { formats, type Report } from "../../../src/cli/formats/index.js";
import { excerpt } from "../../../src/cli/formats/source-line.js";
import { findRow } from "../../../src/findings/catalog.js";
import type { Finding } from "../../../src/model/index.js";

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
  roots: ["mesh"],
  files: 3,
  resources: 2,
  readLine: (file, line) => (file === "mesh/shop/web.yaml" && line === 7 ? "  hots: [web]" : undefined),
};

function print(format: string): string {
  return formats[format]?.(report) ?? "";
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

test("github annotations escape what would end the command", () => {
  const [first, second] = print("github").split("\n");
  assert.match(first ?? "", /^::error file=mesh\/shop\/web\.yaml,line=7,col=3,title=gitxds [^:,]+ GX201::/);
  assert.match(first ?? "", /100%25 sure%0Adid you mean hosts\?$/);
  assert.match(second ?? "", /^::notice title=/);
});

test("sarif has a rule and a result for each finding, and a region where there is a line", () => {
  const { runs } = JSON.parse(print("sarif"));
  assert.deepEqual(
    runs[0].tool.driver.rules.map(({ id }: { id: string }) => id),
    ["GX005", "GX201"],
  );
  const rule = findRow("GX201");
  assert.deepEqual(runs[0].tool.driver.rules[1], {
    id: "GX201",
    shortDescription: { text: rule?.statement },
    fullDescription: { text: rule?.why },
    help: { text: rule?.fix },
    defaultConfiguration: { level: "error" },
  });
  const [first, second] = runs[0].results;
  assert.equal(first.level, "error");
  assert.deepEqual(first.locations[0].physicalLocation, {
    artifactLocation: { uri: "mesh/shop/web.yaml" },
    region: { startLine: 7, startColumn: 3 },
  });
  assert.equal(second.level, "note");
  assert.equal(second.locations, undefined);
});

test("of a long line the part around the column is shown, and nothing that moves a cursor", () => {
  const [line = "", caret = ""] = excerpt(`${"a".repeat(300)}\u001b[2J!${"b".repeat(300)}`, 12, 305).split("\n");
  assert.ok(line.length < 120);
  assert.equal(line[caret.indexOf("^")], "!");
  assert.ok(!line.includes("\u001b"));
  assert.equal(excerpt("", 3, 9), "    3 | \n      | ^");
});
