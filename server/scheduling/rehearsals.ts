import type { Logger } from 'pino';
import { v7 as uuid } from 'uuid';
import type { z } from 'zod';
import { rehearsalVerdict, type MeasuredLine } from '../../domain/schedule/rehearsal.ts';
import { Failure } from '../../protocol/failure.ts';
import { pageOf } from '../../protocol/rest/paging.ts';
import {
  type historyQuery,
  largestPicture,
  type newSignOff,
  type RehearsalClaims,
  type RehearsalHistory,
  type RehearsalPosition,
  type RehearsalView,
} from '../../protocol/rest/rehearsals.ts';
import { accountOf, type Caller, subjectId } from '../identity/caller.ts';
import type { Covered } from '../identity/scope.ts';
import type { EndpointRepository, EndpointWithSite } from '../sites/endpoint-repository.ts';
import { nameWithParent } from '../sites/site-view.ts';
import type { Invitation, MeetingRepository } from './meeting-repository.ts';
import type { Rehearsal, RehearsalRepository } from './rehearsal-repository.ts';
import { known, type PlannedMeeting } from './stored-meeting.ts';

/** People are in them, and after a month nobody asks any more what the camera saw. */
const keepPicturesMs = 30 * 24 * 60 * 60 * 1_000;

export interface RehearsalsContext {
  /** @throws Failure `not-found` for whoever is not invited */
  readonly ownInvitation: (
    meetingId: string,
    caller: Caller,
  ) => Promise<{ readonly meeting: PlannedMeeting; readonly own: Invitation }>;
  readonly meetings: Pick<MeetingRepository, 'byId'>;
  readonly rehearsals: RehearsalRepository;
  readonly endpoints: EndpointRepository;
  /** What the server has measured of a room's line since it began to; it ends there. */
  readonly measuredLine: (endpointId: string) => Promise<MeasuredLine>;
  readonly logger: Logger;
  readonly now: () => number;
}

/** What rooms find of themselves before a meeting, and what operators say to it. */
export function createRehearsals(context: RehearsalsContext) {
  const { ownInvitation, meetings, rehearsals, endpoints, measuredLine, logger, now } = context;

  /** @throws Failure `not-found` for a room outside the caller's subtree */
  const room = async (endpointId: string, { scope }: Caller): Promise<Covered<EndpointWithSite>> =>
    scope.require(await endpoints.byId(endpointId));

  /** @throws Failure `not-found`, as well for one of a room outside the caller's subtree */
  const inScope = async (rehearsalId: string, caller: Caller) => {
    const rehearsal = await rehearsals.byId(rehearsalId);
    if (rehearsal === undefined) throw new Failure('not-found');
    return { rehearsal, of: await room(rehearsal.endpointId, caller) };
  };

  return {
    /** @throws Failure `not-found`, or `wrong-phase` where no rehearsal is open */
    async report(meetingId: string, claims: RehearsalClaims, caller: Caller): Promise<RehearsalView> {
      const { meeting, own } = await ownInvitation(meetingId, caller);
      if (own.endpointId === null) throw new Failure('forbidden');
      if (meeting.state !== 'rehearsal-open') throw new Failure('wrong-phase', 'no rehearsal is open');
      const figures = { ...claims, ...(await measuredLine(own.endpointId)) };
      const rehearsal: Rehearsal = {
        id: uuid(),
        endpointId: own.endpointId,
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
     * Asks rooms to check themselves, once more or at last. Whose rooms are invited asks them, wherever the meeting is from.
     * @throws Failure `not-found` for a room that is not invited or outside the caller's subtree, and where its invitation is
     *   not out yet; `wrong-phase`
     */
    async ask(meetingId: string, endpointIds: readonly string[], caller: Caller): Promise<void> {
      const { scope } = caller;
      const stored = await meetings.byId(meetingId);
      const meeting = stored && known(stored);
      const isKnown = meeting && (meeting.announced || scope.covers(meeting.siteId));
      const invited = new Set(isKnown ? meeting.invitations.map(({ endpointId }) => endpointId) : []);
      const found = await endpoints.byIds(endpointIds);
      const rooms = found.filter((room) => scope.has(room)).filter(({ id }) => invited.has(id));
      if (rooms.length < new Set(endpointIds).size) throw new Failure('not-found');
      if (meeting?.state !== 'rehearsal-open') throw new Failure('wrong-phase', 'no rehearsal is open');
      await rehearsals.ask(meetingId, rooms, now(), accountOf(caller).id);
    },

    /** @throws Failure `not-found` for the check of another room, `unsupported-type`, `conflict` where there is one already */
    async addPicture(rehearsalId: string, jpeg: Buffer, caller: Caller): Promise<void> {
      const rehearsal = await rehearsals.byId(rehearsalId);
      if (rehearsal === undefined || rehearsal.endpointId !== subjectId(caller)) {
        throw new Failure('not-found');
      }
      if (jpeg.length > largestPicture) throw new Failure('payload-too-large');
      if (!isJpeg(jpeg)) throw new Failure('unsupported-type', 'expected a JPEG');
      await rehearsals.removePicturesBefore(now() - keepPicturesMs);
      if (!(await rehearsals.addPicture(rehearsalId, jpeg, now()))) throw new Failure('conflict');
    },

    /** @throws Failure `not-found` where there is none, or of a room outside the caller's subtree */
    async picture(rehearsalId: string, caller: Caller): Promise<Uint8Array> {
      await inScope(rehearsalId, caller);
      const jpeg = await rehearsals.pictureOf(rehearsalId);
      if (jpeg === undefined) throw new Failure('not-found');
      return jpeg;
    },

    /** To be called now and then, lest pictures outlive their time where no new ones come. */
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

/** From the start of the image to its end (ITU-T T.81, B.1.1.3); browsers decode what is between, and nothing else does. */
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
