import type { Logger } from 'pino';
import { v7 as uuid } from 'uuid';
import type { z } from 'zod';
import type { Invitation, MeetingWithInvitations } from '../../../domain/schedule/meeting.ts';
import { rehearsalRefusal, rehearsalVerdict, type MeasuredLine } from '../../../domain/schedule/rehearsal.ts';
import { pageOf } from '../../../protocol/rest/paging.ts';
import {
  type historyQuery,
  largestPicture,
  type newSignOff,
  type RehearsalClaims,
  type RehearsalHistory,
  type RehearsalPosition,
  type RehearsalView,
} from '../../../protocol/rest/meetings/rehearsals.ts';
import { accountOf, type Caller, subjectId } from '../../identity/caller.ts';
import type { Covered } from '../../identity/covered.ts';
import type { EndpointRepository, EndpointWithSite } from '../../sites/endpoint-repository.ts';
import { nameWithParent } from '../../sites/site-view.ts';
import type { MeetingRepository } from '../planning/meeting-repository.ts';
import { accepted, type PlanRefused, refused, refuseIf, requireFound } from '../planning/refused.ts';
import type { Rehearsal, RehearsalRepository } from './rehearsal-repository.ts';

/** Pictures show people, and after a month the camera's picture is no longer needed. */
const keepPicturesMs = 30 * 24 * 60 * 60 * 1_000;

export interface RehearsalsContext {
  /** @throws Failure `not-found` for a caller that is not invited */
  readonly ownInvitation: (
    meetingId: string,
    caller: Caller,
  ) => Promise<{ readonly meeting: MeetingWithInvitations; readonly own: Invitation }>;
  readonly meetings: Pick<MeetingRepository, 'byId'>;
  readonly rehearsals: RehearsalRepository;
  readonly endpoints: EndpointRepository;
  /** Ends the measurement of a room's line and returns its result. */
  readonly measuredLine: (endpointId: string) => Promise<MeasuredLine>;
  readonly logger: Logger;
  readonly now: () => number;
}

