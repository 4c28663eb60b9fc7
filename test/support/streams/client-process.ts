/**
 * Many clients in a process of their own, so that what they cost is not the server's. Started by clients.ts, which it
 * tells of every response of VirtualServices.
 */
import { Client, type ClientDuplexStream, credentials } from "@grpc/grpc-js";
import { kinds, storageTypeUrl } from "../../../src/collections/kinds.js";
import { encodeDiscoveryRequest } from "../../../src/proto/index.js";
import type { ClientPlan, FromClients, ToClients } from "./clients.js";
import { glance } from "./scan.js";

const method = "/envoy.service.discovery.v3.AggregatedDiscoveryService/StreamAggregatedResources";
const same = (bytes: Buffer) => bytes;

const plan = JSON.parse(process.argv[2] ?? "") as ClientPlan;
const tell = (message: FromClients) => process.send?.(message);
/** Connections are shared as browsers would: the server allows a hundred streams on each. */
const connections = Array.from({ length: Math.ceil(plan.streams / plan.streamsPerConnection) }, () => {
  return new Client(plan.address, credentials.createInsecure(), {
    "grpc.max_receive_message_length": -1,
    "grpc.use_local_subchannel_pool": 1,
  });
});
/** What each stream has of each type, by its number. */
const held = new Map<number, Map<string, string>>();
let opened = 0;

function open(connection: Client): void {
  const stream = opened;
  opened += 1;
  held.set(stream, new Map());
  const call = connection.makeBidiStreamRequest(method, same, same);
  call.on("data", (bytes: Buffer) => receive(call, stream, bytes));
  call.on("error", () => {});
  call.on("status", () => {
    held.delete(stream);
    setTimeout(() => open(connection), 100 + Math.random() * 400);
  });
  for (const kind of kinds) call.write(encodeDiscoveryRequest({ typeUrl: storageTypeUrl(kind) }));
  if (plan.behaviour === "never reads") call.pause();
  if (plan.reopenEveryMs > 0) setTimeout(() => call.cancel(), plan.reopenEveryMs * (0.5 + Math.random()));
}

function receive(call: ClientDuplexStream<Buffer, Buffer>, stream: number, bytes: Buffer): void {
  const { versionInfo, typeUrl, nonce, commit } = glance(bytes);
  const at = Date.now();
  const reply = () => call.write(encodeDiscoveryRequest({ typeUrl, versionInfo, responseNonce: nonce }));
  held.get(stream)?.set(typeUrl, versionInfo);
  if (plan.behaviour === "slow") setTimeout(reply, 500 + Math.random() * 3_000);
  else reply();
  if (plan.tellsResponses && typeUrl.endsWith("/VirtualService")) tell({ type: "received", stream, commit, at });
}

process.on("message", (message: ToClients) => {
  if (message.type === "held") {
    tell({ type: "held", id: message.id, streams: [...held.values()].map((types) => Object.fromEntries(types)) });
  }
});
process.on("disconnect", () => process.exit());
for (let stream = 0; stream < plan.streams; stream += 1) {
  const connection = connections[stream % connections.length];
  if (connection !== undefined) open(connection);
}
