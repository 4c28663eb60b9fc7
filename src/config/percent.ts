import { badSetting, type Setting, shown } from "./setting.js";

/** Reads whole percents, as in `50%`, as a share of 1. */
export function parsePercent({ value, origin }: Setting<string>): number {
  const digits = /^(100|[0-9]{1,2})%$/.exec(value.trim())?.[1];
  if (digits !== undefined) return Number(digits) / 100;
  throw badSetting(origin, `${shown(value)} is no percentage`, "give whole percents from 0% to 100%, as in 50%");
}
