import type { ServerDuplexStream, ServiceDefinition } from "@grpc/grpc-js";

/** A stream whose requests are passed as they are on the wire: decoding them is proto's part. Responses go by writeMessage. */
export type RawStream = ServerDuplexStream<Buffer, Buffer>;

export const adsName = "envoy.service.discovery.v3.AggregatedDiscoveryService";

/** The service as grpc-js wants it, without a codec. */
export const adsDefinition = {
  StreamAggregatedResources: rawMethod("StreamAggregatedResources"),
  DeltaAggregatedResources: rawMethod("DeltaAggregatedResources"),
} satisfies ServiceDefinition;

function rawMethod(name: string) {
  return {
    path: `/${adsName}/${name}`,
    requestStream: true,
    responseStream: true,
    requestSerialize: same,
    requestDeserialize: same,
    responseSerialize: same,
    responseDeserialize: same,
  };
}

function same(bytes: Buffer): Buffer {
  return bytes;
}
