import type { Duplex } from "node:stream";
import type { Clock } from "../../util/clock.js";

/** How looking at the first bytes of a connection ended: with a verdict, or without one. */
export type Peeked<Verdict> = Verdict | "left" | "too-slow";

/**
 * Reads until `judge` can tell what comes, and gives the bytes back to whoever reads next. `judge` is called with all bytes so
 * far, and has to tell within a few.
 */
export function peek<Verdict>(
  socket: Duplex,
  judge: (bytes: Buffer) => Verdict | undefined,
  { clock, timeoutMs }: { readonly clock: Clock; readonly timeoutMs: number },
): Promise<Peeked<Verdict>> {
  return new Promise((resolve) => {
    let seen: Buffer = Buffer.alloc(0);
    const end = (verdict: Peeked<Verdict>) => {
      cancel();
      socket.off("readable", look).off("end", leave).off("close", leave);
      if (seen.length > 0 && !socket.destroyed) socket.unshift(seen);
      resolve(verdict);
    };
    const look = () => {
      const bytes: Buffer | null = socket.read();
      if (bytes === null) return;
      seen = Buffer.concat([seen, bytes]);
      const verdict = judge(seen);
      if (verdict !== undefined) end(verdict);
    };
    const leave = () => end("left");
    const cancel = clock.after(timeoutMs, () => end("too-slow"));
    socket.on("readable", look).on("end", leave).on("close", leave);
  });
}
