/** A point in time as protobuf holds it; nanos are never negative. */
export interface Instant {
  readonly seconds: number;
  readonly nanos: number;
}

/** What a time must look like, for messages. */
export const timestampForm = "a time such as 2006-01-02T15:04:05Z";

const rfc3339 = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(?:\.(\d{1,9}))?(?:Z|([-+])(\d\d):(\d\d))$/;

/** What a google.protobuf.Timestamp may hold: the years 1 to 9999. */
const firstSecond = -62_135_596_800;
const lastSecond = 253_402_300_799;

/** Reads an RFC 3339 time with at most nanoseconds; undefined for anything else, days that no month has included. */
export function parseTimestamp(text: string): Instant | undefined {
  const match = rfc3339.exec(text);
  if (match === null) return undefined;
  const [, local = "", fraction = "", sign, hours = "0", minutes = "0"] = match;
  const ms = Date.parse(`${local}Z`);
  if (Number.isNaN(ms) || new Date(ms).getUTCDate() !== Number(local.slice(8, 10))) return undefined;
  if (Number(hours) > 23 || Number(minutes) > 59) return undefined;
  const offset = (Number(hours) * 60 + Number(minutes)) * 60 * (sign === "-" ? -1 : 1);
  const seconds = ms / 1000 - offset;
  if (seconds < firstSecond || seconds > lastSecond) return undefined;
  return { seconds, nanos: Number(fraction.padEnd(9, "0")) };
}

/** Writes a time in UTC, with as many digits of a second as it needs. */
export function formatTimestamp({ seconds, nanos }: Instant): string {
  const fraction = nanos === 0 ? "" : `.${String(nanos).padStart(9, "0").replace(/0+$/, "")}`;
  return `${new Date(seconds * 1000).toISOString().slice(0, 19)}${fraction}Z`;
}
