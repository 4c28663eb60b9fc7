import { sourceFindings } from "../../findings/source.js";
import type { SshAuth } from "../../model/index.js";
import type { SshAddress } from "../../util/ssh-address.js";
import { sourceError } from "../errors.js";
import { readSmallFile } from "../small-file.js";
import { type HostKeys, knownHostsName } from "./host-key.js";
import { linesAbout } from "./known-hosts.js";

const maxBytes = 8 * 1024 * 1024;

/** Reads what known_hosts has about a host. Throws where none of the files is there. */
export async function loadHostKeys(address: SshAddress, { knownHostsFiles }: SshAuth): Promise<HostKeys> {
  const texts: { readonly file: string; readonly text: string }[] = [];
  for (const file of knownHostsFiles) {
    const bytes = await readSmallFile(file, maxBytes, (why) => unusable(`${file} ${why}`));
    if (bytes !== undefined) texts.push({ file, text: bytes.toString("utf8") });
  }
  const [first] = texts;
  if (first === undefined) throw unusable(`there is no ${knownHostsFiles.join(" and no ")}`);
  const name = knownHostsName(address);
  const about = (host: string) => texts.flatMap(({ file, text }) => linesAbout(host, text, file));
  const lines = about(name);
  if (name === address.host) return { name, lines, file: first.file };
  // As in OpenSSH, a key of the host counts for its other ports too, where they have none of their own.
  const ofHost = about(address.host);
  const own = lines.some(({ marker }) => marker === "none");
  const usable = own ? ofHost.filter(({ marker }) => marker === "revoked") : ofHost;
  return { name, lines: [...lines, ...usable], file: first.file };
}

function unusable(what: string): Error {
  return sourceError(
    sourceFindings.knownHostsUnusable,
    `without known_hosts no SSH server can be trusted: ${what}`,
    "name a file with the keys of the host: auth.ssh.knownHostsFile, or the variable GITXDS_SSH_KNOWN_HOSTS; `ssh-keyscan HOST` lists them, to be compared with what the host's operators publish",
  );
}
