import assert from "node:assert/strict";
import { test } from "node:test";
import type { Push } from "../../../src/forges/delivery.js";
import { isOfRef, isSameRepository } from "../../../src/forges/match.js";

const same: readonly (readonly [string, string])[] = [
  ["https://git.example.com/shop/mesh.git", "https://git.example.com/shop/mesh"],
  ["https://git.example.com/shop/mesh", "https://git.example.com/shop/mesh.git/"],
  ["https://user:s3cret@Git.Example.COM:8443/shop/mesh.git", "git@git.example.com:shop/mesh.git"],
  ["git@git.example.com:shop/mesh.git", "https://git.example.com/shop/mesh.git"],
  ["git.example.com:shop/mesh", "ssh://git@git.example.com:2222/shop/mesh.git"],
  ["ssh://git@git.example.com/~/shop/mesh", "git@git.example.com:~/shop/mesh"],
  ["http://git.example.com/Shop/Mesh.git", "git://git.example.com/shop/mesh.git"],
  ["https://git.example.com/shop/my%20mesh", "https://git.example.com/shop/my mesh.git"],
  ["https://git.example.com/group/sub/mesh?x=1#y", "https://git.example.com/group/sub/mesh"],
  ["ssh://git@ssh.github.com:443/shop/mesh.git", "https://github.com/shop/mesh.git"],
  ["https://[::1]:3000/shop/mesh", "git@[::1]:shop/mesh.git"],
  ["https://git.example.com/scm/shop/mesh.git", "SHOP/mesh"],
  ["git@git.example.com:shop/mesh.git", "shop/mesh"],
  ["file:///srv/git/mesh.git", "/srv/git/mesh"],
  ["/srv/git/mesh.git", "file:///srv/git/mesh.git"],
];

for (const [ours, theirs] of same) {
  test(`${theirs} is ${ours}`, () => assert.equal(isSameRepository(ours, theirs), true));
}

const different: readonly (readonly [string, string])[] = [
  ["https://git.example.com/shop/mesh.git", "https://git.example.com/shop/mesh2.git"],
  ["https://git.example.com/shop/mesh.git", "https://git.example.com/shop"],
  ["https://git.example.com/shop/mesh.git", "https://example.com/shop/mesh.git"],
  ["https://git.example.com/shop/mesh.git", "https://git.example.com.evil.example/shop/mesh.git"],
  ["https://git.example.com/shop/mesh.git", "https://evil.example/@git.example.com/shop/mesh.git"],
  ["https://git.example.com/shop/mesh.git", "https://evil.example/git.example.com/shop/mesh.git"],
  ["https://git.example.com/shop/mesh.git", "https://git.example.com@evil.example/shop/mesh.git"],
  ["https://git.example.com/myshop/mesh.git", "shop/mesh"],
  ["https://git.example.com/shop/mesh.git", "/shop/mesh"],
  ["https://git.example.com/shop/mesh.git", "https://git.example.com/"],
  ["https://git.example.com/", "https://git.example.com/"],
  ["https://git.example.com/shop/mesh.git", ""],
  ["https://git.example.com/shop/mesh.git", "://"],
  ["https://git.example.com/shop/mesh.git", `https://git.example.com/shop/mesh${"/".repeat(5_000)}`],
];

for (const [ours, theirs] of different) {
  test(`${theirs.slice(0, 80)} is not ${ours}`, () => assert.equal(isSameRepository(ours, theirs), false));
}

const main = "refs/heads/main";

for (const [ref, refs, defaultBranch, follows] of [
  ["main", [main], null, true],
  ["main", ["refs/heads/dev"], null, false],
  ["main", ["refs/heads/feature/main"], null, false],
  ["main", ["refs/tags/v1", main], null, true],
  ["main", null, null, true],
  ["v1", ["refs/tags/v1"], "main", true],
  ["v1", ["refs/heads/v1"], "main", true],
  ["refs/tags/v1", ["refs/heads/v1"], "main", false],
  ["refs/tags/v1", ["refs/tags/v1"], "main", true],
  [null, [main], "main", true],
  [null, ["refs/heads/dev"], "main", false],
  [null, ["refs/heads/dev"], null, true],
  ["HEAD", ["refs/heads/dev"], "main", false],
  ["4b825dc642cb6eb9a060e54bf8d69288fbee4904", ["refs/heads/dev"], "main", true],
] as const) {
  const said = `${refs?.join(" and ") ?? "a push that names no ref"}, default branch ${defaultBranch ?? "unknown"}`;
  test(`a source of ${ref ?? "no ref"} is ${follows ? "" : "not "}concerned by ${said}`, () => {
    const push: Push = { type: "push", repositories: [], refs, defaultBranch };
    assert.equal(isOfRef({ ref, semver: null }, push), follows);
  });
}

for (const [refs, follows] of [
  [["refs/tags/v1.2.0"], true],
  [["refs/heads/main", "refs/tags/anything"], true],
  [["refs/heads/main"], false],
  [null, true],
] as const) {
  test(`a source of a range of versions is ${follows ? "" : "not "}concerned by ${refs?.join(" and ") ?? "a push that names no ref"}`, () => {
    const push: Push = { type: "push", repositories: [], refs, defaultBranch: "main" };
    assert.equal(isOfRef({ ref: null, semver: "1.x" }, push), follows);
  });
}
