import assert from "node:assert/strict";
import { test } from "node:test";
import { type Flying, ModelStream } from "../../support/xds/model-stream.js";
import { makeSnapshot } from "../../support/xds/snapshots.js";
import { virtualServices as typeUrl } from "../../support/xds/urls.js";

// Quotations are of the section "Incremental xDS" of the protocol.

const one = makeSnapshot({ VirtualService: { "shop/a": "1", "shop/b": "1" } }, 1);
const two = makeSnapshot({ VirtualService: { "shop/a": "2", "shop/c": "1" } }, 2);

type Request = Parameters<ModelStream["request"]>[0];

function sends(response: Flying | undefined, resources: Record<string, string>, removed: string[] = []): void {
  assert.ok(response, "nothing was sent");
  assert.deepEqual(Object.fromEntries(response.resources), resources);
  assert.deepEqual([...response.removed].sort(), removed);
}

/** A stream that has ACKed the answer to its first request. */
function settled(request: Omit<Request, "typeUrl">, snapshot = one): ModelStream {
  const stream = new ModelStream("delta");
  stream.request({ typeUrl, ...request });
  const first = stream.send(snapshot);
  assert.ok(first);
  stream.request({ typeUrl, responseNonce: first.nonce });
  return stream;
}

test("a wildcard is answered with everything, then with what changed and the names of what is gone", () => {
  const stream = new ModelStream("delta");
  stream.request({ typeUrl, responseNonce: "bogus" });
  const first = stream.send(one);
  sends(first, { "shop/a": "1", "shop/b": "1" });
  stream.request({ typeUrl, responseNonce: first?.nonce ?? "" });
  sends(stream.send(two), { "shop/a": "2", "shop/c": "1" }, ["shop/b"]);
});

test('"may tell the server of its known resources to avoid resending them": only what differs is sent', () => {
  const stream = new ModelStream("delta");
  const initialResourceVersions = new Map([
    ["shop/a", "1"],
    ["shop/b", "0"],
    ["shop/gone", "1"],
  ]);
  stream.request({ typeUrl, initialResourceVersions });
  sends(stream.send(one), { "shop/b": "1" }, ["shop/gone"]);
});

test("a first request is answered even where the client has everything already", () => {
  const stream = new ModelStream("delta");
  const initialResourceVersions = new Map([
    ["shop/a", "1"],
    ["shop/b", "1"],
  ]);
  stream.request({ typeUrl, initialResourceVersions });
  sends(stream.send(one), {});
});

test("a reconnecting client that names what it wants gets of it what it has not, or has in another version", () => {
  const stream = new ModelStream("delta");
  const initialResourceVersions = new Map([
    ["shop/a", "1"],
    ["shop/b", "0"],
    ["shop/gone", "1"],
    ["shop/other", "1"],
  ]);
  const resourceNamesSubscribe = ["shop/a", "shop/b", "shop/gone", "shop/none"];
  stream.request({ typeUrl, resourceNamesSubscribe, initialResourceVersions });
  sends(stream.send(one), { "shop/b": "1" }, ["shop/gone", "shop/none"]);
});

test('"when a resource subscribed to does not exist, the server will send its name in removed_resources"', () => {
  const stream = settled({ resourceNamesSubscribe: ["shop/a"] });
  stream.request({ typeUrl, resourceNamesSubscribe: ["shop/c"] });
  const missing = stream.send(one);
  sends(missing, {}, ["shop/c"]);
  stream.request({ typeUrl, responseNonce: missing?.nonce ?? "" });
  assert.equal(stream.send(one), undefined);
  sends(stream.send(two), { "shop/a": "2", "shop/c": "1" });
});

test('"the server must still provide those resources": a name subscribed to again is sent again', () => {
  for (const request of [{ resourceNamesSubscribe: ["shop/a"] }, {}]) {
    const stream = settled(request);
    assert.equal(stream.send(one), undefined);
    stream.request({ typeUrl, resourceNamesSubscribe: ["shop/a"] });
    sends(stream.send(one), { "shop/a": "1" });
  }
});

test('"a server does not need to send any response if a request does nothing except unsubscribe"', () => {
  const stream = settled({ resourceNamesSubscribe: ["shop/a", "shop/b"] });
  stream.request({ typeUrl, resourceNamesUnsubscribe: ["shop/b", "shop/phantom"] });
  assert.equal(stream.send(one), undefined);
  sends(stream.send(two), { "shop/a": "2" });
});

test("beside a wildcard, a name unsubscribed from is spoken of: sent where the wildcard has it, removed where not", () => {
  const stream = settled({ resourceNamesSubscribe: ["*", "shop/a", "shop/none"] });
  stream.request({ typeUrl, resourceNamesUnsubscribe: ["shop/a", "shop/none", "shop/phantom"] });
  sends(stream.send(one), { "shop/a": "1" }, ["shop/none"]);
});

test('unsubscribing from "*" leaves the names, and subscribing to it brings everything', () => {
  const stream = settled({ resourceNamesSubscribe: ["*", "shop/a"] });
  stream.request({ typeUrl, resourceNamesUnsubscribe: ["*"] });
  assert.equal(stream.send(one), undefined);
  stream.request({ typeUrl, resourceNamesSubscribe: ["*"] });
  sends(stream.send(one), { "shop/a": "1", "shop/b": "1" });
});

test('"the server must honor changes to the subscription state even if the nonce is stale", which is no ACK', () => {
  const stream = new ModelStream("delta");
  stream.request({ typeUrl, resourceNamesSubscribe: ["shop/a"] });
  const first = stream.send(one);
  assert.ok(first);
  const { verdict } = stream.request({ typeUrl, responseNonce: "stale", resourceNamesSubscribe: ["shop/b"] });
  assert.equal(verdict, undefined);
  assert.equal(stream.send(one), undefined, "the first answer is outstanding");
  stream.request({ typeUrl, responseNonce: first.nonce });
  sends(stream.send(one), { "shop/b": "1" });
});

test("what was refused is not sent again until the type changes, and then with what came since", () => {
  const stream = settled({});
  const second = stream.send(two);
  stream.request({ typeUrl, responseNonce: second?.nonce ?? "", errorDetail: { code: 3, message: "no" } });
  assert.equal(stream.send(two), undefined);
  const three = makeSnapshot({ VirtualService: { "shop/a": "2", "shop/c": "1", "shop/d": "1" } }, 3);
  sends(stream.send(three), { "shop/a": "2", "shop/c": "1", "shop/d": "1" }, ["shop/b"]);
});

test("names of a type that is not served do not exist", () => {
  const stream = new ModelStream("delta");
  stream.request({ typeUrl: "example.org/v1/Thing", resourceNamesSubscribe: ["shop/a"] });
  sends(stream.send(one), {}, ["shop/a"]);
});
