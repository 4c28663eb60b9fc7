import type { JsonPath, Resource } from "../model/index.js";

/** Names a resource and where it stands. */
export type Subject = Pick<Resource, "kind" | "namespace" | "name" | "file" | "position">;

/** What every kind's facts have in common. */
interface FactsOf<Kind extends Subject["kind"]> {
  readonly kind: Kind;
  readonly subject: Subject;
  /** The codes that its annotation asks to be spared of. */
  readonly spared: readonly string[];
}

/** Stands for every namespace among scopes. */
export const everyNamespace = "*";

/** What a VirtualService says that others are asked about. */
export interface VirtualServiceFacts extends FactsOf<"VirtualService"> {
  /** In full. */
  readonly hosts: readonly string[];
  /** The namespaces that see it, or `everyNamespace` alone. */
  readonly scopes: readonly string[];
  /** Whether sidecars use it. */
  readonly inMesh: boolean;
  /** The Gateways that it names, as `namespace/name`, with their place in the list. */
  readonly gateways: readonly { readonly gateway: string; readonly index: number }[];
  /** The subsets that it sends to, each once, where it is named first. */
  readonly subsets: readonly SubsetReference[];
}

/** A subset of a host, and where it is named. */
export interface SubsetReference {
  /** In full. */
  readonly host: string;
  readonly subset: string;
  readonly path: JsonPath;
}

/** What a Gateway offers to VirtualServices, and what it has in common with other Gateways. */
export interface GatewayFacts extends FactsOf<"Gateway"> {
  /** What its servers serve: a host, and the namespace of the VirtualServices that it takes. Null: not known. */
  readonly hosts: readonly { readonly scope: string; readonly host: string }[] | null;
  /** Its labels, as `key=value`, sorted. */
  readonly selector: readonly string[];
  /** What names the certificates of its servers, each once. */
  readonly certificates: readonly { readonly certificate: string; readonly server: number }[];
}

/** The subsets that a DestinationRule defines. */
export interface DestinationRuleFacts extends FactsOf<"DestinationRule"> {
  /** In full; may be a wildcard. */
  readonly host: string;
  readonly subsets: readonly string[];
}

/** The ports of a ServiceEntry. */
export interface ServiceEntryFacts extends FactsOf<"ServiceEntry"> {
  readonly hosts: readonly string[];
  /** The protocol is in capitals. */
  readonly ports: readonly { readonly number: number; readonly protocol: string }[];
  /** The namespaces that see it, or `everyNamespace` alone. */
  readonly scopes: readonly string[];
}

/** A Telemetry that applies to all workloads of its namespace. */
export interface TelemetryFacts extends FactsOf<"Telemetry"> {}

/**
 * What is kept of a resource for the comparison with others. Documents are not kept, so this is small and holds texts of its
 * own; where in the file something stands is looked up again where there is something to be said of it.
 */
export type Facts = VirtualServiceFacts | GatewayFacts | DestinationRuleFacts | ServiceEntryFacts | TelemetryFacts;
