import { destinationRuleFindings } from "../../../findings/rules/destination-rule.js";
import type { JsonPath } from "../../../model/index.js";
import type { Problem } from "../../problem.js";
import { showPath, showText } from "../../show.js";
import { entriesOf, problem } from "../rule.js";
import { anyDuration } from "../shared/durations.js";

/** istio.networking.v1alpha3.LoadBalancerSettings.ConsistentHashLB. */
export interface ConsistentHash {
  readonly httpCookie?: HashCookie;
  readonly minimumRingSize?: number;
  readonly ringHash?: object;
  readonly maglev?: { readonly tableSize?: number };
}

interface HashCookie {
  readonly name: string;
  readonly ttl?: string;
  readonly attributes?: readonly { readonly name: string }[];
}

/** Envoy's largest Maglev table is the prime before this one. */
const maglevTableLimit = 5_000_011;

export function* consistentHash(hash: ConsistentHash | undefined, path: JsonPath): Iterable<Problem> {
  if (hash === undefined) return;
  if (hash.httpCookie !== undefined) yield* cookie(hash.httpCookie, [...path, "httpCookie"]);
  if (hash.maglev !== undefined) yield* tableSize(hash.maglev.tableSize ?? 0, [...path, "maglev", "tableSize"]);
  yield* minimumRingSize(hash, [...path, "minimumRingSize"]);
}

function* minimumRingSize(hash: ConsistentHash, path: JsonPath): Iterable<Problem> {
  if ((hash.minimumRingSize ?? 0) === 0) return;
  if (hash.ringHash !== undefined || hash.maglev !== undefined)
    yield wrong(
      path,
      `stands beside ${hash.maglev === undefined ? "ringHash" : "maglev"}, which it excludes`,
      "remove minimumRingSize; ringHash has a field of that name",
    );
  else
    yield problem(
      destinationRuleFindings.deprecated,
      path,
      `${showPath(path)} is deprecated`,
      "use minimumRingSize of ringHash",
    );
}

function* cookie({ name, ttl, attributes }: HashCookie, path: JsonPath): Iterable<Problem> {
  if (name === "") yield wrong([...path, "name"], "is empty", "write the cookie's name");
  yield* anyDuration(ttl, [...path, "ttl"]);
  const seen = new Set<string>();
  for (const [attribute, at] of entriesOf(attributes, [...path, "attributes"])) {
    if (attribute.name === "") yield wrong([...at, "name"], "is empty", "write the attribute's name");
    else if (seen.has(attribute.name))
      yield wrong(
        [...at, "name"],
        `is ${showText(attribute.name)}, which another attribute is called too`,
        "remove one of the two",
      );
    seen.add(attribute.name);
  }
}

function* tableSize(size: number, path: JsonPath): Iterable<Problem> {
  const fault =
    size === 0
      ? "must be set, and not to 0"
      : size >= maglevTableLimit
        ? `is ${size}, it must be less than ${maglevTableLimit}`
        : isPrimeForMaglev(size)
          ? undefined
          : `is ${size}, which is not prime`;
  if (fault !== undefined)
    yield wrong(path, fault, `write a prime number less than ${maglevTableLimit}, as Envoy's default 65537`);
}

/** As Envoy sees it: 1 counts as prime. Sizes are small, so trial division is quick. */
function isPrimeForMaglev(size: number): boolean {
  if (size < 4) return true;
  if (size % 2 === 0) return false;
  for (let factor = 3; factor * factor <= size; factor += 2) if (size % factor === 0) return false;
  return true;
}

function wrong(path: JsonPath, fault: string, remedy: string): Problem {
  return problem(destinationRuleFindings.loadBalancer, path, `${showPath(path)} ${fault}`, remedy);
}
