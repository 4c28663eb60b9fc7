import assert from "node:assert/strict";
import { test } from "node:test";
import { createAnalysis } from "../../../src/analyze/index.js";
import { defaultAnalysis, type FailOn, type Finding } from "../../../src/model/index.js";
import type { PassOutcome } from "../../../src/pipeline/phases.js";
import { doc } from "../../support/analyze.js";
import { memorySource } from "../../support/memory-source.js";
import { replica } from "../../support/pipeline/replica.js";
import { peerAuthentication } from "../../support/yaml.js";

/** A replica under a severity from which analysis rejects. */
function passes(failOn: FailOn, source = memorySource()) {
  const analysis = createAnalysis({ ...defaultAnalysis, failOn }, "cluster.local");
  return replica(source, {}, { analysis });
}

/** What became of head: the warnings with which it is live, or what it was rejected for. */
function said(outcome: PassOutcome): readonly [fate: string, findings: readonly string[]] {
  assert.equal(outcome.type, "decided");
  const { publication, state } = outcome as Extract<PassOutcome, { type: "decided" }>;
  const [kept] = state.keptBack.slice(-1);
  const findings: readonly Finding[] = kept?.type === "rejected" ? kept.findings : (publication?.warnings ?? []);
  return [
    kept?.type ?? "published",
    findings.map(({ code, severity, file, line, column }) => `${severity} ${code} ${file}:${line}:${column}`),
  ];
}

const route = doc(
  "VirtualService",
  "shop/web",
  "{hosts: [a.example.com], gateways: [edge], http: [{redirect: {uri: /}}]}",
);
const edge = doc(
  "Gateway",
  "shop/edge",
  "{selector: {istio: ingressgateway}, servers: [{port: {number: 80, name: a, protocol: HTTP}, hosts: ['*.example.com']}]}",
);
const missing = "IST0101 web.yaml:5:43";

test("what does not work together is told at its place, and serves all the same", async () => {
  const { pass } = passes("never");
  assert.deepEqual(said(await pass({ "web.yaml": route })), ["published", [`warning ${missing}`]]);
});

test("it rejects the commit where the configuration says so, until another file mends it", async () => {
  const { pass } = passes("error");
  assert.deepEqual(said(await pass({ "web.yaml": route })), ["rejected", [`error ${missing}`]]);
  assert.deepEqual(said(await pass({ "web.yaml": route, "edge.yaml": edge })), ["published", []]);
});

for (const failOn of ["never", "warning"] as const) {
  test(`what is wrong in a file that stays is told again without reading it again (failOn ${failOn})`, async () => {
    const source = memorySource();
    const { pass } = passes(failOn, source);
    const first = said(await pass({ "web.yaml": route, "a.yaml": peerAuthentication("a") }));
    const before = source.blobsRead;
    const next = await pass({ "web.yaml": route, "a.yaml": peerAuthentication("a", "PERMISSIVE") });
    assert.deepEqual(said(next), first);
    assert.equal(source.blobsRead - before, 1);
  });
}

test("a place moves with its file", async () => {
  const { pass } = passes("never");
  await pass({ "web.yaml": route });
  assert.deepEqual(said(await pass({ "web.yaml": `# moved\n${route}`, "a.yaml": peerAuthentication("a") })), [
    "published",
    ["warning IST0101 web.yaml:6:43"],
  ]);
});

test("a place moves within its resource, whatever else stays", async () => {
  const { pass } = passes("never");
  await pass({ "web.yaml": route });
  assert.deepEqual(
    said(await pass({ "web.yaml": route.replace("spec:", "# moved\nspec:"), "a.yaml": peerAuthentication("a") })),
    ["published", ["warning IST0101 web.yaml:6:43"]],
  );
});

test("files of one content have their findings each", async () => {
  const { pass } = passes("error");
  const [fate, findings] = said(await pass({ "a.yaml": route, "b.yaml": route }));
  assert.equal(fate, "rejected");
  assert.deepEqual(
    findings.filter((line) => line.includes("IST0101")),
    ["error IST0101 a.yaml:5:43", "error IST0101 b.yaml:5:43"],
  );
});
