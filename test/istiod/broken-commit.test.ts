import assert from "node:assert/strict";
import { describe, test } from "node:test";
import type { Files } from "../support/git/repository.js";
import { needsGo } from "./support/harness.js";
import { openLab } from "./support/lab.js";
import { peerAuthentication, serviceEntry } from "./support/resources.js";

/** A commit with a mistake, and where the mistake stands. */
interface Mistake {
  readonly what: string;
  readonly files: Files;
  readonly file: string;
  readonly line: number;
}

const partner = serviceEntry("partner", "partner.example.com");

const mistakes: readonly Mistake[] = [
  {
    what: "a syntax error",
    files: { "policy.yaml": "apiVersion: security.istio.io/v1\nkind: PeerAuthentication\n metadata: {\n" },
    file: "policy.yaml",
    line: 3,
  },
  {
    what: "an unknown field",
    files: { "policy.yaml": peerAuthentication("shop", "STRICT").replace("mtls:", "mtsl:") },
    file: "policy.yaml",
    line: 7,
  },
  {
    what: "a wrong type",
    files: { "partner.yaml": partner.replace("number: 443", "number: https") },
    file: "partner.yaml",
    line: 8,
  },
  {
    what: "a resource that is there already",
    files: { "twin.yaml": partner.replace("DNS", "NONE") },
    file: "twin.yaml",
    line: 1,
  },
];

describe("a broken commit", needsGo(), () => {
  test("changes nothing, is explained by file and line, and the next good one is served", async (t) => {
    const lab = await openLab(t, { "partner.yaml": partner });
    const good = lab.repository.git("rev-parse", "HEAD");
    const istiod = await lab.startIstiod();
    await lab.untilSynced(good);
    const before = await istiod.stored();
    const sent = lab.pushes().length;

    for (const { what, files, file, line } of mistakes) {
      await t.test(`${what} is refused`, async () => {
        const broken = lab.repository.commit({ ...files, "good.yaml": peerAuthentication("mixed", "STRICT") }, what);
        const status = await lab.untilRejected(broken);
        const [source] = status.sources;
        assert.equal(source?.state, "rejected");
        assert.equal(source.commit, good, "the last good commit is still served");
        const errors = source.rejected?.findings.filter(({ severity }) => severity === "error") ?? [];
        assert.ok(
          errors.some((finding) => finding.file === file && finding.line === line),
          `${file}:${line} is named: ${JSON.stringify(errors)}`,
        );
        assert.ok(errors.every(({ remedy }) => remedy !== ""));
        assert.deepEqual(await istiod.stored(), before);
        lab.repository.git("reset", "--quiet", "--hard", good);
      });
    }
    assert.deepEqual(lab.pushes().slice(sent), [], "istiod was not sent anything");

    const mended = { "policy.yaml": peerAuthentication("shop", "STRICT") };
    await lab.untilSynced(lab.repository.commit(mended, "Mend it"));
    assert.deepEqual(
      [...(await istiod.stored()).keys()].sort(),
      ["PeerAuthentication shop/default", "ServiceEntry shop/partner"],
      "nothing of the broken commits came along",
    );
  });
});
