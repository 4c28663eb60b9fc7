import { BlockList, isIPv6 } from "node:net";

/** Whether an address may connect. Ranges are ADDRESS/BITS; an IPv4 address in IPv6 form counts as itself. */
export function allowList(ranges: readonly string[] | undefined): (address: string | undefined) => boolean {
  if (ranges === undefined) return () => true;
  const list = new BlockList();
  for (const range of ranges) {
    const [address = "", bits] = range.split("/");
    list.addSubnet(address, Number(bits), isIPv6(address) ? "ipv6" : "ipv4");
  }
  return (address) => {
    // Link-local addresses come with the name of an interface.
    const [bare = ""] = (address ?? "").split("%");
    return bare !== "" && list.check(bare, isIPv6(bare) ? "ipv6" : "ipv4");
  };
}
