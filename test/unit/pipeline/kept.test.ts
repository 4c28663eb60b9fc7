import assert from "node:assert/strict";
import { type TestContext, test } from "node:test";
import type { CommitSha } from "../../../src/model/index.js";
import { allKeptBack, type PassOutcome } from "../../../src/pipeline/phases.js";
import { scratch } from "../../support/git/repository.js";
import { memorySource } from "../../support/memory-source.js";
import { lastGoodIn } from "../../support/pipeline/last-good.js";
import { type Files, replica } from "../../support/pipeline/replica.js";
import { destinationRule, peerAuthentication } from "../../support/yaml.js";

const bad = (name: string) => peerAuthentication(name, "strict");
const base: Files = { "a.yaml": peerAuthentication("a"), "b.yaml": peerAuthentication("b") };

function keeping(source = memorySource()) {
  const one = replica(source, { onInvalid: "keep-last-good" });
  /** Commits, looks, and shows what is live in short. */
  const pass = async (files: Files) => {
    const sha = source.commit(files);
    return { sha, outcome: await one.look(), live: one.live(), partial: one.partial() };
  };
  const modes = () => one.resources("PeerAuthentication");
  return { ...one, source, pass, modes };
}

function codes(outcome: PassOutcome): readonly string[] {
  return outcome.type === "unchanged"
    ? []
    : allKeptBack(outcome.state).map((kept) => (kept.type === "held" ? kept.hold.code : kept.type));
}

function scratchFolder(t: TestContext): string {
  const { path, remove } = scratch();
  t.after(remove);
  return path;
}

test("a file with an error is served as it was, and the rest of its commit as it is", async () => {
  const { pass, modes, versions } = keeping();
  const first = await pass(base);
  const before = versions();
  const second = await pass({ ...base, "a.yaml": bad("a"), "c.yaml": peerAuthentication("c") });
  assert.deepEqual([second.live, second.partial], [second.sha, [`a@${first.sha}`]]);
  assert.deepEqual(modes(), ["shop/a", "shop/b", "shop/c"]);
  const third = await pass({ ...base, "a.yaml": bad("a") });
  assert.deepEqual(third.partial, [`a@${first.sha}`], "it is as of the same commit still");
  assert.deepEqual(versions(), before, "its bytes are those that it had");
  const mended = await pass(base);
  assert.deepEqual([mended.live, mended.partial], [mended.sha, []]);
});

test("the errors are told with what is published, and how much is kept and waits", async () => {
  const { pass } = keeping();
  await pass(base);
  const { outcome } = await pass({ ...base, "a.yaml": bad("a"), "c.yaml": bad("c") });
  assert.ok(outcome.type === "decided" && outcome.publication !== undefined);
  const { warnings, live } = outcome.publication;
  assert.deepEqual(
    warnings.map(({ severity, file }) => [severity, file]),
    [
      ["error", "a.yaml"],
      ["error", "c.yaml"],
    ],
  );
  assert.equal(live.partial?.resources.filter(({ commit }) => commit === null).length, 1);
});

test("a file that never was without an error waits, and so does what a kept one defines anew", async () => {
  const { pass, modes } = keeping();
  const first = await pass({ ...base, "new.yaml": bad("new") });
  assert.deepEqual([first.live, first.partial], [first.sha, ["new@"]]);
  assert.deepEqual(modes(), ["shop/a", "shop/b"]);
  const second = await pass({ ...base, "a.yaml": `${bad("a")}---\n${peerAuthentication("more")}` });
  assert.deepEqual(second.partial, [`a@${first.sha}`, "more@"]);
});

test("a file that is renamed has no past, and one that is removed is gone", async () => {
  const { pass, modes } = keeping();
  await pass(base);
  const { partial } = await pass({ "moved.yaml": bad("a"), "b.yaml": peerAuthentication("b") });
  assert.deepEqual([partial, modes()], [["a@"], ["shop/b"]]);
  await pass(base);
  await pass({ ...base, "a.yaml": bad("a") });
  const removed = await pass({ "b.yaml": peerAuthentication("b") });
  assert.deepEqual([removed.partial, modes()], [[], ["shop/b"]]);
  const back = await pass({ ...base, "a.yaml": bad("a") });
  assert.deepEqual([back.partial, modes()], [["a@"], ["shop/b"]], "it was taken away on purpose");
});

