import type { HttpClient } from "../http-client.js";
import { lsRefsRequest, parseAdvertisement, parseLsRefs } from "../ls-refs.js";
import { packet } from "../pkt-line.js";
import type { Ref } from "../refs.js";
import type { Connector } from "./connector.js";
import type { UploadPack } from "./upload-pack.js";

const flush = Buffer.from("0000");

/** The refs that begin with one of the prefixes; a server without protocol 2 gives all. One run of git-upload-pack. */
export async function listRefs(
  connector: Connector,
  where: string,
  prefixes: readonly string[],
  signal: AbortSignal,
): Promise<readonly Ref[]> {
  const uploadPack = await connector.run(true, signal);
  try {
    const advertisement = parseAdvertisement(await uploadPack.untilFlush(), where);
    if (advertisement.version === 0) return advertisement.refs;
    uploadPack.send(lsRefsRequest(prefixes));
    return parseLsRefs(await uploadPack.untilFlush(), where);
  } finally {
    uploadPack.send(flush);
    uploadPack.close();
  }
}

/** A client for smart HTTP whose requests go over SSH. */
export interface SshCarrier extends HttpClient {
  /** What requests have to be sent to; their host and path are not looked at. */
  readonly url: string;
}

/**
 * Carries the two requests of a fetch (gitprotocol-http) over one run of git-upload-pack (gitprotocol-pack): the GET takes
 * the list of refs that the server begins with, the POST sends its body on the same channel and takes the answer. A body
 * that holds a whole negotiation, ending in `done`, is answered alike on both ways.
 */
export function makeSshCarrier(connector: Connector): SshCarrier {
  let kept: UploadPack | undefined;
  const close = () => {
    kept?.close();
    kept = undefined;
  };
  return {
    url: "http://ssh.invalid",
    async request({ method, url, body, maxBytes, signal, onBytes }) {
      if (method === "GET") {
        close();
        kept = await connector.run(false, signal);
        const refs = await kept.untilFlush();
        const service = Buffer.from(`${packet("# service=git-upload-pack\n")}0000`);
        return answer(url, "advertisement", Buffer.concat([service, refs]));
      }
      const uploadPack = kept;
      if (uploadPack === undefined) throw new Error("a POST has to follow its GET");
      if (body !== undefined) uploadPack.send(body);
      return answer(url, "result", await uploadPack.rest(maxBytes, onBytes));
    },
    close,
  };
}

function answer(url: URL, type: "advertisement" | "result", body: Buffer) {
  return { url, status: 200, headers: { "content-type": `application/x-git-upload-pack-${type}` }, body };
}
