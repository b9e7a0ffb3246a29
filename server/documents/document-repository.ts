import type { DocumentType } from '../../protocol/rest/documents.ts';

export type Visibility = 'all' | 'moderators';

export type Document = {
  readonly id: string;
  readonly meetingId: string;
  readonly title: string;
  readonly mediaType: DocumentType;
  readonly bytes: number;
  /** Null for what has no pages to turn. */
  readonly pages: number | null;
  /** Of the content, in hex; the content is kept under it. */
  readonly sha256: string;
  readonly visibleTo: Visibility;
  /** An account's or an endpoint's id. */
  readonly uploadedBy: string;
  readonly createdAtMs: number;
};

/** Documents that are removed are as if they were not, to all but the record. */
export interface DocumentRepository {
  insert(document: Document): Promise<void>;
  byId(meetingId: string, documentId: string): Promise<Document | undefined>;
  /** Oldest first. */
  ofMeeting(meetingId: string): Promise<readonly Document[]>;
  setVisibility(documentId: string, visibleTo: Visibility): Promise<void>;
  /** @returns the hash of its content, where it was removed now and no other document has that content */
  remove(documentId: string, removedAtMs: number): Promise<string | undefined>;
  /**
   * Removes what was removed in the meeting's conference, by its log: for a server that died before it did.
   * @returns the hashes of the contents that no document has any more
   */
  removeAsLogged(meetingId: string, removedAtMs: number): Promise<readonly string[]>;
}
