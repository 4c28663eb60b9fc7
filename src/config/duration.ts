import { badSetting, type Setting, shown } from "./setting.js";

const unitMs: Readonly<Record<string, number>> = { h: 3_600_000, m: 60_000, s: 1_000, ms: 1 };

/** Reads a duration as Go writes it (`15s`, `1m30s`, `1.5h`), in milliseconds, from one second to a day. */
export function parseInterval({ value, origin }: Setting<string>): number {
  const text = value.trim();
  if (!/^(?:[0-9]{1,9}(?:\.[0-9]{1,9})?(?:h|ms|m|s))+$/.test(text)) {
    const remedy = /^[0-9]+$/.test(text)
      ? `add the unit: ${text}s`
      : "write numbers with units, as in 15s, 1m30s or 2h";
    throw badSetting(origin, `${shown(value)} is not a duration`, remedy);
  }
  let ms = 0;
  for (const [, number, unit] of text.matchAll(/([0-9.]+)(h|ms|m|s)/g))
    ms += Number(number) * (unitMs[unit ?? ""] ?? 0);
  if (ms < 1_000 || ms > 86_400_000) {
    throw badSetting(origin, `${shown(value)} is out of range`, "choose a duration from 1s to 24h");
  }
  return Math.round(ms);
}
