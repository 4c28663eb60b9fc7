import assert from "node:assert/strict";
import { test } from "node:test";
import { createAnalysis, type Facts, placeFinding, type Subject } from "../../src/analyze/index.js";
import { compareFindings, defaultAnalysis, type Finding, type Resource } from "../../src/model/index.js";
import { parseFile } from "../../src/parse/index.js";
import { doc } from "../support/analyze.js";
import { forSeeds, type Random } from "../support/random.js";

/** One resource of a file. */
interface Read {
  readonly resource: Resource;
  readonly subject: Subject;
  readonly facts: Facts | undefined;
}

const newAnalysis = () => createAnalysis({ ...defaultAnalysis, failOn: "error" }, "cluster.local");

/** A document that works with some of the others, and not with all. */
function anyDocument(random: Random): string {
  const where = `shop/${random.pick(["a", "b"])}`;
  const host = random.pick(["web", "api"]);
  const subset = random.pick(["v1", "v2"]);
  const route = `http: [{timeout: ${1 + random.below(3)}s, route: [{destination: {host: ${host}, subset: ${subset}}}]}]`;
  return random.pick([
    doc("VirtualService", where, `{hosts: [${host}], ${route}}`),
    doc("VirtualService", where, `{hosts: ["a.example.com"], gateways: [${random.pick(["a", "b"])}], ${route}}`),
    doc("DestinationRule", where, `{host: ${host}, subsets: [{name: ${subset}, labels: {version: ${subset}}}]}`),
    doc(
      "Gateway",
      where,
      `{selector: {app: a}, servers: [{port: {number: 80, name: a, protocol: HTTP}, hosts: ["*.${random.pick(["com", "org"])}"]}]}`,
    ),
    doc("Telemetry", where, "{accessLogging: [{disabled: true}]}"),
  ]);
}

/** Another text of the same meaning, or with places that moved. */
function retouched(text: string, random: Random): string {
  return random.chance(0.5) ? text.replace("spec:", "# a remark\nspec:") : text.replace(/timeout: \ds/, "timeout: 9s");
}

function read(file: string, text: string): readonly Read[] {
  const { resources } = parseFile(file, Buffer.from(text), { defaultNamespace: "default" });
  return resources.map((resource) => {
    const { kind, namespace, name, position } = resource;
    const subject: Subject = { kind, namespace, name, file, position };
    return { resource, subject, facts: newAnalysis().examine(resource, subject, []).facts };
  });
}

function findings(analysis: ReturnType<typeof newAnalysis>, files: ReadonlyMap<string, readonly Read[]>) {
  const all = [...files.values()].flat();
  const found = analysis.compare(all.flatMap(({ facts }) => facts ?? []));
  const placed: Finding[] = found.map((one) => {
    const at = all.find(({ subject }) => subject === one.subject);
    assert.ok(at, `what is found is in a resource of now: ${one.finding.message}`);
    return placeFinding(one, at.resource.locate);
  });
  return placed.sort(compareFindings);
}

test("analysis that goes on from the commit before finds what one that begins anew finds", () => {
  let nonEmpty = 0;
  forSeeds(60, (random) => {
    const texts = new Map(Array.from({ length: 6 }, (_, index) => [`${index}.yaml`, anyDocument(random)]));
    const files = new Map([...texts].map(([file, text]) => [file, read(file, text)]));
    const analysis = newAnalysis();
    for (let commit = 0; commit < 8; commit += 1) {
      const file = `${random.below(6)}.yaml`;
      const text = random.chance(0.6) ? retouched(texts.get(file) ?? "", random) : anyDocument(random);
      texts.set(file, text);
      // As a changed file comes to stand last.
      files.delete(file);
      if (random.chance(0.9)) files.set(file, read(file, text));
      const expected = findings(newAnalysis(), files);
      assert.deepEqual(findings(analysis, files), expected);
      if (expected.length > 0) nonEmpty += 1;
    }
  });
  assert.ok(process.env.SEED !== undefined || nonEmpty > 100, `${nonEmpty} commits had findings`);
});
