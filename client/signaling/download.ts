import { errors } from '../../protocol/errors.ts';
import { backoffMs, pause } from './backoff.ts';
import type { CalledRoute } from './contract/called-route.ts';
import type { Result } from './result.ts';

/**
 * A download that makes no progress for this long has failed. Long, because the server may
 * first have to draw the page.
 */
export const stallMs = 75_000;
/** Attempts in a row that bring no bytes: about one minute without a connection. */
const mostFruitless = 20;

/** The part of a file that has arrived. Each attempt adds to it. */
class FileInParts {
  #chunks: Uint8Array<ArrayBuffer>[] = [];
  #etag: string | null = null;
  #stall = new AbortController();
  #timer: ReturnType<typeof setTimeout> | undefined;
  readonly #patienceMs: number;
  bytes = 0;

  constructor(patienceMs: number) {
    this.#patienceMs = patienceMs;
  }

  /** Aborts the attempt that is under way. */
  get signal(): AbortSignal {
    return this.#stall.signal;
  }

  /** Whether the server has begun to send the file: a response can break off before its first byte is read. */
  get hasBegun(): boolean {
    return this.#etag !== null || this.bytes > 0;
  }

  begin(over: AbortSignal | undefined): () => void {
    this.#stall = new AbortController();
    const stop = (): void => this.#stall.abort();
    if (over?.aborted) stop();
    over?.addEventListener('abort', stop);
    this.#moved();
    return () => {
      clearTimeout(this.#timer);
      over?.removeEventListener('abort', stop);
    };
  }

  /**
   * Headers that ask for the missing part; none, for the whole file, where nothing is
   * here or its ETag is unknown.
   */
  missing(): Readonly<Record<string, string>> {
    return this.#etag === null || this.bytes === 0
      ? {}
      : { Range: `bytes=${this.bytes}-`, 'If-Range': this.#etag };
  }

  async read(response: Response): Promise<Result<Blob>> {
    const goesOn = response.headers.get('Content-Range')?.startsWith(`bytes ${this.bytes}-`) === true;
    // Any other response is the whole file, from its beginning.
    if (!goesOn) [this.#chunks, this.bytes] = [[], 0];
    if (response.status === 206 && !goesOn) throw new Error('another part than the one that was asked for');
    this.#etag = response.headers.get('ETag');
    const reader = response.body?.getReader();
    for (let next = await reader?.read(); next && !next.done; next = await reader?.read()) {
      this.#chunks.push(next.value);
      this.bytes += next.value.length;
      this.#moved();
    }
    const type = response.headers.get('Content-Type') ?? '';
    return { ok: true, value: new Blob(this.#chunks, { type }) };
  }

  #moved(): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#stall.abort(), this.#patienceMs);
  }
}

/**
 * Repeats the attempt until the file is here, if the route supports ranges. A download that the server has not
 * begun to answer is tried once: whether to try again is the caller's decision.
 */
export async function downloaded(
  { ranged, lasting }: CalledRoute,
  { over, deadlineMs }: { readonly over: AbortSignal | undefined; readonly deadlineMs: number },
  attempt: (file: FileInParts) => Promise<Result<Blob>>,
): Promise<Result<Blob>> {
  // The other routes make the file only on request, which may take long.
  const file = new FileInParts(ranged || lasting ? stallMs : deadlineMs);
  for (let fruitless = 0; ;) {
    const before = file.bytes;
    const ended = file.begin(over);
    const result = await attempt(file);
    ended();
    fruitless = file.bytes > before ? 0 : fruitless + 1;
    const goesOn = ranged && file.hasBegun && fruitless < mostFruitless && !over?.aborted;
    if (result.ok || !goesOn || !errors[result.error.code].retryable) return result;
    await pause(backoffMs(fruitless + 1, Math.random()), over ?? new AbortController().signal);
  }
}
