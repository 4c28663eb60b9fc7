import assert from "node:assert/strict";
import { test } from "node:test";
import { kindOf } from "../../src/collections/kinds.js";
import { commitSha, type JsonObject, type KindName, type Snapshot, snapshotId } from "../../src/model/index.js";
import { decodeBody } from "../../src/proto/decode.js";
import { decodeResource } from "../../src/proto/index.js";
import { encodeForServing } from "../../src/snapshot/encode.js";
import { buildCollection } from "../../src/snapshot/index.js";
import { defaultLimits } from "../../src/xds/limits.js";
import { LostRules } from "../../src/xds/lost-rules.js";
import { forSeeds, type Random } from "../support/random.js";
import { FakeClock } from "../support/xds/fake-clock.js";
import { type Flying, ModelStream } from "../support/xds/model-stream.js";
import { destinationRules, virtualServices } from "../support/xds/urls.js";

/** What is referred to, and what refers: `HOST SUBSET` by the name of a resource. */
type Subsets = Readonly<Record<string, readonly string[]>>;

/** A whole mesh: each subset that a VirtualService names is defined by a DestinationRule. */
interface Mesh {
  readonly rules: Subsets;
  readonly services: Subsets;
}

const hosts = ["a.example.com", "b.example.com"];

/** Two rules for each host, which come and go and change their subsets in place. */
function randomMesh(random: Random): Mesh {
  const rules: Record<string, string[]> = {};
  for (const host of hosts) {
    for (const rule of random.subset([1, 2], 0.7)) {
      const subsets = random.subset(["v1", "v2", "v3"], 0.5);
      rules[`shop/${host}-${rule}`] = subsets.map((subset) => `${host} ${subset}`);
    }
  }
  const defined = Object.values(rules).flat();
  const services = random
    .subset([1, 2, 3], 0.8)
    .map((index) => [`shop/web-${index}`, defined.length === 0 ? [] : [random.pick(defined), random.pick(defined)]]);
  return { rules, services: Object.fromEntries(services) };
}

function makeSnapshot({ rules, services }: Mesh, commit: number): Snapshot {
  const commits = [{ source: "mesh", commit: commitSha(commit.toString(16).padStart(40, "0")) }];
  const collections = [
    collection("DestinationRule", rules, (name, subsets) => ({
      host: name.slice("shop/".length, -"-1".length),
      // Not all changes are changes of the subsets.
      exportTo: [commit % 2 === 0 ? "*" : "."],
      subsets: subsets.map((subset) => ({ name: subset.split(" ")[1] ?? "" })),
    })),
    collection("VirtualService", services, (_name, subsets) => ({
      hosts: ["web.example.com"],
      http: subsets.map((named) => {
        const [host = "", subset = ""] = named.split(" ");
        return { route: [{ destination: { host, subset } }] };
      }),
    })),
  ];
  return {
    id: snapshotId(commits),
    commits,
    publishedAt: new Date(0),
    collections: new Map(collections.map((one) => [one.kind, one])),
  };
}

function collection(kind: KindName, subsets: Subsets, spec: (name: string, subsets: readonly string[]) => JsonObject) {
  const resources = Object.entries(subsets).map(([full, of]) => {
    const [namespace = "", name = ""] = full.split("/");
    const document = { metadata: { name, namespace }, spec: spec(full, of) };
    const place = { file: "mesh.yaml", position: { line: 1, column: 1 } };
    return encodeForServing({ kind, namespace, name, document, ...place } as never, "cluster.local");
  });
  return buildCollection(kind, resources);
}

/** What a resource on the wire defines or names, as it was made from. */
function readSubsets(any: Uint8Array): string[] {
  const { body } = decodeResource(any);
  const spec = decodeBody(body.typeUrl.split("/")[1] ?? "", body.value) as {
    readonly host?: string;
    readonly subsets?: readonly { readonly name: string }[];
    readonly http?: readonly { readonly route: readonly [{ readonly destination: JsonObject }] }[];
  };
  if (body.typeUrl.endsWith(`/${kindOf("DestinationRule").message}`)) {
    return (spec.subsets ?? []).map(({ name }) => `${spec.host} ${name}`);
  }
  return (spec.http ?? []).map(({ route: [{ destination }] }) => `${destination.host} ${destination.subset}`);
}

/** What a client holds, and the responses that it owes an ACK. */
class Holder {
  readonly held = new Map<string, ReadonlyMap<string, Uint8Array>>();
  readonly owed: Flying[] = [];

