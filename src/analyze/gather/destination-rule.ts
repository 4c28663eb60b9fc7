import type { Resource } from "../../model/index.js";
import { detach } from "../../util/detach.js";
import { completeHost } from "../../util/short-hosts.js";
import type { DestinationRuleFacts, Subject } from "../facts.js";
import { listAt, textAt, valueAt } from "../fields.js";

/** The subsets that a DestinationRule defines; undefined where it has none. */
export function destinationRuleFacts(
  { document, namespace }: Resource,
  subject: Subject,
  domainSuffix: string,
): Omit<DestinationRuleFacts, "spared"> | undefined {
  const spec = valueAt(document, "spec");
  const host = textAt(spec, "host");
  const subsets = listAt(spec, "subsets").flatMap((subset) => textAt(subset, "name") ?? []);
  if (host === undefined || subsets.length === 0) return undefined;
  const inFull = detach(completeHost(host, namespace, domainSuffix));
  return { kind: "DestinationRule", subject, host: inFull, subsets: subsets.map(detach) };
}
