import assert from "node:assert/strict";
import { test } from "node:test";
import type { Event } from "../../../src/model/index.js";
import { progressBar, progressLine, type Terminal } from "../../../src/util/progress.js";

function terminal(settings: { isTTY?: boolean; columns?: number } = { isTTY: true }) {
  const written: string[] = [];
  return { ...settings, written, write: (text: string) => written.push(text) } satisfies Terminal & {
    written: string[];
  };
}

function progress(done: number, total: number, phase = "validate"): Event {
  return { type: "progress", source: "mesh", phase, done, total };
}

const other: Event = { type: "stream-closed", stream: 1, status: "OK", reason: "done" };
const clear = "\r\u001b[K";

test("progress is one line that is written over, and any other event clears it once", () => {
  const screen = terminal();
  let now = 0;
  const show = progressLine(screen, () => now);
  show(progress(250, 1_000));
  now = 200;
  show(progress(500, 1_000));
  show(other);
  show(other);
  assert.deepEqual(screen.written, [
    `${clear}mesh: validate 250/1000 (25 %) [#####---------------]`,
    `${clear}mesh: validate 500/1000 (50 %) [##########----------]`,
    clear,
  ]);
});

test("steps that follow within a tenth of a second are left out, except the last", () => {
  const screen = terminal();
  const show = progressLine(screen, () => 0);
  for (const done of [1, 2, 3, 4]) show(progress(done, 4));
  assert.deepEqual(screen.written, [
    `${clear}mesh: validate 1/4 (25 %) [#####---------------]`,
    `${clear}mesh: validate 4/4 (100 %) [####################]`,
  ]);
});

test("an unknown total is left out, and a long or malicious phase neither wraps nor moves the cursor", () => {
  const screen = terminal({ isTTY: true, columns: 20 });
  let now = 0;
  const show = progressLine(screen, () => now);
  show(progress(7, 0));
  now = 1_000;
  show(progress(7, 0, "\u001b[2Jcounting\nobjects of the remote"));
  assert.deepEqual(screen.written, [`${clear}mesh: validate 7`, `${clear}mesh: [2Jcountingo…`]);
});

test("nothing is written where there is no terminal", () => {
  const screen = terminal({});
  const show = progressLine(screen);
  show(progress(1, 2));
  show(other);
  assert.deepEqual(screen.written, []);
});

test("a bar is drawn where there is room for it, after the time that is given, and cleared once", () => {
  const screen = terminal({ isTTY: true, columns: 40 });
  let now = 0;
  const bar = progressBar(screen, { afterMs: 1_000, elapsed: () => now });
  bar.show("validate", 1, 4);
  bar.clear();
  assert.deepEqual(screen.written, []);
  now = 1_000;
  bar.show("validate", 2, 4);
  bar.clear();
  bar.clear();
  assert.deepEqual(screen.written, [`${clear}validate 2/4 (50 %)`, clear]);
});
