import { virtualServiceFindings as rows } from "../../../findings/rules/virtual-service.js";
import type { JsonPath } from "../../../model/index.js";
import type { Problem } from "../../problem.js";
import { showPath, showText } from "../../show.js";
import { entriesOf, keyProblem, problem } from "../rule.js";
import { port } from "../shared/ports.js";
import type { HttpMatch, HttpRoute, Redirect } from "./spec.js";
import { redirectStatus } from "./status.js";

/** Where clients are sent to instead. */
export function* redirection({ redirect, match }: HttpRoute, path: JsonPath): Iterable<Problem> {
  if (redirect === undefined) return;
  const at = [...path, "redirect"];
  if (!changesLocation(redirect)) {
    const message = `${showPath(at)} changes nothing about the location, it would lead back to itself`;
    yield problem(rows.incomplete, at, message, "add uri, prefixRewrite, authority, scheme, port or derivePort");
  }
  if (redirect.prefixRewrite) {
    if (redirect.uri) yield twoPaths([...at, "prefixRewrite"]);
    yield* prefixesOnly(match, [...path, "match"], at);
  }
  yield* redirectStatus(redirect.redirectCode, [...at, "redirectCode"]);
  yield* scheme(redirect.scheme, [...at, "scheme"]);
  if (redirect.port) yield* port(redirect.port, [...at, "port"]);
}

function changesLocation({ uri, prefixRewrite, authority, scheme: to, port: number, derivePort }: Redirect): boolean {
  return Boolean(uri || prefixRewrite || authority || to) || number !== undefined || derivePort !== undefined;
}

function twoPaths(path: JsonPath): Problem {
  const message = `${showPath(path)} and uri both say what becomes of the path`;
  return keyProblem(rows.exclusive, path, message, "keep one of the two");
}

/** A prefix can be replaced where there is one. A condition without uri is one on the prefix /. */
function* prefixesOnly(matches: readonly HttpMatch[] | undefined, path: JsonPath, at: JsonPath): Iterable<Problem> {
  for (const [{ uri }, matchPath] of entriesOf(matches, path)) {
    if (uri === undefined || uri.prefix !== undefined) continue;
    const uriPath = [...matchPath, "uri"];
    const message = `${showPath(uriPath)} is no prefix, and ${showPath(at)} replaces the prefix of the path`;
    yield problem(rows.redirectPrefix, uriPath, message, "match by prefix, or redirect to a uri");
  }
}

function* scheme(text: string | undefined, path: JsonPath): Iterable<Problem> {
  if (!text || text === "http" || text === "https") return;
  const message = `${showPath(path)} is ${showText(text)}, and clients can be sent to http or https only`;
  yield problem(rows.unknownWord, path, message, "write http or https");
}
