import { setTimeout as sleep } from "node:timers/promises";

/** Asks again and again, with a short pause, until there is an answer; fails after `timeoutMs` with what `failure` says. */
export async function poll<T>(
  ask: () => T | undefined | Promise<T | undefined>,
  timeoutMs: number,
  failure: () => string,
): Promise<T> {
  const deadline = Date.now() + timeoutMs;
  for (;;) {
    const answer = await ask();
    if (answer !== undefined) return answer;
    if (Date.now() > deadline) throw new Error(`waited ${timeoutMs} ms: ${failure()}`);
    await sleep(10);
  }
}
