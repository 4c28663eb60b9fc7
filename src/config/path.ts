import { resolve } from "node:path";
import { badSetting, type Setting } from "./setting.js";

/** Reads the path of a file or folder on this machine; it comes back absolute. */
export function parsePath({ value, origin }: Setting<string>): string {
  if (value === "" || value.includes("\0")) throw badSetting(origin, "names no path", "give a path");
  return resolve(origin.base, value);
}
