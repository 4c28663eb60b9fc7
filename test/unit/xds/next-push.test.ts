import assert from "node:assert/strict";
import { test } from "node:test";
import type { Snapshot } from "../../../src/model/index.js";
import { collectionVersion } from "../../../src/util/collection-version.js";
import { ModelStream } from "../../support/xds/model-stream.js";
import { type Mesh, makeSnapshot } from "../../support/xds/snapshots.js";
import { destinationRules, serviceEntries, virtualServices } from "../../support/xds/urls.js";

const typeUrls = [virtualServices, destinationRules, serviceEntries];

/** A stream whose client has ACKed the snapshot. */
function settledAt(snapshot: Snapshot): ModelStream {
  const stream = new ModelStream("sotw");
  for (const typeUrl of typeUrls) stream.request({ typeUrl });
  const answers = typeUrls.map(() => stream.send(snapshot));
  for (const answer of answers) stream.request({ typeUrl: answer?.typeUrl ?? "", responseNonce: answer?.nonce ?? "" });
  return stream;
}

/** Sends, one ACK after the other, and tells what was sent: kind, and the names with their versions. */
function follow(stream: ModelStream, newest: Snapshot, steps = 10): string[] {
  const sent: string[] = [];
  for (let step = 0; step < steps; step += 1) {
    const response = stream.send(newest);
    if (response === undefined) break;
    const resources = [...response.resources].map(([name, version]) => `${name}=${version}`).sort();
    sent.push(`${response.typeUrl.split("/")[2]} ${resources.join(" ")}`.trim());
    assert.equal(stream.send(newest), undefined, "sent without waiting for the ACK");
    stream.request({ typeUrl: response.typeUrl, responseNonce: response.nonce });
  }
  return sent;
}

test("first answers follow each other in the order of kinds, without waiting for ACKs", () => {
  const stream = new ModelStream("sotw");
  for (const typeUrl of typeUrls) stream.request({ typeUrl });
  const snapshot = makeSnapshot({});
  const sent = typeUrls.map(() => stream.send(snapshot)?.typeUrl);
  assert.deepEqual(sent, [serviceEntries, destinationRules, virtualServices]);
});

const before: Mesh = { DestinationRule: { "a/old": "1", "a/same": "1" }, VirtualService: { "a/web": "to-old" } };

const cases: readonly [string, Mesh, string[]][] = [
  ["what did not change is not sent", before, []],
  [
    "additions alone go once, in order",
    { DestinationRule: { "a/new": "1", "a/old": "1", "a/same": "1" }, VirtualService: { "a/web": "to-new" } },
    ["DestinationRule a/new=1 a/old=1 a/same=1", "VirtualService a/web=to-new"],
  ],
  [
    "a type that loses resources before another that changes goes twice: old and new together, last the new alone",
    { DestinationRule: { "a/new": "1", "a/same": "2" }, VirtualService: { "a/web": "to-new" } },
    ["DestinationRule a/new=1 a/old=1 a/same=2", "VirtualService a/web=to-new", "DestinationRule a/new=1 a/same=2"],
  ],
  [
    "deletions alone go in reverse: what refers before what is referred to, and nothing is sent twice",
    { DestinationRule: { "a/same": "1" } },
    ["VirtualService", "DestinationRule a/same=1"],
  ],
  [
    "a type that alone loses resources goes once",
    { ...before, DestinationRule: { "a/same": "1" } },
    ["DestinationRule a/same=1"],
  ],
];

for (const [name, after, expected] of cases) {
  test(name, () => assert.deepEqual(follow(settledAt(makeSnapshot(before)), makeSnapshot(after, 2)), expected));
}

test("the version of old and new together is the hash of their pairs", () => {
  const stream = settledAt(makeSnapshot(before));
  const after = makeSnapshot({ DestinationRule: { "a/new": "1" }, VirtualService: { "a/web": "to-new" } }, 2);
  assert.equal(stream.send(after)?.version, collectionVersion(["a/new", "a/old", "a/same"], ["1", "1", "1"]));
});

test("a commit on the way that repeats nothing is taken up at once; the ones between are never sent", () => {
  const stream = settledAt(makeSnapshot(before));
  const mesh = (web: string): Mesh => ({ DestinationRule: { "a/new": "1" }, VirtualService: { "a/web": web } });
  const sent = [
    ...follow(stream, makeSnapshot(mesh("1"), 2), 1),
    ...follow(stream, makeSnapshot(mesh("2"), 3), 0),
    ...follow(stream, makeSnapshot(mesh("3"), 4)),
  ];
  assert.deepEqual(sent, [
    "DestinationRule a/new=1 a/old=1 a/same=1",
    "VirtualService a/web=3",
    "DestinationRule a/new=1",
  ]);
});

test("commits that keep changing an early type do not keep a later one waiting", () => {
  const stream = settledAt(makeSnapshot(before));
  const kinds: string[] = [];
  for (let commit = 2; commit < 10; commit += 1) {
    const version = String(commit);
    const mesh = { DestinationRule: { "a/same": version }, VirtualService: { "a/web": version } };
    kinds.push(...follow(stream, makeSnapshot(mesh, commit), 1).map((sent) => sent.split(" ")[0] ?? ""));
  }
  assert.deepEqual(kinds.slice(0, 4), ["DestinationRule", "VirtualService", "DestinationRule", "DestinationRule"]);
  assert.ok(kinds.filter((kind) => kind === "VirtualService").length >= 2, kinds.join(" "));
});

test("old and new together, refused, is not sent again; the later types and the new alone are", () => {
  const stream = settledAt(makeSnapshot(before));
  const after = makeSnapshot({ DestinationRule: { "a/new": "1" }, VirtualService: { "a/web": "to-new" } }, 2);
  const both = stream.send(after);
  const errorDetail = { code: 3, message: "no" };
  stream.request({ typeUrl: destinationRules, responseNonce: both?.nonce ?? "", errorDetail });
  assert.deepEqual(follow(stream, after), ["VirtualService a/web=to-new", "DestinationRule a/new=1"]);
});

test("a type asked for on the way from one commit to the next is answered at its end", () => {
  const stream = new ModelStream("sotw");
  const first = makeSnapshot(before);
  for (const typeUrl of [destinationRules, virtualServices]) {
    stream.request({ typeUrl });
    stream.request({ typeUrl, responseNonce: stream.send(first)?.nonce ?? "" });
  }
  const after = makeSnapshot({ DestinationRule: { "a/same": "2" }, VirtualService: { "a/web": "2" } }, 2);
  const pushed = stream.send(after);
  stream.request({ typeUrl: serviceEntries });
  assert.equal(stream.send(after), undefined);
  stream.request({ typeUrl: destinationRules, responseNonce: pushed?.nonce ?? "" });
  assert.deepEqual(follow(stream, after), ["VirtualService a/web=2", "DestinationRule a/same=2", "ServiceEntry"]);
});

test("a stream at rest lets go of the snapshot it was taken to", () => {
  const stream = new ModelStream("sotw");
  stream.request({ typeUrl: virtualServices });
  const snapshot = makeSnapshot(before);
  const answer = stream.send(snapshot);
  assert.equal(stream.send(snapshot), undefined);
  assert.equal(stream.state.pass?.target, snapshot, "the answer is outstanding");
  stream.request({ typeUrl: virtualServices, responseNonce: answer?.nonce ?? "" });
  assert.equal(stream.send(snapshot), undefined);
  assert.equal(stream.state.pass, undefined);
});
