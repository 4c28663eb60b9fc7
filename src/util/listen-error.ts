import { type Address, UsageError } from "../model/index.js";
import { formatAddress } from "./address.js";

/**
 * Says why an address cannot be listened on, and by which flag another is given. Takes what node:net throws (`code` as in
 * errno(3)).
 */
export function listenError(error: unknown, address: Address, flag: "--listen" | "--admin"): UsageError {
  const code = (error as { readonly code?: unknown } | undefined)?.code;
  const { why, remedy } = explain(typeof code === "string" ? code : "", address, flag, error);
  return new UsageError(`cannot listen on ${formatAddress(address)} (${flag}): ${why}`, remedy);
}

function explain(
  code: string,
  { host, port }: Address,
  flag: string,
  error: unknown,
): Record<"why" | "remedy", string> {
  switch (code) {
    case "EADDRINUSE":
      return {
        why: `port ${port} is taken by another process, perhaps another gitxds`,
        remedy: `stop that process, or choose another port with ${flag} ${formatAddress({ host, port: port < 65_000 ? port + 10 : port - 10 })}`,
      };
    case "EACCES":
      return {
        why: `port ${port} needs privileges that this process does not have`,
        remedy: `choose a port of 1024 or above with ${flag}`,
      };
    case "EADDRNOTAVAIL":
    case "ENOTFOUND":
    case "EAI_AGAIN":
    case "EAFNOSUPPORT":
      return {
        why: `${host} is no address of this machine`,
        remedy: `use 127.0.0.1 for this machine alone, or 0.0.0.0 for all its addresses: ${flag} 0.0.0.0:${port}`,
      };
    default:
      return {
        why: error instanceof Error ? error.message : String(error),
        remedy: `choose another address with ${flag}`,
      };
  }
}
