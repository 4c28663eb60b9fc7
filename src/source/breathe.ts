/** Lets the event loop turn once, so that long work does not keep its thread from answering. */
export function breathe(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
