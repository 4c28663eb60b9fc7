import { decodeMessage, encodeMessage, messageType } from "./descriptor.js";

/** grpc.health.v1.HealthCheckResponse.ServingStatus, as far as it is answered. */
export const servingStatus = { serving: 1, notServing: 2, unknownService: 3 } as const;

export type ServingStatus = (typeof servingStatus)[keyof typeof servingStatus];

/** What is asked about health. */
export interface HealthCheckRequest {
  /** Empty for the server as a whole. */
  readonly service: string;
}

/** Throws on bytes that are not that message. */
export function decodeHealthCheckRequest(bytes: Uint8Array): HealthCheckRequest {
  return decodeMessage(messageType("grpc.health.v1.HealthCheckRequest"), bytes);
}

export function encodeHealthCheckResponse(status: ServingStatus): Buffer {
  return Buffer.from(encodeMessage(messageType("grpc.health.v1.HealthCheckResponse"), { status }));
}

/** How each service is, by its name. */
export function encodeHealthListResponse(statuses: ReadonlyMap<string, ServingStatus>): Buffer {
  const entries = [...statuses].map(([name, status]) => [name, { status }] as const);
  const type = messageType("grpc.health.v1.HealthListResponse");
  return Buffer.from(encodeMessage(type, { statuses: Object.fromEntries(entries) }));
}
