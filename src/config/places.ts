import { homedir } from "node:os";
import { isAbsolute, join } from "node:path";
import type { Address } from "../model/index.js";
import { parseAddress } from "./address.js";
import { parsePath } from "./path.js";
import type { Setting } from "./setting.js";

/** What of the surroundings says where the service is, unless flags or a file do. */
type Env = Readonly<Record<string, string | undefined>>;

/** Where it listens and keeps its state where nothing else is said. */
export interface DefaultPlaces {
  readonly listen: Address;
  readonly admin: Address;
  readonly stateDir: string;
}

/**
 * The defaults of this machine: GITXDS_LISTEN, GITXDS_ADMIN and GITXDS_STATE_DIR, by which a container image says what is
 * its own, and which any file or flag replaces; else loopback, and a folder of the user (XDG Base Directory Specification: a
 * relative XDG_STATE_HOME is ignored). Throws UsageError for a variable that cannot be read.
 */
export function defaultPlaces(env: Env, cwd: string): DefaultPlaces {
  const given = (where: string): Setting<string> | undefined => {
    const value = env[where];
    return value === undefined || value === "" ? undefined : { value, origin: { where, base: cwd } };
  };
  const [listen, admin, stateDir] = ["GITXDS_LISTEN", "GITXDS_ADMIN", "GITXDS_STATE_DIR"].map(given);
  return {
    listen: listen === undefined ? { host: "127.0.0.1", port: 18_000 } : parseAddress(listen),
    admin: admin === undefined ? { host: "127.0.0.1", port: 18_080 } : parseAddress(admin),
    stateDir: stateDir === undefined ? userStateDir(env) : parsePath(stateDir),
  };
}

function userStateDir({ XDG_STATE_HOME: state, HOME: home }: Env): string {
  const base = state !== undefined && isAbsolute(state) ? state : join(home || homedir(), ".local/state");
  return join(base, "gitxds");
}
