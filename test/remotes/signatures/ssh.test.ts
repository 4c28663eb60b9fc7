import assert from "node:assert/strict";
import { type TestContext, test } from "node:test";
import { judge } from "../../support/signatures/judge.js";
import { gitTakes, type SigningHome, signingHome, signingTools } from "../../support/signatures/signing-home.js";
import { securityKey } from "../../support/signatures/ssh-signing.js";

const { skip } = signingTools();
const noon = { GIT_COMMITTER_DATE: "2024-06-10T12:00:00Z" };

function commit(home: SigningHome, key: string): string {
  const settings = ["-c", "gpg.format=ssh", "-c", `user.signingKey=${key}.pub`];
  home.gitWith({ env: noon }, ...settings, "commit", "--quiet", "--allow-empty", "-S", "-m", "Change a route");
  return home.git("rev-parse", "HEAD");
}

async function both(t: TestContext, home: SigningHome, sha: string, allowed: string, revoked?: string) {
  const ssh = home.file("allowed", `${allowed}\n`);
  const extra = revoked === undefined ? {} : { revoked: home.file("revoked", `${revoked}\n`) };
  const git = gitTakes(home, "commit", sha, { ssh, ...extra });
  const verdict = await judge(t, home.repository, { commit: sha }, { ssh, ...extra }).catch((error) => error);
  return [verdict.ok === true ? "ok" : verdict.code, git];
}

/** A commit signed by whatever is given, written past git. */
function signedBy(home: SigningHome, sign: (payload: string) => string): string {
  const tree = home.gitWith({ input: "" }, "mktree");
  const who = "Ada <ada@example.com> 1718020800 +0000";
  const payload = `tree ${tree}\nauthor ${who}\ncommitter ${who}\n\nChange a route\n`;
  const header = sign(payload).trimEnd().replaceAll("\n", "\n ");
  const object = payload.replace("\n\n", () => `\ngpgsig ${header}\n\n`);
  return home.gitWith({ input: object }, "hash-object", "-t", "commit", "-w", "--stdin");
}

test("keys of every strong type are taken, as git takes them", { skip }, async (t) => {
  const home = signingHome(t);
  for (const options of [
    "-t ed25519",
    "-t ecdsa -b 256",
    "-t ecdsa -b 384",
    "-t ecdsa -b 521",
    "-t rsa -b 2048",
    "-t rsa -b 4096",
  ]) {
    const name = options.replace(/\W/g, "");
    const key = home.sshKey(name, ...options.split(" "));
    const verdict = await both(t, home, commit(home, key), `ada@example.com ${home.sshPublic(name)}`);
    assert.deepEqual([options, ...verdict], [options, "ok", true]);
  }
});

test("RSA below 2048 bits is refused, though git takes it", { skip }, async (t) => {
  const home = signingHome(t);
  const sha = commit(home, home.sshKey("short", "-t", "rsa", "-b", "1024"));
  assert.equal((await both(t, home, sha, `ada@example.com ${home.sshPublic("short")}`))[0], "GX066");
});

test("keys on security tokens are taken, as git takes them", { skip }, async (t) => {
  const home = signingHome(t);
  for (const type of ["sk-ssh-ed25519@openssh.com", "sk-ecdsa-sha2-nistp256@openssh.com"] as const) {
    for (const flags of [0, 1, 5]) {
      const key = securityKey(type, { flags, counter: 7 });
      const sha = signedBy(home, (payload) => key.sign(Buffer.from(payload), "git"));
      assert.deepEqual(
        [type, flags, ...(await both(t, home, sha, `ada@example.com ${key.publicText}`))],
        [type, flags, "ok", true],
      );
    }
  }
});

