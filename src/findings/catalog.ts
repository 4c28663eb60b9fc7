import { analysisFindings } from "./analysis.js";
import { celFindings } from "./cel.js";
import { encodeFindings } from "./encode.js";
import { forgeFindings } from "./forges.js";
import { gateFindings } from "./gate.js";
import { identityFindings } from "./identity.js";
import { metadataFindings } from "./metadata.js";
import { parseFindings } from "./parse.js";
import { pipelineFindings } from "./pipeline.js";
import { policyFindings } from "./policies.js";
import type { FindingRow } from "./row.js";
import { authenticationFindings } from "./rules/authentication.js";
import { authorizationPolicyFindings } from "./rules/authorization-policy.js";
import { connectionPoolFindings } from "./rules/connection-pool.js";
import { destinationRuleFindings } from "./rules/destination-rule.js";
import { envoyFilterFindings } from "./rules/envoy-filter.js";
import { extensionFindings } from "./rules/extensions.js";
import { gatewayFindings } from "./rules/gateway.js";
import { serverTlsFindings } from "./rules/server-tls.js";
import { serviceEntryFindings } from "./rules/service-entry.js";
import { sharedFindings } from "./rules/shared.js";
import { sidecarFindings } from "./rules/sidecar.js";
import { telemetryFindings } from "./rules/telemetry.js";
import { virtualServiceFindings } from "./rules/virtual-service.js";
import { workloadFindings } from "./rules/workload.js";
import { schemaFindings } from "./schema.js";
import { servingFindings } from "./serving.js";
import { signatureFindings } from "./signatures.js";
import { sinceFindings } from "./since.js";
import { sourceFindings } from "./source.js";
import { unreadFindings } from "./unread.js";

/** The codes that one stage, or the rules of one kind, give. */
export interface FindingGroup {
  readonly title: string;
  /** Sorted by code. */
  readonly rows: readonly FindingRow[];
}

/** Every row of every table in src/findings, in the order in which a commit meets them. */
export const findingGroups: readonly FindingGroup[] = [
  group("Reading the repository", sourceFindings),
  group("Signatures", signatureFindings),
  group("Holding a commit", gateFindings, pipelineFindings),
  group("Webhooks", forgeFindings),
  group("Serving", servingFindings),
  group("Files and documents", parseFindings),
  group("Schema", schemaFindings, celFindings, encodeFindings),
  group("Versions of Istio", sinceFindings),
  group("Names and metadata", identityFindings, metadataFindings),
  group("What istiod reads from Kubernetes only", unreadFindings),
  group("Your own policies", policyFindings),
  group("Rules of several kinds", sharedFindings),
  group("AuthorizationPolicy", authorizationPolicyFindings),
  group("RequestAuthentication", authenticationFindings),
  group("DestinationRule", destinationRuleFindings, connectionPoolFindings),
  group("Gateway", gatewayFindings, serverTlsFindings),
  group("Sidecar", sidecarFindings),
  group("ServiceEntry", serviceEntryFindings),
  group("WorkloadEntry and WorkloadGroup", workloadFindings),
  group("VirtualService", virtualServiceFindings),
  group("Telemetry", telemetryFindings),
  group("TrafficExtension and WasmPlugin", extensionFindings),
  group("EnvoyFilter", envoyFilterFindings),
  group("Resources together", analysisFindings),
];

const rowsByCode: ReadonlyMap<string, FindingRow> = new Map(
  findingGroups.flatMap(({ rows }) => rows).map((row) => [row.code, row]),
);

/** The codes that there are. */
export const findingCodes: readonly string[] = [...rowsByCode.keys()].sort();

/** The row of a code, in whatever case it is written. */
export function findRow(code: string): FindingRow | undefined {
  return rowsByCode.get(code.toUpperCase());
}

function group(title: string, ...tables: readonly Readonly<Record<string, FindingRow>>[]): FindingGroup {
  const rows = tables.flatMap((table) => Object.values(table));
  return { title, rows: rows.sort((a, b) => (a.code < b.code ? -1 : 1)) };
}
