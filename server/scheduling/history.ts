import { z } from 'zod';
import { planChange, type MeetingHistory, type PlanChange } from '../../protocol/rest/history.ts';
import { id } from '../../protocol/ids.ts';
import { role } from '../../protocol/roles.ts';
import type { Caller } from '../identity/caller.ts';
import type { ChangeRepository, StoredChange } from './change-repository.ts';
import { Names } from './names.ts';
import type { Seeing } from './seeing.ts';

export type HistoryContext = ConstructorParameters<typeof Names>[0] & {
  readonly seeing: Pick<Seeing, 'seeToPlan'>;
  readonly changes: ChangeRepository;
};

const invitees = z.array(z.strictObject({ inviteeId: id, role }));

/** Who changed what of a meeting's plan, and when. */
export function createHistory({ seeing, changes, ...directory }: HistoryContext) {
  return {
    /** For those who plan the meeting. @throws Failure `not-found` */
    async of(meetingId: string, caller: Caller): Promise<MeetingHistory> {
      await seeing.seeToPlan(meetingId, caller);
      const stored = await changes.ofMeeting(meetingId);
      const parsed = stored.map((change) => ({ ...change, invited: invitedBy(change) }));
      const called = await new Names(directory).invitees([
        ...new Set(
          parsed.flatMap(({ byAccountId, invited }) => [
            ...(byAccountId === null ? [] : [byAccountId]),
            ...invited.map(({ inviteeId }) => inviteeId),
          ]),
        ),
      ]);
      const named = (subjectId: string) => called.get(subjectId) ?? { name: '', siteName: '' };
      const viewed = parsed.map(({ version, atMs, byAccountId, field, was, becomes, invited }) => ({
        version,
        atMs,
        by: byAccountId === null ? null : { accountId: byAccountId, name: named(byAccountId).name },
        change: planChange.parse(
          invited.length > 0
            ? { field, invitees: invited.map((each) => ({ ...each, ...named(each.inviteeId) })) }
            : field === 'created'
              ? { field }
              : { field, was, becomes },
        ),
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

const entryOf = (
  { version, atMs, by }: Omit<MeetingHistory['entries'][number], 'changes'>,
  entry: readonly { readonly change: PlanChange }[],
) => ({ version, atMs, by, changes: entry.map(({ change }) => change) });

const invitedBy = ({ field, becomes }: StoredChange): z.output<typeof invitees> =>
  field === 'invited' || field === 'withdrawn' || field === 'role' ? invitees.parse(becomes) : [];
