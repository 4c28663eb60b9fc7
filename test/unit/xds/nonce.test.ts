import assert from "node:assert/strict";
import { test } from "node:test";
import { ModelStream } from "../../support/xds/model-stream.js";
import { makeSnapshot } from "../../support/xds/snapshots.js";
import { virtualServices as typeUrl } from "../../support/xds/urls.js";

const one = makeSnapshot({ VirtualService: { "shop/a": "1", "shop/b": "1" } }, 1);
const two = makeSnapshot({ VirtualService: { "shop/a": "2", "shop/b": "1" } }, 2);
const refusal = { code: 3, message: "no" };

/** A SotW stream whose client was sent the first answer to its request for these names. */
function answered(resourceNames: string[] = []) {
  const stream = new ModelStream("sotw");
  stream.request({ typeUrl, resourceNames, responseNonce: "of an earlier stream", versionInfo: one.id });
  const first = stream.send(one);
  assert.ok(first);
  return { stream, first, type: () => stream.state.types.get(typeUrl) };
}

test('"the nonce is valid only in the context of an individual stream": a first request is answered whatever its nonce', () => {
  assert.deepEqual([...answered().first.resources.keys()], ["shop/a", "shop/b"]);
});

test("a first request is answered even if its version_info is the current one: istiod waits for an answer", () => {
  const stream = new ModelStream("sotw");
  const version = one.collections.get("VirtualService")?.version ?? "";
  stream.request({ typeUrl, versionInfo: version });
  assert.equal(stream.send(one)?.version, version);
});

test('"new requests supersede any prior requests": before the first answer each counts, whatever its nonce', () => {
  const stream = new ModelStream("sotw");
  stream.request({ typeUrl, resourceNames: ["shop/a"], responseNonce: "x" });
  stream.request({ typeUrl, resourceNames: ["shop/b"], responseNonce: "y" });
  assert.deepEqual([...(stream.send(one)?.resources.keys() ?? [])], ["shop/b"]);
  assert.equal(stream.send(one), undefined);
});

for (const nonce of ["", "n0", "of an earlier stream"]) {
  test(`"should not send a response for a request that has a stale nonce" (${JSON.stringify(nonce)}): nothing changes`, () => {
    const { stream, type } = answered();
    const before = type();
    const { verdict } = stream.request({ typeUrl, responseNonce: nonce, errorDetail: refusal });
    assert.equal(verdict, undefined);
    assert.equal(type(), before);
    assert.equal(stream.send(two), undefined, "the answer is still outstanding");
  });
}

test("an ACK frees the stream for the next version, and is an ACK once", () => {
  const { stream, first, type } = answered();
  assert.deepEqual(stream.request({ typeUrl, responseNonce: first.nonce }).verdict, {
    version: first.version,
    refusal: null,
  });
  assert.equal(type()?.acked, first.version);
  assert.equal(stream.request({ typeUrl, responseNonce: first.nonce }).verdict, undefined);
  assert.deepEqual([...(stream.send(two)?.resources.values() ?? [])], ["2", "1"]);
});

test('"NACK is indicated by the presence of error_detail": kept for the status, and the version is not sent again', () => {
  const { stream, first, type } = answered();
  stream.request({ typeUrl, responseNonce: first.nonce, errorDetail: refusal, versionInfo: "" });
  assert.equal(type()?.acked, null);
  assert.deepEqual(type()?.nack, { version: first.version, message: "no", at: "1970-01-01T00:00:00.000Z" });
  assert.equal(stream.send(one), undefined);
  const second = stream.send(two);
  assert.ok(second);
  stream.request({ typeUrl, responseNonce: second.nonce });
  assert.equal(type()?.nack, null);
  assert.equal(type()?.acked, second.version);
});

test('"the server must resend any newly requested resources", with the ACK that names them', () => {
  const { stream, first } = answered(["shop/a"]);
  assert.deepEqual([...first.resources.keys()], ["shop/a"]);
  stream.request({ typeUrl, responseNonce: first.nonce, resourceNames: ["shop/a", "shop/b"] });
  assert.deepEqual([...(stream.send(one)?.resources.keys() ?? [])], ["shop/a", "shop/b"]);
});

test("a request for a name that does not exist is answered, and the name is remembered", () => {
  const { stream, first } = answered(["shop/a"]);
  stream.request({ typeUrl, responseNonce: first.nonce, resourceNames: ["shop/a", "shop/new"] });
  const second = stream.send(one);
  assert.ok(second);
  stream.request({ typeUrl, responseNonce: second.nonce, resourceNames: ["shop/a", "shop/new"] });
  const later = makeSnapshot({ VirtualService: { "shop/a": "1", "shop/new": "1" } }, 3);
  assert.deepEqual([...(stream.send(later)?.resources.keys() ?? [])], ["shop/a", "shop/new"]);
});

test("a request that only names less is not answered, and what it dropped is not sent again", () => {
  const { stream, first } = answered(["shop/a", "shop/b"]);
  stream.request({ typeUrl, responseNonce: first.nonce, resourceNames: ["shop/b"] });
  assert.equal(stream.send(one), undefined);
  assert.equal(stream.send(two), undefined, "shop/b is the same in both");
});

test("a type that is not served is answered once, empty, and needs no ACK", () => {
  const stream = new ModelStream("sotw");
  for (const unknown of ["core/v1alpha1/MeshConfig", "networking.istio.io/v9/VirtualService"]) {
    stream.request({ typeUrl: unknown, responseNonce: "x" });
    assert.equal(stream.send(one)?.resources.size, 0);
  }
  assert.equal(stream.send(two), undefined);
  stream.request({ typeUrl });
  assert.equal(stream.send(two)?.typeUrl, typeUrl);
});
