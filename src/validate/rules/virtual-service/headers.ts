import { sharedFindings } from "../../../findings/rules/shared.js";
import { virtualServiceFindings as rows } from "../../../findings/rules/virtual-service.js";
import type { JsonPath } from "../../../model/index.js";
import type { Problem } from "../../problem.js";
import { showPath, showText } from "../../show.js";
import { entriesOf, keyProblem, problem } from "../rule.js";
import { headerValue } from "../shared/header-values.js";
import type { HeaderOperations, Headers, Rewrite } from "./spec.js";

/** Changes to the headers of requests and responses. */
export function* headerChanges(headers: Headers | undefined, path: JsonPath): Iterable<Problem> {
  if (headers === undefined) return;
  yield* operations(headers.request, [...path, "request"], true);
  yield* operations(headers.response, [...path, "response"], false);
}

function* operations(
  changes: HeaderOperations | undefined,
  path: JsonPath,
  takesAuthority: boolean,
): Iterable<Problem> {
  for (const field of ["set", "add"] as const) {
    for (const [name, value] of Object.entries(changes?.[field] ?? {})) {
      const at = [...path, field, name];
      const fault = nameFault(name, takesAuthority);
      if (fault !== undefined) yield wrongName(keyProblem, name, at, fault);
      yield* headerValue(value, at);
    }
  }
  for (const [name, at] of entriesOf(changes?.remove, [...path, "remove"])) {
    const fault = nameFault(name, false);
    if (fault !== undefined) yield wrongName(problem, name, at, fault);
  }
}

// The u flag makes i fold as Unicode says, which is how Istio compares.
const host = /^host$/iu;
const authority = /^(?::authority|host)$/iu;

function nameFault(name: string, takesAuthority: boolean): string | undefined {
  if (name === "") return "has no name";
  if (takesAuthority && authority.test(name)) return undefined;
  if (name.startsWith(":")) return "starts with :, and such headers are Envoy's to write";
  return host.test(name) ? "is the host, which can be set or added to in requests only" : undefined;
}

function wrongName(make: typeof problem, name: string, path: JsonPath, fault: string): Problem {
  const shown = name === "" ? "" : ` ${showText(name)}`;
  const row = name === "" ? sharedFindings.headerName : rows.headerChange;
  return make(row, path, `the header${shown} at ${showPath(path)} ${fault}`, "name another header, or leave it out");
}

/**
 * The authority of requests, which a route may change once: by rewrite, or by a header. Of two spellings in one map Istio
 * sees either first, so an empty one beside another is refused always, not now and then.
 */
export function* authorityOnce(
  rewrite: Rewrite | undefined,
  headers: Headers | undefined,
  path: JsonPath,
): Iterable<Problem> {
  const request = headers?.request;
  if (request === undefined) return;
  let current = rewrite?.authority ?? "";
  for (const field of ["set", "add"] as const) {
    const changes = Object.entries(request[field] ?? {}).filter(([name]) => authority.test(name));
    for (const [name, value] of changes.sort(([, a], [, b]) => Number(a === "") - Number(b === ""))) {
      if (current !== "") yield setTwice([...path, "headers", "request", field, name], value, current);
      current = value;
    }
  }
}

function setTwice(path: JsonPath, value: string, earlier: string): Problem {
  const message = `${showPath(path)} sets the authority to ${showText(value)}, the route sets it to ${showText(earlier)} already`;
  return keyProblem(rows.headerChange, path, message, "set it in one place only: rewrite.authority or one header");
}
