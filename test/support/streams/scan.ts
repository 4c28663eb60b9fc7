/** What a client needs to know of a response in order to ACK it and to tell how fresh it is. */
export interface Glance {
  readonly versionInfo: string;
  readonly typeUrl: string;
  readonly nonce: string;
  /** The commit that `control_plane.identifier` names. */
  readonly commit: string;
}

/** Field numbers of envoy.service.discovery.v3.DiscoveryResponse. */
const fields = { versionInfo: 1, typeUrl: 4, nonce: 5, controlPlane: 6 } as const;

/** Reads a DiscoveryResponse without its resources: a hundred clients decode nothing while one machine plays them all. */
export function glance(bytes: Buffer): Glance {
  const texts = new Map<number, string>();
  for (let at = 0; at < bytes.length; ) {
    const tag = varint(bytes, at);
    const length = varint(bytes, tag.next);
    const end = length.next + length.value;
    const field = tag.value >>> 3;
    if (field !== 2) texts.set(field, bytes.toString("latin1", length.next, end));
    at = end;
  }
  const text = (field: number) => texts.get(field) ?? "";
  return {
    versionInfo: text(fields.versionInfo),
    typeUrl: text(fields.typeUrl),
    nonce: text(fields.nonce),
    commit: /commit=([0-9a-f]{40})/.exec(text(fields.controlPlane))?.[1] ?? "",
  };
}

function varint(bytes: Buffer, start: number): { readonly value: number; readonly next: number } {
  let value = 0;
  let at = start;
  for (let shift = 0; ; shift += 7) {
    const byte = bytes[at] ?? 0;
    value += (byte & 0x7f) * 2 ** shift;
    at += 1;
    if (byte < 0x80) return { value, next: at };
  }
}
