import { spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import type { Address } from "../../../src/model/index.js";
import type { DeltaDiscoveryResponse, DiscoveryResponse } from "../../../src/proto/index.js";
import type { Talk, XdsClient } from "../../support/xds/conformance/index.js";
import { Inbox } from "../../support/xds/inbox.js";
import { buildHarness } from "./build.js";

/** A process with a client of Envoy's Go stubs, for any number of streams. */
export interface GoXdsClient {
  connect(address: Address): XdsClient;
  stop(): Promise<void>;
}

/** A line of the process. */
interface Line {
  readonly stream: number;
  /** Of the stream's variant, bytes in base64. */
  readonly response?: unknown;
  readonly ended?: { readonly code: number; readonly message: string };
}

/** Where the responses of a stream go. */
interface Sink {
  push(response: unknown): void;
  end(why: Error): void;
}

/** Starts it; one is enough for a file of tests. */
export function startGoXdsClient(): GoXdsClient {
  const child = spawn(buildHarness(), ["xds"], { stdio: ["pipe", "pipe", "inherit"] });
  const sinks: Sink[] = [];
  createInterface(child.stdout).on("line", (text) => {
    const { stream, response, ended } = JSON.parse(text) as Line;
    if (ended === undefined) sinks[stream]?.push(response);
    else sinks[stream]?.end(new Error(`the stream ended: ${ended.code} ${ended.message}`));
  });
  let gone: Error | undefined;
  child.on("close", (code) => {
    gone = new Error(`the Go client ended with ${code}`);
    for (const sink of sinks) sink.end(gone);
  });
  // What is told to a client that has ended is lost; its end says why.
  child.stdin.on("error", () => {});
  const tell = (command: object) => {
    child.stdin.write(`${JSON.stringify(command, mapsAsObjects)}\n`);
  };
  const open = <Request, Response>(
    method: string,
    { host, port }: Address,
    convert: (response: unknown) => Response,
  ): Talk<Request, Response> => {
    const responses = new Inbox<Response>();
    const sink: Sink = { push: (response) => responses.push(convert(response)), end: (why) => responses.end(why) };
    const stream = sinks.push(sink) - 1;
    if (gone !== undefined) responses.end(gone);
    tell({ stream, method, address: `${host}:${port}` });
    return {
      send: (request) => tell({ stream, send: request }),
      responses,
      call: { cancel: () => tell({ stream, cancel: true }) },
    };
  };
  return {
    connect: (address) => ({
      sotw: () => open("sotw", address, sotwResponse),
      delta: () => open("delta", address, deltaResponse),
    }),
    async stop() {
      child.stdin.end();
      if (gone === undefined) await once(child, "close");
    },
  };
}

/** ProtoJSON's maps. */
function mapsAsObjects(_key: string, value: unknown): unknown {
  return value instanceof Map ? Object.fromEntries(value) : value;
}

function sotwResponse(line: unknown): DiscoveryResponse {
  const response = line as Omit<DiscoveryResponse, "resources"> & { readonly resources: readonly string[] };
  return { ...response, resources: response.resources.map((any) => Buffer.from(any, "base64")) };
}

function deltaResponse(line: unknown): DeltaDiscoveryResponse {
  const response = line as Omit<DeltaDiscoveryResponse, "resources"> & {
    readonly resources: readonly { readonly name: string; readonly version: string; readonly any: string }[];
  };
  const resources = response.resources.map(({ any, ...rest }) => ({ ...rest, any: Buffer.from(any, "base64") }));
  return { ...response, resources };
}
