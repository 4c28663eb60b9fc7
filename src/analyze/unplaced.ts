import type { Finding, JsonPath, Locate } from "../model/index.js";
import type { Subject } from "./facts.js";

/** A finding whose place in the document is known by path only. Until it is placed it stands where its resource begins. */
export interface Unplaced {
  readonly finding: Finding;
  readonly subject: Subject;
  readonly path: JsonPath | undefined;
  readonly pointAt: "key" | "value";
}

/** The finding at the place that its document's locator gives. */
export function placeFinding({ finding, path, pointAt }: Unplaced, locate: Locate): Finding {
  return path === undefined ? finding : { ...finding, ...locate(path, pointAt) };
}
