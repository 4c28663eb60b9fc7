import { createRequire } from "node:module";
import { type Logger, pino, stdTimeFunctions } from "pino";
import { UsageError } from "../../model/index.js";
import { cleanText, cleanValue } from "./clean.js";

/** Takes fields first and the message last, as pino does. */
export type Log = Pick<Logger, "debug" | "info" | "warn" | "error">;

/** Where finished lines go, each ending in a line feed; standard error for the service. */
export interface LogDestination {
  write(line: string): unknown;
}

/** What a log is made of. */
export interface LogOptions {
  readonly destination: LogDestination;
  /** For people on a terminal; else one JSON object a line: level, time (RFC 3339, UTC), msg and the fields. */
  readonly pretty: boolean;
  /** The value of GITXDS_LOG_LEVEL, if it is set. */
  readonly level?: string | undefined;
}

const levels = ["silent", "error", "warn", "info", "debug"] as const;

/**
 * Makes the log. Lines are written before the call returns, so the last ones before an end are not lost. Every text goes
 * through cleanText, whoever wrote it. Throws UsageError on a level that does not exist.
 */
export function createLog({ destination, pretty, level }: LogOptions): Log {
  const print = pretty ? prettyPrinter(destination) : destination;
  return pino(
    {
      level: checkLevel(level),
      base: null,
      timestamp: stdTimeFunctions.isoTime,
      formatters: {
        level: (label) => ({ level: label }),
        log: (fields) => cleanValue(fields) as Record<string, unknown>,
      },
      hooks: {
        logMethod(args, method) {
          const [first, ...rest] = args as unknown[];
          const clean =
            first instanceof Error ? [{ err: first }, ...(rest.length > 0 ? rest : [first.message])] : [first, ...rest];
          method.apply(this, clean.map((arg) => (typeof arg === "string" ? cleanText(arg) : arg)) as typeof args);
        },
      },
    },
    { write: (line: string) => print.write(line) },
  );
}

function prettyPrinter(destination: LogDestination): LogDestination {
  // Loaded for a terminal only: a service in a cluster does not wait for it.
  const { isColorSupported, prettyFactory } = createRequire(import.meta.url)(
    "pino-pretty",
  ) as typeof import("pino-pretty");
  const format = prettyFactory({
    colorize: isColorSupported,
    translateTime: "SYS:HH:MM:ss",
    singleLine: true,
    // A finding's message begins with its place.
    ignore: "file,line,column",
  });
  return { write: (line) => destination.write(format(line)) };
}

function checkLevel(level: string | undefined): string {
  if (level === undefined || level === "") return "info";
  if ((levels as readonly string[]).includes(level)) return level;
  throw new UsageError(
    `GITXDS_LOG_LEVEL: ${JSON.stringify(cleanText(level))} is not a level`,
    `use one of ${levels.join(", ")}; without the variable it is info`,
  );
}
