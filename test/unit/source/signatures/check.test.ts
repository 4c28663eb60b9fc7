import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type TestContext, test } from "node:test";
import { type CommitSha, GitxdsError, objectId, type VerifyConfig } from "../../../../src/model/index.js";
import { makeSignatureCheck, type Revision, type SignatureVerdict } from "../../../../src/source/signatures/index.js";
import { verifyConfig } from "../../../support/signatures/judge.js";
import { objectShelf, type Sign } from "../../../support/signatures/objects.js";
import { sshSigner } from "../../../support/signatures/ssh-signing.js";

const [ada, bob, eve] = [sshSigner("ed25519"), sshSigner("ed25519"), sshSigner("ed25519")];
const by =
  (signer: typeof ada): Sign =>
  (payload) =>
    signer.sign(payload, "git");

function setUp(t: TestContext, config: Partial<VerifyConfig> = {}) {
  const folder = mkdtempSync(join(tmpdir(), "gitxds-test-"));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  const ssh = join(folder, "allowed_signers");
  writeFileSync(ssh, `ada@example.com ${ada.publicText}\nbob@example.com ${bob.publicText}\n`);
  const shelf = objectShelf();
  const clock = { now: () => new Date("2024-07-01T00:00:00Z") };
  const makeCheck = (more: Partial<VerifyConfig>) =>
    makeSignatureCheck(verifyConfig({ ssh, ...config, ...more }), clock);
  return { folder, ssh, shelf, makeCheck };
}

const told = (verdict: SignatureVerdict) =>
  verdict.ok ? `ok ${verdict.checked} ${verdict.signer?.name ?? "nobody"}` : verdict.code;

test("with head, the commit's own signature counts and its parents' do not", async (t) => {
  const { shelf, makeCheck } = setUp(t);
  const check = makeCheck({});
  const unsigned = await shelf.commit();
  const signed = await shelf.commit({ parents: [unsigned], sign: by(ada) });
  assert.equal(told(await check(shelf.read, { commit: signed })), "ok 1 ada@example.com");
  const verdict = await check(shelf.read, { commit: unsigned });
  assert.deepEqual(verdict, {
    ok: false,
    commit: unsigned,
    code: "GX060",
    message: `commit ${unsigned.slice(0, 12)} ("Change a route" by Ada <ada@example.com>) is not accepted: it is not signed`,
    remedy: "sign with `git commit -S`: put a commit on top that is signed with a trusted key",
  });
});

test("a hold names the commit, the key and what is wrong with it", async (t) => {
  const { shelf, makeCheck, ssh } = setUp(t);
  const commit = await shelf.commit({ sign: by(eve) });
  const verdict = await makeCheck({})(shelf.read, { commit });
  assert.ok(!verdict.ok);
  assert.equal(verdict.code, "GX061");
  assert.match(
    verdict.message,
    /^commit [0-9a-f]{12} \("Change a route" by Ada .*\) is not accepted: .*\(key SHA256:.{43}\)$/,
  );
  assert.ok(verdict.remedy.includes(ssh));
});

