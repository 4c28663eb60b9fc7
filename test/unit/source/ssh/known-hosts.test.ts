import assert from "node:assert/strict";
import { createHmac } from "node:crypto";
import { test } from "node:test";
import { GitxdsError } from "../../../../src/model/index.js";
import { hostKeyAlgorithms, judgeHostKey, knownHostsName } from "../../../../src/source/ssh/host-key.js";
import { linesAbout } from "../../../../src/source/ssh/known-hosts.js";

/** A public key in SSH's binary form; what is in it does not matter here. */
function makeBlob(type: string, content: string): Buffer {
  const parts = [type, content].flatMap((text) => {
    const length = Buffer.alloc(4);
    length.writeUInt32BE(text.length);
    return [length, Buffer.from(text)];
  });
  return Buffer.concat(parts);
}

const ed = makeBlob("ssh-ed25519", "one");
const otherEd = makeBlob("ssh-ed25519", "two");
const rsa = makeBlob("ssh-rsa", "three");
const line = (hosts: string, key: Buffer, type = key.toString("latin1", 4, 4 + key.readUInt32BE(0))) =>
  `${hosts} ${type} ${key.toString("base64")}`;

function hashed(host: string): string {
  const salt = Buffer.from("0123456789abcdef0123");
  return `|1|${salt.toString("base64")}|${createHmac("sha1", salt).update(host).digest("base64")}`;
}

for (const [hosts, host, expected] of [
  ["host", "host", true],
  ["HOST", "host", true],
  ["host", "hosts", false],
  ["a,host,b", "host", true],
  ["*", "host", true],
  ["*.example.com", "git.example.com", true],
  ["*.example.com", "example.com", false],
  ["h?st", "host", true],
  ["h?st", "hst", false],
  ["*.example.com,!git.example.com", "git.example.com", false],
  ["!git.example.com,*.example.com", "git.example.com", false],
  ["*.example.com,!git.example.com", "web.example.com", true],
  ["!git.example.com", "web.example.com", false],
  ["[host]:2222", "[host]:2222", true],
  ["[host]:*", "[host]:2222", true],
  ["host", "[host]:2222", false],
  ["*a*a*a*a*a*a*b", "a".repeat(250), false],
  ["h*", "", false],
  [hashed("host"), "host", true],
  [hashed("host"), "hosts", false],
  [hashed("[host]:2222"), "[host]:2222", true],
  [hashed("host").replace("|1|", "|2|"), "host", false],
  ["|1|", "host", false],
] as const) {
  test(`known_hosts pattern ${hosts} is ${expected ? "" : "not "}about ${host.slice(0, 20)}`, () => {
    assert.equal(linesAbout(host, line(hosts, ed), "kh").length, expected ? 1 : 0);
  });
}

test("lines name their place and marker; comments, empty lines, other hosts and protocol 1 are passed over", () => {
  const text = [
    "# comment",
    "",
    "  ",
    `\t${line("host", ed)} ada@laptop`,
    line("other", rsa),
    `@revoked ${line("host", otherEd)}`,
    `@cert-authority ${line("*", rsa)}\r`,
    "host 1024 35 123456789",
    "other ssh-ed25519 broken",
  ].join("\n");
  assert.deepEqual(
    linesAbout("host", text, "kh").map(({ place, marker, keyType }) => `${place} ${marker} ${keyType}`),
    ["kh:4 none ssh-ed25519", "kh:6 revoked ssh-ed25519", "kh:7 cert-authority ssh-rsa"],
  );
});

