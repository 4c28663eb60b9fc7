import assert from "node:assert/strict";
import { test } from "node:test";
import { proxyFor } from "../../../../src/source/http/proxy-choice.js";

const proxies = { http: "http://plain:1", https: "http://secure:2" };

for (const [url, entry, direct] of [
  ["https://git.example.com/r", "example.com", true],
  ["https://example.com/r", "example.com", true],
  ["https://example.com/r", ".example.com", true],
  ["https://git.example.com/r", ".Example.COM", true],
  ["https://git.example.com/r", "*.example.com", true],
  ["https://git.example.com./r", "example.com", true],
  ["https://badexample.com/r", "example.com", false],
  ["https://example.com.evil/r", "example.com", false],
  ["https://git.example.com/r", "git.example.com:443", true],
  ["https://git.example.com:8443/r", "git.example.com:443", false],
  ["http://git.example.com/r", "git.example.com:80", true],
  ["https://git.example.com/r", "example.com:0443", true],
  ["https://anything/r", "*", true],
  ["https://10.1.2.3/r", "10.0.0.0/8", true],
  ["https://11.1.2.3/r", "10.0.0.0/8", false],
  ["https://10.1.2.3/r", "10.1.2.3", true],
  ["https://10.1.2.3:8443/r", "10.1.2.3:443", false],
  ["https://10.1.2.3/r", "2.3", false],
  ["https://git.example.com/r", "10.0.0.0/8", false],
  ["https://10.1.2.3/r", "10.0.0.0/99", false],
  ["https://[fd00::1]/r", "fd00::/8", true],
  ["https://[fd00::1]/r", "[fd00::1]:443", true],
  ["https://[fd00::1]/r", "fd00:0:0::1", true],
  ["https://[fe80::1]/r", "fd00::/8", false],
  ["https://git.example.com/r", ".", false],
  ["https://git.example.com/r", "[", false],
  ["https://git.example.com/r", "a:b:c", false],
] as const) {
  test(`${url} is asked ${direct ? "directly" : "through the proxy"} with NO_PROXY=${entry}`, () => {
    assert.equal(proxyFor(new URL(url), { ...proxies, except: ["unrelated.example", entry] }) === undefined, direct);
  });
}

test("each scheme has its proxy, and may have none", () => {
  const choice = { ...proxies, except: [] };
  assert.equal(proxyFor(new URL("http://git/r"), choice)?.host, "plain:1");
  assert.equal(proxyFor(new URL("https://git/r"), choice)?.host, "secure:2");
  assert.equal(proxyFor(new URL("https://git/r"), { ...choice, https: null }), undefined);
  assert.equal(proxyFor(new URL("https://git/r"), undefined), undefined);
});