/** Technical checks that rooms report before a meeting, and the operators' decisions about them. */
export function createRehearsals(context: RehearsalsContext) {
  const { ownInvitation, meetings, rehearsals, endpoints, measuredLine, logger, now } = context;

  /** @throws Failure `not-found` for a room outside the caller's subtree */
  const room = async (endpointId: string, { scope }: Caller): Promise<Covered<EndpointWithSite>> =>
    scope.require(await endpoints.byId(endpointId));

  /** @throws Failure `not-found`, also for a check of a room outside the caller's subtree */
  const inScope = async (rehearsalId: string, caller: Caller) => {
    const rehearsal = requireFound(await rehearsals.byId(rehearsalId));
    return { rehearsal, of: await room(rehearsal.endpointId, caller) };
  };

  return {
    /**
     * @throws Failure `not-found`, `forbidden` for an invitee that is not a room, or `wrong-phase` if no
     *   rehearsal is open
     */
    async report(meetingId: string, claims: RehearsalClaims, caller: Caller): Promise<RehearsalView> {
      const { meeting, own } = await ownInvitation(meetingId, caller);
      const { endpointId } = accepted(roomOf(own));
      refuseIf(rehearsalRefusal(meeting));
      const figures = { ...claims, ...(await measuredLine(endpointId)) };
      const rehearsal: Rehearsal = {
        id: uuid(),
        endpointId,
        meetingId,
        atMs: now(),
        figures,
        reasons: rehearsalVerdict(figures),
        signOff: null,
        hasPicture: false,
      };
      await rehearsals.insert(rehearsal);
      return rehearsalView(rehearsal);
    },

    /**
     * Asks rooms to check themselves, for the first time or again. The caller asks its own rooms, wherever
     * the meeting is organised.
     * @throws Failure `not-found` for a room that is not invited or is outside the caller's subtree, or if
     *   its invitation was not sent yet; `wrong-phase`
     */
    async ask(meetingId: string, endpointIds: readonly string[], caller: Caller): Promise<void> {
      const { scope } = caller;
      const meeting = await meetings.byId(meetingId);
      const isKnown = meeting && (meeting.announced || scope.covers(meeting.siteId));
      const invited = new Set(isKnown ? meeting.invitations.map(({ endpointId }) => endpointId) : []);
      const found = await endpoints.byIds(endpointIds);
      const rooms = found.filter((room) => scope.has(room)).filter(({ id }) => invited.has(id));
      refuseIf(rooms.length < new Set(endpointIds).size && refused('not-found'));
      refuseIf(rehearsalRefusal(requireFound(meeting)));
      await rehearsals.ask(meetingId, rooms, now(), accountOf(caller).id);
    },

    /**
     * @throws Failure `not-found` for the check of another room, `payload-too-large`, `unsupported-type`,
     *   `conflict` if it has a picture already
     */
    async addPicture(rehearsalId: string, jpeg: Buffer, caller: Caller): Promise<void> {
      const { endpointId } = requireFound(await rehearsals.byId(rehearsalId));
      refuseIf(endpointId !== subjectId(caller) && refused('not-found'));
      refuseIf(pictureRefusal(jpeg));
      await rehearsals.removePicturesBefore(now() - keepPicturesMs);
      refuseIf(!(await rehearsals.addPicture(rehearsalId, jpeg, now())) && refused('conflict'));
    },

    /** @throws Failure `not-found` if there is none, or for a room outside the caller's subtree */
    async picture(rehearsalId: string, caller: Caller): Promise<Uint8Array> {
      await inScope(rehearsalId, caller);
      return requireFound(await rehearsals.pictureOf(rehearsalId));
    },

    /** To be called periodically; otherwise old pictures would stay as long as no new ones arrive. */
    removeOldPictures: () => rehearsals.removePicturesBefore(now() - keepPicturesMs),

    /** @throws Failure `not-found` for a room outside the caller's subtree */
    async signOff(
      rehearsalId: string,
      { fit, note }: z.output<typeof newSignOff>,
      caller: Caller,
    ): Promise<RehearsalView> {
      const { rehearsal, of } = await inScope(rehearsalId, caller);
      const { id: byAccountId } = accountOf(caller);
      const signOff = { fit, note, atMs: now(), byAccountId };
      await rehearsals.signOff(rehearsalId, of, signOff);
      logger.info({ rehearsalId, accountId: byAccountId, fit }, 'a rehearsal was signed off');
      return rehearsalView({ ...rehearsal, signOff });
    },

    /** A page of a room's checks. @throws Failure `not-found` for a room outside the caller's subtree */
    async history(
      endpointId: string,
      { sort, cursor, limit }: z.output<typeof historyQuery>,
      caller: Caller,
    ): Promise<RehearsalHistory> {
      const { name, siteName, parentSiteName } = await room(endpointId, caller);
      const page = { limit: limit + 1, after: cursor, oldestFirst: sort === 'at' };
      const { rows, nextCursor } = pageOf(
        await rehearsals.history(endpointId, page),
        limit,
        ({ atMs, id }): RehearsalPosition => [atMs, id],
      );
      return {
        name,
        siteName: nameWithParent(siteName, parentSiteName),
        rehearsals: rows.map((rehearsal) => ({
          ...rehearsalView(rehearsal),
          meetingTitle: rehearsal.meetingTitle,
          signedOffBy: rehearsal.signedOffBy,
        })),
        nextCursor,
      };
    },
  };
}

export type RehearsalsService = ReturnType<typeof createRehearsals>;

/** The room that an invitation invites; only rooms rehearse. */
const roomOf = ({
  endpointId,
}: Invitation): { readonly ok: true; readonly endpointId: string } | PlanRefused =>
  endpointId === null ? refused('forbidden') : { ok: true, endpointId };

function pictureRefusal(jpeg: Buffer): PlanRefused | undefined {
  if (jpeg.length > largestPicture) return refused('payload-too-large');
  return isJpeg(jpeg) ? undefined : refused('unsupported-type', 'expected a JPEG');
}

/**
 * Checks only the markers at the start and end (ITU-T T.81, B.1.1.3). Only browsers decode what is between.
 */
const isJpeg = (bytes: Buffer): boolean =>
  bytes.length > 4 && bytes.readUIntBE(0, 3) === 0xffd8ff && bytes.readUInt16BE(bytes.length - 2) === 0xffd9;

export const rehearsalView = ({
  id,
  endpointId,
  meetingId,
  atMs,
  figures,
  reasons,
  signOff,
  hasPicture,
}: Rehearsal): RehearsalView => ({
  id,
  endpointId,
  meetingId,
  atMs,
  figures,
  reasons: [...reasons],
  hasPicture,
  signOff: signOff && { fit: signOff.fit, note: signOff.note, atMs: signOff.atMs },
});
