import type { JsonPath } from "../../../model/index.js";
import type { Problem } from "../../problem.js";
import { entriesOf } from "../rule.js";
import { ipAddress, unixSocket } from "../shared/addresses.js";
import { scopedHost } from "../shared/hosts.js";
import { port } from "../shared/ports.js";
import { duplicateHosts } from "./duplicate-hosts.js";
import { type SidecarPort, sidecarPort, unique, unixScheme, wrongListener } from "./listener.js";

/** istio.networking.v1alpha3.IstioEgressListener. */
export interface EgressListener {
  readonly port?: SidecarPort;
  readonly bind?: string;
  readonly captureMode?: "DEFAULT" | "IPTABLES" | "NONE";
  readonly hosts: readonly string[];
}

/** `namespace` is the Sidecar's own. */
export function* egressListeners(
  listeners: readonly EgressListener[],
  path: JsonPath,
  namespace: string,
): Iterable<Problem> {
  const ports = new Set<number | string>();
  for (const [index, listener] of listeners.entries()) {
    const at = [...path, index];
    if (listener.port !== undefined) yield* binding(listener, listener.port, at, ports);
    else if (index < listeners.length - 1)
      yield wrongListener(
        at,
        "has no port, so it takes all traffic that is left, and must be the last one",
        "move it to the end of the list, or give it a port",
      );
    yield* hosts(listener.hosts, [...at, "hosts"], namespace);
  }
}

function* hosts(list: readonly string[], path: JsonPath, namespace: string): Iterable<Problem> {
  if (list.length === 0) yield wrongListener(path, "must have a host", "write namespace/host, or */* for all");
  for (const [host, at] of entriesOf(list, path)) yield* scopedHost(host, at, "Sidecar");
  yield* duplicateHosts(list, path, namespace);
}

/** Where the listener listens: a port, of one address or all, or a Unix socket, which has no port number. */
function* binding(
  { bind = "", captureMode = "DEFAULT" }: EgressListener,
  of: SidecarPort,
  path: JsonPath,
  seen: Set<number | string>,
): Iterable<Problem> {
  yield* sidecarPort(of, [...path, "port"]);
  if ((of.number ?? 0) !== 0) {
    const number = [...path, "port", "number"];
    yield* port(of.number, number);
    yield* unique(seen, of.number ?? 0, number);
    if (bind !== "") yield* ipAddress(bind, [...path, "bind"]);
    return;
  }
  if (!bind.startsWith(unixScheme))
    yield wrongListener(
      [...path, "port"],
      "has no number, so bind must be a Unix socket",
      "write a number, or bind to unix:///PATH",
    );
  else yield* unixSocket(bind.slice(unixScheme.length), [...path, "bind"]);
  yield* unique(seen, bind, [...path, "bind"]);
  if (captureMode === "IPTABLES")
    yield wrongListener(
      [...path, "captureMode"],
      "is IPTABLES, which cannot lead traffic to a Unix socket",
      "remove it, or write NONE",
    );
}
