/** What bounds clients and how long they may take. Tests lower them; users cannot set them yet. */
export interface Limits {
  /** A stream that lets a response go without ACK or NACK for this long is reset. */
  readonly idleAckTimeoutMs: number;
  /** How long first requests are gathered, so that a burst of them is answered in the order of kinds, not of arrival. */
  readonly gatherMs: number;
  /** Messages above this size count as large. */
  readonly largeBytes: number;
  /** How many large messages are in flight over all streams: with TLS each is encrypted into bytes of its own. */
  readonly fanout: number;
  /** When a large message counts as no longer in flight though it was not ACKed. */
  readonly fanoutLapseMs: number;
  /** Connections of one listener; more are closed at once. */
  readonly connections: number;
  /** How long a connection may take for each step before its first stream: what it begins with, TLS, HTTP/2's preface. */
  readonly openingMs: number;
  /** For how long, and of how many bytes, it is remembered how replaced DestinationRules were: clients may come back with them. */
  readonly lostMs: number;
  readonly lostBytes: number;
  /** Largest request. */
  readonly requestBytes: number;
  /** Streams of one connection, of any method. */
  readonly streamsPerConnection: number;
  /** Streams that are served at a time, of all endpoints; as many more are held unanswered, and the rest is refused. */
  readonly streams: number;
  /** How long a stream may be open before its first request. */
  readonly firstRequestMs: number;
  /** Requests that a stream may send at once, and per second from then on; what is more is read later. */
  readonly requestBurst: number;
  readonly requestsPerSecond: number;
  readonly typesPerStream: number;
  /** Resource names that one stream subscribes to or says it has, over all types. */
  readonly namesPerStream: number;
  /** A connection is pinged when it is silent for this long, and closed when no answer comes in time. */
  readonly keepaliveMs: number;
  readonly keepaliveTimeoutMs: number;
  /** When a connection is ended, ten percent more or less, so that clients spread over replicas that have come since. */
  readonly connectionAgeMs: number;
  /** How long its streams may take for what they were sent. */
  readonly connectionAgeGraceMs: number;
  /** A connection without a stream is closed after this. */
  readonly connectionIdleMs: number;
  /** How long a stream or connection may take to end before it is cut. */
  readonly graceMs: number;
}

export const defaultLimits: Limits = {
  idleAckTimeoutMs: 60_000,
  gatherMs: 10,
  largeBytes: 64 * 1024,
  fanout: 8,
  fanoutLapseMs: 250,
  connections: 2_000,
  openingMs: 5_000,
  lostMs: 5 * 60_000,
  lostBytes: 16 * 1024 * 1024,
  requestBytes: 4 * 1024 * 1024,
  streamsPerConnection: 100,
  streams: 2_000,
  firstRequestMs: 60_000,
  requestBurst: 1_000,
  requestsPerSecond: 100,
  typesPerStream: 64,
  namesPerStream: 200_000,
  keepaliveMs: 30_000,
  keepaliveTimeoutMs: 10_000,
  connectionAgeMs: 30 * 60_000,
  connectionAgeGraceMs: 30_000,
  connectionIdleMs: 5 * 60_000,
  graceMs: 2_000,
};
