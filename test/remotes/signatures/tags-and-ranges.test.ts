import assert from "node:assert/strict";
import { type TestContext, test } from "node:test";
import { commitSha } from "../../../src/model/index.js";
import { listRange } from "../../../src/source/signatures/range.js";
import { judge, readerOf } from "../../support/signatures/judge.js";
import { gitTakes, type SigningHome, signingHome, signingTools } from "../../support/signatures/signing-home.js";

const { skip } = signingTools();

interface Keys {
  readonly openpgp: string;
  readonly ssh: string;
}

function setUp(t: TestContext) {
  const home = signingHome(t);
  const gpg = home.gpgKey("releases");
  const ssh = home.sshKey("releases", "-t", "ed25519");
  const keys: Keys = {
    openpgp: home.file("keys.asc", home.gpg("--armor", "--export", gpg)),
    ssh: home.file("allowed", `releases@example.com ${home.sshPublic("releases")}\n`),
  };
  const withSsh = ["-c", "gpg.format=ssh", "-c", `user.signingKey=${ssh}.pub`];
  const commit = (message: string, ...args: readonly string[]) => {
    home.git("commit", "--quiet", "--allow-empty", "-m", message, ...args);
    return home.git("rev-parse", "HEAD");
  };
  return { home, gpg, withSsh, keys, commit };
}

/** The verdict on what a tag names, and whether git verify-tag takes the tag. */
async function bothOnTag(t: TestContext, home: SigningHome, name: string, keys: Keys) {
  const id = home.git("rev-parse", `refs/tags/${name}`);
  const commit = home.git("rev-parse", `refs/tags/${name}^{commit}`);
  const tag = id === commit ? {} : { tag: { id, ref: `refs/tags/${name}` } };
  const verdict = await judge(t, home.repository, { commit, ...tag }, { openpgp: [keys.openpgp], ssh: keys.ssh });
  return [verdict.ok ? "ok" : verdict.code, gitTakes(home, "tag", name, keys)];
}

test("signed tags are taken, by gpg and by ssh-keygen, as git verify-tag takes them", { skip }, async (t) => {
  const { home, gpg, withSsh, keys, commit } = setUp(t);
  commit("Not signed");
  home.git("tag", "-s", `-u${gpg}`, "-m", "By gpg", "v1");
  home.git(...withSsh, "tag", "-s", "-m", "By ssh", "v2");
  home.git("tag", "-s", `-u${gpg}`, "-m", "Quotes:\n-----BEGIN PGP SIGNATURE-----\nnothing", "v3");
  home.git("tag", "-s", `-u${gpg}`, "-m", "Of a tag", "v4", "v1");
  for (const name of ["v1", "v2", "v3", "v4"]) {
    assert.deepEqual([name, ...(await bothOnTag(t, home, name, keys))], [name, "ok", true]);
  }
});

test("a tag that was changed or is signed by somebody else is refused, even where its commit is signed", {
  skip,
}, async (t) => {
  const { home, gpg, keys, commit } = setUp(t);
  commit("Signed", `-S${gpg}`);
  home.git("tag", "-s", `-u${gpg}`, "-m", "A release", "v1");
  const write = (text: string) => home.gitWith({ input: `${text}\n` }, "hash-object", "-t", "tag", "-w", "--stdin");
  home.git("update-ref", "refs/tags/v2", write(home.git("cat-file", "tag", "v1").replace("tag v1", "tag v2")));
  home.git("tag", "-s", `-u${home.gpgKey("other")}`, "-m", "A release", "v3");
  assert.deepEqual(await bothOnTag(t, home, "v2", keys), ["GX062", false]);
  assert.deepEqual(await bothOnTag(t, home, "v3", keys), ["GX061", false]);
  // Git does not compare the name that was signed with the ref.
  home.git("update-ref", "refs/tags/v4", "refs/tags/v1");
  assert.deepEqual(await bothOnTag(t, home, "v4", keys), ["GX062", true]);
});

test("lightweight tags and tags without signature leave it to the commit", { skip }, async (t) => {
  const { home, gpg, keys, commit } = setUp(t);
  commit("Signed", `-S${gpg}`);
  home.git("tag", "light");
  home.git("tag", "-a", "-m", "Without signature", "plain");
  commit("Not signed");
  home.git("tag", "light-unsigned");
  home.git("tag", "-a", "-m", "Without signature", "plain-unsigned");
  const codes = [];
  for (const name of ["light", "plain", "light-unsigned", "plain-unsigned"]) {
    codes.push((await bothOnTag(t, home, name, keys))[0]);
  }
  assert.deepEqual(codes, ["ok", "ok", "GX060", "GX060"]);
});

test("a range is what git rev-list lists, and each of its commits is asked", { skip }, async (t) => {
  const { home, gpg, withSsh, keys, commit } = setUp(t);
  commit("Root");
  home.git("branch", "old");
  const since = commit("Start");
  commit("By gpg", `-S${gpg}`);
  home.git(...withSsh, "commit", "--quiet", "--allow-empty", "-S", "-m", "By ssh");
  home.git("checkout", "--quiet", "old");
  commit("Aside", `-S${gpg}`);
  home.git("checkout", "--quiet", "main");
  home.git("merge", "--quiet", "--no-ff", `-S${gpg}`, "-m", "Merge", "old");
  const read = readerOf(t, home.repository);
  const check = async () => {
    const head = home.git("rev-parse", "HEAD");
    const range = await listRange(read, commitSha(since), commitSha(head), 100);
    const listed = "commits" in range ? [...range.commits].sort() : range;
    assert.deepEqual(listed, home.git("rev-list", `${since}..HEAD`).split("\n").sort());
    return judge(
      t,
      home.repository,
      { commit: head },
      {
        ...{ mode: "range", since: commitSha(since), openpgp: [keys.openpgp], ssh: keys.ssh },
      },
    );
  };
  const good = await check();
  assert.deepEqual(good.ok && good.checked, 4);
  home.git("checkout", "--quiet", "old");
  commit("Unsigned aside");
  home.git("checkout", "--quiet", "main");
  home.git("merge", "--quiet", "--no-ff", `-S${gpg}`, "-m", "Merge again", "old");
  const bad = await check();
  assert.ok(!bad.ok && bad.code === "GX060");
  assert.match(bad.message, /"Unsigned aside"/);
});
