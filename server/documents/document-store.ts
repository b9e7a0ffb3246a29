import type { Readable } from 'node:stream';

/** A part of a file: the places of its first and of its last byte, from 0. */
export interface BytesOf {
  readonly start: number;
  readonly end: number;
}

/** A file that has come in and stands in a temporary place; disposing of it deletes what was not kept. */
export interface ReceivedFile extends AsyncDisposable {
  readonly path: string;
  readonly bytes: number;
  /** Of the content, in hex. */
  readonly sha256: string;
  /** Moves it to where it stays. What stands there already has the same content. */
  keep(): Promise<void>;
}

/** The contents of documents, each under its hash: no name that anybody chose is part of a path. */
export interface DocumentStore {
  /** @throws Failure `payload-too-large`, or `invalid-request` where the sender breaks off */
  receive(content: Readable): Promise<ReceivedFile>;
  /** @param part from the first to the last of its bytes; left out, all of it */
  read(sha256: string, part?: BytesOf): Readable;
  /** The path of a content, for processes beside this one. */
  placeOf(sha256: string): string;
}
