/** Keeps values of the most recent use, at most `maxBytes` of them together. */
export class ByteCache<T extends { readonly bytes: Uint8Array }> {
  readonly #values = new Map<number, T>();
  readonly #maxBytes: number;
  #bytes = 0;

  constructor(maxBytes: number) {
    this.#maxBytes = maxBytes;
  }

  get(key: number): T | undefined {
    const value = this.#values.get(key);
    if (value === undefined) return undefined;
    this.#values.delete(key);
    this.#values.set(key, value);
    return value;
  }

  set(key: number, value: T): void {
    const before = this.#values.get(key);
    if (before !== undefined) this.#remove(key, before);
    if (value.bytes.length > this.#maxBytes / 4) return;
    this.#values.set(key, value);
    this.#bytes += value.bytes.length;
    for (const [oldest, old] of this.#values) {
      if (this.#bytes <= this.#maxBytes) break;
      this.#remove(oldest, old);
    }
  }

  clear(): void {
    this.#values.clear();
    this.#bytes = 0;
  }

  #remove(key: number, value: T): void {
    this.#values.delete(key);
    this.#bytes -= value.bytes.length;
  }
}