test("what a valid file of head defines wins over what is kept", async () => {
  const { pass, modes, resourceVersion } = keeping();
  const first = await pass({ ...base, "two.yaml": `${peerAuthentication("x")}---\n${peerAuthentication("w")}` });
  const old = resourceVersion("PeerAuthentication", "shop/x");
  const broken = `${peerAuthentication("w")}---\n${bad("z")}`;
  const second = await pass({ ...base, "two.yaml": broken, "x.yaml": peerAuthentication("x", "PERMISSIVE") });
  assert.deepEqual(second.partial, [`w@${first.sha}`, "z@"]);
  assert.deepEqual(modes(), ["shop/a", "shop/b", "shop/w", "shop/x"]);
  assert.notEqual(resourceVersion("PeerAuthentication", "shop/x"), old);
  await pass({ ...base, "two.yaml": broken });
  assert.equal(resourceVersion("PeerAuthentication", "shop/x"), old, "without that file it is kept again");
});

test("a kept file that is mended by going back is whole again, after a restart too", async (t) => {
  const two = `${peerAuthentication("v")}---\n${peerAuthentication("w")}`;
  const folder = scratchFolder(t);
  for (const restarts of [false, true]) {
    const { pass, modes, restart } = keeping();
    await pass({ ...base, "two.yaml": two });
    await pass({ ...base, "two.yaml": bad("w"), "v.yaml": peerAuthentication("v") });
    if (restarts) restart(lastGoodIn(folder));
    const { partial } = await pass({ ...base, "two.yaml": two });
    assert.deepEqual([partial, modes()], [[], ["shop/a", "shop/b", "shop/v", "shop/w"]]);
  }
});

test("of two files that are kept and define one resource, the newer counts", async () => {
  const { pass, partial } = keeping();
  const first = await pass({ ...base, "one.yaml": `${peerAuthentication("x")}---\n${peerAuthentication("w")}` });
  const second = await pass({ ...base, "one.yaml": bad("w"), "two.yaml": peerAuthentication("x", "DISABLE") });
  assert.deepEqual(second.partial, [`w@${first.sha}`]);
  await pass({ ...base, "one.yaml": bad("w"), "two.yaml": bad("x") });
  assert.deepEqual(partial(), [`w@${first.sha}`, `x@${second.sha}`]);
});

for (const [what, files, code] of [
  ["a name that stands twice", { ...base, "a.yaml": bad("a"), "copy.yaml": base["b.yaml"] ?? "" }, "GX301"],
  ["a policy that is wrong", { ...base, "a.yaml": bad("a"), "p.yaml": policy("wrong", "1 +") }, "GX402"],
  [
    "an error in a file that brings a policy",
    { ...base, "p.yaml": `${policy("p", "true")}---\n${bad("q")}` },
    undefined,
  ],
  ["errors in all files", { "new.yaml": bad("new") }, undefined],
] as const) {
  test(`the commit is rejected whole for ${what}`, async () => {
    const { pass } = keeping();
    const first = what.startsWith("errors in all") ? undefined : (await pass(base)).sha;
    const { outcome, live } = await pass(files);
    assert.equal(live, first);
    assert.deepEqual(codes(outcome), ["rejected"]);
    const [kept] = outcome.type === "decided" ? outcome.state.keptBack : [];
    const found = kept?.type === "rejected" ? kept.findings : [];
    if (code !== undefined)
      assert.ok(
        found.some((finding) => finding.code === code),
        JSON.stringify(found),
      );
  });
}

test("a file that brought a policy in the commit before may have no error either", async () => {
  const { pass } = keeping();
  const first = await pass({ ...base, "p.yaml": policy("p", "true") });
  const second = await pass({
    ...base,
    "p.yaml": `${policy("p", "true")}---\n${bad("q")}`.replace("spec:", "spec: ["),
  });
  assert.deepEqual([second.live, codes(second.outcome)], [first.sha, ["rejected"]]);
});

test("what a new policy denies is kept as it was before the policy", async () => {
  const { pass, modes } = keeping();
  const first = await pass(base);
  const { live, sha, partial } = await pass({ ...base, "p.yaml": policy("p", "object.metadata.name != 'a'") });
  assert.deepEqual([live, partial, modes()], [sha, [`a@${first.sha}`], ["shop/a", "shop/b"]]);
});

