import type { Ownership } from "../model/index.js";
import type { SnapshotFacts } from "./across/across.js";
import type {
  DestinationRuleFacts,
  Facts,
  GatewayFacts,
  ServiceEntryFacts,
  TelemetryFacts,
  VirtualServiceFacts,
} from "./facts.js";

/** Facts by kind, in the order of file and place: which of two resources is named first must not hang on what was read when. */
export function groupFacts(all: Iterable<Facts>, owns?: Ownership): SnapshotFacts {
  const virtualServices: VirtualServiceFacts[] = [];
  const gateways: GatewayFacts[] = [];
  const destinationRules: DestinationRuleFacts[] = [];
  const serviceEntries: ServiceEntryFacts[] = [];
  const telemetries: TelemetryFacts[] = [];
  for (const facts of all) {
    if (facts.kind === "VirtualService") virtualServices.push(facts);
    else if (facts.kind === "Gateway") gateways.push(facts);
    else if (facts.kind === "DestinationRule") destinationRules.push(facts);
    else if (facts.kind === "ServiceEntry") serviceEntries.push(facts);
    else telemetries.push(facts);
  }
  for (const list of [virtualServices, gateways, destinationRules, serviceEntries, telemetries]) list.sort(byPlace);
  return { virtualServices, gateways, destinationRules, serviceEntries, telemetries, owns };
}

function byPlace({ subject: a }: Facts, { subject: b }: Facts): number {
  if (a.file !== b.file) return a.file < b.file ? -1 : 1;
  return a.position.line - b.position.line || a.position.column - b.position.column;
}