  constructor(readonly method: "sotw" | "delta") {}

  apply(response: Flying): void {
    const { typeUrl, anys, removed } = response;
    const after = new Map([...(this.method === "sotw" ? [] : (this.held.get(typeUrl) ?? [])), ...anys]);
    for (const name of removed) after.delete(name);
    this.held.set(typeUrl, after);
    this.owed.push(response);
    const rules = this.held.get(destinationRules);
    if (rules === undefined) return;
    const defined = new Set([...rules.values()].flatMap(readSubsets));
    for (const [name, any] of this.held.get(virtualServices) ?? []) {
      for (const subset of readSubsets(any))
        assert.ok(defined.has(subset), `${name} names ${subset}, which is not there`);
    }
  }

  /** ACKs the oldest response of a type that is not held back. */
  acknowledge(stream: ModelStream, heldBack?: string): boolean {
    const index = this.owed.findIndex(({ typeUrl }) => typeUrl !== heldBack);
    const [response] = index < 0 ? [] : this.owed.splice(index, 1);
    if (response !== undefined) stream.request({ typeUrl: response.typeUrl, responseNonce: response.nonce });
    return response !== undefined;
  }

  contents(typeUrl: string): Record<string, string> {
    const all = [...(this.held.get(typeUrl) ?? [])];
    return Object.fromEntries(all.map(([name, any]) => [name, decodeResource(any).version]));
  }
}

function readResource(any: Uint8Array): readonly [string, string] {
  const { name, version } = decodeResource(any);
  return [name, version];
}

/** A server, a client, and the commits between them; the stream may break at any time. */
class Connection {
  readonly client: Holder;
  newest = makeSnapshot({ rules: {}, services: {} }, 1);
  readonly #lost = new LostRules(new FakeClock(), defaultLimits);
  readonly #random: Random;
  #stream: ModelStream;

  constructor(method: "sotw" | "delta", random: Random) {
    this.client = new Holder(method);
    this.#random = random;
    this.publish(1);
    this.#stream = this.#open();
  }

  publish(commit: number): void {
    const next = makeSnapshot(randomMesh(this.#random), commit);
    this.#lost.note(this.newest, next);
    this.newest = next;
  }

  send(): boolean {
    const response = this.#stream.send(this.newest);
    if (response !== undefined) this.client.apply(response);
    return response !== undefined;
  }

  acknowledge(heldBack?: string): boolean {
    return this.client.acknowledge(this.#stream, heldBack);
  }

  /** Both variants are asked for all of both types; a delta client says what it has. */
  reconnect(): void {
    this.client.owed.length = 0;
    this.#stream = this.#open();
  }

  #open(): ModelStream {
    const stream = new ModelStream(this.client.method, readResource, this.#lost);
    for (const typeUrl of this.#random.shuffle([destinationRules, virtualServices])) {
      const initialResourceVersions = new Map(Object.entries(this.client.contents(typeUrl)));
      stream.request({ typeUrl, initialResourceVersions });
    }
    return stream;
  }
}

for (const method of ["sotw", "delta"] as const) {
  for (const breaks of [0, 0.1]) {
    const title = `${method}, ${breaks === 0 ? "one stream" : "streams that break"}: whichever ACK is held back, no VirtualService names a subset that no DestinationRule defines`;
    test(title, () => {
      forSeeds(300, (random) => {
        const connection = new Connection(method, random);
        for (let commit = 2; commit < 12; commit += 1) {
          connection.publish(commit);
          const heldBack = random.pick([destinationRules, virtualServices, "none"]);
          for (let steps = random.below(8); steps > 0; steps -= 1) {
            if (random.chance(breaks)) connection.reconnect();
            else if (random.chance(0.5)) connection.send();
            else connection.acknowledge(heldBack);
          }
        }
        for (let steps = 0; connection.send() || connection.acknowledge(); steps += 1)
          assert.ok(steps < 100, "it comes to rest");
        isWhole(connection);
      });
    });
  }
}

function isWhole({ newest, client }: Connection): void {
  for (const [typeUrl, kind] of [
    [destinationRules, "DestinationRule"],
    [virtualServices, "VirtualService"],
  ] as const) {
    const { names = [], versions = [] } = newest.collections.get(kind) ?? {};
    const served = Object.fromEntries(names.map((name, index) => [name, versions[index] ?? ""]));
    assert.deepEqual(client.contents(typeUrl), served, "the end is the newest commit and nothing besides");
  }
}