test("with range, every commit after `since` is asked, those that a merge brings in as well", async (t) => {
  const { shelf, makeCheck } = setUp(t);
  const root = await shelf.commit({ time: 1 });
  const since = await shelf.commit({ parents: [root], time: 2 });
  const side = await shelf.commit({ parents: [root], time: 3, message: "Aside" });
  const signedSide = await shelf.commit({ parents: [root], time: 3, sign: by(bob) });
  const next = await shelf.commit({ parents: [since], time: 4, sign: by(ada) });
  const check = makeCheck({ mode: "range", since });
  const merge = (parent: CommitSha) => shelf.commit({ parents: [next, parent], time: 5, sign: by(ada) });
  assert.equal(told(await check(shelf.read, { commit: since })), "ok 0 nobody");
  assert.equal(told(await check(shelf.read, { commit: next })), "ok 1 ada@example.com");
  assert.equal(told(await check(shelf.read, { commit: await merge(signedSide) })), "ok 3 ada@example.com");
  const commit = await merge(side);
  const verdict = await check(shelf.read, { commit });
  assert.ok(!verdict.ok);
  assert.deepEqual([verdict.commit, verdict.code], [commit, "GX060"]);
  assert.match(verdict.message, /^commit [0-9a-f]{12} \("Aside" by/);
});

test("with range, a head that is not built on `since` is held", async (t) => {
  const { shelf, makeCheck } = setUp(t);
  const since = await shelf.commit({ time: 2 });
  const other = await shelf.commit({ time: 1, sign: by(ada) });
  assert.equal(told(await makeCheck({ mode: "range", since })(shelf.read, { commit: other })), "GX067");
});

test("a commit that a shallow clone does not have is named, so that it can be fetched", async (t) => {
  const { shelf, makeCheck } = setUp(t);
  const since = await shelf.commit({ time: 1 });
  const middle = await shelf.commit({ parents: [since], time: 2, sign: by(ada) });
  const commit = await shelf.commit({ parents: [middle], time: 3, sign: by(ada) });
  const check = makeCheck({ mode: "range", since });
  for (const gone of [since, middle, commit]) {
    const without = (id: string) => (id === gone ? undefined : shelf.read(objectId(id)));
    const verdict = await check(without, { commit });
    assert.deepEqual(verdict.ok ? undefined : [verdict.code, verdict.missing], ["GX067", gone]);
  }
  assert.equal(told(await check(shelf.read, { commit })), "ok 2 ada@example.com");
});

async function tagged(t: TestContext, sign: Sign | undefined, signCommit: Sign | undefined, name = "v1.0") {
  const { shelf, makeCheck } = setUp(t);
  const commit = await shelf.commit(signCommit === undefined ? {} : { sign: signCommit });
  const id = await shelf.tag(name, objectId(commit), "commit", sign);
  const revision: Revision = { commit, tag: { id, ref: "refs/tags/v1.0" } };
  return { shelf, makeCheck, revision };
}

test("the signature of an annotated tag counts for its commit", async (t) => {
  for (const [sign, signCommit, expected] of [
    [by(ada), undefined, "ok 1 ada@example.com"],
    [by(ada), by(eve), "ok 1 ada@example.com"],
    [undefined, by(bob), "ok 1 bob@example.com"],
    [undefined, undefined, "GX060"],
    [by(eve), by(ada), "GX061"],
  ] as const) {
    const { shelf, makeCheck, revision } = await tagged(t, sign, signCommit);
    assert.equal(told(await makeCheck({})(shelf.read, revision)), expected);
  }
});

test("a signed tag under another name, or that leads elsewhere than the remote says, is refused", async (t) => {
  const renamed = await tagged(t, by(ada), by(ada), "v0.9");
  assert.equal(told(await renamed.makeCheck({})(renamed.shelf.read, renamed.revision)), "GX062");
  const { shelf, makeCheck, revision } = await tagged(t, by(ada), by(ada));
  const other = await shelf.commit({ message: "Not tagged", sign: by(ada) });
  assert.equal(told(await makeCheck({})(shelf.read, { ...revision, commit: other })), "GX062");
});

test("a tag of a tag leads to its commit", async (t) => {
  const { shelf, makeCheck, revision } = await tagged(t, undefined, undefined, "inner");
  const id = await shelf.tag("v1.0", revision.tag?.id ?? objectId(revision.commit), "tag", by(ada));
  const outer = { commit: revision.commit, tag: { id, ref: "refs/tags/v1.0" } };
  assert.equal(told(await makeCheck({})(shelf.read, outer)), "ok 1 ada@example.com");
});

test("with range, a signed tag does not stand in for the commits", async (t) => {
  const { shelf, makeCheck, revision } = await tagged(t, by(ada), undefined);
  const since = await shelf.commit({ message: "Start" });
  const commit = await shelf.commit({ parents: [since] });
  const id = await shelf.tag("v1.0", objectId(commit), "commit", by(ada));
  const check = makeCheck({ mode: "range", since });
  assert.equal(told(await check(shelf.read, { commit, tag: { id, ref: "refs/tags/v1.0" } })), "GX060");
  assert.equal(told(await check(shelf.read, revision)), "GX067");
});

test("what passed is not computed again until the files of keys change", async (t) => {
  const { shelf, makeCheck, ssh } = setUp(t);
  const since = await shelf.commit({ time: 1 });
  let commit = since;
  for (let time = 2; time < 30; time += 1) commit = await shelf.commit({ parents: [commit], time, sign: by(ada) });
  const check = makeCheck({ mode: "range", since });
  const readsOf = async () => {
    const before = shelf.reads();
    const verdict = await check(shelf.read, { commit });
    return [told(verdict), shelf.reads() - before];
  };
  const walk = 29;
  assert.deepEqual(await readsOf(), ["ok 28 ada@example.com", walk + 28]);
  assert.deepEqual(await readsOf(), ["ok 28 ada@example.com", walk]);
  writeFileSync(ssh, `bob@example.com ${bob.publicText}\n`);
  assert.equal((await readsOf())[0], "GX061");
  writeFileSync(ssh, `ada@example.com valid-after="20240101" ${ada.publicText}\n`);
  assert.equal((await readsOf())[0], "GX063");
});

test("a file of keys that is missing or malformed is an error that names it, and not a verdict", async (t) => {
  const { shelf, makeCheck, folder, ssh } = setUp(t);
  const commit = await shelf.commit({ sign: by(ada) });
  const file = (name: string, content: string | Uint8Array) => {
    writeFileSync(join(folder, name), content);
    return join(folder, name);
  };
  const cases: readonly (readonly [config: Partial<VerifyConfig>, where: string, what: RegExp])[] = [
    [{ ssh: join(folder, "none") }, join(folder, "none"), /does not exist/],
    [{ ssh: folder }, folder, /is no file/],
    [{ ssh: file("bad", "# x\nada\n") }, `${join(folder, "bad")}:2`, /has no principals and key/],
    [{ openpgp: [join(folder, "none.asc")] }, "none.asc", /does not exist/],
    [{ openpgp: [file("text.asc", "hello\n")] }, "text.asc", /holds no OpenPGP key/],
    [{ openpgp: [file("large.asc", Buffer.alloc(5 * 1024 * 1024))] }, "large.asc", /larger than/],
    [{ revoked: file("krl", "SSHKRL\n\0") }, "krl", /binary key revocation list/],
    [{ revoked: file("gone", `${ada.publicText}\nnot a key\n`) }, "gone:2", /no SSH public key/],
  ];
  for (const [config, where, what] of cases) {
    await assert.rejects(makeCheck({ ssh, ...config })(shelf.read, { commit }), (error) => {
      assert.ok(error instanceof GitxdsError);
      assert.equal(error.code, "GX068");
      assert.ok(error.message.includes(where), error.message);
      assert.match(error.message, what);
      return true;
    });
  }
});

test("X.509 and unknown signatures are refused by name", async (t) => {
  const { shelf, makeCheck } = setUp(t);
  for (const text of ["-----BEGIN SIGNED MESSAGE-----\nabc\n-----END SIGNED MESSAGE-----\n", "something\n"]) {
    const commit = await shelf.commit({ sign: () => text });
    assert.equal(told(await makeCheck({})(shelf.read, { commit })), "GX066");
  }
});
