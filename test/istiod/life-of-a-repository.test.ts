import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { poll } from "../support/poll.js";
import { needsGo } from "./support/harness.js";
import type { Stored } from "./support/istiod.js";
import { openLab } from "./support/lab.js";
import { peerAuthentication, serviceEntry } from "./support/resources.js";

const partner = "ServiceEntry shop/partner";
const policy = "PeerAuthentication shop/default";

describe("the life of a repository", needsGo(), () => {
  test("what is added, changed, renamed and deleted arrives, and a moved file sends nothing", async (t) => {
    const lab = await openLab(t, { "partner.yaml": serviceEntry("partner", "partner.example.com") });
    const istiod = await lab.startIstiod();
    assert.deepEqual(await names(istiod), [partner]);

    lab.repository.commit({ "policy.yaml": peerAuthentication("shop", "STRICT") }, "Add");
    const added = await istiod.untilStored((stored) => stored.has(policy));

    lab.repository.commit({ "policy.yaml": peerAuthentication("shop", "PERMISSIVE") }, "Change");
    const changed = await istiod.untilStored((stored) => versionOf(stored, policy) !== versionOf(added, policy));
    assert.deepEqual(changed.get(policy)?.spec, { mtls: { mode: "PERMISSIVE" } });
    assert.equal(versionOf(changed, partner), versionOf(added, partner), "what is left alone keeps its version");

    const sent = lab.pushes().length;
    lab.repository.git("mv", "policy.yaml", "policies.yaml");
    await lab.untilSynced(lab.repository.commit({}, "Move the file"));
    const both = `${serviceEntry("partner", "partner.example.com")}---\n${peerAuthentication("shop", "PERMISSIVE")}`;
    await lab.untilSynced(lab.repository.commit({ "partner.yaml": both, "policies.yaml": null }, "Move the document"));
    assert.deepEqual(lab.pushes().slice(sent), [], "neither move sends a response");

    const renamed = { "partner.yaml": serviceEntry("supplier", "partner.example.com") };
    await lab.untilSynced(lab.repository.commit(renamed, "Rename and delete"));
    assert.deepEqual(await names(istiod), ["ServiceEntry shop/supplier"]);
  });

  test("a commit that touches one collection sends that one alone, to each of two istiods", async (t) => {
    const lab = await openLab(t, {
      "partner.yaml": serviceEntry("partner", "partner.example.com"),
      "policy.yaml": peerAuthentication("shop", "STRICT"),
    });
    const istiods = await Promise.all([lab.startIstiod(), lab.startIstiod()]);
    await lab.untilSynced(lab.repository.git("rev-parse", "HEAD"), 2);

    const sent = lab.pushes().length;
    const commit = lab.repository.commit({ "policy.yaml": peerAuthentication("shop", "DISABLE") }, "Change one");
    await lab.untilSynced(commit, 2);
    assert.deepEqual(lab.pushes().slice(sent), ["PeerAuthentication", "PeerAuthentication"]);
    for (const istiod of istiods) {
      assert.deepEqual((await istiod.stored()).get(policy)?.spec, { mtls: { mode: "DISABLE" } });
    }
  });

  test("a rewritten branch is followed", async (t) => {
    const lab = await openLab(t, { "partner.yaml": serviceEntry("partner", "partner.example.com") });
    const istiod = await lab.startIstiod();
    lab.repository.commit({ "policy.yaml": peerAuthentication("shop", "STRICT") }, "Add a policy");
    await istiod.untilStored((stored) => stored.has(policy));

    lab.repository.git("checkout", "--quiet", "--orphan", "rewritten");
    lab.repository.git("rm", "--quiet", "-r", "--force", ".");
    const commit = lab.repository.commit({ "other.yaml": serviceEntry("other", "other.example.com") }, "Begin anew");
    lab.repository.git("branch", "--force", "main", "rewritten");
    lab.repository.git("checkout", "--quiet", "main");
    await lab.untilSynced(commit);
    assert.deepEqual(await names(istiod), ["ServiceEntry shop/other"]);
  });

  test("a gitxds that comes back changes nothing, and the next commit arrives", async (t) => {
    const lab = await openLab(t, { "policy.yaml": peerAuthentication("shop", "STRICT") });
    const istiod = await lab.startIstiod();
    const before = await istiod.stored();
    const pushed = istiod.pushes().length;

    await lab.restartService();
    await lab.untilSynced(lab.repository.git("rev-parse", "HEAD"));
    assert.deepEqual(await istiod.stored(), before, "versions and content are as they were");

    lab.repository.commit({ "policy.yaml": peerAuthentication("shop", "DISABLE") }, "Change");
    await istiod.untilStored((stored) => versionOf(stored, policy) !== versionOf(before, policy));
    const pushes = await poll(
      () => (istiod.pushes().length > pushed ? istiod.pushes().slice(pushed) : undefined),
      10_000,
      () => "istiod pushed nothing",
    );
    assert.equal(pushes.length, 1, "the change is the only thing that proxies ever heard of");
    assert.match(pushes[0] ?? "", /\b1 for config PeerAuthentication\/shop\/default:/);
  });

  test("an istiod that comes back is given everything, the same as before", async (t) => {
    const lab = await openLab(t, { "policy.yaml": peerAuthentication("shop", "STRICT") });
    const first = await lab.startIstiod();
    const before = await first.stored();
    await first.stop();
    await lab.service.until(({ clients }) => clients.length === 0);

    const second = await lab.startIstiod();
    assert.deepEqual(await second.stored(), before);
  });
});

async function names(istiod: { stored(): Promise<Stored> }): Promise<readonly string[]> {
  return [...(await istiod.stored()).keys()].sort();
}

function versionOf(stored: Stored, name: string): string | undefined {
  return stored.get(name)?.metadata.resourceVersion;
}
