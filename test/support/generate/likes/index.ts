import type { JsonObject } from "../../../../src/model/index.js";
import type { Field } from "../field.js";
import { policyLikes } from "./policies.js";
import { routeLikes } from "./routes.js";
import { serverLikes } from "./servers.js";

const likes = [...routeLikes, ...serverLikes, ...policyLikes];

/** What may be put over a generated object, so that fields belong together; the first row that fits. */
export function likesOf({ kind, path }: Field): readonly JsonObject[] {
  return likes.find(([kinds, end]) => kinds.test(kind) && end.test(path))?.[2] ?? [];
}
