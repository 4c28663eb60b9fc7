import assert from "node:assert/strict";
import { test } from "node:test";
import { welcomeText } from "../../../src/cli/welcome.js";

test("the lines to paste name the address that istiod can reach", () => {
  const own = (xds: string) => welcomeText({ xds: [xds], admin: "127.0.0.1:18080", exampleFolder: null });
  assert.match(own("10.0.0.7:18000"), /configSources:\n +- address: xds:\/\/10\.0\.0\.7:18000\n/);
  assert.match(own("[::1]:18000"), /- address: xds:\/\/\[::1\]:18000\n.*--listen 0\.0\.0\.0:18000/s);
  assert.match(own("127.0.0.1:19000"), /- address: xds:\/\/127\.0\.0\.1:19000\n.*--listen/s);
  for (const all of ["0.0.0.0:18000", "[::]:18000"]) {
    assert.match(own(all), /- address: xds:\/\/HOST:18000\n.*where HOST is/s);
    assert.doesNotMatch(own(all), /--listen/);
  }
  assert.doesNotMatch(own("10.0.0.7:18000"), /example/);
});

test("for the example, the commands to change it can be pasted", () => {
  const text = welcomeText({
    xds: ["127.0.0.1:18000"],
    admin: "0.0.0.0:18080",
    exampleFolder: "/home/it's me/example",
  });
  assert.match(text, /\n {4}cd '\/home\/it'\\''s me\/example'\n/);
  assert.match(text, /\n {4}git commit -am '/);
  assert.match(text, /\n {4}curl -s http:\/\/127\.0\.0\.1:18080\/api\/v1\/status\n/);
});
