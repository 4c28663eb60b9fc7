import { type Config, type ConfigStatus, type Emit, UsageError } from "../model/index.js";
import type { Clock } from "../util/clock.js";
import { redactUrls } from "../util/redact.js";
import { watchFile } from "../util/watch-file.js";
import { maxConfigBytes } from "./file.js";
import { mergeConfig } from "./merge.js";

/** A configuration file, and how it is read. */
export interface ConfigFile {
  /** As the user named it, for messages. */
  readonly name: string;
  /** Absolute. */
  readonly path: string;
  /** Reads it with the flags and the environment of the start. Throws UsageError where something is wrong. */
  readonly load: () => Config;
}

/** Keeps a running service to its configuration file. */
export interface ConfigReloader {
  /** Reads the file now, changed or not. */
  reload(): void;
  status(): ConfigStatus;
  close(): void;
}

/**
 * Reads the file again whenever it changes, from now on and once at the start, since it may have changed while the service
 * started. A file with a mistake is told of, and what was in force stays in force.
 */
export function followConfig(
  file: ConfigFile,
  started: Config,
  options: { readonly clock: Clock; readonly emit: Emit; readonly apply: (config: Config) => void },
): ConfigReloader {
  const { clock, emit, apply } = options;
  let current = started;
  let status: ConfigStatus = { file: file.name, loadedAt: clock.now().toISOString(), error: null, restart: [] };

  const read = (asked: boolean) => {
    const at = clock.now().toISOString();
    try {
      const { config, applied, restart } = mergeConfig(current, file.load());
      const news = applied.length > 0 || status.error !== null || restart.join() !== status.restart.join();
      current = config;
      status = { ...status, loadedAt: at, error: null, restart };
      if (applied.length > 0) apply(config);
      if (asked || news) emit({ type: "config-loaded", file: file.name, applied, restart });
    } catch (error) {
      const { message, remedy } = describe(error);
      status = { ...status, error: { message, remedy, at } };
      emit({ type: "config-refused", file: file.name, message, remedy });
    }
  };
  const close = watchFile(file.path, { clock, maxBytes: maxConfigBytes }, () => read(false));
  return { reload: () => read(true), status: () => status, close };
}

function describe(error: unknown): { readonly message: string; readonly remedy: string } {
  if (error instanceof UsageError) return { message: error.message, remedy: error.remedy };
  return { message: redactUrls(`unexpected error: ${String(error)}`), remedy: "please report this" };
}
