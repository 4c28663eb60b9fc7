import assert from "node:assert/strict";
import { test } from "node:test";
import { listenError } from "../../../src/util/listen-error.js";

for (const [code, port, message, remedy] of [
  [
    "EADDRINUSE",
    18_080,
    "port 18080 is taken by another process, perhaps another gitxds",
    "stop that process, or choose another port with --admin 127.0.0.1:18090",
  ],
  [
    "EADDRINUSE",
    65_535,
    "port 65535 is taken by another process, perhaps another gitxds",
    "stop that process, or choose another port with --admin 127.0.0.1:65525",
  ],
  [
    "EACCES",
    80,
    "port 80 needs privileges that this process does not have",
    "choose a port of 1024 or above with --admin",
  ],
  [
    "EADDRNOTAVAIL",
    80,
    "127.0.0.1 is no address of this machine",
    "use 127.0.0.1 for this machine alone, or 0.0.0.0 for all its addresses: --admin 0.0.0.0:80",
  ],
  ["EWHATEVER", 80, "what node says", "choose another address with --admin"],
] as const) {
  test(`${code} on port ${port} names the port, the flag and a way out`, () => {
    const error = listenError(
      Object.assign(new Error("what node says"), { code }),
      { host: "127.0.0.1", port },
      "--admin",
    );
    assert.equal(error.message, `cannot listen on 127.0.0.1:${port} (--admin): ${message}`);
    assert.equal(error.remedy, remedy);
  });
}
