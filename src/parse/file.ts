import { parseFindings } from "../findings/parse.js";
import { type FindingRow, finding } from "../findings/row.js";
import type { Finding, PolicyDocument, Position, Resource } from "../model/index.js";
import { type Chunk, splitDocuments } from "./chunk.js";
import { readDocument } from "./document.js";
import { documentsOf } from "./list.js";
import type { Document, Outcome } from "./outcome.js";
import { findUnrendered } from "./path.js";
import { decodeText, firstInvalidLine, mentionsGroup } from "./text.js";
import { show, YamlError, type YamlProblem } from "./yaml/error.js";
import { positionsOf } from "./yaml/positions.js";

/** What parsing depends on besides the bytes. */
export interface ParseOptions {
  /** For resources that name no namespace. */
  readonly defaultNamespace: string;
}

/** What one file holds. */
export interface ParsedFile {
  readonly resources: readonly Resource[];
  /** Rules of the users' own, and their bindings. They are counted among the other kinds, too. */
  readonly policies: readonly PolicyDocument[];
  readonly findings: readonly Finding[];
  /** How many documents of kinds that are not served, by `apiVersion kind`. */
  readonly otherKinds: ReadonlyMap<string, number>;
}

interface FileBuilder {
  readonly file: string;
  readonly resources: Resource[];
  readonly policies: PolicyDocument[];
  readonly findings: Finding[];
  readonly otherKinds: Map<string, number>;
  /** Kinds of the Gateway API, each with its first place. */
  readonly gatewayKinds: Map<string, Position>;
}

/** A file that is wrong as a whole must not drown everything else. */
const maxFindings = 100;

const nothing: ParsedFile = { resources: [], policies: [], findings: [], otherKinds: new Map() };

/**
 * Reads a file into the resources it holds. Never throws for what stands in it: a document that cannot be read is a
 * finding, and the others of the file are read all the same.
 */
export function parseFile(file: string, bytes: Uint8Array, options: ParseOptions): ParsedFile {
  const unrendered = findUnrendered(file);
  if (unrendered !== undefined) return { ...nothing, findings: [unrendered] };
  if (!mentionsGroup(bytes)) return nothing;
  const text = decodeText(bytes);
  if (text === undefined) return { ...nothing, findings: [notText(file, bytes)] };
  const builder: FileBuilder = {
    file,
    resources: [],
    policies: [],
    findings: [],
    otherKinds: new Map(),
    gatewayKinds: new Map(),
  };
  for (const chunk of splitDocuments(text)) parseChunk(builder, chunk, options);
  if (builder.gatewayKinds.size > 0) builder.findings.push(gatewayApi(builder));
  const { resources, policies, findings, otherKinds } = builder;
  return { resources, policies, findings: limit(file, findings), otherKinds };
}

function parseChunk(builder: FileBuilder, chunk: Chunk, options: ParseOptions): void {
  if (chunk.trailing !== "" && !chunk.trailing.startsWith("#")) {
    builder.findings.push(textAfterSeparator(builder.file, chunk));
    return;
  }
  if (!/[^ \n\r]/.test(chunk.text)) return;
  try {
    for (const document of documentsOf(builder.file, chunk)) {
      if ("code" in document) builder.findings.push(document);
      else take(builder, document, readDocument(document, options.defaultNamespace));
    }
  } catch (error) {
    if (!(error instanceof YamlError)) throw error;
    builder.findings.push(unreadable(builder.file, chunk, error));
  }
}

function take(builder: FileBuilder, document: Document, outcome: Outcome): void {
  switch (outcome.type) {
    case "resource":
      builder.resources.push(outcome.resource);
      return;
    case "policy":
      builder.policies.push(outcome.policy);
      count(builder, outcome.policy);
      return;
    case "finding":
      builder.findings.push(outcome.finding);
      return;
    case "gateway-api":
    case "other": {
      count(builder, outcome);
      if (outcome.type === "other" || builder.gatewayKinds.has(outcome.kind)) return;
      builder.gatewayKinds.set(outcome.kind, document.position());
    }
  }
}

function count({ otherKinds }: FileBuilder, { apiVersion, kind }: { apiVersion: string; kind: string }): void {
  const key = `${apiVersion} ${kind}`;
  otherKinds.set(key, (otherKinds.get(key) ?? 0) + 1);
}

const rows = {
  syntax: parseFindings.syntax,
  "duplicate-key": parseFindings.duplicateKey,
  value: parseFindings.value,
  bounds: parseFindings.bounds,
} as const satisfies Record<YamlProblem, FindingRow>;

function unreadable(file: string, { text, line }: Chunk, error: YamlError): Finding {
  const place = { file, ...positionsOf(text, line)(error.offset) };
  const message =
    error.problem === "syntax" ? `this is not YAML as Kubernetes reads it: ${error.reason}` : error.reason;
  const template = "this looks like a template: commit the rendered output, or list the file in .gitxdsignore";
  return finding(rows[error.problem], place, message, text.includes("{{") ? template : error.remedy);
}

function textAfterSeparator(file: string, { line, trailing }: Chunk): Finding {
  const message = `this is not YAML as Kubernetes reads it: ${show(trailing)} follows --- on its line`;
  return finding(parseFindings.syntax, { file, line: line - 1, column: 4 }, message, "put it on the next line");
}

function notText(file: string, bytes: Uint8Array): Finding {
  const place = { file, line: firstInvalidLine(bytes), column: 1 };
  const remedy = "save the file as UTF-8";
  return finding(parseFindings.encoding, place, "this line holds bytes that are not UTF-8 text", remedy);
}

function gatewayApi({ file, gatewayKinds }: FileBuilder): Finding {
  const [first] = gatewayKinds.values();
  const names = [...gatewayKinds.keys()].slice(0, 5).join(", ");
  const more = gatewayKinds.size > 5 ? ` and ${gatewayKinds.size - 5} more` : "";
  const message = `istiod does not read the Gateway API (${names}${more}) over MCP: it is not served`;
  return finding(parseFindings.gatewayApi, { file, ...first }, message, "apply these resources to the cluster");
}

function limit(file: string, findings: readonly Finding[]): readonly Finding[] {
  if (findings.length <= maxFindings) return findings;
  const message = `this file has ${findings.length - maxFindings} more findings, which are left out`;
  const more = finding(parseFindings.moreFindings, { file, line: 1, column: 1 }, message, "resolve the first ones");
  return [...findings.slice(0, maxFindings), more];
}
