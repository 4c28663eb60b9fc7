import { isIP, isIPv4 } from "node:net";
import { badSetting, type Setting, shown } from "./setting.js";

/** Reads addresses and CIDR ranges, IPv4 and IPv6, into the form ADDRESS/BITS. */
export function parseRanges({ value, origin }: Setting<readonly string[]>): readonly string[] {
  return value.map((text, index) => {
    const range = parseRange(text);
    if (range !== undefined) return range;
    throw badSetting(
      { ...origin, where: `${origin.where}[${index}]` },
      `${shown(text)} is no address and no CIDR range`,
      "write it as in 10.0.0.0/8, 192.0.2.7 or fd00::/8",
    );
  });
}

function parseRange(text: string): string | undefined {
  const { address = "", bits } = /^(?<address>[0-9a-f:.]+)(\/(?<bits>0|[1-9][0-9]{0,2}))?$/i.exec(text)?.groups ?? {};
  if (isIP(address) === 0) return undefined;
  const most = isIPv4(address) ? 32 : 128;
  return Number(bits ?? most) <= most ? `${address}/${bits ?? most}` : undefined;
}
