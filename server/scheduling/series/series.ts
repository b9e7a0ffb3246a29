import { v7 as uuid } from 'uuid';
import type { z } from 'zod';
import { Failure } from '../../../protocol/failure.ts';
import type { newSeries, SeriesView } from '../../../protocol/rest/meetings/series.ts';
import { accountOf, type Caller, subjectId } from '../../identity/caller.ts';
import { createReach, type ReachContext } from './reach.ts';
import type { VisibleMeetings } from '../access/visible-meetings.ts';
import { requireSeriesSize } from './series-size.ts';
import type { MeetingWithInvitations } from '../planning/meeting-repository.ts';

export interface SeriesContext extends ReachContext {
  readonly seeing: VisibleMeetings;
}

/** Meetings that recur, created by repeating a planned meeting. */
export function createSeries(context: SeriesContext) {
  const { series, calendar, now } = context;
  const { seeToPlan } = context.seeing;
  const reached = createReach(context);

  /** @throws Failure `not-found`, also if the meeting is in no series */
  const get = async (meetingId: string, caller: Caller): Promise<SeriesView> => {
    const { seriesId } = await seeToPlan(meetingId, caller);
    const found = seriesId === null ? undefined : await series.byId(seriesId);
    if (found === undefined) throw new Failure('not-found', 'in no series');
    const { id, rule, timeZone } = found;
    return {
      id,
      rule,
      timeZone,
      occurrences: (await series.occurrences(id)).map((occurrence) => ({
        id: occurrence.id,
        title: occurrence.title,
        startsAtMs: occurrence.startsAtMs,
        endsAtMs: occurrence.endsAtMs,
        state: occurrence.state,
        departs: occurrence.departs,
        occurrenceAtMs: occurrence.occurrenceAtMs ?? occurrence.startsAtMs,
      })),
    };
  };

  return {
    get,

    /**
     * Copies the meeting to each further time of the rule, in its own state and with its invitations; all or
     * none.
     * @throws Failure `invalid-request` if the rule does not give a series, `conflict` for a meeting that is
     *   in one already, `wrong-phase` unless it is a draft or scheduled without approval, `series-too-large`,
     *   `version-changed`, `clash` with the clashes of each occurrence
     */
    async create(
      meetingId: string,
      version: number,
      { rule, timeZone }: z.output<typeof newSeries>,
      caller: Caller,
    ): Promise<SeriesView> {
      const meeting = await seeToPlan(meetingId, caller, version);
      if (meeting.seriesId !== null) throw new Failure('conflict', 'the meeting is already in a series');
      if (!repeatable(meeting)) {
        throw new Failure('wrong-phase', `not allowed while the meeting is ${meeting.state}`);
      }
      const { startsAtMs, endsAtMs } = meeting;
      const found = await calendar(
        'later',
        { rule, timeZone, first: { startsAtMs, endsAtMs } },
        subjectId(caller),
      );
      if (!found.ok) throw new Failure('invalid-request', `rule: ${found.problem}`);
      requireSeriesSize(found.times.length + 1, meeting.invitations.length);
      const later = found.times.map((times) => ({ id: uuid(), ...times }));
      const made = {
        id: uuid(),
        rule,
        timeZone,
        createdByAccountId: accountOf(caller).id,
        createdAtMs: now(),
      };
      const wished = later.map((place) => ({ ...meeting, ...place }));
      await reached.keepAll(wished, meeting.invitations, caller, () =>
        series.repeat(made, meeting, later, now()),
      );
      return get(meetingId, caller);
    },
  };
}

/**
 * Before rooms start to test it. A meeting that needs approval is approved together with all its occurrences.
 */
const repeatable = ({ state, needsApproval }: MeetingWithInvitations): boolean =>
  state === 'draft' || (state === 'scheduled' && !needsApproval);
