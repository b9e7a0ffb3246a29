import type { Visibility } from '../../protocol/conference/documents.ts';
import type { DocumentType } from '../../protocol/rest/meetings/documents.ts';

export type Document = {
  readonly id: string;
  readonly meetingId: string;
  readonly title: string;
  readonly mediaType: DocumentType;
  readonly bytes: number;
  /** Null if the document has no pages to turn. */
  readonly pages: number | null;
  /** Hash of the content, in hex; the content is stored under it. */
  readonly sha256: string;
  readonly visibleTo: Visibility;
  /** An account's or an endpoint's id. */
  readonly uploadedBy: string;
  readonly createdAtMs: number;
  /** The same for all versions of one paper: the id of its first version. */
  readonly paperId: string;
  /** From 1. */
  readonly version: number;
  /** Whether there is a newer version. */
  readonly superseded: boolean;
};

/** That a room or person opened a document, and when first. */
export type DocumentReading = {
  readonly documentId: string;
  readonly readerId: string;
  readonly atMs: number;
};

/** Removed documents stay in the table for the record; these functions treat them as missing. */
export interface DocumentRepository {
  /** Adds a paper after all others of its meeting. */
  insert(document: Document): Promise<void>;
  /**
   * Adds a newer version in the place of the paper's current one, with the visibility that this one has in the table.
   * @returns the newer version as stored; undefined, and adds nothing, if `current` is no longer the current version
   */
  supersede(current: Pick<Document, 'id'>, newer: Omit<Document, 'visibleTo'>): Promise<Document | undefined>;
  byId(meetingId: string, documentId: string): Promise<Document | undefined>;
  /** The newest version of each paper, in the order of the papers. */
  ofMeeting(meetingId: string): Promise<readonly Document[]>;
  /** The superseded versions of all papers, newest first. */
  earlierOf(meetingId: string): Promise<readonly Document[]>;
  setVisibility(documentId: string, visibleTo: Visibility): Promise<void>;
  setTitle(documentId: string, title: string): Promise<void>;
  /** Papers of the meeting that the list leaves out keep their place. */
  arrange(meetingId: string, documentIds: readonly string[]): Promise<void>;
  /** Keeps the time of the first call. */
  markRead(reading: DocumentReading): Promise<void>;
  readingsOf(meetingId: string): Promise<readonly DocumentReading[]>;
  /**
   * Deletes a document that nobody was told of, with no trace of it.
   */
  discard(documentId: string): Promise<void>;
  /** Those of the hashes that no document has, nor had before it was removed. */
  unrecorded(contents: readonly string[]): Promise<readonly string[]>;
  /**
   * Removes a paper with all its versions.
   * @returns the hashes of contents that no document has now
   */
  remove(documentId: string, removedAtMs: number): Promise<readonly string[]>;
  /**
   * Removes documents that were removed in the meeting's conference, according to its log. Makes up for a
   * server that died before it removed them here.
   * @returns the hashes of contents that no document has now
   */
  removeAsLogged(meetingId: string, removedAtMs: number): Promise<readonly string[]>;
}