test("what is kept counts as present when deletions are counted, and what waits as gone", async () => {
  const many = (make: (n: number) => string): Files =>
    Object.fromEntries(Array.from({ length: 20 }, (_, n) => [`${n}.yaml`, make(n)]));
  const good = many((n) => destinationRule(`web-${n}`));
  const broken = many((n) => destinationRule(`web-${n}`).replace("host", "hots"));
  const { pass, live } = keeping();
  const first = await pass({ ...base, ...good });
  const second = await pass({ ...base, ...broken });
  assert.deepEqual([second.live, second.partial.length], [second.sha, 20]);
  const renamed = Object.fromEntries(Object.entries(broken).map(([name, text]) => [`x${name}`, text]));
  const third = await pass({ ...base, ...renamed });
  assert.deepEqual([live(), codes(third.outcome)], [second.sha, ["GX092"]]);
  assert.notEqual(first.sha, second.sha);
});

test("commits that are not live are no past", async () => {
  const source = memorySource();
  const skip = new Set<CommitSha>();
  const one = replica(source, { onInvalid: "keep-last-good", skip });
  const first = source.commit(base);
  skip.add(source.commit({ ...base, "a.yaml": peerAuthentication("a", "DISABLE") }));
  source.commit({ ...base, "a.yaml": bad("a") });
  await one.look();
  assert.deepEqual(one.partial(), [`a@${first}`]);
});

test("a head that stands alone has no past: an error rejects it", async () => {
  const source = memorySource();
  const sha = source.commit(base);
  const broken = source.commit({ ...base, "a.yaml": bad("a") });
  source.reset(broken, broken);
  const one = replica(source, { onInvalid: "keep-last-good" });
  assert.deepEqual([codes(await one.look()), one.live()], [["rejected"], undefined]);
  source.reset(sha, sha);
  await one.look();
  assert.equal(one.live(), sha);
});

test("with versions, a file is kept as of the next lower version", async () => {
  const source = memorySource();
  const one = source.commit(base, { parent: null });
  const two = source.commit({ ...base, "a.yaml": bad("a") }, { parent: null });
  const { look, live, partial } = replica(source, { onInvalid: "keep-last-good" });
  source.follow([
    ["1", one],
    ["2", two],
  ]);
  await look();
  assert.deepEqual([live(), partial()], [two, [`a@${one}`]]);
  source.follow([["2", two]]);
  await look();
  assert.deepEqual([live(), partial()], [two, ["a@"]], "without that version there is nothing to keep");
});

test("a restart shows what is kept, and goes on from it as if it had not ended", async (t) => {
  const { source, pass, look, restart, live, partial, versions } = keeping();
  const folder = scratchFolder(t);
  const first = await pass(base);
  const second = await pass({ ...base, "a.yaml": bad("a"), "new.yaml": bad("new") });
  const before = versions();
  for (const verdictKey of ["same", "same", "other"]) {
    restart(lastGoodIn(folder, verdictKey));
    assert.deepEqual([live(), partial(), versions()], [second.sha, [`a@${first.sha}`, "new@"], before]);
  }
  restart(lastGoodIn(folder, "other"));
  const read = source.blobsRead;
  assert.equal((await look()).type, "unchanged");
  const third = await pass({ ...base, "a.yaml": bad("a") });
  assert.deepEqual([third.live, third.partial, source.blobsRead - read], [third.sha, [`a@${first.sha}`], 1]);
});

test("a file that stays broken for longer than a replica looks back is served no more, by a running replica as by a new one", async () => {
  const source = memorySource();
  const running = keeping(source);
  const first = await running.pass(base);
  const last = (n: number): Files => ({ ...base, "a.yaml": bad("a"), "n.yaml": peerAuthentication(`n${n}`) });
  for (let n = 1; n < 50; n += 1) await running.pass(last(n));
  assert.deepEqual(running.partial(), [`a@${first.sha}`]);
  const fresh = keeping(source);
  await fresh.look();
  assert.deepEqual(fresh.partial(), running.partial());
  await running.pass(last(50));
  await fresh.look();
  assert.deepEqual(running.partial(), ["a@"]);
  assert.deepEqual([fresh.partial(), fresh.versions()], [running.partial(), running.versions()]);
});

function policy(name: string, expression: string): string {
  return `apiVersion: admissionregistration.k8s.io/v1
kind: ValidatingAdmissionPolicy
metadata: {name: ${name}}
spec:
  matchConstraints:
    resourceRules: [{apiGroups: ["*"], apiVersions: ["*"], operations: ["*"], resources: ["*"]}]
  validations: [{expression: "${expression}"}]
---
apiVersion: admissionregistration.k8s.io/v1
kind: ValidatingAdmissionPolicyBinding
metadata: {name: ${name}}
spec: {policyName: ${name}, validationActions: [Deny]}
`;
}
