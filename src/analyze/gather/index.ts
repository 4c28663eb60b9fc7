import type { Resource } from "../../model/index.js";
import type { Facts, Subject } from "../facts.js";
import { destinationRuleFacts } from "./destination-rule.js";
import { gatewayFacts } from "./gateway.js";
import { serviceEntryFacts } from "./service-entry.js";
import { telemetryFacts } from "./telemetry.js";
import { virtualServiceFacts } from "./virtual-service.js";

/** The facts of a valid resource that others are compared with; undefined where it has none. */
export function gatherFacts(
  resource: Resource,
  subject: Subject,
  { spared, domainSuffix }: { readonly spared: readonly string[]; readonly domainSuffix: string },
): Facts | undefined {
  const facts = factsOf(resource, subject, domainSuffix);
  return facts === undefined ? undefined : { ...facts, spared };
}

/**
 * Those of a resource with errors: it is compared with nothing, but what others refer to is there. Takes what it finds.
 */
export function gatherDefinitions(resource: Resource, subject: Subject, domainSuffix: string): Facts | undefined {
  if (resource.kind === "Gateway") {
    return { kind: "Gateway", subject, spared: [], hosts: null, selector: [], certificates: [] };
  }
  if (resource.kind !== "DestinationRule") return undefined;
  const facts = destinationRuleFacts(resource, subject, domainSuffix);
  return facts === undefined ? undefined : { ...facts, spared: [] };
}

function factsOf(resource: Resource, subject: Subject, domainSuffix: string): Unspared<Facts> | undefined {
  switch (resource.kind) {
    case "VirtualService":
      return virtualServiceFacts(resource, subject, domainSuffix);
    case "Gateway":
      return gatewayFacts(resource, subject);
    case "DestinationRule":
      return destinationRuleFacts(resource, subject, domainSuffix);
    case "ServiceEntry":
      return serviceEntryFacts(resource, subject);
    case "Telemetry":
      return telemetryFacts(resource, subject);
    default:
      return undefined;
  }
}

/** Facts of each kind without what is added to all of them. */
type Unspared<Any> = Any extends Facts ? Omit<Any, "spared"> : never;
