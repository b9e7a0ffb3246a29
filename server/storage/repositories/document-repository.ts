import { sql, type Selectable } from 'kysely';
import type { Document, DocumentRepository } from '../../documents/document-repository.ts';
import { instant, isAnyOf } from '../expressions.ts';
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
    async insert(document) {
      const { meetingId } = document;
      await database
        .insertInto('document')
        .values(({ selectFrom, fn, val }) => ({
          ...rowOf(document),
          position: selectFrom('document')
            .where('meetingId', '=', meetingId)
            .select(sql<number>`${fn.coalesce(fn.max('position'), val(0))} + 1`.as('position')),
        }))
        .execute();
    },

    async supersede(current, newer) {
      return database.transaction().execute(async (transaction) => {
        const replaced = await transaction
          .updateTable('document')
          .set({ superseded: true })
          .where('id', '=', current.id)
          .where('superseded', '=', false)
          .where('removedAt', 'is', null)
          .returning(['position', 'visibleTo'])
          .executeTakeFirst();
        if (replaced === undefined) return undefined;
        const { position, visibleTo } = replaced;
        const stored = { ...newer, visibleTo };
        await transaction
          .insertInto('document')
          .values({ ...rowOf(stored), position })
          .execute();
        return stored;
      });
    },

    async byId(meetingId, documentId) {
      const row = await standing(meetingId).where('id', '=', documentId).executeTakeFirst();
      return row && toDocument(row);
    },

    async ofMeeting(meetingId) {
      const rows = await standing(meetingId)
        .where('superseded', '=', false)
        .orderBy('position')
        .orderBy('createdAt')
        .orderBy('id')
        .execute();
      return rows.map(toDocument);
    },

    async earlierOf(meetingId) {
      const rows = await standing(meetingId)
        .where('superseded', '=', true)
        .orderBy('version', 'desc')
        .orderBy('id')
        .execute();
      return rows.map(toDocument);
    },

    async setVisibility(documentId, visibleTo) {
      await database.updateTable('document').set({ visibleTo }).where('id', '=', documentId).execute();
    },

    async setTitle(documentId, title) {
      await database.updateTable('document').set({ title }).where('id', '=', documentId).execute();
    },

    async arrange(meetingId, documentIds) {
      await database
        .updateTable('document')
        .set(({ ref }) => ({ position: sql<number>`array_position(${documentIds}::uuid[], ${ref('id')})` }))
        .where('meetingId', '=', meetingId)
        .where(({ ref }) => isAnyOf(ref('id'), documentIds))
        .execute();
    },

    async markRead({ documentId, readerId, atMs }) {
      await database
        .insertInto('documentReading')
        .values({ documentId, readerId, readAt: instant(atMs) })
        .onConflict((conflict) => conflict.columns(['documentId', 'readerId']).doNothing())
        .execute();
    },

    async readingsOf(meetingId) {
      const rows = await database
        .selectFrom('documentReading')
        .innerJoin('document', 'document.id', 'documentReading.documentId')
        .select(['documentReading.documentId', 'readerId', 'readAt'])
        .where('document.meetingId', '=', meetingId)
        .orderBy('readAt')
        .execute();
      return rows.map(({ readAt, ...reading }) => ({ ...reading, atMs: readAt }));
    },

    async discard(documentId) {
      await database.deleteFrom('document').where('id', '=', documentId).execute();
    },

    async unrecorded(contents) {
      if (contents.length === 0) return [];
      const rows = await database
        .selectFrom('document')
        .select('sha256')
        .distinct()
        .where(({ ref }) => sql<boolean>`${ref('sha256')} = any(${contents}::text[])`)
        .execute();
      const recorded = new Set(rows.map(({ sha256 }) => sha256));
      return contents.filter((sha256) => !recorded.has(sha256));
    },

    async remove(documentId, removedAtMs) {
      const removed = await database
        .updateTable('document')
        .set({ removedAt: instant(removedAtMs) })
        .where('paperId', 'in', ({ selectFrom }) =>
          selectFrom('document as one').select('one.paperId').where('one.id', '=', documentId),
        )
        .where('removedAt', 'is', null)
        .returning('sha256')
        .execute();
      return withoutDocument(removed);
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
  'paperId',
  'version',
  'superseded',
] as const satisfies readonly (keyof DocumentTable)[];

const rowOf = ({ createdAtMs, ...document }: Document) => ({
  ...document,
  createdAt: instant(createdAtMs),
  removedAt: null,
});

const toDocument = ({
  createdAt,
  ...row
}: Pick<Selectable<DocumentTable>, (typeof columns)[number]>): Document => ({
  ...row,
  createdAtMs: createdAt,
});
