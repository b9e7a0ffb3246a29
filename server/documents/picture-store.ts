import type { PagePictureSize } from '../../protocol/rest/meetings/documents.ts';

export interface PictureAt {
  /** Hash of the document's content, in hex. */
  readonly sha256: string;
  readonly page: number;
  readonly size: PagePictureSize;
}

/**
 * Pictures of pages. All of them can be drawn again, so the store evicts those of the least recently used
 * documents.
 */
export interface PictureStore {
  /** Undefined if the store does not have it. */
  read(at: PictureAt): Promise<Buffer | undefined>;
  has(at: PictureAt): Promise<boolean>;
  keep(at: PictureAt, picture: Uint8Array): Promise<void>;
  /** Deletes all pages of a document. */
  forget(sha256: string): Promise<void>;
}
