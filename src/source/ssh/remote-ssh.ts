import { sourceFindings } from "../../findings/source.js";
import type { SourceConfig } from "../../model/index.js";
import { redactUrls } from "../../util/redact.js";
import { parseSshAddress } from "../../util/ssh-address.js";
import { sourceError } from "../errors.js";
import { fetchObjects } from "../git-fetch.js";
import { defaultTimeouts, type Timeouts } from "../http-client.js";
import { refPrefixes, wantedOf } from "../refs.js";
import type { JoinRefs } from "../refs-sharing.js";
import type { Remote } from "../remote.js";
import { makeClonedRemote } from "../remote-clone.js";
import { makeConnector } from "./connector.js";
import { listRefs, makeSshCarrier } from "./transport.js";

/** What is offered and trusted where nothing is configured: nothing. */
const nothing = { privateKeyFile: null, passphraseFile: null, agentSocket: null, knownHostsFiles: [] };

/** A repository behind SSH. Throws where the address cannot be read. */
export function openSsh(
  config: SourceConfig,
  options: { readonly stateDir: string; readonly joinRefs: JoinRefs; readonly timeouts?: Timeouts },
): Remote {
  const where = redactUrls(config.url);
  const address = parseSshAddress(config.url);
  if ("problem" in address) throw sourceError(sourceFindings.unsupportedUrl, address.problem, address.remedy);
  const { timeouts = defaultTimeouts } = options;
  const connector = makeConnector({ address, auth: config.auth?.ssh ?? nothing, timeouts, where });
  const carrier = makeSshCarrier(connector);
  const wanted = wantedOf(config);
  return makeClonedRemote(
    { wanted, stateDir: options.stateDir, url: config.url, refs: options.joinRefs(refPrefixes(wanted)) },
    {
      list: (prefixes, signal) => listRefs(connector, where, prefixes, signal),
      async fetch(request) {
        try {
          return await fetchObjects({
            ...request,
            client: carrier,
            credential: null,
            url: carrier.url,
            shownAs: where,
          });
        } finally {
          carrier.close();
        }
      },
      close: connector.close,
    },
  );
}
