import type { Event } from "../model/index.js";

/** The part of a terminal's stream that a progress line needs. */
export interface Terminal {
  readonly isTTY?: boolean | undefined;
  readonly columns?: number | undefined;
  write(text: string): unknown;
}

/** One line of a terminal that is written over. */
export interface ProgressBar {
  /** Shows how far something is; `total` is 0 where it is not known. */
  show(label: string, done: number, total: number): void;
  /** Takes the line away. */
  clear(): void;
}

/** A person sees no more than ten steps a second. */
const stepMs = 100;

const clearLine = "\r\u001b[K";

/**
 * A bar on a terminal; on anything else it writes nothing. It is shown only for what takes longer than `afterMs`, and
 * drawn only where there is room for it beside the numbers.
 */
export function progressBar(
  terminal: Terminal | undefined,
  {
    afterMs = 0,
    elapsed = () => performance.now(),
  }: { readonly afterMs?: number; readonly elapsed?: () => number } = {},
): ProgressBar {
  if (terminal?.isTTY !== true) return { show: () => {}, clear: () => {} };
  const begun = elapsed();
  let shown = false;
  let shownAt = Number.NEGATIVE_INFINITY;
  return {
    show(label, done, total) {
      const now = elapsed();
      if (now - begun < afterMs || (done !== total && now - shownAt < stepMs)) return;
      shownAt = now;
      shown = true;
      terminal.write(clearLine + progressText(label, done, total, (terminal.columns || 80) - 1));
    },
    clear() {
      if (shown) terminal.write(clearLine);
      shown = false;
    },
  };
}

/**
 * Shows a long first load as a bar. Returns what takes the events: hand each one here before it is logged, because any
 * event but progress clears the line, so that log lines stand by themselves.
 */
export function progressLine(terminal: Terminal, elapsed?: () => number): (event: Event) => void {
  const bar = progressBar(terminal, elapsed === undefined ? {} : { elapsed });
  return (event) => {
    if (event.type === "progress") bar.show(`${event.source}: ${event.phase}`, event.done, event.total);
    else bar.clear();
  };
}

const barCells = 20;

/** Fits into `room`: one column less than the terminal has, since a full line would wrap and could not be cleared. */
function progressText(label: string, done: number, total: number, room: number): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: a remote's words can be part of the label.
  const plain = label.replace(/[\u0000-\u001f\u007f-\u009f]/g, "");
  if (total <= 0) return cut(`${plain} ${done}`, room);
  const share = Math.min(1, done / total);
  const numbers = `${plain} ${done}/${total} (${Math.floor(100 * share)} %)`;
  const full = Math.floor(barCells * share);
  const withBar = `${numbers} [${"#".repeat(full)}${"-".repeat(barCells - full)}]`;
  return withBar.length <= room ? withBar : cut(numbers, room);
}

function cut(text: string, room: number): string {
  return text.length <= room ? text : `${text.slice(0, Math.max(0, room - 1))}…`;
}
