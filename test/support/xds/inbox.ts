/** What has arrived and was not read yet; reading waits, and fails by the test's own time-out rather than for ever. */
export class Inbox<Item> {
  readonly #items: Item[] = [];
  #wake: (() => void) | undefined;
  #end: Error | undefined;

  push(item: Item): void {
    this.#items.push(item);
    this.#wake?.();
  }

  /** Nothing comes any more: whoever waits is told why. */
  end(why: Error): void {
    this.#end ??= why;
    this.#wake?.();
  }

  get size(): number {
    return this.#items.length;
  }

  async next(timeoutMs = 10_000): Promise<Item> {
    const deadline = Date.now() + timeoutMs;
    for (;;) {
      const item = this.#items.shift();
      if (item !== undefined) return item;
      if (this.#end !== undefined) throw this.#end;
      if (Date.now() >= deadline) throw new Error(`nothing arrived within ${timeoutMs} ms`);
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, deadline - Date.now());
        this.#wake = () => {
          clearTimeout(timer);
          resolve();
        };
      });
    }
  }
}
