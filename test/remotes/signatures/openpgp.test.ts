import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { type TestContext, test } from "node:test";
import { judge } from "../../support/signatures/judge.js";
import { gitTakes, type SigningHome, signingHome, signingTools } from "../../support/signatures/signing-home.js";

const { skip } = signingTools();

function commit(home: SigningHome, key: string, ...settings: readonly string[]): string {
  const args = settings.flatMap((setting) => ["-c", setting]);
  home.git(...args, "commit", "--quiet", "--allow-empty", `-S${key}`, "-m", "Change a route");
  return home.git("rev-parse", "HEAD");
}

/** The code of the verdict, "ok" where it passes; and that of git. */
async function both(t: TestContext, home: SigningHome, sha: string, ...fingerprints: readonly string[]) {
  const openpgp = home.file(`keys-${sha}`, home.gpg("--armor", "--export", ...fingerprints));
  const verdict = await judge(t, home.repository, { commit: sha }, { openpgp: [openpgp] });
  const git = gitTakes(home, "commit", sha, { openpgp });
  return { ours: verdict.ok ? "ok" : verdict.code, git, message: verdict.ok ? "" : verdict.message };
}

test("keys of every strong algorithm are taken, as git takes them", { skip }, async (t) => {
  const home = signingHome(t);
  for (const algorithm of ["ed25519", "nistp256", "nistp384", "nistp521", "rsa2048", "rsa3072"]) {
    const key = home.gpgKey(algorithm, algorithm);
    const { ours, git, message } = await both(t, home, commit(home, key), key);
    assert.deepEqual([algorithm, ours, git], [algorithm, "ok", true], message);
  }
});

test("weak keys and hashes are refused, though git takes some", { skip }, async (t) => {
  const home = signingHome(t);
  for (const algorithm of ["rsa1024", "dsa2048", "secp256k1", "brainpoolP256r1"]) {
    const key = home.gpgKey(algorithm, algorithm);
    const { ours } = await both(t, home, commit(home, key), key);
    assert.deepEqual([algorithm, ours], [algorithm, "GX066"]);
  }
  const key = home.gpgKey("rsa", "rsa2048");
  const sha = commit(home, key, `gpg.program=${home.gpgProgram("--digest-algo", "SHA1")}`);
  assert.equal((await both(t, home, sha, key)).ours, "GX066");
});

test("the key's state is that of today, as git has it", { skip }, async (t) => {
  const home = signingHome(t);
  const past = `gpg.program=${home.gpgProgram("--faked-system-time", "20240110T000000!")}`;
  const short = { at: "20240101T000000!", expire: "30d" };
  const cases: readonly [name: string, make: () => { key: string; sha: string }, code: string, taken: boolean][] = [
    [
      "expired since",
      () => {
        const key = home.gpgKey("expired", "ed25519", short);
        return { key, sha: commit(home, key, past) };
      },
      "GX063",
      false,
    ],
    [
      "expired, then extended",
      () => {
        const key = home.gpgKey("extended", "ed25519", short);
        const sha = commit(home, key, past);
        home.gpg("--quick-set-expire", key, "10y");
        return { key, sha };
      },
      "ok",
      true,
    ],
    [
      "signed in the gap before the key was extended",
      () => {
        const key = home.gpgKey("gap", "ed25519", { at: "20230101T000000!", expire: "30d" });
        home.gpg("--quick-set-expire", key, "10y");
        return { key, sha: commit(home, key, past) };
      },
      "ok",
      true,
    ],
    [
      "an expired signature",
      () => {
        const key = home.gpgKey("brief", "ed25519", { at: "20240101T000000!" });
        const brief = home.gpgProgram("--faked-system-time", "20240110T000000!", "--default-sig-expire", "1");
        return { key, sha: commit(home, key, `gpg.program=${brief}`) };
      },
      "GX063",
      false,
    ],
    [
      "a signature that has not expired yet",
      () => {
        const key = home.gpgKey("lasting");
        return { key, sha: commit(home, key, `gpg.program=${home.gpgProgram("--default-sig-expire", "10")}`) };
      },
      "ok",
      true,
    ],
    [
      "a clock that was ahead",
      () => {
        const key = home.gpgKey("ahead");
        const ahead = home.gpgProgram("--faked-system-time", "20400101T000000!");
        return { key, sha: commit(home, key, `gpg.program=${ahead}`) };
      },
      "ok",
      true,
    ],
    [
      "a signature older than its key",
      () => {
        const key = home.gpgKey("young");
        const back = home.gpgProgram("--faked-system-time", "20240110T000000!", "--ignore-time-conflict");
        return { key, sha: commit(home, key, `gpg.program=${back}`) };
      },
      "GX062",
      false,
    ],
    [
      "revoked",
      () => {
        const key = home.gpgKey("revoked");
        const sha = commit(home, key);
        home.gpg("--import", home.file("rev", readRevocation(`${home.path}/g/openpgp-revocs.d/${key}.rev`)));
        return { key, sha };
      },
      "GX064",
      false,
    ],
  ];
  for (const [name, make, code, taken] of cases) {
    const { key, sha } = make();
    const { ours, git, message } = await both(t, home, sha, key);
    assert.deepEqual([name, ours, git], [name, code, taken], message);
  }
});

/** gpg keeps its first line from being used by accident. */
function readRevocation(file: string): string {
  return readFileSync(file, "utf8").replace(/^:-----/m, "-----");
}

