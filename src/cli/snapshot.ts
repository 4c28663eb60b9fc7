import { join } from "node:path";
import { kinds, storageTypeUrl } from "../collections/kinds.js";
import { istioTargetOf, loadConfig, loadPolicies, type PoliciesFlags } from "../config/index.js";
import { defaultAnalysis, type EncodedResource, UsageError } from "../model/index.js";
import { bodyOf, type OnceResult, type OnceTarget, runOnce } from "../pipeline/on-disk/once.js";
import { isSshAddress } from "../util/ssh-address.js";
import { textFinding } from "./formats/index.js";
import type { CliIo, ExitCode } from "./io.js";
import { diskTarget, isBareRepository } from "./targets.js";

/** The flags of `gitxds snapshot`. */
export interface SnapshotFlags extends PoliciesFlags {
  readonly ref?: string;
  readonly path?: string;
  readonly format: string;
  readonly defaultNamespace: string;
  readonly domainSuffix: string;
  readonly istioVersion?: string;
  readonly profile?: string;
}

/** `gitxds snapshot PATH|REPO`: what would be served, as JSON; nothing where something is wrong with it. */
export async function snapshotCommand(where: string, flags: SnapshotFlags, io: CliIo): Promise<ExitCode> {
  if (flags.format !== "json") throw new UsageError(`--format ${flags.format} is not known`, "use json");
  const result = await runOnce([target(where, flags, io)], {
    defaultNamespace: flags.defaultNamespace,
    domainSuffix: flags.domainSuffix,
    policies: loadPolicies(flags, io.cwd),
    analysis: defaultAnalysis,
    token: io.env.GITXDS_TOKEN ?? null,
    istio: istioTargetOf(flags, io.cwd),
  });
  const errors = result.findings.filter(({ severity }) => severity === "error");
  if (errors.length > 0) {
    io.stderr.write(`${errors.map((error) => textFinding(error, () => undefined)).join("\n")}\n`);
    return 1;
  }
  io.stdout.write(`${JSON.stringify(describe(result), null, 2)}\n`);
  return 0;
}

/** A URL, a bare repository, or anything with --ref is read through Git; other folders as they are on disk. */
function target(where: string, { ref, path, defaultNamespace, domainSuffix }: SnapshotFlags, io: CliIo): OnceTarget {
  const flags = { repo: where, ref, path, defaultNamespace, domainSuffix };
  const [source] = loadConfig({ file: null, flags, env: io.env, cwd: io.cwd }).sources;
  if (
    source !== undefined &&
    (ref !== undefined || isUrl(source.url) || isSshAddress(source.url) || isBareRepository(source.url))
  ) {
    return { type: "git", source };
  }
  return { ...diskTarget(path === undefined ? where : join(where, path), io.cwd), shownAs: "" };
}

function isUrl(text: string): boolean {
  return /^[a-z][a-z0-9+.-]*:\/\//i.test(text);
}

function describe({ commit, collections, entries }: OnceResult): object {
  const places = new Map(entries.map((entry) => [`${entry.kind} ${entry.name}`, entry]));
  const described = kinds.map((kind) => {
    const names = collections.get(kind.kind)?.names ?? [];
    return {
      typeUrl: storageTypeUrl(kind),
      kind: kind.kind,
      version: collections.get(kind.kind)?.version,
      resources: names.flatMap((name) => {
        const entry = places.get(`${kind.kind} ${name}`);
        return entry === undefined ? [] : [describeResource(entry)];
      }),
    };
  });
  return { commit, collections: described.sort((a, b) => (a.typeUrl < b.typeUrl ? -1 : 1)) };
}

function describeResource(entry: EncodedResource): object {
  const body = bodyOf(entry);
  return {
    name: entry.name,
    version: entry.version,
    file: entry.file,
    line: entry.position.line,
    bodyTypeUrl: body.typeUrl,
    body: Buffer.from(body.value).toString("base64"),
  };
}
