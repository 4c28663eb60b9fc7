import assert from "node:assert/strict";
import { test } from "node:test";
import type { Ownership } from "../../../src/model/index.js";
import { digestFile } from "../../../src/pipeline/commit/digest.js";
import { defaultDigestOptions } from "../../support/digest-options.js";
import { peerAuthentication } from "../../support/yaml.js";

const options = await defaultDigestOptions();

function digest(text: string) {
  return digestFile("a.yaml", null, Buffer.from(text), options);
}

/** Some 40 KB of text that come to 6 MB: one list of values, named three hundred times. */
function inflated(name: string): string {
  const values = Array.from({ length: 20 }, (_, index) => `${index}${"x".repeat(1000)}`);
  const again = "            - {key: 'request.headers[x-tenant]', values: *values}\n".repeat(300);
  return `apiVersion: security.istio.io/v1
kind: AuthorizationPolicy
metadata: {name: ${name}, namespace: shop}
spec:
    rules:
      - when:
            - {key: 'request.headers[x-tenant]', values: &values [${values.join(", ")}]}
${again}`;
}

test("a file gives its resources, its names, its findings and its other kinds, whatever is wrong with one of them", () => {
  const other = "apiVersion: v1\nkind: Service\nmetadata: {name: web}\n";
  const bad = peerAuthentication("bad", "strict");
  const { encoded, identities, findings, otherKinds } = digest([peerAuthentication("a"), bad, other].join("---\n"));
  assert.deepEqual(
    encoded.map(({ name }) => name),
    ["shop/a"],
  );
  assert.deepEqual(
    identities.map(({ name, position }) => [name, position.line]),
    [
      ["a", 1],
      ["bad", 10],
    ],
  );
  assert.deepEqual(
    findings.map(({ code, line, column }) => [code, line, column]),
    [["GX206", 17, 11]],
  );
  assert.deepEqual([...otherKinds], [["v1 Service", 1]]);
});

test("what has no encoding is a finding at its place", () => {
  const rule = "apiVersion: networking.istio.io/v1\nkind: VirtualService\nmetadata: {name: web, namespace: shop}\n";
  const tls =
    "spec:\n  hosts: [web]\n  tls:\n    - match: [{sniHosts: [web]}]\n      route: [{destination: {host: web}}]\n";
  const { findings, encoded } = digest(`${rule}${tls}`);
  assert.deepEqual(encoded, []);
  assert.deepEqual(
    findings.map(({ code, line, column }) => [code, line, column]),
    [["GX290", 7, 27]],
  );
});

test("a file whose aliases come to more than 16 MB is refused before it takes the memory", () => {
  const { encoded, findings } = digest(["a", "b", "c", "d", "e", "f"].map(inflated).join("---\n"));
  assert.deepEqual(
    findings.map(({ code, name }) => [code, name]),
    [["GX291", "d"]],
  );
  assert.equal(encoded.length, 3);
});

test("a resource that its source does not own is an error at its place, whatever else is wrong with it", () => {
  const owns: Ownership = { namespaces: ["team-*"], kinds: null };
  const { encoded, findings } = digestFile("a.yaml", null, Buffer.from(peerAuthentication("a")), { ...options, owns });
  assert.deepEqual(encoded, []);
  assert.deepEqual(
    findings.map(({ code, line, message }) => [code, line, message]),
    [["GX330", 1, "this source owns no PeerAuthentication in namespace shop: it owns every kind in team-*"]],
  );
  const own = digestFile("a.yaml", null, Buffer.from(peerAuthentication("a")), {
    ...options,
    owns: { namespaces: ["shop"], kinds: ["PeerAuthentication"] },
  });
  assert.deepEqual(own.findings, []);
  assert.equal(own.encoded.length, 1);
});
