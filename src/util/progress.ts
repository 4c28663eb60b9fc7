import type { Event } from "../model/index.js";

/** The part of a terminal's stream that a progress line needs. */
export interface Terminal {
  readonly isTTY?: boolean | undefined;
  readonly columns?: number | undefined;
  write(text: string): unknown;
}

/** A person sees no more than ten steps a second. */
const stepMs = 100;

const clearLine = "\r\u001b[K";

/**
 * Shows a long first load as one line that is written over; on anything but a terminal it writes nothing. Returns what
 * takes the events: hand each one here before it is logged, because any event but progress clears the line, so that log
 * lines stand by themselves.
 */
export function progressLine(
  terminal: Terminal,
  elapsed: () => number = () => performance.now(),
): (event: Event) => void {
  if (terminal.isTTY !== true) return () => {};
  let shown = false;
  let shownAt = Number.NEGATIVE_INFINITY;
  return (event) => {
    if (event.type === "progress") {
      if (event.done !== event.total && elapsed() - shownAt < stepMs) return;
      shownAt = elapsed();
      shown = true;
      terminal.write(clearLine + cut(progressText(event), terminal.columns || 80));
    } else if (shown) {
      shown = false;
      terminal.write(clearLine);
    }
  };
}

function progressText({ source, phase, done, total }: Extract<Event, { type: "progress" }>): string {
  if (total <= 0) return `${source}: ${phase} ${done}`;
  return `${source}: ${phase} ${done}/${total} (${Math.floor((100 * done) / total)} %)`;
}

/** One column stays free: a full line would wrap on some terminals, and a wrapped line cannot be cleared. */
function cut(text: string, columns: number): string {
  const room = Math.max(0, columns - 1);
  // biome-ignore lint/suspicious/noControlCharactersInRegex: a remote's words can be part of the phase.
  const plain = text.replace(/[\u0000-\u001f\u007f-\u009f]/g, "");
  return plain.length <= room ? plain : `${plain.slice(0, Math.max(0, room - 1))}…`;
}
