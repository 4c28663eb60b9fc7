import assert from "node:assert/strict";
import { test } from "node:test";
import { parseFile, parsesFile } from "../../../src/parse/index.js";

const options = { defaultNamespace: "default" };

function parse(text: string, file = "mesh/a.yaml") {
  return parseFile(file, Buffer.from(text, "utf8"), options);
}

/** A small resource; each line of `rest` is a line of its own. */
function gateway(name: string, ...rest: readonly string[]): string {
  return ["apiVersion: networking.istio.io/v1", "kind: Gateway", `metadata: {name: ${name}}`, ...rest, ""].join("\n");
}

test("YAML and JSON files are read, and Kustomize's file without an extension", () => {
  for (const path of ["a.yaml", "x/a.yml", "a.json", "x/Kustomization"]) assert.equal(parsesFile(path), true, path);
  for (const path of ["a.txt", "yaml", "a.yaml.bak", "a.YAML", "README.md"])
    assert.equal(parsesFile(path), false, path);
});

test("a file that names none of our groups is left alone, however broken it is", () => {
  const parsed = parse("{{- if .x }}\na: [\n");
  assert.deepEqual([parsed.resources, parsed.findings, [...parsed.otherKinds]], [[], [], []]);
});

test("a document of a served kind becomes a resource, placed at its first key", () => {
  const { resources, findings } = parse(`# a comment\n---\n\n${gateway("web", "spec: {servers: []}")}`);
  assert.deepEqual(findings, []);
  const [resource] = resources;
  assert.deepEqual(
    { ...resource, locate: undefined },
    {
      kind: "Gateway",
      apiVersion: "networking.istio.io/v1",
      namespace: "default",
      name: "web",
      document: {
        apiVersion: "networking.istio.io/v1",
        kind: "Gateway",
        metadata: { name: "web" },
        spec: { servers: [] },
      },
      file: "mesh/a.yaml",
      position: { line: 4, column: 1 },
      locate: undefined,
    },
  );
});

test("a version that the kind does not have is still a resource: its rule is another stage's", () => {
  assert.equal(parse(gateway("web").replace("io/v1", "io/v7")).resources[0]?.apiVersion, "networking.istio.io/v7");
});

test("the namespace is the document's, and the default where it is absent, null or empty", () => {
  const namespaces = ["ops", '""', "null", "~"].map(
    (namespace) => parse(gateway("web").replace("}", `, namespace: ${namespace}}`)).resources[0]?.namespace,
  );
  assert.deepEqual(namespaces, ["ops", "default", "default", "default"]);
});

test("a broken document is one finding, and the other documents of the file are read", () => {
  const { resources, findings } = parse(`${gateway("one")}---\n${gateway("two", "spec: [")}---\n${gateway("three")}`);
  assert.deepEqual(
    resources.map(({ name, position }) => [name, position.line]),
    [
      ["one", 1],
      ["three", 10],
    ],
  );
  assert.equal(findings.length, 1);
  assert.equal(findings[0]?.code, "GX101");
  assert.equal(findings[0]?.file, "mesh/a.yaml");
  assert.ok((findings[0]?.line ?? 0) >= 8 && (findings[0]?.line ?? 0) <= 10);
  assert.match(findings[0]?.message ?? "", /^this is not YAML as Kubernetes reads it: /);
});

test("brackets under their key do not hide where a later mistake is", () => {
  const hosts = "  hosts: [\n    a,\n  ]\n";
  for (const [mistake, line] of [
    ["  b: c: d\n", 8],
    [`  list: [\n    {\n  }\n  ]\n  code: |\n    ]\n  b: "c" d\n`, 14],
  ] as const) {
    const { findings } = parse(gateway("one", `spec:\n${hosts}${mistake}`));
    assert.deepEqual(
      findings.map((finding) => [finding.code, finding.line]),
      [["GX101", line]],
      mistake,
    );
  }
});

test("a quote or bracket that is never closed is named where the document ends, not on the empty line after it", () => {
  for (const rest of ['spec: {servers: ["a', "spec:\n  servers: [a,\n    b"]) {
    const text = gateway("web", rest);
    const [finding] = parse(text).findings;
    assert.equal(finding?.line, text.trimEnd().split("\n").length);
    assert.match(finding?.message ?? "", /ends inside quotes or brackets/);
  }
});

