import assert from "node:assert/strict";
import { test } from "node:test";
import { parseRequestUrl, parseUrl } from "../../../src/cel/index.js";

// Verdicts of Go's url.ParseRequestURI and url.Parse; the scheme, or undefined where it is no URL.
const cases: readonly (readonly [text: string, scheme: string | undefined])[] = [
  ["https://issuer.example/keys", "https"],
  ["HTTPS://issuer.example", "https"],
  ["oci://ghcr.io/a/b:v1@sha256:00", "oci"],
  ["localhost:5000/x", "localhost"],
  ["mailto:x", "mailto"],
  ["https:", "https"],
  ["x.y+z-1:", "x.y+z-1"],
  ["/keys", ""],
  ["*", ""],
  ["", undefined],
  ["ghcr.io/a:v1", undefined],
  [":", undefined],
  ["1x://a", undefined],
  ["?a", undefined],
  ["http://a/%zz", undefined],
  ["http://a/%41", "http"],
  ["http://a?%zz", "http"],
  ["http://a\u007f", undefined],
  ["http://a b", undefined],
  ["http://a/b c", "http"],
  ["http://é", "http"],
  ["http://%41", undefined],
  ["http://%c3%a9", "http"],
  ["http://a%25b", "http"],
  ["http://a:80", "http"],
  ["http://a:", "http"],
  ["http://a:b", undefined],
  ["http://a:80:81", undefined],
  ["oci://a:80:81", "oci"],
  ["http://user:pass@a", "http"],
  ["http://us er@a", undefined],
  ["http://u%zz@a", undefined],
  ["http://[::1]:80/x", "http"],
  ["http://[::1]x", undefined],
  ["http://[::1", undefined],
  ["http://a[::1]", undefined],
  ["http://[1.2.3.4]", undefined],
  ["http://[::ffff:1.2.3.4]", "http"],
  ["http://[fe80::1%25eth0]", "http"],
  ["http://[fe80::1%25]", undefined],
  ["http://[fe80::1%eth0]", undefined],
  ["http://[fe80::1%25%65]", "http"],
  ["http://[fe80::1%25%23]", undefined],
  ["http://[fe80::1%25%%2525]", undefined],
];

for (const [text, scheme] of cases) {
  test(`${JSON.stringify(text)} ${scheme === undefined ? "is no URL" : `has the scheme "${scheme}"`}`, () => {
    assert.deepEqual(parseRequestUrl(text), scheme === undefined ? undefined : { scheme });
    assert.deepEqual(parseUrl(text), scheme === undefined ? undefined : { scheme });
  });
}

test("as a URL value, a text needs a good fragment and authority in addition", () => {
  for (const text of ["http://a?x#%zz", "//[", "//a:b", "//%zz"]) assert.equal(parseUrl(text), undefined, text);
  for (const text of ["http://a?x#%zz", "//[", "//a:b"])
    assert.deepEqual(parseRequestUrl(text) !== undefined, true, text);
  assert.deepEqual(parseUrl("http://a/x#y"), { scheme: "http" });
  assert.deepEqual(parseUrl("//a/b"), { scheme: "" });
  assert.deepEqual(parseUrl("///a:b"), { scheme: "" });
});
