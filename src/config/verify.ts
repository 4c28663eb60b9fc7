import type { CommitSha, JsonObject, VerifyConfig } from "../model/index.js";
import { parseCommitId } from "./git-names.js";
import { parsePath } from "./path.js";
import { badSetting, member, type Setting, shown } from "./setting.js";

/** Reads whose signatures a source asks for. The files are read when they are used. */
export function readVerify(verify: Setting<JsonObject>): VerifyConfig {
  const mode = readMode(member<string>(verify, "mode"));
  const openpgp = member<readonly string[]>(verify, "openpgp");
  const path = (key: string) => {
    const setting = member<string>(verify, key);
    return setting === undefined ? null : parsePath(setting);
  };
  const ssh = path("ssh");
  if (openpgp === undefined && ssh === null) {
    throw badSetting(
      verify.origin,
      "names no keys, so that no commit could ever become live",
      'add openpgp: ["keyring.asc"] or ssh: allowed_signers',
    );
  }
  return {
    mode,
    since: readSince(verify, mode),
    openpgp: openpgp === undefined ? [] : openpgp.value.map((value) => parsePath({ value, origin: openpgp.origin })),
    ssh,
    revoked: readRevoked(verify, path("revoked"), ssh),
  };
}

function readMode(mode: Setting<string> | undefined): VerifyConfig["mode"] {
  if (mode === undefined) return "head";
  if (mode.value === "head" || mode.value === "range") return mode.value;
  throw badSetting(mode.origin, `${shown(mode.value)} is no mode of verification`, "write head or range");
}

function readSince(verify: Setting<JsonObject>, mode: VerifyConfig["mode"]): CommitSha | null {
  const since = member<string>(verify, "since");
  if (mode === "range") {
    if (since !== undefined) return parseCommitId(since);
    const remedy = "add since: SHA, the last commit before every commit is signed";
    throw badSetting(verify.origin, "mode range does not say where the signed history begins", remedy);
  }
  if (since === undefined) return null;
  throw badSetting(since.origin, "has no effect with mode head", "write mode: range, or leave since out");
}

function readRevoked(verify: Setting<JsonObject>, revoked: string | null, ssh: string | null): string | null {
  if (revoked === null || ssh !== null) return revoked;
  const remedy = "leave it out: OpenPGP keys carry their revocation themselves, in the keyring";
  throw badSetting(
    member(verify, "revoked")?.origin ?? verify.origin,
    "lists SSH keys, and no SSH key is trusted",
    remedy,
  );
}
