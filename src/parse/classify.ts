import { findKind, kinds } from "../collections/kinds.js";
import { parseFindings } from "../findings/parse.js";
import type { FindingRow } from "../findings/row.js";
import type { Kind, PolicyKind } from "../model/index.js";
import { nearMiss } from "../util/near-miss.js";
import { show } from "./yaml/error.js";

/** What a document is to us, by its apiVersion and kind. */
export type Classification =
  | { readonly type: "served"; readonly kind: Kind }
  | { readonly type: "policy"; readonly kind: PolicyKind }
  | { readonly type: "gateway-api" }
  | { readonly type: "other" }
  | {
      readonly type: "mistake";
      readonly row: FindingRow;
      /** The key that holds the mistake. */
      readonly key: "apiVersion" | "kind";
      readonly message: string;
      readonly remedy: string;
    };

const servedGroups: ReadonlySet<string> = new Set(kinds.map(({ group }) => group));
const kindsByName: ReadonlyMap<string, Kind> = new Map(kinds.map((kind) => [kind.kind, kind]));

/** Groups of Istio's past: what stands in them was policy once, and istiod ignores it. */
const removedGroups: ReadonlySet<string> = new Set(["authentication.istio.io", "config.istio.io", "rbac.istio.io"]);

const policyKinds: readonly string[] = [
  "ValidatingAdmissionPolicy",
  "ValidatingAdmissionPolicyBinding",
] satisfies readonly PolicyKind[];

/** Whether a kind of this name is served, whatever its group. */
export function isServedKind(name: string): boolean {
  return kindsByName.has(name);
}

/** Tells served kinds from others, and mistakes from both: a policy must not be passed over for a slip of the pen. */
export function classify(apiVersion: string, kind: string): Classification {
  const slash = apiVersion.lastIndexOf("/");
  const group = slash < 0 ? "" : apiVersion.slice(0, slash);
  const served = findKind(group, kind);
  if (served !== undefined) return { type: "served", kind: served };
  if (group === "gateway.networking.k8s.io" || group === "gateway.networking.x-k8s.io") return { type: "gateway-api" };
  if (group === "admissionregistration.k8s.io" && policyKinds.includes(kind)) {
    return { type: "policy", kind: kind as PolicyKind };
  }
  const known = kindsByName.get(kind);
  if (known !== undefined && isMistakenGroup(group)) return wrongGroup(apiVersion, known);
  if (slash < 0 && servedGroups.has(apiVersion)) return missingVersion(apiVersion, kind);
  if (servedGroups.has(group)) return unknownKind(group, kind);
  if (removedGroups.has(group)) return removedKind(group, kind);
  return { type: "other" };
}

/** Other projects have kinds of these names too, under groups of their own. */
function isMistakenGroup(group: string): boolean {
  return (
    group === "" || group === "istio.io" || group.endsWith(".istio.io") || nearMiss(group, servedGroups) !== undefined
  );
}

/** The apiVersion to recommend: `v1` where the kind has it. */
function apiVersionOf(kind: Kind): string {
  return `${kind.group}/${kind.versions.includes("v1") ? "v1" : kind.storageVersion}`;
}

function wrongGroup(apiVersion: string, kind: Kind): Classification {
  const message = `the kind ${kind.kind} is of the group ${kind.group}, not of apiVersion ${show(apiVersion)}`;
  return mistake(parseFindings.wrongGroup, "apiVersion", message, `write apiVersion: ${apiVersionOf(kind)}`);
}

function missingVersion(apiVersion: string, kind: string): Classification {
  const message = `the apiVersion ${show(apiVersion)} of kind ${show(kind)} has a group but no version`;
  return mistake(parseFindings.wrongGroup, "apiVersion", message, `write apiVersion: ${apiVersion}/v1`);
}

function unknownKind(group: string, kind: string): Classification {
  const message = `istiod reads no kind ${show(kind)} of the group ${group}`;
  const suggestion = kindsByName.get(nearMiss(kind, kindsByName.keys()) ?? "");
  const names = kinds.filter((other) => other.group === group).map((other) => other.kind);
  const remedy =
    suggestion === undefined
      ? `use a kind of this group (${names.join(", ")}) or remove the document`
      : `did you mean kind: ${suggestion.kind} of apiVersion: ${apiVersionOf(suggestion)}?`;
  return mistake(parseFindings.unknownKind, "kind", message, remedy);
}

function removedKind(group: string, kind: string): Classification {
  const message = `istiod no longer reads the group ${group}: this ${show(kind)} has no effect`;
  const remedy = "replace it by PeerAuthentication, RequestAuthentication or AuthorizationPolicy, or remove it";
  return mistake(parseFindings.unknownKind, "kind", message, remedy);
}

function mistake(row: FindingRow, key: "apiVersion" | "kind", message: string, remedy: string): Classification {
  return { type: "mistake", row, key, message, remedy };
}
