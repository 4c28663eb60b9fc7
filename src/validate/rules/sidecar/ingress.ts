import { serverTlsFindings } from "../../../findings/rules/server-tls.js";
import { sidecarFindings } from "../../../findings/rules/sidecar.js";
import type { JsonPath } from "../../../model/index.js";
import type { Problem } from "../../problem.js";
import { showPath, showText } from "../../show.js";
import { problem } from "../rule.js";
import { isSet, modeOf, type ServerTls, serverTls } from "../server-tls/index.js";
import { ipAddress } from "../shared/addresses.js";
import { port } from "../shared/ports.js";
import { isHttp, isTls, parseProtocol } from "../shared/protocols.js";
import { type ConnectionPool, connectionPool } from "../traffic-policy/index.js";
import { defaultEndpoint } from "./default-endpoint.js";
import { type SidecarPort, sidecarPort, unique } from "./listener.js";

/** istio.networking.v1alpha3.IstioIngressListener. */
export interface IngressListener {
  readonly port: SidecarPort;
  readonly bind?: string;
  readonly defaultEndpoint?: string;
  readonly tls?: ServerTls;
  readonly connectionPool?: ConnectionPool;
}

export function* ingressListeners(
  listeners: Iterable<readonly [listener: IngressListener, path: JsonPath]>,
): Iterable<Problem> {
  const ports = new Set<number | string>();
  for (const [listener, path] of listeners) {
    const number = [...path, "port", "number"];
    yield* sidecarPort(listener.port, [...path, "port"]);
    yield* port(listener.port.number, number);
    yield* unique(ports, listener.port.number ?? 0, number);
    if (listener.bind) yield* ipAddress(listener.bind, [...path, "bind"]);
    yield* defaultEndpoint(listener.defaultEndpoint, [...path, "defaultEndpoint"]);
    if (listener.tls !== undefined) yield* ingressTls(listener.tls, listener.port, [...path, "tls"]);
    yield* ingressPool(listener, [...path, "connectionPool"]);
  }
}

function* ingressTls(tls: ServerTls, { protocol = "" }: SidecarPort, path: JsonPath): Iterable<Problem> {
  if (!isTls(parseProtocol(protocol)))
    yield problem(
      serverTlsFindings.protocol,
      path,
      `${showPath(path)} cannot be set for ${protocol === "" ? "a port without protocol" : showText(protocol)}`,
      "change the port's protocol to HTTPS or TLS, or remove tls",
    );
  for (const field of ["subjectAltNames", "credentialName", "credentialNames", "tlsCertificates"] as const)
    if (isSet(tls[field])) yield unsupported([...path, field], "is not supported by a Sidecar", "remove it");
  if (tls.httpsRedirect)
    yield unsupported([...path, "httpsRedirect"], "is not supported by a Sidecar", "redirect at the Gateway");
  const mode = modeOf(tls);
  if (mode === "ISTIO_MUTUAL" || mode === "AUTO_PASSTHROUGH")
    yield unsupported([...path, "mode"], `cannot be ${mode} in a Sidecar`, "choose SIMPLE, MUTUAL or PASSTHROUGH");
  yield* serverTls(tls, path);
}

function* ingressPool({ port: of, connectionPool: pool }: IngressListener, path: JsonPath): Iterable<Problem> {
  yield* connectionPool(pool, path);
  if (pool?.http === undefined || isHttp(parseProtocol(of.protocol ?? ""))) return;
  const at = [...path, "http"];
  const spoken = of.protocol ? `${showText(of.protocol)}, not HTTP` : "not set";
  yield problem(
    sidecarFindings.poolUnused,
    at,
    `${showPath(at)} has no effect: the port's protocol is ${spoken}`,
    "set the port's protocol to HTTP, HTTP2 or GRPC, or keep tcp only",
  );
}

function unsupported(path: JsonPath, fault: string, remedy: string): Problem {
  return problem(sidecarFindings.ingressTls, path, `${showPath(path)} ${fault}`, remedy);
}
