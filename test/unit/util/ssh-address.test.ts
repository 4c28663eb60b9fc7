import assert from "node:assert/strict";
import { test } from "node:test";
import { isSshAddress, parseSshAddress } from "../../../src/util/ssh-address.js";

/** `user@host:port path`, or `!` and the problem. */
function shown(text: string): string {
  const address = parseSshAddress(text);
  if ("problem" in address) return `! ${address.problem}`;
  return `${address.user ?? "-"} ${address.host} ${address.port} ${address.path}`;
}

for (const [text, expected] of [
  ["git@github.com:you/mesh.git", "git github.com 22 you/mesh.git"],
  ["host:mesh", "- host 22 mesh"],
  ["git@host:/srv/mesh.git", "git host 22 /srv/mesh.git"],
  ["git@host:~ada/mesh", "git host 22 ~ada/mesh"],
  ["git@host:a:b", "git host 22 a:b"],
  ["git@host:with space", "git host 22 with space"],
  ["git@[2001:db8::1]:mesh.git", "git 2001:db8::1 22 mesh.git"],
  ["[::1]:mesh.git", "- ::1 22 mesh.git"],
  ["git@HOST.Example:x", "git host.example 22 x"],
  ["ssh://git@host/team/mesh.git", "git host 22 /team/mesh.git"],
  ["ssh://host:2222/mesh", "- host 2222 /mesh"],
  ["ssh://git@host:/mesh", "git host 22 /mesh"],
  ["ssh://git@[::1]:2222/mesh", "git ::1 2222 /mesh"],
  ["ssh://git@host/~ada/mesh", "git host 22 ~ada/mesh"],
  ["ssh://git@host/a%20b/c%2fd", "git host 22 /a b/c/d"],
  ["ssh://git@host/100%", "git host 22 /100%"],
  ["ssh://ada%2Bci@host/x", "ada+ci host 22 /x"],
  ["SSH://git@host/x", "git host 22 /x"],
  ["git+ssh://git@host/x", "git host 22 /x"],
  ["ssh+git://git@host/x", "git host 22 /x"],
  ["ssh://git@10.0.0.1/x", "git 10.0.0.1 22 /x"],

  ["-oProxyCommand=x:y", "! the host of the SSH address begins with a hyphen"],
  ["ssh://-oProxyCommand=x/y", "! the host of the SSH address begins with a hyphen"],
  ["git@-host:x", "! the host of the SSH address begins with a hyphen"],
  ["git@host:-x", "! the path of the SSH address begins with a hyphen"],
  ["ssh://-git@host/x", "! the user of the SSH address is no user name"],
  ["ssh://a%20b@host/x", "! the user of the SSH address is no user name"],
  ["ssh://@host/x", "! the user of the SSH address is no user name"],
  ["ssh://git:s3cret@host/x", "! the SSH address holds a password, which is not used"],
  ["ssh://git%3as3cret@host/x", "! the SSH address holds a password, which is not used"],
  ["git:s3cret@host:x", "! the SSH address holds a password, which is not used"],
  ["ssh://git@host", "! the SSH address names no repository"],
  ["ssh://git@host/", "! the SSH address names no repository"],
  ["git@host:", "! the SSH address names no repository"],
  ["ssh://git@host:0/x", "! the port of the SSH address is none from 1 to 65535"],
  ["ssh://git@host:65536/x", "! the port of the SSH address is none from 1 to 65535"],
  ["ssh://git@host:2a/x", "! the port of the SSH address is none from 1 to 65535"],
  ["ssh:///x", "! the host of the SSH address is no host name and no IP address"],
  ["ssh://git@ho st/x", "! the host of the SSH address is no host name and no IP address"],
  ["ssh://git@[host]/x", "! the host of the SSH address is no host name and no IP address"],
  ["git@[::1:x", "! the SSH address cannot be read"],
  ["ssh://git@host/a%0ab", "! the path of the SSH address is too long or has control characters"],
  ["ssh://git@host/a%00b", "! the path of the SSH address is too long or has control characters"],
  [`git@host:${"x".repeat(4_001)}`, "! the path of the SSH address is too long or has control characters"],
] as const) {
  test(`SSH address ${JSON.stringify(text.slice(0, 60))}`, () => {
    assert.equal(shown(text), expected);
  });
}

for (const [text, expected] of [
  ["ssh://host/x", true],
  ["git+ssh://host/x", true],
  ["host:x", true],
  ["git@host:x", true],
  ["[::1]:x", true],
  ["https://host/x", false],
  ["https://host:8443/x", false],
  ["git://host/x", false],
  ["/srv/a:b", false],
  ["./a:b", false],
  ["mesh", false],
] as const) {
  test(`${text} is ${expected ? "" : "not "}an SSH address`, () => {
    assert.equal(isSshAddress(text), expected);
  });
}
