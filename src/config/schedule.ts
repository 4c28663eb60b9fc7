import type { Schedule } from "../model/index.js";
import { cronProblem } from "../util/schedule.js";
import { parseInterval } from "./duration.js";
import { badSetting, type ScheduleSettings, type Setting, shown } from "./setting.js";

/** Times of cron expressions are of this zone where none is named: that of the machine may differ from replica to replica. */
const defaultTimezone = "UTC";

/** Reads one of the two, an interval or a cron expression; null where neither is given. */
export function readSchedule({ interval, schedule, timezone }: ScheduleSettings): Schedule | null {
  if (schedule === undefined) {
    if (timezone !== undefined)
      throw badSetting(timezone.origin, "there is no schedule", "leave it out, or add schedule");
    return interval === undefined ? null : { type: "interval", ms: parseInterval(interval) };
  }
  if (interval !== undefined) {
    throw badSetting(schedule.origin, "there is an interval, too", "keep the one that is meant");
  }
  const zone = timezone === undefined ? defaultTimezone : parseTimezone(timezone);
  const cron = { type: "cron", expression: schedule.value.trim(), timezone: zone } as const;
  const problem = cron.expression.length > 200 ? "it is too long" : cronProblem(cron);
  if (problem === undefined) return cron;
  throw badSetting(
    schedule.origin,
    `${shown(schedule.value)} is no cron expression that can be used: ${problem}`,
    'write minute, hour, day of month, month and day of week, as in "*/5 * * * *"; seconds may stand before them',
  );
}

/** An interval on the command line wins over whatever the file says of when to look. */
export function withoutSchedule<T extends ScheduleSettings>(settings: T, flag: Setting<string> | undefined): T {
  if (flag === undefined) return settings;
  const { interval: _, schedule: __, timezone: ___, ...others } = settings;
  return others as T;
}

/** Checks the name of a time zone of the IANA database. */
function parseTimezone({ value, origin }: Setting<string>): string {
  try {
    new Intl.DateTimeFormat("en", { timeZone: value });
    return value;
  } catch {
    throw badSetting(origin, `${shown(value)} is no time zone`, "write its name as in Europe/Berlin or UTC");
  }
}
