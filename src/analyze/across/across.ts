import type { FindingRow } from "../../findings/row.js";
import type { JsonPath, Ownership } from "../../model/index.js";
import type {
  DestinationRuleFacts,
  Facts,
  GatewayFacts,
  ServiceEntryFacts,
  TelemetryFacts,
  VirtualServiceFacts,
} from "../facts.js";

/** The facts of a whole snapshot, each list in an order that depends on the files alone. */
export interface SnapshotFacts {
  readonly virtualServices: readonly VirtualServiceFacts[];
  readonly gateways: readonly GatewayFacts[];
  readonly destinationRules: readonly DestinationRuleFacts[];
  readonly serviceEntries: readonly ServiceEntryFacts[];
  readonly telemetries: readonly TelemetryFacts[];
  /** What the source may define, where not everything: what is missing of the rest may stand in another one. */
  readonly owns: Ownership | undefined;
}

/** What is wrong with a resource beside the others. */
export interface Report {
  readonly row: FindingRow;
  readonly facts: Facts;
  /** What in the document is to be pointed at; where the resource begins without it. */
  readonly path?: JsonPath;
  readonly pointAt?: "key" | "value";
  /** What all those have in common that have the same trouble: a Gateway that is missing, a host. */
  readonly target: string;
  readonly message: string;
  readonly remedy: string;
}

/** Compares resources. One file of this folder each. */
export type Across = (facts: SnapshotFacts) => Iterable<Report>;

/** `namespace/name`. */
export function fullName({ subject }: Facts): string {
  return `${subject.namespace}/${subject.name}`;
}

const maxNames = 3;

/** Resources that share a trouble, as each of them is told of the others: counted, and the first few by name. */
export interface Crowd {
  readonly size: number;
  /** Sorted; one more than are named, since one may be the resource that is told. */
  readonly names: readonly string[];
}

/** The crowd that these are; none is counted twice. */
export function crowdOf(all: Iterable<Facts>): Crowd {
  const names = [...new Set([...all].map(fullName))].sort();
  return { size: names.length, names: names.slice(0, maxNames + 1) };
}

/** The others in crowds that have nobody in common, one of which `facts` is in: `shop/a, shop/b, shop/c and 7 more`. */
export function nameOthers(facts: Facts, ...crowds: readonly Crowd[]): string {
  const own = fullName(facts);
  const others = crowds.flatMap(({ names }) => names.filter((name) => name !== own)).sort();
  const count = crowds.reduce((sum, { size }) => sum + size, -1);
  const more = count - Math.min(maxNames, others.length);
  if (more > 0) return `${others.slice(0, maxNames).join(", ")} and ${more} more`;
  return others.length < 2 ? others.join("") : `${others.slice(0, -1).join(", ")} and ${others.at(-1)}`;
}
