import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { type Finding, type PoliciesConfig, type PolicyDocument, UsageError } from "../../model/index.js";
import { parseFile, parsesFile } from "../../parse/index.js";
import { buildPolicySet } from "../../policies/index.js";
import type { PolicyOptions } from "./policies.js";

const maxFiles = 1000;
const maxFileBytes = 1024 * 1024;

/**
 * Reads the directory of policies, which holds for every commit: the files in it, not those of folders below. Throws
 * UsageError for the first thing that is wrong: a rule that somebody relies on must not be missing in silence.
 */
export function readPolicies({ inRepository, directory }: PoliciesConfig): PolicyOptions {
  if (directory === null) return { inRepository, fromDirectory: [] };
  const documents: PolicyDocument[] = [];
  const findings: Finding[] = [];
  for (const file of policyFiles(directory)) {
    const parsed = parseFile(file, readFileSync(file), { defaultNamespace: "default" });
    documents.push(...parsed.policies);
    findings.push(...parsed.findings);
  }
  findings.push(...buildPolicySet(documents).findings);
  const error = findings.find(({ severity }) => severity === "error");
  if (error !== undefined) throw new UsageError(`${placeOf(error)}: ${error.code}: ${error.message}`, error.remedy);
  if (documents.length > 0) return { inRepository, fromDirectory: documents };
  const remedy = "name the folder with your policies, or none";
  throw new UsageError(`${directory} holds no ValidatingAdmissionPolicy and no binding`, remedy);
}

/** Links are followed: a mounted ConfigMap consists of them. */
function policyFiles(directory: string): readonly string[] {
  const files = entriesOf(directory)
    .filter((name) => parsesFile(name) && !name.startsWith("."))
    .map((name) => join(directory, name))
    .filter((file) => statSync(file).isFile());
  if (files.length > maxFiles) {
    throw new UsageError(`${directory} holds ${files.length} files, more than ${maxFiles}`, "put fewer there");
  }
  const large = files.find((file) => statSync(file).size > maxFileBytes);
  if (large === undefined) return files;
  throw new UsageError(`${large} is larger than ${maxFileBytes / 1024} KiB`, "split the file");
}

function entriesOf(directory: string): readonly string[] {
  try {
    return readdirSync(directory).sort();
  } catch (error) {
    const code = String((error as { readonly code?: unknown }).code ?? error);
    const what = code === "ENOENT" ? "does not exist" : code === "ENOTDIR" ? "is no folder" : `cannot be read: ${code}`;
    throw new UsageError(`the directory of policies ${directory} ${what}`, "name a folder that this user can read");
  }
}

function placeOf({ file, line, column }: Finding): string {
  return `${file}:${line ?? 1}:${column ?? 1}`;
}
