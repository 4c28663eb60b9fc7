import { isJsonObject, type JsonValue, type Resource } from "../../model/index.js";
import { detach } from "../../util/detach.js";
import { everyNamespace, type GatewayFacts, type Subject } from "../facts.js";
import { listAt, textAt, textsAt, valueAt } from "../fields.js";

/** What a Gateway offers to others. */
export function gatewayFacts({ document, namespace }: Resource, subject: Subject): Omit<GatewayFacts, "spared"> {
  const spec = valueAt(document, "spec");
  const certificates = new Map<string, number>();
  for (const [index, server] of listAt(spec, "servers").entries()) {
    const certificate = certificateOf(valueAt(server, "tls"));
    if (certificate === undefined || certificates.has(certificate)) continue;
    certificates.set(detach(certificate), index);
  }
  return {
    kind: "Gateway",
    subject,
    hosts: listAt(spec, "servers").flatMap((server) =>
      textsAt(server, "hosts").map((host) => scopedHost(host, namespace)),
    ),
    selector: labelsOf(valueAt(spec, "selector")),
    certificates: [...certificates].map(([certificate, server]) => ({ certificate, server })),
  };
}

/** `namespace/host` is for the VirtualServices of one namespace, `./host` for the Gateway's own. */
function scopedHost(text: string, namespace: string): { readonly scope: string; readonly host: string } {
  const slash = text.indexOf("/");
  if (slash < 0) return { scope: everyNamespace, host: detach(text) };
  const scope = text.slice(0, slash);
  return { scope: scope === "." ? namespace : detach(scope), host: detach(text.slice(slash + 1)) };
}

/** The secret, or else the files, that hold a server's certificate and key; undefined where it has none. */
function certificateOf(tls: JsonValue | undefined): string | undefined {
  const secret = textAt(tls, "credentialName");
  if (secret !== undefined) return `secret ${secret}`;
  const certificate = textAt(tls, "serverCertificate");
  const key = textAt(tls, "privateKey");
  return certificate === undefined || key === undefined ? undefined : `file ${certificate} with the key ${key}`;
}

function labelsOf(selector: JsonValue | undefined): readonly string[] {
  if (!isJsonObject(selector)) return [];
  return Object.entries(selector)
    .map(([key, value]) => detach(`${key}=${String(value)}`))
    .sort();
}
