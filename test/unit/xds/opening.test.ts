import assert from "node:assert/strict";
import { test } from "node:test";
import { openingOf } from "../../../src/xds/transport/opening.js";

const preface = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n";

for (const [text, opening] of [
  [preface, "http2"],
  [`${preface}more`, "http2"],
  ["\u0016\u0003\u0001\u0002", "tls"],
  ["\u0016\u0004", "other"],
  ["GET / HTTP/1.1", "http1"],
  ["POST / HTTP/1.0", "http1"],
  ["GETTING", "other"],
  ["PRI * HTTP/1", "other"],
  ["\u0000", "other"],
  ["\r\n", "other"],
] as const) {
  test(`${JSON.stringify(text)} is told by its first bytes, in however many pieces they come`, () => {
    const bytes = Buffer.from(text, "latin1");
    assert.equal(openingOf(bytes), opening);
    const told = [...bytes.keys()].map((index) => openingOf(bytes.subarray(0, index))).filter((it) => it !== undefined);
    assert.ok(told.every((it) => it === opening));
  });
}
