import { gatewayFindings } from "../../findings/rules/gateway.js";
import { serverTlsFindings } from "../../findings/rules/server-tls.js";
import type { JsonPath, Resource } from "../../model/index.js";
import type { Problem } from "../problem.js";
import { showPath, showText } from "../show.js";
import { entriesOf, problem, specOf } from "./rule.js";
import { isSet, passesThrough, type ServerTls, serverTls } from "./server-tls/index.js";
import { ipAddress, unixSocket } from "./shared/addresses.js";
import { isDnsLabel } from "./shared/dns.js";
import { scopedHost } from "./shared/hosts.js";
import { port } from "./shared/ports.js";
import { isHttp, isTls, parseProtocol, protocol } from "./shared/protocols.js";

interface Gateway {
  readonly servers?: readonly Server[];
}

interface Server {
  readonly port: Port;
  readonly hosts: readonly string[];
  readonly bind?: string;
  readonly tls?: ServerTls;
}

interface Port {
  readonly number: number;
  readonly protocol: string;
  readonly name: string;
  readonly targetPort?: number;
}

const unixScheme = "unix://";

export function* gatewayRules(resource: Resource): Iterable<Problem> {
  const { servers = [] } = specOf<Gateway>(resource);
  if (!isDnsLabel(resource.name))
    yield problem(
      gatewayFindings.name,
      ["metadata", "name"],
      `a Gateway's name is a DNS label, without dots and of 63 characters at most; found ${showText(resource.name)}`,
      "rename it, also where VirtualServices refer to it",
    );
  const path = ["spec", "servers"];
  if (servers.length === 0) yield wrong(path, "must have a server", "add one, or remove the Gateway");
  for (const [server, at] of entriesOf(servers, path)) yield* serverRules(server, at);
  yield* portNames(servers, path);
}

function* serverRules(server: Server, path: JsonPath): Iterable<Problem> {
  const hosts = [...path, "hosts"];
  if (server.hosts.length === 0) yield wrong(hosts, "must have a host", "write the hosts that it serves, or *");
  for (const [host, at] of entriesOf(server.hosts, hosts)) yield* scopedHost(host, at, "Gateway");
  yield* binding(server, path);
  yield* protocol(server.port.protocol, [...path, "port", "protocol"]);
  yield* tlsByProtocol(server, path);
  if (server.tls !== undefined) yield* serverTls(server.tls, [...path, "tls"]);
}

/** Where the server listens: a port, of one address or all, or a Unix socket, which has the port 0. */
function* binding({ port: { number, name, targetPort = 0 }, bind = "" }: Server, path: JsonPath): Iterable<Problem> {
  const isSocket = bind.startsWith(unixScheme);
  if (isSocket) yield* unixSocket(bind.slice(unixScheme.length), [...path, "bind"]);
  else if (bind !== "") yield* ipAddress(bind, [...path, "bind"]);
  if (!isSocket) yield* port(number, [...path, "port", "number"]);
  else if (number !== 0)
    yield wrong([...path, "port", "number"], "must be 0, as bind is a Unix socket", "write 0, or bind to an address");
  if (name === "") yield wrong([...path, "port", "name"], "is empty", "write a name, as in https-shop");
  if (targetPort > 0)
    yield wrong([...path, "port", "targetPort"], "has no effect on a Gateway", "remove it, and set number alone");
}

function* tlsByProtocol({ port: { protocol: text }, tls }: Server, path: JsonPath): Iterable<Problem> {
  const spoken = parseProtocol(text);
  if (spoken === undefined) return;
  const at = [...path, "tls"];
  if (tls === undefined) {
    if (isTls(spoken)) yield mismatch(at, `is missing, ${text} needs TLS settings`, "add tls with a mode");
  } else if (isHttp(spoken)) {
    if (!passesThrough(tls) || isSet(tls.caCertificates) || isSet(tls.privateKey) || isSet(tls.serverCertificate))
      yield mismatch(
        at,
        `has more than httpsRedirect, but ${text} is not encrypted`,
        "change the protocol to HTTPS, or keep httpsRedirect alone",
      );
  } else if (!isTls(spoken))
    yield mismatch(at, `cannot be set for ${text}`, "change the protocol to HTTPS or TLS, or remove tls");
  if (tls?.httpsRedirect && !isHttp(spoken)) yield redirectUnused([...at, "httpsRedirect"], text);
}

function redirectUnused(path: JsonPath, protocolText: string): Problem {
  const message = `${showPath(path)} has no effect: ${protocolText} is not plain HTTP, which is what gets redirected`;
  return problem(gatewayFindings.redirectUnused, path, message, "move it to the server for port 80");
}

function* portNames(servers: readonly Server[], path: JsonPath): Iterable<Problem> {
  const seen = new Set<string>();
  for (const [{ port: of }, at] of entriesOf(servers, path)) {
    const name = [...at, "port", "name"];
    if (seen.has(of.name))
      yield problem(
        gatewayFindings.duplicatePortName,
        name,
        `${showPath(name)} is ${showText(of.name)}, which another server's port is called too`,
        "give each port a name of its own",
      );
    seen.add(of.name);
  }
}

function wrong(path: JsonPath, fault: string, remedy: string): Problem {
  return problem(gatewayFindings.server, path, `${showPath(path)} ${fault}`, remedy);
}

function mismatch(path: JsonPath, fault: string, remedy: string): Problem {
  return problem(serverTlsFindings.protocol, path, `${showPath(path)} ${fault}`, remedy);
}