test("a subkey signs for its primary key until it expires or is revoked", { skip }, async (t) => {
  const home = signingHome(t);
  const key = home.gpgKey("primary", "ed25519", { at: "20240101T000000!" });
  home.gpg("--faked-system-time", "20240102T000000!", "--quick-add-key", key, "ed25519", "sign", "30d");
  const past = `gpg.program=${home.gpgProgram("--faked-system-time", "20240110T000000!")}`;
  const expired = commit(home, key, past);
  home.gpg("--quick-add-key", key, "ed25519", "sign", "never");
  const good = commit(home, key);
  assert.match(home.git("cat-file", "commit", good), /gpgsig/);
  const results = [await both(t, home, expired, key), await both(t, home, good, key)];
  assert.deepEqual(
    results.map(({ ours, git }) => [ours, git]),
    [
      ["GX063", false],
      ["ok", true],
    ],
  );
  home.gpgWith("key 2\nrevkey\ny\n0\n\ny\nsave\n", "--command-fd", "0", "--edit-key", key);
  const { ours, git } = await both(t, home, good, key);
  assert.deepEqual([ours, git], ["GX064", false]);
});

test("what was changed, or signed by somebody else, is refused", { skip }, async (t) => {
  const home = signingHome(t);
  const [ours, other] = [home.gpgKey("ours"), home.gpgKey("other")];
  const sha = commit(home, ours);
  const object = home.git("cat-file", "commit", sha);
  const write = (text: string) => home.gitWith({ input: `${text}\n` }, "hash-object", "-t", "commit", "-w", "--stdin");
  assert.equal((await both(t, home, write(object), ours)).ours, "ok", "written anew as it was");
  const cases: readonly [name: string, sha: string, key: string, code: string][] = [
    ["another message", write(object.replace("a route", "all routes")), ours, "GX062"],
    ["another tree", write(object.replace(/^tree ./, "tree 0")), ours, "GX062"],
    ["another committer", write(object.replace("committer Ada", "committer Bob")), ours, "GX062"],
    ["a key that is not in the keyring", sha, other, "GX061"],
    ["the signature taken off", write(object.replace(/gpgsig (.*\n )*.*\n/, "")), ours, "GX060"],
    ["the same signature twice", write(object.replace(/(gpgsig (?:.*\n )*.*\n)/, "$1$1")), ours, "GX062"],
  ];
  for (const [name, changed, key, code] of cases) {
    const { ours: verdict, git } = await both(t, home, changed, key);
    assert.deepEqual([name, verdict, git], [name, code, false]);
  }
});

test("headers beside the signature are signed, but for signatures under another hash", { skip }, async (t) => {
  const home = signingHome(t);
  const key = home.gpgKey("ours");
  commit(home, key);
  const encoded = commit(home, key, "i18n.commitEncoding=ISO-8859-1");
  assert.match(home.git("cat-file", "commit", encoded), /\nencoding ISO-8859-1\n/);
  assert.deepEqual(pick(await both(t, home, encoded, key)), ["ok", true]);

  home.git("checkout", "--quiet", "-b", "side", "HEAD~1");
  commit(home, key);
  home.git("tag", "-s", `-u${key}`, "-m", "a tag", "side-tag");
  home.git("checkout", "--quiet", "main");
  home.git("merge", "--quiet", "--no-ff", `-S${key}`, "-m", "Merge a tag", "side-tag");
  const merge = home.git("rev-parse", "HEAD");
  assert.match(home.git("cat-file", "commit", merge), /\nmergetag (.*\n )+-----BEGIN PGP SIGNATURE-----\n/);
  assert.deepEqual(pick(await both(t, home, merge, key)), ["ok", true]);

  const object = home.git("cat-file", "commit", merge);
  const write = (text: string) =>
    home.gitWith({ input: `${text}\n` }, "hash-object", "-t", "commit", "-w", "--literally", "--stdin");
  const later = write(object.replace("\ngpgsig ", "\ngpgsig-sha256 other\n lines\ngpgsig "));
  assert.deepEqual(pick(await both(t, home, later, key)), ["ok", true]);
  const plain = write(object.replace("\ngpgsig ", "\nreviewed-by nobody\ngpgsig "));
  assert.deepEqual(pick(await both(t, home, plain, key)), ["GX062", false]);
  // Git takes this one, and reads one parent where two were signed.
  const hidden = write(
    object.replace(/\nparent .*\nparent /, (two) => two.replace(/\nparent $/, "\ngpgsig-sha256 x\nparent ")),
  );
  assert.deepEqual(pick(await both(t, home, hidden, key)), ["GX062", true]);
});

function pick({ ours, git }: { readonly ours: string; readonly git: boolean }) {
  return [ours, git];
}

test("several keyrings are read, armored and binary, and what they know of a key is joined", { skip }, async (t) => {
  const home = signingHome(t);
  const [one, two] = [home.gpgKey("one"), home.gpgKey("two")];
  const [first, second] = [commit(home, one), commit(home, two)];
  const armored = home.file("one.asc", home.gpg("--armor", "--export", one));
  home.gpg("--output", `${home.path}/two.gpg`, "--export", two);
  const together = home.file(
    "both.asc",
    `${home.gpg("--armor", "--export", one)}\n\n${home.gpg("--armor", "--export", two)}\n`,
  );
  for (const openpgp of [[armored, `${home.path}/two.gpg`], [together]]) {
    for (const commit of [first, second]) {
      const verdict = await judge(t, home.repository, { commit }, { openpgp });
      assert.equal(verdict.ok, true, JSON.stringify(verdict));
    }
  }
  home.gpg("--import", home.file("rev", readRevocation(`${home.path}/g/openpgp-revocs.d/${one}.rev`)));
  const revoked = home.file("one-revoked.asc", home.gpg("--armor", "--export", one));
  for (const openpgp of [
    [armored, revoked],
    [revoked, armored],
  ]) {
    const verdict = await judge(t, home.repository, { commit: first }, { openpgp });
    assert.equal(verdict.ok ? "ok" : verdict.code, "GX064");
  }
});
