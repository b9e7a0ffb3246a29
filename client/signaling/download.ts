import { errors } from '../../protocol/errors.ts';
import type { RouteContract } from '../../protocol/rest/route-contract.ts';
import { backoffMs, pause } from './backoff.ts';
import type { Result } from './rest.ts';

/** A download of which nothing comes for so long is one that broke. The server may have to draw the page first. */
export const stallMs = 75_000;
/** So many tries in a row that bring nothing: a line that is away for a minute. */
const mostFruitless = 20;

/** What has come of a file. Each try adds to it what was missing. */
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

  /** Of the try that is under way. */
  get signal(): AbortSignal {
    return this.#stall.signal;
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

  /** Asks for what is missing; for the whole, where nothing is here or nobody said of which file it is. */
  missing(): Readonly<Record<string, string>> {
    return this.#etag === null || this.bytes === 0
      ? {}
      : { Range: `bytes=${this.bytes}-`, 'If-Range': this.#etag };
  }

  async read(response: Response): Promise<Result<Blob>> {
    const goesOn = response.headers.get('Content-Range')?.startsWith(`bytes ${this.bytes}-`) === true;
    // Another file than before comes from its beginning.
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
 * Tries until the file is here, if the route gives parts. One of which nothing has come yet is tried once: whether to try again is for
 * the caller to say.
 */
export async function downloaded(
  { ranged, lasting }: RouteContract,
  { over, deadlineMs }: { readonly over: AbortSignal | undefined; readonly deadlineMs: number },
  attempt: (file: FileInParts) => Promise<Result<Blob>>,
): Promise<Result<Blob>> {
  // Others are made only when they are asked for, which may take long.
  const file = new FileInParts(ranged || lasting ? stallMs : deadlineMs);
  for (let fruitless = 0; ;) {
    const before = file.bytes;
    const ended = file.begin(over);
    const result = await attempt(file);
    ended();
    fruitless = file.bytes > before ? 0 : fruitless + 1;
    const goesOn = ranged && file.bytes > 0 && fruitless < mostFruitless && !over?.aborted;
    if (result.ok || !goesOn || !errors[result.error.code].retryable) return result;
    await pause(backoffMs(fruitless + 1, Math.random()), over ?? new AbortController().signal);
  }
}
