import { sql, type Selectable } from 'kysely';
import type { Document, DocumentRepository } from '../../documents/document-repository.ts';
import { instant } from '../expressions.ts';
import type { Database, DocumentTable } from '../schema.ts';

export function createDocumentRepository(database: Database): DocumentRepository {
  const standing = (meetingId: string) =>
    database
      .selectFrom('document')
      .select(columns)
      .where('meetingId', '=', meetingId)
      .where('removedAt', 'is', null);

  /** The hashes of those contents that no document uses. */
  const withoutDocument = async (contents: readonly { readonly sha256: string }[]): Promise<string[]> => {
    const hashes = contents.map(({ sha256 }) => sha256);
    if (hashes.length === 0) return [];
    const had = await database
      .selectFrom('document')
      .select('sha256')
      .distinct()
      .where('sha256', 'in', hashes)
      .where('removedAt', 'is', null)
      .execute();
    const still = new Set(had.map(({ sha256 }) => sha256));
    return [...new Set(hashes)].filter((sha256) => !still.has(sha256));
  };

  return {
    async insert({ createdAtMs, ...document }) {
      await database
        .insertInto('document')
        .values({ ...document, createdAt: instant(createdAtMs), removedAt: null })
        .execute();
    },

    async byId(meetingId, documentId) {
      const row = await standing(meetingId).where('id', '=', documentId).executeTakeFirst();
      return row && toDocument(row);
    },

    async ofMeeting(meetingId) {
      const rows = await standing(meetingId).orderBy('createdAt').orderBy('id').execute();
      return rows.map(toDocument);
    },

    async setVisibility(documentId, visibleTo) {
      await database.updateTable('document').set({ visibleTo }).where('id', '=', documentId).execute();
    },

    async remove(documentId, removedAtMs) {
      const removed = await database
        .updateTable('document')
        .set({ removedAt: instant(removedAtMs) })
        .where('id', '=', documentId)
        .where('removedAt', 'is', null)
        .returning('sha256')
        .execute();
      const [sha256] = await withoutDocument(removed);
      return sha256;
    },

    async removeAsLogged(meetingId, removedAtMs) {
      const removed = await database
        .updateTable('document')
        .set({ removedAt: instant(removedAtMs) })
        .where('meetingId', '=', meetingId)
        .where('removedAt', 'is', null)
        .where('id', 'in', ({ selectFrom }) =>
          selectFrom('conferenceEvent')
            .select(sql<string>`(payload ->> 'documentId')::uuid`.as('id'))
            .where('conferenceId', '=', meetingId)
            .where('type', '=', 'document.removed'),
        )
        .returning('sha256')
        .execute();
      return withoutDocument(removed);
    },
  };
}

const columns = [
  'id',
  'meetingId',
  'title',
  'mediaType',
  'bytes',
  'pages',
  'sha256',
  'visibleTo',
  'uploadedBy',
  'createdAt',
] as const satisfies readonly (keyof DocumentTable)[];

const toDocument = ({
  createdAt,
  ...row
}: Pick<Selectable<DocumentTable>, (typeof columns)[number]>): Document => ({
  ...row,
  createdAtMs: createdAt,
});
