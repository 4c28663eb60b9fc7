import type { Analysis, Facts } from "../../analyze/index.js";
import { encodeFindings } from "../../findings/encode.js";
import { finding } from "../../findings/row.js";
import type {
  EncodedResource,
  Finding,
  FindingCode,
  ObjectId,
  Ownership,
  PolicyDocument,
  Resource,
} from "../../model/index.js";
import { parseFile } from "../../parse/index.js";
import { noPolicies, type PolicySet } from "../../policies/index.js";
import { EncodeError } from "../../proto/index.js";
import { encodeForServing } from "../../snapshot/index.js";
import type { Validator } from "../../validate/index.js";
import { outside } from "./ownership.js";

/** What digesting a file depends on besides its bytes. */
export interface DigestOptions {
  readonly validator: Validator;
  readonly analysis: Analysis;
  readonly defaultNamespace: string;
  readonly domainSuffix: string;
  /** Undefined where the source may define everything. */
  readonly owns?: Ownership | undefined;
  /** Whether the resources are kept, for a command that looks at them once more and then ends. */
  readonly keepResources?: boolean;
}

/** Names a resource and where it stands, valid or not: what is needed to find duplicates. */
export type Identity = Pick<Resource, "kind" | "namespace" | "name" | "file" | "position">;

/** What a set of policies says of the resources of one file. */
export interface PolicyVerdict {
  /** Of the set. */
  readonly key: string;
  readonly findings: readonly Finding[];
}

/**
 * Everything that one file gives. It depends on the file and the options alone, so it is kept while the blob stays; only
 * its verdict is replaced where the policies change.
 */
export interface DigestedFile {
  readonly id: ObjectId | null;
  readonly identities: readonly Identity[];
  /** The resources without an error. */
  readonly encoded: readonly EncodedResource[];
  readonly findings: readonly Finding[];
  /** Policies and bindings that the file brings. */
  readonly policies: readonly PolicyDocument[];
  readonly verdict: PolicyVerdict;
  /** Those without an error, where they are kept. */
  readonly resources: readonly Resource[];
  /** What its resources are compared by with those of other files. */
  readonly facts: readonly Facts[];
  /** Codes that may be true of its resources, were the MeshConfig known. */
  readonly notAsked: ReadonlySet<FindingCode>;
  readonly otherKinds: ReadonlyMap<string, number>;
}

/** Aliases can make a small file say a lot; documents are bounded one by one, so the file is bounded here. */
const maxEncodedBytes = 16 * 1024 * 1024;

/** Parse, validate, look at, encode and judge by the policies one file. Never throws for what stands in it. */
export function digestFile(
  file: string,
  id: ObjectId | null,
  bytes: Uint8Array,
  options: DigestOptions,
  policies: PolicySet = noPolicies,
): DigestedFile {
  const parsed = parseFile(file, bytes, options);
  const findings = [...parsed.findings];
  const valid: Resource[] = [];
  const encoded: EncodedResource[] = [];
  const facts: Facts[] = [];
  const notAsked = new Set<FindingCode>();
  const identities = parsed.resources.map((resource) => identityOf(resource));
  let encodedBytes = 0;
  for (const [index, resource] of parsed.resources.entries()) {
    if (encodedBytes > maxEncodedBytes) {
      findings.push(tooMuch(resource));
      break;
    }
    const verdict = [...outside(resource, options.owns), ...options.validator.validate(resource)];
    const examined = options.analysis.examine(resource, identities[index] ?? identityOf(resource), verdict);
    findings.push(...examined.findings);
    if (examined.facts !== undefined) facts.push(examined.facts);
    for (const code of examined.notAsked) notAsked.add(code);
    if (verdict.some(({ severity }) => severity === "error")) continue;
    const read = options.validator.read(resource);
    const result = encode(read, options.domainSuffix);
    if ("code" in result) findings.push(result);
    else {
      encoded.push(result);
      encodedBytes += result.bytes.length;
      valid.push(read);
    }
  }
  return {
    id,
    identities,
    encoded,
    findings,
    facts,
    notAsked,
    policies: parsed.policies,
    verdict: { key: policies.key, findings: valid.flatMap((resource) => policies.judge(resource)) },
    resources: options.keepResources === true ? valid : [],
    otherKinds: parsed.otherKinds,
  };
}

function identityOf({ kind, namespace, name, file, position }: Resource): Identity {
  return { kind, namespace, name, file, position };
}

function encode(resource: Resource, domainSuffix: string): EncodedResource | Finding {
  try {
    return encodeForServing(resource, domainSuffix);
  } catch (error) {
    if (!(error instanceof EncodeError)) throw error;
    const { file, kind, namespace, name } = resource;
    const place = { file, kind, namespace, name, ...resource.locate(error.path) };
    return finding(encodeFindings.unencodable, place, error.message, error.remedy);
  }
}

function tooMuch({ file, kind, namespace, name, position }: Resource): Finding {
  const message = `the resources before this one take more than ${maxEncodedBytes / 1024 / 1024} MB once they are encoded`;
  return finding(
    encodeFindings.tooMuch,
    { file, kind, namespace, name, ...position },
    message,
    "split the file, or repeat less by aliases",
  );
}
