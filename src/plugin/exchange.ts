/** One gRPC call on its HTTP/2 stream: the messages, the time it has, and how it ends. */
import type { Http2Session, OutgoingHttpHeaders, ServerHttp2Stream } from "node:http2";
import { frame, Unframer, unframe } from "./frames";
import { encodeStatusMessage, Status, type StatusCode, StatusError } from "./status";

/** What a handler may know of the call that it answers. */
export interface Call {
  /** The connection that the call came over. */
  readonly session: Http2Session;
  /** Fires when the client gives the call up or its deadline passes. */
  readonly signal: AbortSignal;
}

export class Exchange implements Call {
  readonly session: Http2Session;
  readonly #stream: ServerHttp2Stream;
  readonly #deadline: NodeJS.Timeout | undefined;
  #controller: AbortController | undefined;
  #interruption: StatusError | undefined;

  /** @param timeout what the client gives the call, in milliseconds; undefined for as long as it takes */
  constructor(stream: ServerHttp2Stream, session: Http2Session, timeout: number | undefined) {
    this.session = session;
    this.#stream = stream;
    stream.on("aborted", () => this.#interrupt(new StatusError(Status.CANCELLED, "The client cancelled the call.")));
    if (timeout === undefined) return;
    this.#deadline = setTimeout(
      () => {
        this.#interrupt(new StatusError(Status.DEADLINE_EXCEEDED, "The deadline passed."));
        this.#close(trailersOf(Status.DEADLINE_EXCEEDED, "The deadline passed."));
      },
      Math.min(timeout, LONGEST_TIMER),
    );
  }

  /** Made when it is first asked for: few handlers do, and it costs as much as a small answer. */
  get signal(): AbortSignal {
    if (this.#controller === undefined) {
      this.#controller = new AbortController();
      if (this.#interruption !== undefined) this.#controller.abort(this.#interruption);
    }
    return this.#controller.signal;
  }

  /** Whether the client no longer waits: it left, or its time is up. What happens now is nobody's concern. */
  get isInterrupted(): boolean {
    return this.#interruption !== undefined || this.#stream.destroyed;
  }

  /**
   * The one message of the request, once the client has sent all.
   * @throws {StatusError} if there is not exactly one that can be read
   */
  only(): Promise<Buffer> {
    const stream = this.#stream;
    const unframer = new Unframer();
    let only: Buffer | undefined;
    return new Promise((resolve, reject) => {
      const take = (chunk: Buffer) => {
        try {
          for (const message of unframer.take(chunk)) {
            if (only !== undefined) throw new StatusError(Status.UNIMPLEMENTED, "The method takes one message only.");
            only = message;
          }
        } catch (error) {
          // What still comes would be kept for nothing.
          stream.off("data", take);
          reject(error);
        }
      };
      stream.on("data", take);
      stream.on("end", () => {
        // A stream that was reset ends too, and its request is not whole.
        if (this.isInterrupted) return;
        try {
          unframer.end();
          if (only === undefined) throw new StatusError(Status.UNIMPLEMENTED, "The request has no message.");
          resolve(only);
        } catch (error) {
          reject(error);
        }
      });
    });
  }

  /** The messages of the request, as they come. */
  messages(): AsyncIterable<Buffer> {
    // A refused request still gets its status, so leaving the loop must not destroy the stream.
    return unframe(this.#stream.iterator({ destroyOnReturn: false }));
  }

  /** Sends a message, and waits until the client has room for another. */
  async send(message: Buffer): Promise<void> {
    if (this.isInterrupted) return;
    this.#begin();
    if (!this.#stream.write(frame(message))) await drained(this.#stream);
  }

  /** Ends the call well, after one more message if there is one. */
  end(last?: Buffer): void {
    if (!this.isInterrupted) this.#close(OK, last);
  }

  /** Ends the call with a status other than OK; to be called only while the client waits. */
  fail(code: StatusCode, message: string): void {
    this.#close(trailersOf(code, message));
  }

  #interrupt(reason: StatusError): void {
    this.#interruption ??= reason;
    clearTimeout(this.#deadline);
    this.#controller?.abort(reason);
  }

  #begin(): void {
    if (!this.#stream.headersSent) this.#stream.respond(HEADERS, { waitForTrailers: true });
  }

  #close(trailers: OutgoingHttpHeaders, last?: Buffer): void {
    const stream = this.#stream;
    clearTimeout(this.#deadline);
    // What the client still sends is for nobody, and must not hold up its connection.
    if (!stream.readableEnded) stream.resume();
    if (last === undefined && !stream.headersSent) {
      stream.respond({ ...HEADERS, ...trailers }, { endStream: true });
      return;
    }
    this.#begin();
    stream.on("wantTrailers", () => stream.sendTrailers(trailers));
    stream.end(last && frame(last));
  }
}

// Node fires timers beyond 2^31-1 ms at once.
const LONGEST_TIMER = 2 ** 31 - 1;

const HEADERS: OutgoingHttpHeaders = {
  ":status": 200,
  "content-type": "application/grpc",
  "grpc-accept-encoding": "identity",
};

const OK: OutgoingHttpHeaders = { "grpc-status": Status.OK };

function trailersOf(code: StatusCode, message: string): OutgoingHttpHeaders {
  return message === ""
    ? { "grpc-status": code }
    : { "grpc-status": code, "grpc-message": encodeStatusMessage(message) };
}

/** Until the client has taken what was written, or is gone. */
function drained(stream: ServerHttp2Stream): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      stream.off("drain", done);
      stream.off("close", done);
      resolve();
    };
    stream.on("drain", done);
    stream.on("close", done);
  });
}
