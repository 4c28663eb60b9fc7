import { createTask, validateDetailed } from "node-cron";
import type { CronSchedule, Schedule } from "../model/index.js";
import { jitteredMs } from "./backoff.js";

/** A run that is due this soon is the one that was just waited for: timers may be early by a moment. */
const momentMs = 100;

/** Milliseconds until a source is to be looked at again, from now; only an interval is spread. */
export function nextLookMs(schedule: Schedule): number {
  if (schedule.type === "interval") return jitteredMs(schedule.ms);
  const now = Date.now();
  const [first, second] = nextRuns(schedule, 2).map((run) => run.getTime() - now);
  if (first === undefined || second === undefined) throw new Error(`never due: ${schedule.expression}`);
  return first < momentMs ? second : first;
}

/** What is wrong with a cron expression; undefined where it can be used. */
export function cronProblem(schedule: CronSchedule): string | undefined {
  const [error] = validateDetailed(schedule.expression).errors;
  if (error !== undefined) return error.message;
  try {
    nextRuns(schedule, 1);
    return undefined;
  } catch {
    return "it is never due";
  }
}

/** When it is due next. node-cron reckons from the system's time, in whole seconds. */
function nextRuns({ expression, timezone }: CronSchedule, count: number): readonly Date[] {
  const task = createTask(expression, () => {}, { timezone });
  try {
    return task.getNextRuns(count);
  } finally {
    void task.destroy();
  }
}
