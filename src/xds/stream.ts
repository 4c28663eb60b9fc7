import { status } from "@grpc/grpc-js";
import { servingFindings } from "../findings/serving.js";
import type { ClientStatus, Snapshot, TypeUrl } from "../model/index.js";
import { AckTimer } from "./ack-timer.js";
import type { RawStream } from "./ads.js";
import { clientStatus } from "./client-status.js";
import { type Ending, endCall, goAway, statusName } from "./end-call.js";
import { excessOf } from "./excess.js";
import type { Lane, Release } from "./fanout.js";
import { readRequests } from "./intake.js";
import { afterPush, atRest, isAt, nextPush, type Push } from "./next-push.js";
import type { Place } from "./places.js";
import type { StreamContext } from "./stream-context.js";
import { newStream, type Received, type StreamState } from "./stream-state.js";
import { clientText, isTypeUrl } from "./text.js";
import { isOutstanding } from "./type-state.js";
import type { Prepared, Request, Variant } from "./variant.js";
import { writeMessage } from "./write-message.js";

/** Why a stream is to end in order, and how long that may take. */
export interface Retirement {
  readonly details: string;
  readonly graceMs: number;
}

/**
 * One ADS stream: hands requests to the pure state, and sends what that says is next, one message at a time. It never
 * throws at grpc-js and never queues: a client that does not read costs one message and a reference to a snapshot.
 */
export class AdsStream {
  readonly #id: number;
  readonly #call: RawStream;
  readonly #variant: Variant;
  readonly #context: StreamContext;
  /** `address:port`. */
  readonly peer: string;
  readonly #connectedAt: Date;
  readonly #lane: Lane;
  #place: Place | undefined;
  /** Slots of large messages in flight, by type URL. */
  readonly #slots = new Map<string, Release>();
  #state: StreamState = newStream;
  #node = "";
  #snapshot: string | null = null;
  #nonce = 0;
  #writing = false;
  #open = true;
  /** Whether it may be answered. */
  #fresh = false;
  #halfClosed = false;
  #cancelGather: (() => void) | undefined;
  readonly #ackTimer: AckTimer;
  #retirement: { readonly ending: Ending; readonly cancel: () => void } | undefined;
  #stopReading: (() => void) | undefined;

