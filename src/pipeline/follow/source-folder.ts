import { join } from "node:path";
import type { Config, SourceConfig } from "../../model/index.js";

/** The source's own folder of the state directory: its clone, its last good snapshot, its lock. */
export function sourceFolder({ name }: Pick<SourceConfig, "name">, { stateDir }: Pick<Config, "stateDir">): string {
  return join(stateDir, "sources", name);
}
