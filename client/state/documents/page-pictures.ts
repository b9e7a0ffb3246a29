import { pictureSizes } from '../../../protocol/rest/meetings/documents.ts';
import type { PagePictureSize } from '../../../protocol/rest/meetings/documents.ts';
import type { Rest } from '../../signaling/rest.ts';
import type { Result } from '../../signaling/result.ts';
import { untilAnswered } from '../../signaling/until-answered.ts';

export interface PageAt {
  readonly meetingId: string;
  readonly documentId: string;
  /** From 1. */
  readonly page: number;
}

/** Memory for the pictures that are kept, in encoded bytes: about 200 pages. */
const mostBytes = 48_000_000;
/** Pictures fetched in advance leave room for those that are shown. */
const mostBytesAhead = 32_000_000;

/** The size in which pages are fetched for a screen, given in the screen's own pixels. */
export function pictureSizeFor(screen: { readonly width: number; readonly height: number }): PagePictureSize {
  const { width, height } = pictureSizes.small;
  return screen.width <= width && screen.height <= height ? 'small' : 'large';
}

/**
 * The pages of documents as pictures, kept in memory while there is room, so that showing a page
 * again needs no download.
 */
export class PagePictureCache {
  readonly #rest: Pick<Rest, 'download'>;
  readonly #size: PagePictureSize;
  /** The least recently used come first. */
  readonly #kept = new Map<string, Blob>();
  readonly #coming = new Map<string, Promise<Result<Blob>>>();
  #bytes = 0;

  constructor(rest: Pick<Rest, 'download'>, size: PagePictureSize) {
    this.#rest = rest;
    this.#size = size;
  }

  /** Whether to stop fetching in advance. */
  get isFull(): boolean {
    return this.#bytes >= mostBytesAhead;
  }

  has(at: PageAt): boolean {
    return this.#kept.has(keyOf(at));
  }

  /**
   * Tries until the page is here, because a room has no one to ask again.
   * @returns undefined where there is no picture of the page, or `over` aborts
   */
  async get(at: PageAt, over: AbortSignal, ahead = false): Promise<Blob | undefined> {
    const result = await untilAnswered(() => this.#get(at, ahead), over);
    return result?.ok === true ? result.value : undefined;
  }

  async #get(at: PageAt, ahead: boolean): Promise<Result<Blob>> {
    const key = keyOf(at);
    const kept = this.#kept.get(key);
    if (kept) {
      this.#keep(key, kept);
      return { ok: true, value: kept };
    }
    let coming = this.#coming.get(key);
    if (!coming) {
      coming = this.#fetch(at, ahead).finally(() => this.#coming.delete(key));
      this.#coming.set(key, coming);
    }
    return coming;
  }

  async #fetch(at: PageAt, ahead: boolean): Promise<Result<Blob>> {
    const { meetingId, documentId, page } = at;
    const request = { params: { meetingId, documentId, page: String(page) }, query: { size: this.#size } };
    const result = await this.#rest.download('document.page', request, { ahead });
    if (result.ok) this.#keep(keyOf(at), result.value);
    return result;
  }

  #keep(key: string, picture: Blob): void {
    this.#drop(key);
    this.#kept.set(key, picture);
    this.#bytes += picture.size;
    for (const [oldest] of this.#kept) {
      if (this.#bytes <= mostBytes) break;
      this.#drop(oldest);
    }
  }

  #drop(key: string): void {
    this.#bytes -= this.#kept.get(key)?.size ?? 0;
    this.#kept.delete(key);
  }
}

const keyOf = ({ documentId, page }: PageAt): string => `${documentId}/${page}`;
