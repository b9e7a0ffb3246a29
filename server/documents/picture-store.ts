import type { PictureSize } from '../../protocol/rest/documents.ts';

export interface PictureAt {
  /** Of the document's content, in hex. */
  readonly sha256: string;
  readonly page: number;
  readonly size: PictureSize;
}

/** Pictures of pages. All of them can be made again, so the store forgets those of the documents that were not asked for the longest. */
export interface PictureStore {
  /** Undefined where there is none. */
  read(at: PictureAt): Promise<Buffer | undefined>;
  has(at: PictureAt): Promise<boolean>;
  keep(at: PictureAt, picture: Uint8Array): Promise<void>;
  /** Forgets all pages of a document. */
  forget(sha256: string): Promise<void>;
}
