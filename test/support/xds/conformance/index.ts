import type { Case } from "./case.js";
import { ackCases } from "./cases/acks.js";
import { incrementalCases } from "./cases/incremental.js";
import { responseCases } from "./cases/responses.js";
import { streamCases } from "./cases/streams.js";
import { subscriptionCases } from "./cases/subscriptions.js";
import { updateCases } from "./cases/updates.js";

export { type Case, type Connect, playAll } from "./case.js";
export type { Talk, XdsClient } from "./peer.js";

/**
 * What the xDS protocol asks of a server, statement by statement, under the headings of
 * https://www.envoyproxy.io/docs/envoy/latest/api-docs/xds_protocol. Left out is what does not concern MCP: the services of
 * single types, warming, TTL, aliases, files and REST.
 */
export const cases: readonly Case[] = [
  ...streamCases,
  ...ackCases,
  ...updateCases,
  ...subscriptionCases,
  ...responseCases,
  ...incrementalCases,
];
