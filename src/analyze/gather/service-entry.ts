import type { Resource } from "../../model/index.js";
import { detach } from "../../util/detach.js";
import type { ServiceEntryFacts, Subject } from "../facts.js";
import { listAt, textAt, textsAt, valueAt } from "../fields.js";
import { scopesOf } from "./scopes.js";

/** The ports that a ServiceEntry gives its hosts. */
export function serviceEntryFacts(
  { document, namespace }: Resource,
  subject: Subject,
): Omit<ServiceEntryFacts, "spared"> {
  const spec = valueAt(document, "spec");
  return {
    kind: "ServiceEntry",
    subject,
    hosts: textsAt(spec, "hosts").map(detach),
    ports: listAt(spec, "ports").flatMap((port) => {
      const number = valueAt(port, "number");
      if (typeof number !== "number") return [];
      return [{ number, protocol: detach((textAt(port, "protocol") ?? "").toUpperCase()) }];
    }),
    scopes: scopesOf(spec, namespace),
  };
}
