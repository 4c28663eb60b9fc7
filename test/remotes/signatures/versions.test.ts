import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import type { Source } from "../../../src/source/index.js";
import { startGitServer } from "../../support/git/http-backend.js";
import { notAborted, open } from "../../support/git/open.js";
import { verifyConfig } from "../../support/signatures/judge.js";
import { signingHome, signingTools } from "../../support/signatures/signing-home.js";

const { skip } = signingTools();

/** Each version of the way to head, with the code of what its signatures are held for. */
async function verdicts(source: Source): Promise<readonly (readonly [string, string])[]> {
  const head = await source.look(notAborted);
  await source.fetch(head, notAborted, () => {});
  const { commits } = await source.chain(head, [], notAborted, () => {});
  const found: (readonly [string, string])[] = [];
  for (const next of commits) {
    const hold = await source.verify(next, head, notAborted, () => {});
    found.push([next.commit.subject, hold?.code ?? "ok"]);
  }
  return found;
}

for (const way of ["local", "http"] as const) {
  test(`the tag of each version within a range is asked for its signature (${way})`, { skip }, async (t) => {
    const home = signingHome(t);
    const server = await startGitServer({ root: home.path });
    t.after(() => server.close());
    const ada = home.sshKey("ada", "-t", "ed25519");
    const ssh = home.file("allowed", `ada@example.com ${home.sshPublic("ada")}\n`);
    const signing = ["-c", "gpg.format=ssh", "-c", `user.signingKey=${ada}.pub`];
    const commit = (name: string) => {
      writeFileSync(join(home.repository, "a.yaml"), name);
      home.git("add", "--all");
      home.git("commit", "--quiet", "--message", name);
    };
    commit("one");
    home.git(...signing, "tag", "-s", "-m", "A release", "v1.0.0");
    commit("two");
    home.git("tag", "-a", "-m", "Without signature", "v1.1.0");
    commit("three");
    home.git("tag", "v1.2.0");
    commit("four");
    home.git(...signing, "tag", "-s", "-m", "A release", "v1.3.0");
    const url = way === "local" ? home.repository : `${server.url}/r/.git`;
    const stateDir = join(home.path, "state");
    const source = await open(t, { url, semver: "1.x", verify: verifyConfig({ ssh }) }, { stateDir });
    assert.deepEqual(await verdicts(source), [
      ["one", "ok"],
      ["two", "GX060"],
      ["three", "GX060"],
      ["four", "ok"],
    ]);
    const live = (await source.look(notAborted)).versions?.[0]?.commit;
    assert.match(
      await source.trust(await source.look(notAborted), live),
      / true$/,
      "a lower tag vouches for what is live",
    );

    for (const n of [1, 2]) {
      home.git(...signing, "tag", "--force", "-s", "-m", `Signed after all, ${n}`, "v1.1.0", "v1.1.0^{commit}");
      assert.deepEqual((await verdicts(source))[1], ["two", "ok"], "a tag made anew for the same commit is fetched");
    }
  });
}
