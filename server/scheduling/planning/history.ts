import { z } from 'zod';
import type { Meeting } from '../../../domain/schedule/meeting.ts';
import {
  historyChange,
  type MeetingHistory,
  type HistoryChange,
} from '../../../protocol/rest/meetings/history.ts';
import { id } from '../../../protocol/ids.ts';
import { askedDelegate } from '../../../protocol/rest/meetings/meetings.ts';
import { role } from '../../../protocol/roles.ts';
import { inTurns } from '../../turns.ts';
import type { Caller } from '../../identity/caller.ts';
import type { ChangeRepository, StoredChange } from './change-repository.ts';
import { Names } from '../access/names.ts';
import type { VisibleMeetings } from '../access/visible-meetings.ts';

export type HistoryContext = ConstructorParameters<typeof Names>[0] & {
  readonly seeing: Pick<VisibleMeetings, 'seeToPlan'>;
  readonly changes: ChangeRepository;
};

/** The history of a meeting's plan: who changed what, and when. */
export function createHistory({ seeing, changes, ...directory }: HistoryContext) {
  return {
    /** For planners of the meeting. @throws Failure `not-found` */
    async of(meetingId: string, caller: Caller): Promise<MeetingHistory> {
      const meeting = await seeing.seeToPlan(meetingId, caller, 'any');
      const stored = await changes.ofMeeting(meetingId);
      const read = await inTurns(stored, (change) => ({ ...change, said: saidBy(change, meeting) }));
      const called = await new Names(directory).invitees([
        ...new Set(
          read.flatMap(({ byAccountId, said }) => [
            ...(byAccountId === null ? [] : [byAccountId]),
            ...('invitees' in said ? said.invitees.map(({ inviteeId }) => inviteeId) : []),
            ...('senders' in said ? said.senders : []),
            ...('speakers' in said ? said.speakers : []),
          ]),
        ),
      ]);
      const named = (subjectId: string) => called.get(subjectId) ?? { name: '', siteName: '' };
      const viewed = await inTurns(read, ({ version, atMs, byAccountId, said }) => ({
        version,
        atMs,
        by: byAccountId === null ? null : { accountId: byAccountId, name: named(byAccountId).name },
        change: historyChange.parse(viewOf(said, named)),
      }));
      return {
        entries: [...Map.groupBy(viewed, ({ version }) => version).values()].flatMap((entry) => {
          const [first] = entry;
          return first === undefined ? [] : [entryOf(first, entry)];
        }),
      };
    },
  };
}

type Called = { readonly name: string; readonly siteName: string };

/** A change with the names of all accounts and endpoints in it. */
function viewOf(said: ReturnType<typeof saidBy>, named: (subjectId: string) => Called): unknown {
  if ('speakers' in said && said.speakers !== undefined) {
    const { field, was, becomes } = said;
    return { field, was: withNames(was, named), becomes: withNames(becomes, named) };
  }
  if (!('invitees' in said)) return said;
  const { senders: _, ...change } = { senders: [], ...said };
  return {
    ...change,
    invitees: said.invitees.map((each) => ({
      ...each,
      ...named(each.inviteeId),
      ...('by' in each && { by: { id: each.by, name: named(each.by).name } }),
    })),
  };
}

const withNames = (agenda: z.infer<typeof storedAgenda>, named: (subjectId: string) => Called) =>
  agenda.map((item) => ({
    ...item,
    speakers: item.speakers.map((speaker) => ({ ...speaker, name: named(speaker.inviteeId).name })),
  }));

const entryOf = (
  { version, atMs, by }: Omit<MeetingHistory['entries'][number], 'changes'>,
  entry: readonly { readonly change: HistoryChange }[],
) => ({ version, atMs, by, changes: entry.map(({ change }) => change) });

const withRole = z.array(z.object({ inviteeId: id, role }));
const sentOver = z.array(z.object({ inviteeId: id, role, from: id, fromTitle: z.string(), byId: id }));
const withDelegates = z.array(z.object({ inviteeId: id, delegates: z.array(askedDelegate) }));

/** Agendas from before scripts name no speakers. */
const storedAgenda = z.array(
  z.object({
    title: z.string(),
    plannedMinutes: z.int().nullable(),
    speakers: z.array(z.object({ inviteeId: id, minutes: z.int().nullable() })).default([]),
  }),
);
const speakersIn = (agenda: z.infer<typeof storedAgenda>): readonly string[] =>
  agenda.flatMap(({ speakers }) => speakers.map(({ inviteeId }) => inviteeId));

/**
 * A stored change in the terms of the API, without names. Properties that never change come from the meeting
 * itself.
 */
function saidBy({ field, was, becomes }: StoredChange, { emergency, needsApproval, origin }: Meeting) {
  switch (field) {
    case 'created':
      return { field, emergency, needsApproval, origin };
    case 'invited':
    case 'withdrawn':
      return { field, invitees: withRole.parse(becomes) };
    case 'transferred': {
      const sent = sentOver.parse(becomes);
      return {
        field,
        invitees: sent.map(({ inviteeId, role: comesAs, from, fromTitle, byId }) => ({
          inviteeId,
          role: comesAs,
          from: { meetingId: from, title: fromTitle },
          by: byId,
        })),
        senders: sent.map(({ byId }) => byId),
      };
    }
    case 'role': {
      const before = rolesOf(was);
      const invitees = withRole.parse(becomes).map(({ inviteeId, role: now }) => ({
        inviteeId,
        was: before.get(inviteeId) ?? null,
        becomes: now,
      }));
      return { field, invitees };
    }
    case 'chairOrder':
      return {
        field,
        invitees: z
          .array(id)
          .parse(becomes)
          .map((inviteeId, at) => ({ inviteeId, place: at + 1 })),
      };
    case 'delegates': {
      const before = new Map(
        withDelegates.parse(was).map(({ inviteeId, delegates }) => [inviteeId, delegates]),
      );
      const invitees = withDelegates.parse(becomes).map(({ inviteeId, delegates }) => ({
        inviteeId,
        was: before.get(inviteeId) ?? [],
        becomes: delegates,
      }));
      return { field, invitees };
    }
    case 'agenda': {
      const [before, after] = [storedAgenda.parse(was), storedAgenda.parse(becomes)];
      return { field, was: before, becomes: after, speakers: [...speakersIn(before), ...speakersIn(after)] };
    }
    default:
      return { field, was, becomes };
  }
}

/** The earlier roles. Changes stored before migration 0016 have only the later roles. */
const rolesOf = (was: unknown) =>
  new Map(was === null ? [] : withRole.parse(was).map(({ inviteeId, role: before }) => [inviteeId, before]));
