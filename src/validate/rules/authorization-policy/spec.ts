import type { Attachment } from "../shared/target-refs.js";

/** What the rules read of an AuthorizationPolicy. */
export interface AuthorizationPolicySpec extends Attachment {
  readonly action?: "ALLOW" | "DENY" | "AUDIT" | "CUSTOM";
  readonly provider?: { readonly name?: string };
  readonly rules?: readonly Rule[];
}

export interface Rule {
  readonly from?: readonly { readonly source?: Source }[];
  readonly to?: readonly { readonly operation?: Operation }[];
  readonly when?: readonly Condition[];
}

type Field<Name extends string> = Name | `not${Capitalize<Name>}`;

export type SourceField = Field<
  "principals" | "requestPrincipals" | "namespaces" | "ipBlocks" | "remoteIpBlocks" | "serviceAccounts" | "trustDomains"
>;
export type OperationField = Field<"hosts" | "ports" | "methods" | "paths">;

export type Source = Readonly<Partial<Record<SourceField, readonly string[]>>>;
export type Operation = Readonly<Partial<Record<OperationField, readonly string[]>>>;

export interface Condition {
  readonly key: string;
  readonly values?: readonly string[];
  readonly notValues?: readonly string[];
}
