import assert from "node:assert/strict";
import { test } from "node:test";
import {
  ipAddress,
  ipAddressOrCidr,
  isCidr,
  isIpAddress,
  parseIpAddress,
  unixSocket,
} from "../../../../../src/validate/rules/shared/addresses.js";
import { codesAndPaths } from "../../../../support/problems.js";

const addresses = [
  ["0.0.0.0", 4],
  ["255.255.255.255", 4],
  ["::", 6],
  ["::1", 6],
  ["1::", 6],
  ["1:2:3:4:5:6:7::", 6],
  ["::2:3:4:5:6:7:8", 6],
  ["1:2:3:4:5:6:7:8", 6],
  ["ABCD:ef01::0001", 6],
  ["::1.2.3.4", 6],
  ["::ffff:1.2.3.4", 6],
  ["1:2:3:4:5:6:1.2.3.4", 6],
  ["1:2:3:4:5::1.2.3.4", 6],
] as const;

test("addresses are read as Go reads them", () => {
  for (const [text, version] of addresses) assert.deepEqual(parseIpAddress(text), { version, zoned: false }, text);
  assert.deepEqual(parseIpAddress("fe80::1%eth0"), { version: 6, zoned: true });
  assert.deepEqual(parseIpAddress("fe80::1%%"), { version: 6, zoned: true });
});

test("what Go refuses is no address", () => {
  const texts = [
    [
      "",
      "1",
      "1.2.3",
      "1.2.3.4.5",
      "1.2.3.256",
      "01.2.3.4",
      "1.2.3.4 ",
      "1..3.4",
      "1.2.3.4%eth0",
      "a.b.c.d",
      "1.2.3.4/8",
    ],
    [":", ":::", ":1", "1:", "1::2::3", "1:2:3:4:5:6:7", "1:2:3:4:5:6:7:8:9", "1::2:3:4:5:6:7:8", "00001::", "g::"],
    [
      "::1.2.3.4:5",
      "1.2.3.4::",
      "1:2:3:4:5:6::1.2.3.4",
      "1:2:3:4:5:6:7:1.2.3.4",
      "::1.2.3.04",
      "::1%",
      "%eth0",
      "[::1]",
    ],
  ].flat();
  assert.deepEqual(texts.filter(isIpAddress), []);
});

test("a range has an address without zone and a plain length", () => {
  const good = ["0.0.0.0/0", "10.1.2.3/8", "1.2.3.4/32", "::/0", "::1/128", "::ffff:1.2.3.4/100"];
  const bad = [
    "1.2.3.4",
    "1.2.3.4/",
    "1.2.3.4/33",
    "1.2.3.4/08",
    "1.2.3.4/+8",
    "1.2.3.4/-1",
    "::/129",
    "fe80::1%a/64",
    "1.2.3.4/8/8",
    "/8",
    "a/8",
  ];
  assert.deepEqual(
    good.filter((text) => !isCidr(text)),
    [],
  );
  assert.deepEqual(bad.filter(isCidr), []);
});

test("an address is pointed at, and where a range will do it may be one", () => {
  assert.deepEqual(codesAndPaths(ipAddress("10.0.0.0/8", ["spec", "bind"])), ["GX511 spec.bind"]);
  assert.deepEqual(codesAndPaths(ipAddress("10.0.0.1", ["spec", "bind"])), []);
  for (const text of ["10.0.0.1", "10.0.0.0/8"]) assert.deepEqual(codesAndPaths(ipAddressOrCidr(text, ["spec"])), []);
  for (const text of ["10.0.0", "10.0.0.0/99"])
    assert.deepEqual(codesAndPaths(ipAddressOrCidr(text, ["spec"])), ["GX511 spec"]);
});

test("a Unix socket is an absolute path to a file, or abstract", () => {
  for (const path of ["/run/a.sock", "@abstract", "@"]) assert.deepEqual(codesAndPaths(unixSocket(path, [])), []);
  for (const path of ["", "/", "/run/", "run/a.sock"]) assert.equal(codesAndPaths(unixSocket(path, [])).length, 1);
});
