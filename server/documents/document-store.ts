import type { Readable } from 'node:stream';

/** A part of a file: offsets of its first and last byte, counted from 0, both included. */
export interface BytesOf {
  readonly start: number;
  readonly end: number;
}

/** An uploaded file in a temporary place. Disposing deletes it unless it was kept. */
export interface ReceivedFile extends AsyncDisposable {
  readonly path: string;
  readonly bytes: number;
  /** Hash of the content, in hex. */
  readonly sha256: string;
  /**
   * Moves the file to the store, where the hash may have the same content already, and calls `record`, which stores
   * the document. If that fails, the content is removed, unless another document has it.
   */
  keep<T>(record: () => Promise<T>): Promise<T>;
}

/** The contents of documents, each under its hash, so that no path contains a name chosen by a person. */
export interface DocumentStore {
  /** @throws Failure `payload-too-large`, or `invalid-request` if the sender aborts */
  receive(content: Readable): Promise<ReceivedFile>;
  /** @param part of the content; left out: all of it */
  read(sha256: string, part?: BytesOf): Readable;
  /** The path of a content, for other processes on this machine. */
  placeOf(sha256: string): string;
}
