import type { JsonPath } from "../../../model/index.js";
import { showText } from "../../show.js";

/** A locality with its place in the document. */
export interface LocalityEntry {
  readonly locality: string;
  readonly path: JsonPath;
}

/** A locality that cannot stand where it does, and why, as the end of a sentence. */
export interface LocalityFault extends LocalityEntry {
  readonly fault: string;
}

const maxLevels = 3;

/** `region/zone/subzone`, `region/zone` or `region`, with * for the rest at the end. A subzone may have slashes. */
function levelsOf(locality: string): readonly string[] {
  const parts = locality.split("/");
  return parts.length <= maxLevels ? parts : [...parts.slice(0, maxLevels - 1), parts.slice(maxLevels - 1).join("/")];
}

function syntaxFault(locality: string): string | undefined {
  const star = locality.indexOf("*");
  if (star >= 0 && star < locality.length - 1) return "has a * before its end";
  return levelsOf(locality).includes("") ? "has an empty region, zone or subzone" : undefined;
}

/** The part of the world that a locality stands for, as its levels without the open end. */
function areaOf(locality: string): readonly string[] {
  const levels = levelsOf(locality);
  return levels.at(-1) === "*" ? levels.slice(0, -1) : levels;
}

/** The first fault of a list whose entries are compared in their order; an open entry may follow what it includes. */
export function orderedLocalityFault(entries: readonly LocalityEntry[]): LocalityFault | undefined {
  const areas = new Set<string>();
  const touched = new Set<string>();
  for (const entry of entries) {
    const fault = syntaxFault(entry.locality) ?? overlapFault(entry.locality, areas, touched);
    if (fault !== undefined) return { ...entry, fault };
    areas.add(areaOf(entry.locality).join("/"));
    for (const prefix of prefixesOf(levelsOf(entry.locality))) touched.add(prefix);
  }
  return undefined;
}

/**
 * The first fault of a map's keys. Istio compares them in an order that changes from run to run; so that the verdict
 * never depends on it, keys that are refused in some order are refused.
 */
export function unorderedLocalityFault(entries: readonly LocalityEntry[]): LocalityFault | undefined {
  const widestFirst = [...entries].sort((one, other) => areaOf(one.locality).length - areaOf(other.locality).length);
  return orderedLocalityFault(widestFirst);
}

function overlapFault(locality: string, areas: ReadonlySet<string>, touched: ReadonlySet<string>): string | undefined {
  const wider = ["", ...prefixesOf(areaOf(locality))].find((area) => areas.has(area));
  if (wider === undefined && !touched.has(locality)) return undefined;
  if (wider === undefined) return "overlaps with entries before it, which stand for parts of it";
  return `overlaps with ${wider === "" ? "*" : showText(wider)}, which another entry stands for`;
}

function prefixesOf(levels: readonly string[]): readonly string[] {
  return levels.map((_, index) => levels.slice(0, index + 1).join("/"));
}