  constructor(id: number, call: RawStream, variant: Variant, context: StreamContext, onClose: () => void) {
    this.#id = id;
    this.#call = call;
    this.#variant = variant;
    this.#context = context;
    this.peer = clientText(call.getPeer(), 100);
    this.#connectedAt = context.clock.now();
    this.#lane = context.fanout.lane(() => this.push());
    const { idleAckTimeoutMs } = context.limits;
    const silent = { code: status.DEADLINE_EXCEEDED, details: `no ACK or NACK within ${idleAckTimeoutMs / 1_000} s` };
    this.#ackTimer = new AckTimer(context.clock, idleAckTimeoutMs, () => this.end(silent));
    const { method } = variant;
    context.emit({ type: "stream-opened", stream: id, peer: this.peer, listener: context.listener, method });
    const closed = (reason: string, code = "CANCELLED") => {
      if (this.#close(reason, code)) onClose();
    };
    call.on("end", () => {
      this.#halfClosed = true;
      this.push();
    });
    call.on("error", (error) => closed(error.message, statusName(error)));
    call.on("cancelled", () => closed("the client went away"));
    call.on("close", () => closed("the client went away"));
  }

  /** Reads requests as soon as there is a place; until then HTTP/2's flow control holds the client. */
  begin(): void {
    const { places, limits, emit } = this.#context;
    this.#place = places.take(() => this.#read());
    const { code } = servingFindings.tooMany;
    if (this.#place === undefined) this.end({ code: status.RESOURCE_EXHAUSTED, details: "too many streams" });
    else if (this.#place.waits) emit({ type: "stream-held", stream: this.#id, code, limit: limits.streams });
  }

  #read(): void {
    const { clock, limits, emit } = this.#context;
    const { firstRequestMs, requestsPerSecond: perSecond } = limits;
    const silent = { code: status.DEADLINE_EXCEEDED, details: `no request within ${firstRequestMs / 1_000} s` };
    const intake = {
      onRequest: (bytes: Buffer) => this.#guard(() => this.#receive(bytes)),
      onSilence: () => this.end(silent),
      onHurry: () => emit({ type: "stream-slowed", stream: this.#id, code: servingFindings.tooFast.code, perSecond }),
    };
    this.#stopReading = readRequests(this.#call, intake, { clock, limits });
    void this.#context.freshen().then(() => {
      this.#fresh = true;
      this.push();
    });
  }

  /** Sends what is next, if anything: called whenever that may have changed. */
  push(): void {
    this.#guard(() => this.#push());
  }

  /** Ends the stream from our side. */
  end(ending: Ending): void {
    if (this.#open) endCall(this.#call, ending, { clock: this.#context.clock, graceMs: this.#context.limits.graceMs });
  }

  /**
   * Ends the connection: the client is told to open the next stream on another one, and this stream ends once it has taken
   * all of the commit that it is on its way to.
   */
  retire({ details, graceMs }: Retirement): void {
    if (!this.#open || this.#retirement !== undefined) return;
    goAway(this.#call);
    const ending: Ending = { code: status.UNAVAILABLE, details };
    const cancel = this.#context.clock.after(graceMs, () => this.end(ending));
    this.#retirement = { ending, cancel };
    this.push();
  }

  status(): ClientStatus {
    return clientStatus(this.#state, this.#context.snapshots.current(), {
      node: this.#node,
      peer: this.peer,
      listener: this.#context.listener,
      connectedAt: this.#connectedAt.toISOString(),
      snapshot: this.#snapshot,
    });
  }

  #receive(bytes: Buffer): void {
    if (!this.#open) return;
    const request = this.#decode(bytes);
    if (request === undefined) return;
    this.#identify(request);
    const received = request.receive(this.#state, this.#context.clock.now());
    const excess = excessOf(received.state, this.#context.limits);
    if (excess !== undefined) {
      this.end({ code: status.RESOURCE_EXHAUSTED, details: excess });
      return;
    }
    this.#state = received.state;
    if (received.verdict !== undefined) this.#takeVerdict(request.typeUrl, received.verdict);
    if (received.first) this.#gather();
    this.#push();
  }

  #decode(bytes: Buffer): Request | undefined {
    try {
      const request = this.#variant.decode(bytes);
      if (isTypeUrl(request.typeUrl)) return request;
      this.end({ code: status.INVALID_ARGUMENT, details: "type_url must be 1 to 256 printable ASCII characters" });
    } catch {
      const message = this.#variant.method === "sotw" ? "DiscoveryRequest" : "DeltaDiscoveryRequest";
      this.end({ code: status.INVALID_ARGUMENT, details: `not an envoy.service.discovery.v3.${message}` });
    }
    return undefined;
  }

  /** Only the first request of a stream is sure to carry the node; it does not change afterwards. */
  #identify({ node }: Request): void {
    if (this.#node !== "" || node === null || node.id === "") return;
    this.#node = clientText(node.id, 256);
    this.#context.emit({ type: "stream-identified", stream: this.#id, node: this.#node });
  }

  #takeVerdict(typeUrl: string, { version, refusal }: NonNullable<Received["verdict"]>): void {
    const about = { stream: this.#id, typeUrl: typeUrl as TypeUrl, version };
    if (refusal === null) this.#context.emit({ type: "acked", ...about });
    else this.#context.emit({ type: "nacked", ...about, message: clientText(refusal, 1_000) });
    this.#watch(true);
    this.#lane.acked();
    this.#slots.get(typeUrl)?.();
    this.#slots.delete(typeUrl);
    if (refusal === null) this.#tellCaughtUp();
  }

  #tellCaughtUp(): void {
    const target = this.#state.pass?.target;
    if (target === undefined || !isAt(this.#state, target)) return;
    const { commits, publishedAt } = target;
    this.#context.emit({ type: "caught-up", stream: this.#id, commits, publishedAt });
  }

  #gather(): void {
    this.#cancelGather ??= this.#context.clock.after(this.#context.limits.gatherMs, () => {
      this.#cancelGather = undefined;
      this.push();
    });
  }

  #push(): void {
    if (!this.#open || this.#writing || this.#cancelGather !== undefined) return;
    const target = this.#target();
    const push = target && nextPush(this.#state, target, this.#context.lost);
    if (push === undefined) {
      this.#state = atRest(this.#state);
      this.#endWhereDone(target);
      return;
    }
    const prepared = this.#variant.prepare(push);
    if (prepared.bytes > this.#context.limits.largeBytes) {
      const release = this.#lane.take();
      if (release === undefined) return;
      this.#slots.set(push.type.typeUrl, release);
    }
    this.#send(push, prepared);
  }

  /** Where the stream is to be taken. In its retirement it still goes where it is on its way to, but nowhere else. */
  #target(): Snapshot | undefined {
    if (this.#retirement !== undefined) return this.#state.pass?.target;
    return this.#fresh ? this.#context.snapshots.current() : undefined;
  }

  #endWhereDone(target: Snapshot | undefined): void {
    if (this.#retirement !== undefined) {
      if (!this.#owes()) this.end(this.#retirement.ending);
      return;
    }
    // A client that only asks, as grpcurl does, gets its answers and then the end of the stream.
    if (this.#halfClosed && target !== undefined) this.end({ code: status.OK, details: "ended by the client" });
  }

  #send(push: Push, { bytes, resources, encode }: Prepared): void {
    this.#nonce += 1;
    const nonce = String(this.#nonce);
    const { target } = push.pass;
    const message = encode({ nonce, controlPlane: this.#context.controlPlane(target) });
    this.#state = afterPush(this.#state, push, nonce);
    this.#snapshot = target.id;
    this.#writing = true;
    writeMessage(this.#call, message, () => {
      this.#writing = false;
      this.#watch(false);
      this.push();
    });
    this.#watch(false);
    const typeUrl = push.type.typeUrl as TypeUrl;
    this.#context.emit({
      type: "pushed",
      stream: this.#id,
      typeUrl,
      version: push.content.version,
      resources,
      bytes,
    });
  }

  #watch(answered: boolean): void {
    this.#ackTimer.update(this.#open && this.#owes(), answered);
  }

  /** Whether the client has yet to take something. */
  #owes(): boolean {
    return this.#writing || [...this.#state.types.values()].some(isOutstanding);
  }

  /** Whether it was open until now. */
  #close(reason: string, code: string): boolean {
    if (!this.#open) return false;
    this.#open = false;
    this.#cancelGather?.();
    this.#watch(false);
    this.#lane.leave();
    this.#place?.leave();
    this.#stopReading?.();
    this.#retirement?.cancel();
    this.#context.emit({ type: "stream-closed", stream: this.#id, status: code, reason: clientText(reason, 200) });
    return true;
  }

  /** A mistake of ours ends one stream, not the process. */
  #guard(step: () => void): void {
    try {
      step();
    } catch (error) {
      const reason = `internal error: ${error instanceof Error ? error.message : String(error)}`;
      this.end({ code: status.INTERNAL, details: "internal error", reason });
    }
  }
}
