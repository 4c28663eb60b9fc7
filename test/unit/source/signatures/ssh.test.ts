import assert from "node:assert/strict";
import { test } from "node:test";
import { parseAllowedSigners } from "../../../../src/source/signatures/allowed-signers.js";
import { matchesList } from "../../../../src/source/signatures/patterns.js";
import type { SignedObject } from "../../../../src/source/signatures/signed-object.js";
import { verifySsh } from "../../../../src/source/signatures/ssh.js";
import { readTime } from "../../../../src/source/signatures/ssh-time.js";
import { type SshSigner, securityKey, sshSigner } from "../../../support/signatures/ssh-signing.js";

const payload = Buffer.from("tree 1\ncommitter Ada\n\nChange a route\n");
const madeAt = new Date("2024-06-10T12:00:00Z");

const signed = (signature: string, more: Partial<SignedObject> = {}): SignedObject => ({
  ...{ payload, signature, format: "ssh", madeAt },
  ...more,
});

function verdict(object: SignedObject, ...lines: readonly string[]): string {
  const result = verifySsh(object, { allowed: parseAllowedSigners(lines.join("\n")), revoked: [] });
  return result.ok ? `ok ${result.signer.name}` : result.reason;
}

const kinds: readonly (readonly [name: string, signer: SshSigner])[] = [
  ["ed25519", sshSigner("ed25519")],
  ["nistp256", sshSigner("nistp256")],
  ["nistp384", sshSigner("nistp384")],
  ["nistp521", sshSigner("nistp521")],
  ["rsa", sshSigner("rsa")],
  ["sk-ed25519", securityKey("sk-ssh-ed25519@openssh.com", { flags: 1, counter: 9 })],
  ["sk-ecdsa", securityKey("sk-ecdsa-sha2-nistp256@openssh.com", { flags: 5, counter: 2 ** 32 - 1 })],
];

for (const [name, key] of kinds) {
  const allowed = `ada@example.com ${key.publicText}`;
  test(`a signature by ${name} fits its payload alone`, () => {
    for (const hash of ["sha256", "sha512"]) {
      const signature = key.sign(payload, "git", { hash });
      assert.equal(verdict(signed(signature), allowed), "ok ada@example.com");
      assert.equal(verdict(signed(signature, { payload: Buffer.from("else") }), allowed), "badSignature");
      assert.equal(verdict(signed(signature)), "unknownKey");
    }
    assert.equal(verdict(signed(key.sign(payload, "file")), allowed), "wrongNamespace");
  });

  test(`no truncation and no changed byte of a signature by ${name} is taken or throws`, () => {
    const signature = key.sign(payload, "git");
    const end = signature.indexOf("\n-----END");
    for (let length = 0; length < end; length += 1) {
      for (const text of [signature.slice(0, length), signature.slice(0, length) + signature.slice(end)]) {
        assert.ok(!verdict(signed(text), allowed).startsWith("ok"), `cut at ${length}`);
      }
    }
    const [begin, ...body] = signature.trimEnd().split("\n");
    const blob = Buffer.from(body.slice(0, -1).join(""), "base64");
    for (let at = 0; at < blob.length; at += 1) {
      const changed = Buffer.from(blob);
      changed[at] = (changed[at] ?? 0) ^ 1;
      const text = `${begin}\n${changed.toString("base64")}\n${body.at(-1)}\n`;
      assert.ok(!verdict(signed(text), allowed).startsWith("ok"), `changed at ${at}`);
    }
  });
}

test("SHA-1, short RSA keys and certificates are refused by name", () => {
  const rsa = sshSigner("rsa");
  const sha1 = rsa.sign(payload, "git", { algorithm: "ssh-rsa" });
  assert.equal(verdict(signed(sha1), `a ${rsa.publicText}`), "unsupported");
  const short = sshSigner("rsa", 1024);
  assert.equal(verdict(signed(short.sign(payload, "git")), `a ${short.publicText}`), "unsupported");
});

test("a signature whose commit gives no time is refused, since no line can be judged by it", () => {
  const key = sshSigner("ed25519");
  const object = signed(key.sign(payload, "git"), { madeAt: undefined });
  assert.equal(verdict(object, `a ${key.publicText}`), "badSignature");
});

test("a revoked key is refused before anything else is said of it", () => {
  const key = sshSigner("ed25519");
  const trust = { allowed: parseAllowedSigners(`a ${key.publicText}`), revoked: [key.publicBlob] };
  const result = verifySsh(signed(key.sign(payload, "git")), trust);
  assert.equal(result.ok ? "ok" : result.reason, "revoked");
});

test("a malformed line is an error that names it", () => {
  const key = sshSigner("ed25519").publicText;
  for (const line of [
    "ada@example.com",
    `ada@example.com,${key.split(" ")[1]}`,
    "ada@example.com ssh-ed25519 AAAA",
    `ada@example.com ${key.replace("ssh-ed25519", "ssh-rsa")}`,
    `ada@example.com namespaces="git ${key}`,
    `ada@example.com namespaces ${key}`,
    `ada@example.com cert-authority="yes" ${key}`,
    `"" ${key}`,
    `ada@example.com valid-after="20240230" ${key}`,
  ]) {
    assert.throws(
      () => parseAllowedSigners(`# first\n${line}`),
      (error) => error instanceof Error && "line" in error && error.line === 2,
      line,
    );
  }
});

test("keys of unknown types may be listed, and say nothing", () => {
  const odd = Buffer.concat([Buffer.from([0, 0, 0, 7]), Buffer.from("ssh-odd")]).toString("base64");
  const key = sshSigner("ed25519");
  const lines = [`old@example.com ssh-odd ${odd}`, `ada@example.com ${key.publicText}`];
  assert.equal(verdict(signed(key.sign(payload, "git")), ...lines), "ok ada@example.com");
});

test("times are UTC, and only days that exist", () => {
  for (const [text, iso] of [
    ["20240610", "2024-06-10T00:00:00.000Z"],
    ["20240610Z", "2024-06-10T00:00:00.000Z"],
    ["202406101234", "2024-06-10T12:34:00.000Z"],
    ["20240610123456z", "2024-06-10T12:34:56.000Z"],
    ["20240610123456UTC", "2024-06-10T12:34:56.000Z"],
  ] as const) {
    assert.equal(readTime(text)?.toISOString(), iso);
  }
  for (const text of ["", "2024", "2024-06-10", "2024061012", "20240230", "20241301", "202406102400", "always"]) {
    assert.equal(readTime(text), undefined, text);
  }
});

test("patterns match as OpenSSH's do", () => {
  for (const [text, list, expected] of [
    ["git", "git", true],
    ["git", "*", true],
    ["git", "g?t", true],
    ["git", "g*", true],
    ["git", "*i*", true],
    ["git", "*t*t", false],
    ["git", "", false],
    ["", "*", true],
    ["git", "file,git", true],
    ["git", "*,!git", false],
    ["git", "!git", false],
    ["git", "!file", false],
    ["git", "!file,git", true],
    ["git", "GIT", false],
    ["a.b", "a.b", true],
    ["axb", "a.b", false],
  ] as const) {
    assert.equal(matchesList(text, list), expected, `${text} against ${list}`);
  }
  assert.equal(matchesList("a".repeat(10_000), `${"*a".repeat(50)}b`), false);
});
