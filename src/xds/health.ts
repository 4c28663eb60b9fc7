import {
  type Server,
  type ServerUnaryCall,
  type ServerWritableStream,
  type sendUnaryData,
  status,
} from "@grpc/grpc-js";
// By file: the whole stage takes longer to load than a restart may take to answer.
import {
  decodeHealthCheckRequest,
  encodeHealthCheckResponse,
  encodeHealthListResponse,
  type HealthCheckRequest,
  type ServingStatus,
  servingStatus,
} from "../proto/health.js";
import { adsName } from "./ads.js";

/** grpc.health.v1, for the server as a whole (the empty name) and for the ADS service: both always the same. */
export interface Health {
  setServing(serving: boolean): void;
}

const services: readonly string[] = ["", adsName];

type Watcher = ServerWritableStream<HealthCheckRequest, Buffer>;

/**
 * Written here rather than taken from grpc-health-check: that reads its .proto at start, for longer than it takes to bind the
 * port and answer the first client.
 */
export function addHealth(server: Server): Health {
  let current: ServingStatus = servingStatus.notServing;
  const watchers = new Set<Watcher>();
  server.addService(definition, {
    check({ request }: ServerUnaryCall<HealthCheckRequest, Buffer>, answer: sendUnaryData<Buffer>) {
      if (services.includes(request.service)) answer(null, encodeHealthCheckResponse(current));
      else answer({ code: status.NOT_FOUND, details: "there is no such service" });
    },
    list(_call: ServerUnaryCall<HealthCheckRequest, Buffer>, answer: sendUnaryData<Buffer>) {
      answer(null, encodeHealthListResponse(new Map(services.map((name) => [name, current]))));
    },
    // A service that is not there may come, by the protocol; here none does.
    watch(call: Watcher) {
      const known = services.includes(call.request.service);
      call.write(encodeHealthCheckResponse(known ? current : servingStatus.unknownService));
      if (known) watchers.add(call);
      for (const event of ["cancelled", "close", "error"]) call.on(event, () => watchers.delete(call));
    },
  });
  return {
    setServing(serving) {
      const next = serving ? servingStatus.serving : servingStatus.notServing;
      if (next === current) return;
      current = next;
      for (const watcher of watchers) watcher.write(encodeHealthCheckResponse(next));
    },
  };
}

const definition = {
  check: method("Check", false, decodeHealthCheckRequest),
  list: method("List", false, () => ({ service: "" })),
  watch: method("Watch", true, decodeHealthCheckRequest),
};

function method(name: string, responseStream: boolean, requestDeserialize: (bytes: Buffer) => HealthCheckRequest) {
  return {
    path: `/grpc.health.v1.Health/${name}`,
    requestStream: false,
    responseStream,
    requestSerialize: ({ service }: HealthCheckRequest) => Buffer.from(service),
    requestDeserialize,
    responseSerialize: (bytes: Buffer) => bytes,
    responseDeserialize: (bytes: Buffer) => bytes,
  };
}
