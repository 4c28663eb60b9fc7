import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { loadConfig } from "../../../src/config/index.js";
import { UsageError } from "../../../src/model/index.js";

const folder = mkdtempSync(join(tmpdir(), "gitxds-access-"));
after(() => rmSync(folder, { recursive: true, force: true }));

function load(listener: string) {
  const text = `sources: [{url: /git/a}]\nlisteners: [{address: ":18000", ${listener}}]\n`;
  writeFileSync(join(folder, "gitxds.yaml"), text);
  return loadConfig({ file: "gitxds.yaml", flags: {}, env: { HOME: "/home/you" }, cwd: folder }).listeners[0];
}

test("a listener's files are relative to the configuration, and its ranges have one form", () => {
  const { tls, allow } =
    load(
      "tls: {certFile: tls/tls.crt, keyFile: /k, clientCaFile: ca.crt, allowedSans: [a.example, spiffe://td/x]}, allow: [10.0.0.0/8, 192.0.2.7, ::1, fd00::/8]",
    ) ?? {};
  assert.deepEqual(tls, {
    certFile: join(folder, "tls/tls.crt"),
    keyFile: "/k",
    clientCaFile: join(folder, "ca.crt"),
    allowedSans: ["a.example", "spiffe://td/x"],
  });
  assert.deepEqual(allow, ["10.0.0.0/8", "192.0.2.7/32", "::1/128", "fd00::/8"]);
});

for (const [listener, message] of [
  ["tls: {certFile: a}", /listeners\[0\]\.tls: has no certFile or no keyFile$/],
  ["tls: {certFile: a, keyFile: a, allowedSans: [x]}", /tls\.allowedSans: clients are asked for no certificate$/],
  [
    "tls: {certFile: a, keyFile: a, clientCaFile: a, allowedSans: ['*.a']}",
    /allowedSans\[0\]: .* is no DNS name and no URI$/,
  ],
  ["tls: {certFile: a, keyFile: a, ca: a}", /unknown key "ca" in listeners\[0\]\.tls$/],
  ["allow: [10.0.0.0/33]", /allow\[0\]: "10\.0\.0\.0\/33" is no address and no CIDR range$/],
  ["allow: [10.0.0.1, 10.0.0/8]", /allow\[1\]: /],
  ["allow: [example.com]", /allow\[0\]: /],
  ["allow: ['fd00::/129']", /allow\[0\]: /],
  ["allow: ['10.0.0.0/08']", /allow\[0\]: /],
  ["allow: []", /allow has too few entries/],
] as const) {
  test(`a listener with ${listener} is refused with its place`, () => {
    assert.throws(
      () => load(listener),
      (error) => {
        assert.ok(error instanceof UsageError);
        assert.match(error.message, message);
        return true;
      },
    );
  });
}
