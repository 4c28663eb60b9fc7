/** What a server may ask for at most; beyond an hour a person should know sooner whether it has healed. */
const longestMs = 3_600_000;

/**
 * The wait that an answer asks for, in milliseconds: Retry-After in seconds or as a date (RFC 9110, section 10.2.3), or the
 * instant at which GitHub's limit starts anew, where nothing of it remains. Null where it asks for none.
 */
export function retryAfterMs(headers: Readonly<Record<string, string>>, now: Date): number | null {
  const waits = [fromRetryAfter(headers["retry-after"], now), fromRateLimit(headers, now)];
  const asked = waits.filter((ms) => ms !== undefined);
  return asked.length === 0 ? null : Math.min(longestMs, Math.max(0, ...asked));
}

function fromRetryAfter(value: string | undefined, now: Date): number | undefined {
  if (value === undefined) return undefined;
  if (/^\s*[0-9]+\s*$/.test(value)) return Number(value) * 1_000;
  // Only the form that RFC 9110 has for dates: Date.parse alone takes nearly anything.
  if (!/^[A-Z][a-z]{2}, [0-9]{2} [A-Z][a-z]{2} [0-9]{4} [0-9:]{8} GMT$/.test(value.trim())) return undefined;
  const at = Date.parse(value);
  return Number.isNaN(at) ? undefined : at - now.getTime();
}

function fromRateLimit(headers: Readonly<Record<string, string>>, now: Date): number | undefined {
  const { "x-ratelimit-remaining": remaining, "x-ratelimit-reset": reset = "" } = headers;
  return remaining === "0" && /^[0-9]{1,12}$/.test(reset) ? Number(reset) * 1_000 - now.getTime() : undefined;
}
