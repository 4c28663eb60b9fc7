import type { SharedSettings, SourceSettings } from "./setting.js";

/** Settings of which a source has one: where it gives one of them, `defaults` say nothing of the others. */
const alternatives: readonly (readonly (keyof SharedSettings)[])[] = [
  ["ref", "semver"],
  ["interval", "schedule", "timezone"],
];

/** What a source says, and for the rest what all of them share. A key replaces the shared one whole. */
export function withShared(source: SourceSettings, shared: SharedSettings | undefined): SourceSettings {
  if (shared === undefined) return source;
  const decided = new Set<string>(alternatives.filter((keys) => keys.some((key) => source[key] !== undefined)).flat());
  const taken = Object.entries(shared).filter(([key]) => !decided.has(key));
  return { ...Object.fromEntries(taken), ...source };
}
