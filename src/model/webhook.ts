/** What the sender of a webhook is told. */
export interface WebhookAnswer {
  /** 202 for a hint that is followed, 200 for one that is not needed; 4xx and 503 where it is refused. */
  readonly status: number;
  readonly message: string;
  readonly remedy?: string;
}

/** What takes webhooks in. `forge` is the last part of the address. */
export interface WebhookReceiver {
  /** Why no request can be taken at that address, known before a body is read; undefined where one may be. */
  refuse(forge: string): WebhookAnswer | undefined;
  /** Judges a request; header names are in lower case, the body is as it came. */
  receive(forge: string, headers: Readonly<Record<string, string | undefined>>, body: Uint8Array): WebhookAnswer;
}
