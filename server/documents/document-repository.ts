import type { DocumentType } from '../../protocol/rest/meetings/documents.ts';

export type Visibility = 'all' | 'moderators';

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
};

/** Removed documents stay in the table for the record; these functions treat them as missing. */
export interface DocumentRepository {
  insert(document: Document): Promise<void>;
  byId(meetingId: string, documentId: string): Promise<Document | undefined>;
  /** Oldest first. */
  ofMeeting(meetingId: string): Promise<readonly Document[]>;
  setVisibility(documentId: string, visibleTo: Visibility): Promise<void>;
  /**
   * @returns the content's hash if this call removed the document and no other document has the same content
   */
  remove(documentId: string, removedAtMs: number): Promise<string | undefined>;
  /**
   * Removes documents that were removed in the meeting's conference, according to its log. Makes up for a
   * server that died before it removed them here.
   * @returns the hashes of contents that no document has now
   */
  removeAsLogged(meetingId: string, removedAtMs: number): Promise<readonly string[]>;
}
