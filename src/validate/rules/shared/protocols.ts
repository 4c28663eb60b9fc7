import { sharedFindings } from "../../../findings/rules/shared.js";
import type { JsonPath } from "../../../model/index.js";
import type { Problem } from "../../problem.js";
import { showList, showPath, showText } from "../../show.js";
import { problem } from "../rule.js";

const protocols = [
  "tcp",
  "udp",
  "grpc",
  "grpc-web",
  "http",
  "http_proxy",
  "http2",
  "https",
  "tls",
  "mongo",
  "redis",
  "mysql",
] as const;

/** A port's protocol in lower case; users may write it in any. */
export type Protocol = (typeof protocols)[number];

const http: ReadonlySet<string> = new Set<Protocol>(["http", "http2", "http_proxy", "grpc", "grpc-web"]);
const tls: ReadonlySet<string> = new Set<Protocol>(["https", "tls"]);

/** Undefined where Istio does not know it. */
export function parseProtocol(text: string): Protocol | undefined {
  const lower = text.toLowerCase();
  return protocols.find((name) => name === lower);
}

/** Whether requests of this protocol are routed as HTTP. */
export function isHttp(protocol: Protocol | undefined): boolean {
  return protocol !== undefined && http.has(protocol);
}

/** Whether connections of this protocol start with a TLS handshake. */
export function isTls(protocol: Protocol | undefined): boolean {
  return protocol !== undefined && tls.has(protocol);
}

/** Whether connections of this protocol are routed as opaque bytes: neither HTTP nor UDP. */
export function isTcp(protocol: Protocol | undefined): boolean {
  return protocol !== undefined && protocol !== "udp" && !http.has(protocol);
}

/** A protocol that Istio knows; where `emptyIsDetected`, none at all leaves it to detection. */
export function* protocol(
  text: string | undefined,
  path: JsonPath,
  { emptyIsDetected = false } = {},
): Iterable<Problem> {
  const written = text ?? "";
  if (parseProtocol(written) !== undefined || (emptyIsDetected && written === "")) return;
  const message =
    written === ""
      ? `${showPath(path)} is missing`
      : `${showPath(path)} is ${showText(written)}, which Istio does not know`;
  yield problem(
    sharedFindings.protocol,
    path,
    message,
    `write ${showList(
      protocols.map((name) => name.toUpperCase()),
      "or",
    )}`,
  );
}
