import { sharedFindings } from "../../../findings/rules/shared.js";
import type { JsonPath } from "../../../model/index.js";
import { parseDuration, type Span } from "../../../util/duration.js";
import type { Problem } from "../../problem.js";
import { showPath, showText } from "../../show.js";
import { problem } from "../rule.js";

const nanosPerMillisecond = 1_000_000;

/** A duration of at least 1 ms, in whole milliseconds. An absent one is not checked. */
export function* duration(text: string | null | undefined, path: JsonPath): Iterable<Problem> {
  if (text === undefined || text === null) return;
  const span = parseDuration(text);
  if (span === undefined) yield malformed(text, path);
  else if (isShort(span)) yield wrong(text, path, "is less than 1ms", "write 1ms or more");
  else if (span.nanos % nanosPerMillisecond !== 0)
    yield wrong(text, path, "is no whole number of milliseconds", "round it to milliseconds");
}

/** A duration of any length and sign. */
export function* anyDuration(text: string | null | undefined, path: JsonPath): Iterable<Problem> {
  if (text !== undefined && text !== null && parseDuration(text) === undefined) yield malformed(text, path);
}

function isShort({ seconds, nanos }: Span): boolean {
  return seconds < 0 || (seconds === 0 && nanos < nanosPerMillisecond);
}

function malformed(text: string, path: JsonPath): Problem {
  return wrong(text, path, "is no duration", "write numbers with units (h, m, s, ms, us, ns), as in 1h30m or 1.5s");
}

function wrong(text: string, path: JsonPath, fault: string, remedy: string): Problem {
  return problem(sharedFindings.duration, path, `${showPath(path)} ${fault}: ${showText(text)}`, remedy);
}