test("text behind --- on its line is an error, a comment is none", () => {
  const { resources, findings } = parse(`--- # one\n${gateway("one")}--- two: 2\n${gateway("two")}`);
  assert.deepEqual(
    resources.map(({ name }) => name),
    ["one"],
  );
  assert.deepEqual(
    findings.map(({ code, line, column }) => [code, line, column]),
    [["GX101", 5, 4]],
  );
});

test("CRLF, a byte order mark and UTF-16 make no difference", () => {
  const text = gateway("web", "spec: {servers: []}");
  const expected = parse(text).resources[0]?.document;
  const utf16le = Buffer.from(`\ufeff${text}`, "utf16le");
  const variants = [
    Buffer.from(text.replaceAll("\n", "\r\n")),
    Buffer.from(`\ufeff${text}`),
    utf16le,
    Buffer.from(utf16le).swap16(),
  ];
  for (const bytes of variants) assert.deepEqual(parseFile("a.yaml", bytes, options).resources[0]?.document, expected);
});

test("bytes that are not UTF-8 are an error on their line", () => {
  const bytes = Buffer.concat([Buffer.from(gateway("web")), Buffer.from([0x23, 0xff, 0x0a])]);
  const { resources, findings } = parseFile("a.yaml", bytes, options);
  assert.deepEqual(resources, []);
  assert.deepEqual(
    findings.map(({ code, line }) => [code, line]),
    [["GX102", 4]],
  );
});

test("a view into a larger buffer is read from its own start", () => {
  const padded = Buffer.from(`xxxx${gateway("web")}`);
  assert.equal(parseFile("a.yaml", padded.subarray(4), options).resources[0]?.name, "web");
});

test("a template that cannot be read is told from a slip in YAML", () => {
  const [finding] = parse(gateway("{{ .Values.name }}")).findings;
  assert.match(finding?.remedy ?? "", /looks like a template: commit the rendered output/);
  const [slip] = parse(gateway("[")).findings;
  assert.doesNotMatch(slip?.remedy ?? "", /template/);
});

test("sources of Kustomize and Helm are named, and not read", () => {
  const named = ["kustomization.yaml", "x/kustomization.yml", "x/y/Kustomization", "chart/Chart.yaml"].map((file) =>
    parse("resources: [networking.istio.io", file).findings.map(({ code, severity }) => [code, severity]),
  );
  assert.deepEqual(named, Array(4).fill([["GX121", "warning"]]));
});

test("other kinds are counted, empty documents and files that are not for Kubernetes are not", () => {
  const service = "apiVersion: v1\nkind: Service\nmetadata: {name: a}\n";
  const { otherKinds, findings } = parse(
    `---\n${service}---\n# see networking.istio.io\n---\n${service}---\nimage: {annotations: {networking.istio.io/exportTo: "*"}}\n---\n---\nnull\n`,
  );
  assert.deepEqual([...otherKinds], [["v1 Service", 2]]);
  assert.deepEqual(findings, []);
});

test("Gateway API kinds are named once for the file, and counted", () => {
  const route = "apiVersion: gateway.networking.k8s.io/v1\nkind: HTTPRoute\nmetadata: {name: a}\n";
  const { findings, otherKinds, resources } = parse(
    `${route}---\n${route}---\n${route.replace("HTTPRoute", "Gateway")}`,
  );
  assert.deepEqual(resources, []);
  assert.deepEqual(
    findings.map(({ code, severity, line }) => [code, severity, line]),
    [["GX120", "warning", 1]],
  );
  assert.match(findings[0]?.message ?? "", /HTTPRoute, Gateway/);
  assert.equal(otherKinds.get("gateway.networking.k8s.io/v1 HTTPRoute"), 2);
});

test("after a hundred findings a file's others are only counted", () => {
  const { findings } = parse(Array.from({ length: 150 }, () => "a: [ # istio.io\n").join("---\n"));
  assert.equal(findings.length, 101);
  assert.equal(findings.at(-1)?.code, "GX122");
  assert.match(findings.at(-1)?.message ?? "", /50 more findings/);
});
