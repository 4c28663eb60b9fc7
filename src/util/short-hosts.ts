import { isIP } from "node:net";

/** Whether istiod completes the host with namespace and domain: a name without a dot, no address and no wildcard. */
export function isShortHost(host: string): boolean {
  // IPv6 addresses have no dot, and a wildcard is not the name of a service.
  return host !== "" && !host.includes(".") && !host.includes("*") && isIP(host) === 0;
}

/** The host that `host` stands for in a resource of the namespace: a short one in full, any other as it is. */
export function completeHost(host: string, namespace: string, domainSuffix: string): string {
  return isShortHost(host) ? `${host}.${namespace}.svc.${domainSuffix}` : host;
}
