import { ballotResult } from '../../../domain/conference/topics/ballots.ts';
import type { Ballot, Choice } from '../../../protocol/conference/ballots.ts';
import type { ConferenceState } from '../../../protocol/state.ts';
import { momentInVietnam, type SheetColumns } from './columns.ts';

export interface BallotRow {
  readonly ballot: Ballot;
  /** Of a named ballot: one of the entitled units. */
  readonly unit: { readonly name: string; readonly choice: Choice | null; readonly weight: number } | null;
}

const byName = new Intl.Collator('vi', { numeric: true });

/** The published ballots in the order in which they were held; a named one has a row for each entitled unit. */
export function ballotRows({ ballots, participants }: ConferenceState): readonly BallotRow[] {
  const nameOf = (unit: string): string =>
    Object.values(participants).find(({ siteId }) => siteId === unit)?.siteName ??
    participants[unit]?.name ??
    unit;
  return Object.values(ballots)
    .filter(({ phase }) => phase === 'published')
    .toSorted((a, b) => (a.openedAt ?? 0) - (b.openedAt ?? 0))
    .flatMap((ballot): readonly BallotRow[] => {
      const { votes, entitled } = ballot;
      if (votes === null) return [{ ballot, unit: null }];
      return Object.entries(entitled)
        .map(([unit, weight]) => ({
          ballot,
          unit: { name: nameOf(unit), choice: votes[unit] ?? null, weight },
        }))
        .toSorted((a, b) => byName.compare(a.unit.name, b.unit.name));
    });
}

const choices: Readonly<Record<Choice, string>> = {
  agree: 'Tán thành',
  disagree: 'Không tán thành',
  abstain: 'Không biểu quyết',
};
const results: Readonly<Record<NonNullable<ReturnType<typeof ballotResult>>, string>> = {
  carried: 'Đã thông qua',
  rejected: 'Không thông qua',
  'no-quorum': 'Không đủ tỷ lệ tham gia',
};

export const ballotColumns: SheetColumns<BallotRow> = {
  'Nội dung biểu quyết': ({ ballot }) => ballot.question,
  'Hình thức': ({ ballot }) => (ballot.kind === 'secret' ? 'Bỏ phiếu kín' : 'Công khai'),
  'Bắt đầu': ({ ballot }) => momentInVietnam(ballot.openedAt),
  'Kết thúc': ({ ballot }) => momentInVietnam(ballot.closedAt),
  'Tán thành': ({ ballot }) => ballot.totals?.agree ?? null,
  'Không tán thành': ({ ballot }) => ballot.totals?.disagree ?? null,
  'Không biểu quyết': ({ ballot }) => ballot.totals?.abstain ?? null,
  'Kết quả': ({ ballot }) => resultText(ballot),
  'Đơn vị': ({ unit }) => unit?.name ?? '',
  Phiếu: ({ unit }) => (unit === null ? '' : unit.choice === null ? 'Không bỏ phiếu' : choices[unit.choice]),
  'Số phiếu': ({ unit }) => unit?.weight ?? null,
};

function resultText(ballot: Ballot): string {
  const result = ballotResult(ballot);
  return result === undefined ? '' : results[result];
}