test("lines of allowed_signers say what they say to ssh-keygen", { skip }, async (t) => {
  const home = signingHome(t);
  const sha = commit(home, home.sshKey("a", "-t", "ed25519"));
  home.sshKey("b", "-t", "ed25519");
  const [a, b] = [home.sshPublic("a"), home.sshPublic("b")];
  const cases: readonly (readonly [lines: string, code: string])[] = [
    [`ada@example.com ${a}`, "ok"],
    [`ada@example.com ${b}`, "GX061"],
    [`somebody@else.org ${a}`, "ok"],
    [`*@example.com ${a} a comment`, "ok"],
    [`!b@example.com,*@example.com ${a}`, "ok"],
    [`!b@example.com ${a}`, "GX065"],
    [`"ada@example.com,a b" ${a}`, "ok"],
    [`# team\n\n  ada@example.com\t${a}`, "ok"],
    [`b@example.com ${b}\nada@example.com ${a}`, "ok"],
    [`ada@example.com namespaces="git" ${a}`, "ok"],
    [`ada@example.com NameSpaces="g*,file" ${a}`, "ok"],
    [`ada@example.com namespaces="file" ${a}`, "GX065"],
    [`ada@example.com namespaces="!git,*" ${a}`, "GX065"],
    [`ada@example.com namespaces="file" ${a}\nada@example.com ${a}`, "ok"],
    [`ada@example.com namespaces="file" ${a}\nb@example.com ${a}`, "GX065"],
    [`ada@example.com valid-before="20230101" ${a}\nb@example.com ${a}`, "ok"],
    [`ada@example.com valid-before="20240610120000" ${a}`, "ok"],
    [`ada@example.com valid-before="20240610115959" ${a}`, "GX063"],
    [`ada@example.com valid-before="202406101200Z" ${a}`, "ok"],
    [`ada@example.com valid-before="202406101159Z" ${a}`, "GX063"],
    [`ada@example.com valid-before="20240610" ${a}`, "GX063"],
    [`ada@example.com valid-after="20240610120000" ${a}`, "ok"],
    [`ada@example.com valid-after="20240610120001Z" ${a}`, "GX063"],
    [`ada@example.com valid-after="20240610",valid-before="20240611" ${a}`, "ok"],
    [`ada@example.com namespaces="git",valid-after="20250101" ${a}`, "GX063"],
    [`ada@example.com cert-authority ${a}`, "GX061"],
    [`ada@example.com cert-authority ${b}\nada@example.com ${a}`, "ok"],
    [`ada@example.com valid-after=20240610 ${a}`, "GX068"],
    [`ada@example.com no-such-option ${a}`, "GX068"],
    [`ada@example.com namespaces="git",namespaces="git" ${a}`, "GX068"],
    [`ada@example.com valid-after="20250101",valid-before="20240101" ${a}`, "GX068"],
    [`ada@example.com valid-after="2024061" ${a}`, "GX068"],
    [`ada@example.com valid-after="20241301" ${a}`, "GX068"],
    [`ada@example.com namespaces="git" valid-before="20250101" ${a}`, "GX068"],
  ];
  for (const [lines, code] of cases) {
    assert.deepEqual([lines, ...(await both(t, home, sha, lines))], [lines, code, code === "ok"]);
  }
  // A line that ssh-keygen passes over is an error here, so that a slip of the pen does not lift a limit.
  assert.deepEqual(await both(t, home, sha, `garbage\nada@example.com ${a}`), ["GX068", true]);
});

test("revoked keys are refused, whatever allowed_signers says", { skip }, async (t) => {
  const home = signingHome(t);
  const sha = commit(home, home.sshKey("a", "-t", "ed25519"));
  home.sshKey("b", "-t", "ed25519");
  const [a, b] = [home.sshPublic("a"), home.sshPublic("b")];
  assert.deepEqual(await both(t, home, sha, `ada@example.com ${a}`, `# gone\n${b}\n${a} a comment`), ["GX064", false]);
  assert.deepEqual(await both(t, home, sha, `ada@example.com ${a}`, b), ["ok", true]);
});

test("signatures for another purpose, of a changed payload or by a certificate are refused", { skip }, async (t) => {
  const home = signingHome(t);
  const key = home.sshKey("a", "-t", "ed25519");
  const allowed = `ada@example.com ${home.sshPublic("a")}`;
  const sign = (namespace: string, path: string) => (payload: string) => {
    home.file("payload", payload);
    home.ssh("-Y", "sign", "-q", "-f", path, "-n", namespace, `${home.path}/payload`);
    return home.read("payload.sig");
  };
  assert.deepEqual(await both(t, home, signedBy(home, sign("git", key)), allowed), ["ok", true]);
  home.remove("payload.sig");
  assert.deepEqual(await both(t, home, signedBy(home, sign("file", key)), allowed), ["GX065", false]);

  const object = home.git("cat-file", "commit", commit(home, key));
  const write = (text: string) => home.gitWith({ input: `${text}\n` }, "hash-object", "-t", "commit", "-w", "--stdin");
  assert.deepEqual(await both(t, home, write(object), allowed), ["ok", true]);
  assert.deepEqual(await both(t, home, write(object.replace("a route", "all routes")), allowed), ["GX062", false]);

  const authority = home.sshKey("ca", "-t", "ed25519");
  home.ssh("-q", "-s", authority, "-I", "ada", "-n", "ada@example.com", `${key}.pub`);
  home.remove("payload.sig");
  const certified = signedBy(home, sign("git", `${key}-cert.pub`));
  const trusting = `ada@example.com cert-authority ${home.sshPublic("ca")}`;
  // Git takes certificates of an authority; here they are refused by name.
  assert.deepEqual(await both(t, home, certified, trusting), ["GX066", true]);
});
