import assert from "node:assert/strict";
import { join } from "node:path";
import { describe, test } from "node:test";
import { isBefore, parseIstioVersion, pinnedIstioVersion } from "../../src/collections/istio-versions.js";
import { kinds } from "../../src/collections/kinds.js";
import { type IstioVersion, isJsonObject, type JsonObject, type KindName } from "../../src/model/index.js";
import { introductions, kindsSince } from "../../src/validate/since/introductions.js";
import { readSchema } from "../support/kind-schemas.js";
import { askHarness, downloadModule, needsGo } from "./support/harness.js";
import { contents, topmost } from "./support/novelties.js";
import { structureOfCrd, structureOfSchema } from "./support/structure.js";

/** One release of istio.io/api of each version. Later patches changed no field, value or requirement. */
const releases = ["1.24.0", "1.25.0", "1.26.0", "1.27.0", "1.28.0", "1.29.0", "1.30.8", "1.31.0", "1.32.0"];

type Contents = ReadonlyMap<string, ReadonlySet<string>>;

const ours: Contents = new Map(
  kinds.map(({ kind }) => {
    const schema = readSchema(kind);
    return [kind, new Set(contents(structureOfSchema(schema, specOf(schema)), "spec"))];
  }),
);

describe("the table of what came when", needsGo(), () => {
  for (const release of releases) {
    const version = parseIstioVersion(release);
    assert.ok(version !== undefined);
    test(`says of ${version} what istio.io/api v${release} says`, () => {
      const theirs = definitionsOf(release);
      for (const { kind } of kinds) {
        const known = theirs.get(kind);
        const kindSince = kindsSince.get(kind);
        assert.equal(known === undefined, kindSince !== undefined && isBefore(version, kindSince), kind);
        if (known === undefined) continue;
        const all = ours.get(kind) ?? [];
        assert.deepEqual(
          [...topmost(all, known).filter((entry) => !entry.endsWith(" required"))],
          expected(kind, version, ["field", "value"]),
          `${kind}: what ${version} does not have`,
        );
        assert.deepEqual(
          topmost(known, all).filter((entry) => entry.endsWith(" required")),
          expected(kind, version, ["absence"]),
          `${kind}: what ${version} requires`,
        );
      }
    });
  }

  test("covers every version up to the pinned one", () => {
    assert.equal(parseIstioVersion(releases.at(-1) ?? ""), pinnedIstioVersion);
  });
});

/** What the table says of the API of a version; values of fields that are no enums do not show in a CRD. */
function expected(kind: KindName, version: IstioVersion, types: readonly string[]): readonly string[] {
  const newer = introductions
    .filter((entry) => entry.kind === kind && types.includes(entry.what.type))
    .filter(({ since, inApiSince = since }) => isBefore(version, inApiSince))
    .flatMap(({ path, what }) => {
      if (what.type === "field") return [path];
      if (what.type === "absence") return [`${path} required`];
      const values = [...(ours.get(kind) ?? [])].filter((entry) => entry.startsWith(`${path} = `));
      return values.filter((entry) => what.matches(entry.slice(path.length + 3)));
    });
  return topmost(newer, []);
}

/** What the CRDs of a release have of each kind. */
function definitionsOf(release: string): Contents {
  const folder = downloadModule("istio.io/api", `v${release}`);
  const [documents = []] = askHarness<readonly JsonObject[]>([
    "documents",
    join(folder, "kubernetes/customresourcedefinitions.gen.yaml"),
  ]);
  return new Map(
    documents.map(({ spec }) => {
      const { names, versions } = spec as unknown as {
        readonly names: { readonly kind: string };
        readonly versions: readonly { readonly schema: { readonly openAPIV3Schema: JsonObject } }[];
      };
      const [first] = versions;
      assert.ok(first);
      return [names.kind, new Set(contents(structureOfCrd(specOf(first.schema.openAPIV3Schema)), "spec"))];
    }),
  );
}

function specOf({ properties }: JsonObject): JsonObject {
  const spec = isJsonObject(properties) ? properties.spec : undefined;
  assert.ok(isJsonObject(spec), "the schema has a spec");
  return spec;
}
