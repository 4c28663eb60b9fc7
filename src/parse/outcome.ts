import { type FindingRow, finding } from "../findings/row.js";
import type { Finding, JsonPath, JsonValue, Locate, PolicyDocument, Position, Resource } from "../model/index.js";
import { detach } from "../util/detach.js";

/** A value that should be a Kubernetes object, and where it stands. */
export interface Document {
  readonly value: JsonValue;
  readonly file: string;
  /** Of its first key. */
  readonly position: () => Position;
  readonly locate: Locate;
  /** Whether its text names an apiVersion of Istio, so that it must be meant for us. */
  readonly meantForIstio: () => boolean;
}

/** What becomes of a document. */
export type Outcome =
  | { readonly type: "resource"; readonly resource: Resource }
  | { readonly type: "policy"; readonly policy: PolicyDocument }
  | { readonly type: "finding"; readonly finding: Finding }
  | { readonly type: "gateway-api" | "other"; readonly apiVersion: string; readonly kind: string }
  | { readonly type: "nothing" };

/** Longest name in Kubernetes (a DNS subdomain). What else a name must be is not judged here. */
export const maxName = 253;

/** The outcome of a document with a mistake, placed at the key that a path names. */
export function fail(
  { file, locate }: Document,
  row: FindingRow,
  path: JsonPath,
  { message, remedy, kind, name }: { message: string; remedy: string; kind?: string; name?: string },
): Outcome {
  const place = {
    file,
    ...locate(path, "key"),
    kind: kind === undefined ? null : brief(kind),
    name: name === undefined ? null : brief(name),
  };
  return { type: "finding", finding: finding(row, place, message, remedy) };
}

/** Whether a value is text that says something. */
export function isFilled(value: JsonValue | undefined): value is string {
  return typeof value === "string" && value !== "";
}

/** For findings and counts, which must stay small whatever stands in the file. */
export function brief(text: string): string {
  return detach(text.slice(0, maxName));
}
