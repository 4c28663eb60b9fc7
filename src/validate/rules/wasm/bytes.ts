import { extensionFindings } from "../../../findings/rules/extensions.js";
import type { JsonPath } from "../../../model/index.js";
import type { Problem } from "../../problem.js";
import { showPath } from "../../show.js";
import { problem } from "../rule.js";

/** The schema counts characters, Istio the bytes of their UTF-8. */
export function* atMostBytes(text: string | undefined, most: number, path: JsonPath): Iterable<Problem> {
  const bytes = text === undefined || text.length * 3 <= most ? 0 : Buffer.byteLength(text);
  if (bytes > most)
    yield problem(
      extensionFindings.tooManyBytes,
      path,
      `${showPath(path)} has ${bytes} bytes in UTF-8, ${most} are the most`,
      "shorten it, or write it in ASCII",
    );
}
