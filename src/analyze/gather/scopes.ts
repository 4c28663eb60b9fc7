import type { JsonValue } from "../../model/index.js";
import { detach } from "../../util/detach.js";
import { everyNamespace } from "../facts.js";
import { textsAt } from "../fields.js";

const everywhere: readonly string[] = [everyNamespace];

/** The namespaces that exportTo makes a resource visible in: none is all of them, `.` is its own, and `~` is nobody's. */
export function scopesOf(spec: JsonValue | undefined, namespace: string): readonly string[] {
  const exportTo = textsAt(spec, "exportTo");
  if (exportTo.length === 0 || exportTo.includes(everyNamespace)) return everywhere;
  const scopes = exportTo.filter((scope) => scope !== "~").map((scope) => (scope === "." ? namespace : detach(scope)));
  return [...new Set(scopes)];
}
