import { sql, type Selectable } from 'kysely';
import type { Rehearsal, RehearsalRepository } from '../../scheduling/readiness/rehearsal-repository.ts';
import { instant, moment } from '../expressions.ts';
import { takePage } from '../paging.ts';
import type { Database, RehearsalTable } from '../schema.ts';

export function createRehearsalRepository(database: Database): RehearsalRepository {
  const rehearsals = () =>
    database
      .selectFrom('rehearsal')
      .leftJoin('rehearsalPicture', 'rehearsalPicture.rehearsalId', 'rehearsal.id')
      .selectAll('rehearsal')
      .select('rehearsalPicture.rehearsalId as pictureId');

  return {
    async insert({ id, endpointId, meetingId, atMs, figures, reasons }) {
      await database
        .insertInto('rehearsal')
        .values({
          id,
          endpointId,
          meetingId,
          at: instant(atMs),
          figures: JSON.stringify(figures),
          reasons: JSON.stringify(reasons),
        })
        .execute();
    },

    async byId(rehearsalId) {
      const row = await rehearsals().where('rehearsal.id', '=', rehearsalId).executeTakeFirst();
      return row && toRehearsal(row);
    },

    async latestOf(meetingId) {
      const rows = await rehearsals()
        .distinctOn('rehearsal.endpointId')
        .where('rehearsal.meetingId', '=', meetingId)
        .orderBy('rehearsal.endpointId')
        .orderBy('rehearsal.at', 'desc')
        .orderBy('rehearsal.id', 'desc')
        .execute();
      return rows.map(toRehearsal);
    },

    async ask(meetingId, endpoints, atMs, byAccountId) {
      const asked = { askedAt: instant(atMs), askedBy: byAccountId };
      await database
        .insertInto('askedCheck')
        .values(endpoints.map(({ id }) => ({ meetingId, endpointId: id, ...asked })))
        .onConflict((conflict) => conflict.columns(['meetingId', 'endpointId']).doUpdateSet(asked))
        .execute();
    },

    async askedOf(meetingId) {
      const rows = await database
        .selectFrom('askedCheck')
        .select(['endpointId', 'askedAt'])
        .where('meetingId', '=', meetingId)
        .execute();
      return new Map(rows.map(({ endpointId, askedAt }) => [endpointId, askedAt]));
    },

    async history(endpointId, { limit, after, oldestFirst = false }) {
      const ofEndpoint = rehearsals()
        .innerJoin('meeting', 'meeting.id', 'rehearsal.meetingId')
        .leftJoin('account', 'account.id', 'rehearsal.signedOffBy')
        .select(['meeting.title as meetingTitle', 'account.fullName as signedOffByName'])
        .where('rehearsal.endpointId', '=', endpointId);
      const rows = await takePage(ofEndpoint, [sql.ref('rehearsal.at'), sql.ref('rehearsal.id')], {
        after: after && [instant(after[0]), after[1]],
        descending: !oldestFirst,
        limit,
      }).execute();
      return rows.map(({ meetingTitle, signedOffByName, ...row }) => ({
        ...toRehearsal(row),
        meetingTitle,
        signedOffBy: signedOffByName,
      }));
    },

    async signOff(rehearsalId, room, { fit, note, atMs, byAccountId }) {
      const { numUpdatedRows } = await database
        .updateTable('rehearsal')
        .set({ signedOffAt: instant(atMs), signedOffBy: byAccountId, fit, note })
        .where('id', '=', rehearsalId)
        .where('endpointId', '=', room.id)
        .executeTakeFirst();
      return numUpdatedRows === 1n;
    },

    async addPicture(rehearsalId, jpeg, atMs) {
      const { numInsertedOrUpdatedRows } = await database
        .insertInto('rehearsalPicture')
        .values({ rehearsalId, takenAt: instant(atMs), jpeg })
        .onConflict((conflict) => conflict.doNothing())
        .executeTakeFirst();
      return numInsertedOrUpdatedRows === 1n;
    },

    async pictureOf(rehearsalId) {
      const row = await database
        .selectFrom('rehearsalPicture')
        .select('jpeg')
        .where('rehearsalId', '=', rehearsalId)
        .executeTakeFirst();
      return row?.jpeg;
    },

    async removePicturesBefore(atMs) {
      await database.deleteFrom('rehearsalPicture').where('takenAt', '<', moment(atMs)).execute();
    },
  };
}

type Row = Selectable<RehearsalTable> & { readonly pictureId: string | null };

const toRehearsal = ({ at, signedOffAt, signedOffBy, fit, note, pictureId, ...row }: Row): Rehearsal => ({
  ...row,
  atMs: at,
  signOff:
    signedOffAt === null || signedOffBy === null || fit === null
      ? null
      : { fit, note, atMs: signedOffAt, byAccountId: signedOffBy },
  hasPicture: pictureId !== null,
});
