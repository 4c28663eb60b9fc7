const form = /^(\d{4})(\d{2})(\d{2})(?:(\d{2})(\d{2})(\d{2})?)?(?:Z|UTC)?$/i;

/**
 * A time as allowed_signers has it: YYYYMMDD, YYYYMMDDHHMM or YYYYMMDDHHMMSS. Always UTC, with or without a Z: ssh-keygen
 * takes the machine's own zone without it, and replicas in two zones would then decide differently.
 */
export function readTime(text: string): Date | undefined {
  const [, year, month, day, hour = "00", minute = "00", second = "00"] = form.exec(text) ?? [];
  if (year === undefined) return undefined;
  const iso = `${year}-${month}-${day}T${hour}:${minute}:${second}`;
  const date = new Date(`${iso}Z`);
  // A day that its month does not have would be taken for one of the next.
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(iso) ? date : undefined;
}
