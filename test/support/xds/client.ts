import { Client, type ClientDuplexStream, credentials, type StatusObject } from "@grpc/grpc-js";
import type { Address } from "../../../src/model/index.js";
import {
  type DeltaDiscoveryRequest,
  type DeltaDiscoveryResponse,
  type DiscoveryRequest,
  type DiscoveryResponse,
  decodeDeltaDiscoveryResponse,
  decodeDiscoveryResponse,
  encodeDeltaDiscoveryRequest,
  encodeDiscoveryRequest,
} from "../../../src/proto/index.js";
import { Inbox } from "./inbox.js";

/** A stream to an ADS server, as raw as tests need it. */
export interface TestStream<Request, Response> {
  send(request: Partial<Request>): void;
  sendBytes(bytes: Buffer): void;
  readonly responses: Inbox<Response>;
  /** Resolves with the status that ended the stream. */
  readonly ended: Promise<StatusObject>;
  readonly call: ClientDuplexStream<Buffer, Buffer>;
}

/** A connection of its own, so that a test can cut it. */
export interface TestClient {
  sotw(): TestStream<DiscoveryRequest, DiscoveryResponse>;
  delta(): TestStream<DeltaDiscoveryRequest, DeltaDiscoveryResponse>;
  readonly grpc: Client;
  close(): void;
}

const service = "/envoy.service.discovery.v3.AggregatedDiscoveryService";

/** Connects when the first stream is opened. */
export function connect({ host, port }: Address, access = credentials.createInsecure()): TestClient {
  const grpc = new Client(`${host}:${port}`, access, {
    "grpc.max_receive_message_length": -1,
    "grpc.use_local_subchannel_pool": 1,
    // Newer Node.js refuses an address for a server's name.
    "grpc.ssl_target_name_override": "localhost",
  });
  return {
    sotw: () => openStream(grpc, "StreamAggregatedResources", encodeDiscoveryRequest, decodeDiscoveryResponse),
    delta: () =>
      openStream(grpc, "DeltaAggregatedResources", encodeDeltaDiscoveryRequest, decodeDeltaDiscoveryResponse),
    grpc,
    close: () => grpc.close(),
  };
}

function openStream<Request, Response>(
  grpc: Client,
  method: string,
  encode: (request: Partial<Request>) => Buffer,
  decode: (bytes: Uint8Array) => Response,
): TestStream<Request, Response> {
  const same = (bytes: Buffer) => bytes;
  const call = grpc.makeBidiStreamRequest(`${service}/${method}`, same, same);
  const responses = new Inbox<Response>();
  call.on("data", (bytes: Buffer) => responses.push(decode(bytes)));
  call.on("error", () => {});
  const ended = new Promise<StatusObject>((resolve) => {
    call.on("status", (status: StatusObject) => {
      responses.end(new Error(`the stream ended: ${status.code} ${status.details}`));
      resolve(status);
    });
  });
  return {
    send: (request) => {
      call.write(encode(request));
    },
    sendBytes: (bytes) => {
      call.write(bytes);
    },
    responses,
    ended,
    call,
  };
}
