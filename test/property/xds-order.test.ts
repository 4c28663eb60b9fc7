import assert from "node:assert/strict";
import { test } from "node:test";
import type { KindName, Snapshot } from "../../src/model/index.js";
import { isOutstanding } from "../../src/xds/type-state.js";
import { forSeeds, type Random } from "../support/random.js";
import { type Flying, ModelStream } from "../support/xds/model-stream.js";
import { type Mesh, makeSnapshot, type Resources } from "../support/xds/snapshots.js";

const urls: Readonly<Record<string, KindName>> = {
  "networking.istio.io/v1/ServiceEntry": "ServiceEntry",
  "networking.istio.io/v1/DestinationRule": "DestinationRule",
  "networking.istio.io/v1/VirtualService": "VirtualService",
  "security.istio.io/v1/AuthorizationPolicy": "AuthorizationPolicy",
};
const typeUrls = Object.keys(urls);

/** A whole mesh: what a resource refers to is written into its version, as `number:name`, and exists. */
function randomMesh(random: Random): Mesh {
  const names = (prefix: string) => random.subset([0, 1, 2, 3, 4], 0.6).map((index) => `shop/${prefix}${index}`);
  const referring = (own: readonly string[], others: readonly string[]): Resources =>
    Object.fromEntries(
      own.map((name) => {
        const reference = others.length > 0 && random.chance(0.8) ? random.pick(others) : "";
        return [name, `${random.below(3)}:${reference}`];
      }),
    );
  const [entries, rules, services] = [names("entry"), names("rule"), names("service")];
  return {
    ServiceEntry: referring(entries, []),
    DestinationRule: referring(rules, entries),
    VirtualService: referring(services, rules),
    AuthorizationPolicy: referring(names("policy"), []),
  };
}

/** Sometimes another mesh altogether, mostly one that differs in a kind or two. */
function nextMesh(random: Random, before: Mesh): Mesh {
  const other = randomMesh(random);
  if (random.chance(0.5)) return other;
  return random.chance(0.5) ? { ...before, AuthorizationPolicy: other.AuthorizationPolicy ?? {} } : before;
}

/** What a client has by type, and the responses that it owes an ACK. */
class ModelClient {
  readonly held = new Map<string, Map<string, string>>();
  readonly owed: Flying[] = [];
  readonly answered = new Set<string>();

  constructor(readonly method: "sotw" | "delta") {}

  /** Loses what it was sent of a type, but for the names. */
  forget(typeUrl: string): void {
    const held = this.held.get(typeUrl);
    for (const name of held?.keys() ?? []) held?.set(name, "forgotten:");
  }

  apply(response: Flying): void {
    const { typeUrl, resources, removed } = response;
    const before = this.method === "sotw" ? [] : (this.held.get(typeUrl) ?? []);
    const after = new Map([...before, ...resources]);
    for (const name of removed) after.delete(name);
    this.held.set(typeUrl, after);
    this.answered.add(typeUrl);
    this.owed.push(response);
  }

  /** References to what the client does not have, though it has had an answer of that type. */
  dangling(): string[] {
    return ["ServiceEntry", "DestinationRule"].flatMap((kind, index) => {
      const target = `networking.istio.io/v1/${kind}`;
      if (!this.answered.has(target)) return [];
      const referring = this.held.get(typeUrls[index + 1] ?? "") ?? new Map<string, string>();
      return [...referring].flatMap(([name, version]) => {
        const reference = version.split(":")[1] ?? "";
        return reference === "" || this.held.get(target)?.has(reference) ? [] : [`${name} -> ${reference}`];
      });
    });
  }
}

/** Everything that was sent arrives. */
function deliver(flying: Flying[], client: ModelClient): void {
  for (const response of flying.splice(0)) {
    client.apply(response);
    assert.deepEqual(client.dangling(), [], "a reference dangles");
  }
}

function drain(stream: ModelStream, client: ModelClient, newest: Snapshot): void {
  for (let steps = 0; ; steps += 1) {
    assert.ok(steps < 100, "it never comes to rest");
    const flying: Flying[] = [];
    for (let next = stream.send(newest); next !== undefined; next = stream.send(newest)) flying.push(next);
    deliver(flying, client);
    if (client.owed.length === 0) return;
    for (const { typeUrl, nonce } of client.owed.splice(0)) stream.request({ typeUrl, responseNonce: nonce });
  }
}

function expected(newest: Snapshot, typeUrl: string): Record<string, string> {
  const collection = newest.collections.get(urls[typeUrl] ?? "Gateway");
  return Object.fromEntries(collection?.names.map((name, index) => [name, collection.versions[index] ?? ""]) ?? []);
}

for (const method of ["sotw", "delta"] as const) {
  test(`${method}: whatever happens, no reference dangles, one response is outstanding, and the end is the newest snapshot`, () => {
    forSeeds(400, (random) => {
      const stream = new ModelStream(method);
      const client = new ModelClient(method);
      const flying: Flying[] = [];
      let mesh = randomMesh(random);
      let newest = makeSnapshot(mesh);
      let commits = 1;
      const toAsk = random.shuffle(typeUrls);
      const together = random.chance(0.5) ? typeUrls.length : random.below(typeUrls.length);
      for (const typeUrl of toAsk.splice(0, together)) stream.request({ typeUrl, responseNonce: "made up" });

      for (let step = 0; step < 40; step += 1) {
        const dice = random.below(method === "delta" ? 11 : 10);
        if (dice < 3) {
          const sent = stream.send(newest);
          if (sent !== undefined) flying.push(sent);
          const outstanding = [...stream.state.types.values()].filter(isOutstanding);
          const later = outstanding.filter((type) => type.sent?.first === false);
          assert.ok(later.length === 0 || outstanding.length === 1, "more than one response is outstanding");
        } else if (dice < 5) {
          deliver(flying.splice(0, 1), client);
        } else if (dice < 7) {
          const response = client.owed.shift();
          if (response) stream.request({ typeUrl: response.typeUrl, responseNonce: response.nonce });
        } else if (dice < 8) {
          const typeUrl = random.pick(typeUrls);
          const before = stream.state.types.get(typeUrl);
          if (before?.sent !== undefined) {
            stream.request({ typeUrl, responseNonce: "stale", errorDetail: { code: 3, message: "stale" } });
            assert.deepEqual(stream.state.types.get(typeUrl), before, "a stale nonce changed something");
          }
        } else if (dice < 9) {
          const typeUrl = toAsk.shift();
          if (typeUrl !== undefined) stream.request({ typeUrl });
        } else if (dice < 10) {
          mesh = nextMesh(random, mesh);
          commits += 1;
          newest = makeSnapshot(mesh, commits);
        } else {
          const typeUrl = random.pick(typeUrls);
          if (!client.answered.has(typeUrl)) continue;
          client.forget(typeUrl);
          stream.request({ typeUrl, resourceNamesSubscribe: ["*"] });
        }
      }

      for (const typeUrl of toAsk) stream.request({ typeUrl });
      deliver(flying, client);
      drain(stream, client, newest);
      for (const typeUrl of typeUrls) {
        assert.deepEqual(Object.fromEntries(client.held.get(typeUrl) ?? []), expected(newest, typeUrl), typeUrl);
      }
      assert.equal(stream.send(makeSnapshot(mesh, commits + 1)), undefined, "an unchanged snapshot is sent");
    });
  });
}
