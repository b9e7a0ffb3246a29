import { v7 as uuid } from 'uuid';
import type { z } from 'zod';
import type { newSeries, SeriesView } from '../../../protocol/rest/meetings/series.ts';
import { type Caller, subjectId } from '../../identity/caller.ts';
import type { CommandMeeting, PlanTarget } from '../planning/command-meeting.ts';
import { requireFound } from '../planning/refused.ts';
import type { Calendar } from './calendar.ts';
import type { SeriesRepository } from './series-repository.ts';
import type { VisibleMeetings } from '../access/visible-meetings.ts';

export interface SeriesContext {
  readonly series: Pick<SeriesRepository, 'byId' | 'occurrences' | 'invitedCounts'>;
  readonly calendar: Calendar;
  readonly command: CommandMeeting;
  readonly seeing: VisibleMeetings;
}

/** Meetings that recur, created by repeating a planned meeting. */
export function createSeries(context: SeriesContext) {
  const { series, calendar, command } = context;
  const { seeToPlan } = context.seeing;

  /** @throws Failure `not-found`, also if the meeting is in no series */
  const get = async (meetingId: string, caller: Caller): Promise<SeriesView> => {
    const { seriesId } = await seeToPlan(meetingId, caller, 'any');
    const found = seriesId === null ? undefined : await series.byId(seriesId);
    const { id, rule, timeZone } = requireFound(found, 'in no series');
    const occurrences = await series.occurrences(id);
    const invited = await series.invitedCounts(id);
    return {
      id,
      rule,
      timeZone,
      occurrences: occurrences.map((occurrence) => ({
        id: occurrence.id,
        title: occurrence.title,
        startsAtMs: occurrence.startsAtMs,
        endsAtMs: occurrence.endsAtMs,
        state: occurrence.state,
        departs: occurrence.departs,
        occurrenceAtMs: occurrence.occurrenceAtMs ?? occurrence.startsAtMs,
        invited: invited.get(occurrence.id) ?? 0,
      })),
    };
  };

  return {
    get,

    /**
     * Copies the meeting to each further time of the rule, in its own state and with its invitations; all or
     * none.
     */
    async create(
      target: Omit<PlanTarget, 'reach'>,
      { rule, timeZone }: z.output<typeof newSeries>,
      caller: Caller,
    ): Promise<SeriesView> {
      const { startsAtMs, endsAtMs } = await seeToPlan(target.meetingId, caller, target.version);
      const found = await calendar(
        'later',
        { rule, timeZone, first: { startsAtMs, endsAtMs } },
        subjectId(caller),
      );
      const later = found.ok
        ? { ok: true as const, places: found.times.map((times) => ({ id: uuid(), ...times })) }
        : found;
      await command(target, { type: 'repeat', seriesId: uuid(), rule, timeZone }, caller, { later });
      return get(target.meetingId, caller);
    },
  };
}
