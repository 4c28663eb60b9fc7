import assert from "node:assert/strict";
import { test } from "node:test";
import type { Finding } from "../../../src/model/index.js";
import { parseFile } from "../../../src/parse/index.js";
import type { PolicyOptions } from "../../../src/pipeline/commit/policies.js";
import { type MemorySource, memorySource } from "../../support/memory-source.js";
import { type Files, replica } from "../../support/pipeline/replica.js";
import { policyYaml } from "../../support/policies.js";
import { destinationRule, peerAuthentication } from "../../support/yaml.js";

/** Passes one after another; each says what became of head, what was found and how many blobs it read. */
function passes(source: MemorySource, policies?: PolicyOptions) {
  const { pass } = replica(source, {}, policies && { policies });
  return async (files: Files) => {
    const before = source.blobsRead;
    const outcome = await pass(files);
    assert.ok(outcome.type === "decided");
    const [kept] = outcome.state.keptBack.slice(-1);
    const findings = kept?.type === "rejected" ? kept.findings : (outcome.publication?.warnings ?? []);
    return { type: kept?.type ?? "published", found: findings.map(brief), read: source.blobsRead - before };
  };
}

function brief({ file, code, name }: Finding): string {
  return `${file} ${code} ${name}`;
}

const files = {
  "a.yaml": peerAuthentication("a"),
  "b.yaml": peerAuthentication("b"),
  "web.yaml": destinationRule("web"),
};
const noB = policyYaml("no-b", "object.metadata.name != 'b'");

test("without policies every blob is read once", async () => {
  assert.deepEqual(await passes(memorySource())(files), { type: "published", found: [], read: 3 });
});

test("a policy that comes is asked about all files, which are read again once", async () => {
  const pass = passes(memorySource());
  await pass(files);
  const rejected = await pass({ ...files, "policy.yaml": noB });
  assert.deepEqual(rejected, { type: "rejected", found: ["b.yaml GX410 b"], read: 1 + 3 });
});

test("where policies stay, only changed files are read and judged", async () => {
  const pass = passes(memorySource());
  const withPolicy = { ...files, "policy.yaml": noB };
  await pass(withPolicy);
  const same = await pass({ ...withPolicy, "a.yaml": peerAuthentication("a2") });
  assert.deepEqual(same, { type: "rejected", found: ["b.yaml GX410 b"], read: 1 });
  const mended = await pass({ ...withPolicy, "a.yaml": peerAuthentication("a2"), "b.yaml": peerAuthentication("c") });
  assert.deepEqual(mended, { type: "published", found: [], read: 1 });
});

test("a policy that changes or goes is asked again, or no more", async () => {
  const pass = passes(memorySource());
  await pass({ ...files, "policy.yaml": noB });
  const noA = policyYaml("no-b", "object.metadata.name != 'a'");
  assert.deepEqual(await pass({ ...files, "policy.yaml": noA }), {
    type: "rejected",
    found: ["a.yaml GX410 a"],
    read: 1 + 3,
  });
  assert.deepEqual(await pass(files), { type: "published", found: [], read: 0 });
});

test("a file that brings both is not read again for a resource that changes", async () => {
  const pass = passes(memorySource());
  await pass({ ...files, "both.yaml": `${noB}---\n${peerAuthentication("d")}` });
  const outcome = await pass({ ...files, "both.yaml": `${noB}---\n${peerAuthentication("e")}` });
  assert.deepEqual(outcome, { type: "rejected", found: ["b.yaml GX410 b"], read: 1 });
});

test("only files with a kind that a policy is about are read again", async () => {
  const pass = passes(memorySource());
  await pass(files);
  const policy = policyYaml("rules", "object.metadata.name != 'web'", {
    resources: "destinationrules",
    action: "Warn",
  });
  const outcome = await pass({ ...files, "policy.yaml": policy });
  assert.deepEqual(outcome, { type: "published", found: ["web.yaml GX411 web"], read: 1 + 1 });
});

test("resources with an error of their own are not judged by policies", async () => {
  const pass = passes(memorySource());
  const broken = peerAuthentication("b").replace("STRICT", "STRIKT");
  assert.notEqual(broken, peerAuthentication("b"));
  const first = await pass({ "b.yaml": broken });
  const second = await pass({ "b.yaml": broken, "policy.yaml": noB });
  assert.deepEqual([first.found, second.found], [["b.yaml GX206 b"], ["b.yaml GX206 b"]]);
});

test("a policy with a mistake rejects the commit that brings it, at its place", async () => {
  const pass = passes(memorySource());
  const outcome = await pass({ ...files, "policy.yaml": policyYaml("typo", "object.metadata.nam == ") });
  assert.deepEqual([outcome.type, outcome.found], ["rejected", ["policy.yaml GX402 typo"]]);
});

test("policies of the repository may be left to the cluster, and those of the directory hold all the same", async () => {
  const { policies } = parseFile("noA.yaml", Buffer.from(policyYaml("no-a", "object.metadata.name != 'a'")), {
    defaultNamespace: "default",
  });
  const pass = passes(memorySource(), { inRepository: false, fromDirectory: policies });
  const outcome = await pass({ ...files, "policy.yaml": noB });
  assert.deepEqual(outcome, { type: "rejected", found: ["a.yaml GX410 a"], read: 4 });
});