for (const [text, message] of [
  ["host", /kh:1 cannot be read: its key/],
  ["host ssh-ed25519", /kh:1 cannot be read: its key/],
  ["host ssh-ed25519 AAAA", /kh:1 cannot be read: its key/],
  [line("host", ed).slice(0, -8), /kh:1 cannot be read: its key/],
  [line("host", ed, "ssh-rsa"), /kh:1 cannot be read: its key/],
  [`@unknown ${line("host", ed)}`, /kh:1 cannot be read: its marker/],
  [`@revoked ${line("host", ed, "ssh-rsa")}`, /kh:1 cannot be read: its key/],
] as const) {
  test(`known_hosts line ${text.slice(0, 40)} about the host is refused`, () => {
    assert.throws(
      () => linesAbout("host", text, "kh"),
      (error) => error instanceof GitxdsError && error.code === "GX027" && message.test(error.message),
    );
  });
}

for (const [text, key, expected] of [
  [line("host", ed), ed, "ok"],
  [`${line("host", otherEd)}\n${line("host", ed)}`, ed, "ok"],
  [line("host", otherEd), ed, "GX025"],
  [line("host", rsa), ed, "GX025"],
  ["", ed, "GX024"],
  [line("other", ed), ed, "GX024"],
  [`@cert-authority ${line("host", ed)}`, ed, "GX024"],
  [`${line("host", ed)}\n@revoked ${line("*", ed)}`, ed, "GX026"],
  [`@revoked ${line("host", otherEd)}\n${line("host", ed)}`, ed, "ok"],
] as const) {
  test(`a host key is judged ${expected} by ${JSON.stringify(text.slice(0, 50))}`, () => {
    const keys = { name: "host", lines: linesAbout("host", text, "kh"), file: "kh" };
    assert.equal(judgeHostKey(keys, key)?.code ?? "ok", expected);
  });
}

test("a refusal has the fingerprint, and the line that would make the key known", () => {
  const about = (text: string) => ({ name: "host", lines: linesAbout("host", text, "kh"), file: "kh" });
  const unknown = judgeHostKey(about(""), ed);
  assert.match(unknown?.message ?? "", /the key of host host is not known: it presents ssh-ed25519 SHA256:[\w+/]{43}$/);
  assert.ok(unknown?.remedy.endsWith(`add to kh: ${line("host", ed)}`), unknown?.remedy);
  const changed = judgeHostKey(about(`\n${line("host", otherEd)}`), ed);
  assert.match(changed?.message ?? "", /presents .* SHA256:.* known is ssh-ed25519 SHA256:[\w+/]{43} \(kh:2\)/);
  assert.ok(changed?.remedy.endsWith(`replace kh:2 by: ${line("host", ed)}`), changed?.remedy);
  const otherType = judgeHostKey(about(line("host", rsa)), ed);
  assert.ok(otherType?.remedy.endsWith(`add to kh: ${line("host", ed)}`), otherType?.remedy);
  const authority = judgeHostKey(about(`@cert-authority ${line("*", rsa)}`), ed);
  assert.match(authority?.message ?? "", /kh:1 names an authority, and host certificates are not supported/);
});

test("a server is asked for the known types first, and never for RSA with SHA-1", () => {
  const algorithms = (text: string) =>
    hostKeyAlgorithms({ name: "host", lines: linesAbout("host", text, "kh"), file: "kh" });
  assert.equal(algorithms("")[0], "ssh-ed25519");
  assert.deepEqual(algorithms(line("host", rsa)).slice(0, 3), ["rsa-sha2-512", "rsa-sha2-256", "ssh-ed25519"]);
  assert.equal(algorithms(`@revoked ${line("host", rsa)}`)[0], "ssh-ed25519");
  for (const text of ["", line("host", rsa), line("host", ed)]) {
    assert.equal(algorithms(text).includes("ssh-rsa"), false);
    assert.equal(new Set(algorithms(text)).size, 6);
  }
});

test("known_hosts has a host of another port in brackets", () => {
  assert.equal(knownHostsName({ host: "host", port: 22 }), "host");
  assert.equal(knownHostsName({ host: "::1", port: 22 }), "::1");
  assert.equal(knownHostsName({ host: "::1", port: 2222 }), "[::1]:2222");
});
