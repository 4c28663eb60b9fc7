import { sharedFindings } from "../../../findings/rules/shared.js";
import type { JsonPath } from "../../../model/index.js";
import type { Problem } from "../../problem.js";
import { showPath } from "../../show.js";
import { entriesOf, problem } from "../rule.js";
import { ipAddressOrCidr } from "../shared/addresses.js";
import { headerName } from "../shared/header-names.js";
import { labels } from "../shared/labels.js";
import { labelName, port } from "../shared/ports.js";
import { regex } from "../shared/regex.js";
import { isClaim } from "./claims.js";
import { type GatewayNamesOptions, gatewayNames } from "./gateways.js";
import type { ConnectionMatch, HttpMatch, StringMatch, StringMatches, TcpMatch } from "./spec.js";

/** The conditions of HTTP routes. */
export function* httpMatches(matches: readonly HttpMatch[] | undefined, path: JsonPath): Iterable<Problem> {
  for (const [match, at] of entriesOf(matches, path)) {
    yield* headerConditions(match.headers, [...at, "headers"]);
    yield* headerConditions(match.withoutHeaders, [...at, "withoutHeaders"], isPresence);
    yield* pattern(match.uri, [...at, "uri"]);
    yield* text(match.scheme, [...at, "scheme"]);
    yield* text(match.method, [...at, "method"]);
    yield* text(match.authority, [...at, "authority"]);
    for (const [name, condition] of Object.entries(match.queryParams ?? {}))
      yield* text(condition, [...at, "queryParams", name]);
    yield* connection(match, at);
    if (match.sourceNamespace) yield* labelName(match.sourceNamespace, [...at, "sourceNamespace"]);
  }
}

/** A condition of a TCP or TLS route. */
export function* tcpMatch(match: TcpMatch, path: JsonPath, options?: GatewayNamesOptions): Iterable<Problem> {
  for (const [subnet, at] of entriesOf(match.destinationSubnets, [...path, "destinationSubnets"]))
    yield* ipAddressOrCidr(subnet, at);
  yield* connection(match, path, options);
}

/** What HTTP, TLS and TCP have in common. Port 0 is any. */
function* connection(match: ConnectionMatch, path: JsonPath, options?: GatewayNamesOptions): Iterable<Problem> {
  if (match.port) yield* port(match.port, [...path, "port"]);
  yield* labels(match.sourceLabels, [...path, "sourceLabels"]);
  yield* gatewayNames(match.gateways, [...path, "gateways"], options);
}

function* headerConditions(
  conditions: StringMatches | undefined,
  path: JsonPath,
  isGood: (condition: StringMatch) => boolean = () => false,
): Iterable<Problem> {
  for (const [name, condition] of Object.entries(conditions ?? {})) {
    const at = [...path, name];
    if (!isClaim(name) && !pseudoHeaders.has(name)) yield* headerName(name, at, "http");
    if (!isGood(condition)) yield* text(condition, at);
  }
}

/** Those of HTTP/2 (RFC 9113, 8.3). */
const pseudoHeaders: ReadonlySet<string> = new Set([":method", ":scheme", ":authority", ":path", ":status"]);

/** `*` alone is no regular expression: it asks whether the header is there. */
function isPresence({ regex: expression }: StringMatch): boolean {
  return expression === "*";
}

/** A condition on a text. Envoy refuses an empty prefix but for that of a path. */
function* text(condition: StringMatch | undefined, path: JsonPath): Iterable<Problem> {
  if (condition?.prefix === "") yield emptyCondition([...path, "prefix"]);
  yield* pattern(condition, path);
}

/** The regular expression of a condition that has one. */
export function* pattern(condition: StringMatch | undefined, path: JsonPath): Iterable<Problem> {
  if (condition?.regex === undefined) return;
  const at = [...path, "regex"];
  if (condition.regex === "") yield emptyCondition(at);
  else yield* regex(condition.regex, at);
}

function emptyCondition(path: JsonPath): Problem {
  const message = `${showPath(path)} is empty, which is no condition`;
  return problem(sharedFindings.emptyText, path, message, "write what to compare with, or leave the condition out");
}
