import { setTimeout as after } from 'node:timers/promises';
import type { Logger } from 'pino';
import { Failure } from '../../protocol/failure.ts';
import { ExpiringMap } from '../perimeter/expiring-map.ts';
import { TooMuchWork, type Work, type Workshop } from '../workshop/workshop.ts';
import type { Document } from './document-repository.ts';
import type { DocumentStore } from './document-store.ts';
import type { DrawnPage, PageToDraw } from './draw-page.ts';
import type { PictureAt, PictureStore } from './picture-store.ts';

export interface PagePicturesContext {
  readonly workshop: Workshop;
  readonly store: PictureStore;
  readonly originals: Pick<DocumentStore, 'placeOf'>;
  readonly logger: Logger;
  readonly now: () => number;
}

type Drawable = Pick<Document, 'sha256' | 'mediaType' | 'pages'>;

/** CPU time for one page. A scanned page at 600 dpi takes two seconds. */
export const drawingDeadlineMs = 15_000;
/** Pages per document that are drawn before anybody asks for them; further ones are drawn on request. */
const mostAhead = 300;
/** Drawing ahead stops after this number of consecutive pages that cannot be drawn. */
const mostRefusedAhead = 3;
/**
 * How long a page that could not be drawn is not tried again. After that it is, because the machine may have
 * been at fault.
 */
const refusedForMs = 3_600_000;
/** Delay before a retry when the queue is full, so that part of it can be drawn first. */
const againAfterMs = 5_000;

/**
 * Pages of documents as pictures. Draws each page once, however many participants ask for it, and stores it
 * under the document's hash. Draws one page at a time, so drawing takes at most one core, at the workshop's
 * low priority.
 */
export class PagePictures implements AsyncDisposable {
  readonly #draw: Work<PageToDraw, DrawnPage>;
  readonly #store: PictureStore;
  readonly #originals: PagePicturesContext['originals'];
  readonly #logger: Logger;
  readonly #refused: ExpiringMap<true>;
  /** Pages that are being drawn, by hash and page. */
  readonly #drawing = new Map<string, Promise<void>>();
  /** Documents to draw ahead, by hash, in the order in which they are due. */
  readonly #ahead = new Map<string, Drawable>();
  readonly #closed = new AbortController();
  #working: Promise<void> | undefined;

  constructor({ workshop, store, originals, logger, now }: PagePicturesContext) {
    this.#draw = workshop.kind({
      name: 'page',
      module: new URL('./draw-page.ts', import.meta.url),
      deadlineMs: drawingDeadlineMs,
      heapMb: 512,
      // 300 MB for the process without a page, plus four times the pixels of an A3 scan at 600 dpi.
      residentMb: 1_500,
      lasting: false,
      atOnce: 1,
      waiting: 200,
      waitingOfOne: 40,
    });
    this.#store = store;
    this.#originals = originals;
    this.#logger = logger;
    this.#refused = new ExpiringMap(refusedForMs, now);
  }

  /**
   * A page as WebP; drawn now if it was not drawn before.
   * @throws Failure `not-found` beyond the last page, `no-picture`, `unavailable`
   */
  async of(document: Drawable, at: Omit<PictureAt, 'sha256'>): Promise<Buffer> {
    const { sha256 } = document;
    if (!isDrawable(document)) throw new Failure('no-picture', 'neither a PDF nor an image');
    if (at.page > (document.pages ?? 1)) throw new Failure('not-found');
    const kept = await this.#store.read({ ...at, sha256 });
    if (kept !== undefined) return kept;
    await this.#drawn(document, at.page, sha256);
    const drawn = await this.#store.read({ ...at, sha256 });
    // The store evicts a new picture at once if its limit is smaller than one document.
    if (drawn === undefined) throw new Failure('unavailable', 'no disk space for the picture');
    return drawn;
  }

  /** Draws the document's pages one after the other, so that they are ready before anybody asks for them. */
  ahead(document: Drawable): void {
    if (!isDrawable(document) || this.#closed.signal.aborted) return;
    this.#ahead.set(document.sha256, document);
    this.#working ??= this.#workAhead().finally(() => {
      this.#working = undefined;
    });
  }

  /** Stops drawing the document ahead and deletes its pictures. */
  async forget(sha256: string): Promise<void> {
    this.#ahead.delete(sha256);
    await this.#store.forget(sha256);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#closed.abort();
    this.#ahead.clear();
    await this.#working;
  }

  async #workAhead(): Promise<void> {
    for (let [next] = this.#ahead.values(); next !== undefined; [next] = this.#ahead.values()) {
      try {
        await this.#drawAhead(next);
      } catch (error) {
        this.#logger.error({ err: error, sha256: next.sha256 }, 'pages could not be drawn ahead');
      }
      this.#ahead.delete(next.sha256);
    }
  }

  async #drawAhead(document: Drawable): Promise<void> {
    const { sha256, pages } = document;
    const last = Math.min(pages ?? 1, mostAhead);
    let refused = 0;
    for (let page = 1; page <= last && this.#ahead.has(sha256) && refused < mostRefusedAhead;) {
      try {
        if (!(await this.#store.has({ sha256, page, size: 'large' })))
          await this.#drawn(document, page, 'ahead');
        refused = 0;
        page += 1;
      } catch (error) {
        if (!(error instanceof Failure)) throw error;
        if (error.code === 'no-picture') {
          refused += 1;
          page += 1;
        } else
          await after(againAfterMs, undefined, { signal: this.#closed.signal, ref: false }).catch(() => {});
      }
    }
  }

  /** Draws a page and stores it in all sizes. Concurrent requests for the page wait for the same drawing. */
  async #drawn(document: Drawable, page: number, by: string): Promise<void> {
    const key = `${document.sha256}/${page}`;
    if (this.#refused.get(key)) throw new Failure('no-picture');
    let drawing = this.#drawing.get(key);
    if (drawing === undefined) {
      drawing = this.#drawAndKeep(document, page, by).finally(() => this.#drawing.delete(key));
      this.#drawing.set(key, drawing);
    }
    await drawing;
  }

  async #drawAndKeep({ sha256, mediaType }: Drawable, page: number, by: string): Promise<void> {
    const path = this.#originals.placeOf(sha256);
    const drawn = await this.#draw(() => ({ path, mediaType, page }), by).catch((error: unknown) => {
      if (!(error instanceof TooMuchWork)) throw error;
      // The workshop stops together with the server; that says nothing about the page.
      if (this.#closed.signal.aborted) throw new Failure('unavailable');
      return { refused: error.message };
    });
    if ('refused' in drawn) {
      this.#refused.set(`${sha256}/${page}`, true);
      this.#logger.warn({ sha256, page, why: drawn.refused }, 'a page cannot be drawn');
      throw new Failure('no-picture');
    }
    await this.#store.keep({ sha256, page, size: 'small' }, drawn.pictures.small);
    // Stored last: if the large picture exists, both do.
    await this.#store.keep({ sha256, page, size: 'large' }, drawn.pictures.large);
  }
}

const isDrawable = ({ mediaType }: Drawable): boolean =>
  mediaType === 'application/pdf' || mediaType.startsWith('image/');
