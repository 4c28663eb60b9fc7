import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, test } from "node:test";
import { parseFile } from "../../src/parse/index.js";
import { decodeResource } from "../../src/proto/index.js";
import { encodeForServing } from "../../src/snapshot/index.js";
import { packageRoot } from "../../src/util/package-root.js";
import { everyField, refusedByIstiod, shortHosts } from "./support/fixtures.js";
import { askHarness, needsGo } from "./support/harness.js";
import { judgeFiles, refusal, type Verdict } from "./support/verdict.js";

/** A resource in the output of `gitxds snapshot`. */
interface SnapshotResource {
  readonly name: string;
  readonly bodyTypeUrl: string;
  readonly body: string;
}

interface Snapshot {
  readonly collections: readonly { readonly kind: string; readonly resources: readonly SnapshotResource[] }[];
}

/** What Istio's types make of a body: `canonical` is Go's own encoding of what it read. */
interface Decoded {
  readonly error: string;
  readonly unknown: readonly string[];
  readonly canonical: string;
}

describe("golden bytes", needsGo(), () => {
  for (const folder of [everyField, shortHosts, refusedByIstiod]) {
    test(`every document of ${folder.slice(packageRoot().length + 1)} is encoded as Istio's Go types encode it`, (t) => {
      const verdicts = judgeFolder(folder);
      const resources = folder === refusedByIstiod ? encodeUnjudged(folder) : snapshot(folder);
      assert.deepEqual([...resources.keys()].sort(), verdicts.map(nameOf).sort());
      const bodies = verdicts.map((verdict) => resources.get(nameOf(verdict)));
      const decoded = askHarness<Decoded>(
        ["decode"],
        bodies.map((body) => JSON.stringify({ typeUrl: body?.bodyTypeUrl, body: body?.body })).join("\n"),
      );
      verdicts.forEach((verdict, index) => {
        const name = nameOf(verdict);
        assert.equal(bodies[index]?.bodyTypeUrl, `type.googleapis.com/${verdict.message}`, name);
        assert.deepEqual(
          decoded[index] && { ...decoded[index], json: undefined },
          { error: "", unknown: [], canonical: verdict.wireExpanded, json: undefined },
          name,
        );
        assert.equal(bodies[index]?.body, verdict.wireExpanded, `${name}: the very same bytes`);
      });
      t.diagnostic(`${verdicts.length} documents`);
    });
  }

  test("an API server and istiod take every document of the fixtures", () => {
    for (const verdict of [...judgeFolder(everyField), ...judgeFolder(shortHosts)]) {
      assert.equal(refusal(verdict), undefined, nameOf(verdict));
    }
  });

  test("an API server takes every document of refused-by-istiod, and istiod none", () => {
    for (const verdict of judgeFolder(refusedByIstiod)) {
      assert.equal(refusal(verdict), verdict.validateError, nameOf(verdict));
      assert.notEqual(verdict.validateError, "", nameOf(verdict));
    }
  });
});

function judgeFolder(folder: string): readonly Verdict[] {
  return judgeFiles(readdirSync(folder).map((name) => join(folder, name)));
}

/** What `gitxds snapshot` prints of a folder, by kind and name. */
function snapshot(folder: string): ReadonlyMap<string, SnapshotResource> {
  const main = join(packageRoot(), "dist/main.js");
  const { status, stdout, stderr } = spawnSync(process.execPath, [main, "snapshot", folder, "--format", "json"], {
    encoding: "utf8",
    maxBuffer: 64 * 1024 * 1024,
  });
  assert.equal(status, 0, stderr);
  const { collections } = JSON.parse(stdout) as Snapshot;
  return new Map(
    collections.flatMap(({ kind, resources }) =>
      resources.map((resource) => [`${kind} ${resource.name}`, resource] as const),
    ),
  );
}

/** The same of documents that gitxds refuses as istiod does, so that their fields, too, are encoded once. */
function encodeUnjudged(folder: string): ReadonlyMap<string, SnapshotResource> {
  const resources = readdirSync(folder).flatMap((name) => {
    const parsed = parseFile(name, readFileSync(join(folder, name)), { defaultNamespace: "default" });
    assert.deepEqual(parsed.findings, []);
    return parsed.resources;
  });
  return new Map(
    resources.map((resource) => {
      const { name, body } = decodeResource(encodeForServing(resource, "cluster.local").bytes);
      const described = { name, bodyTypeUrl: body.typeUrl, body: Buffer.from(body.value).toString("base64") };
      return [`${resource.kind} ${name}`, described] as const;
    }),
  );
}

function nameOf({ kind, namespace, name }: Verdict): string {
  return `${kind} ${namespace}/${name}`;
}
