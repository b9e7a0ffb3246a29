import type { EventPayload, LoggedEvent } from '../../../protocol/events.ts';
import type { ConferenceState } from '../../../protocol/state.ts';
import { momentInVietnam, type SheetColumns } from './columns.ts';

/** The events from which the turns are read. */
export const speechEvents = ['agenda.begun', 'agenda.finished', 'floor.granted', 'floor.ended'] as const;

export interface SpeechRow {
  readonly name: string;
  readonly siteName: string;
  /** The agenda item under way; empty outside the agenda. */
  readonly item: string;
  readonly fromMs: number;
  /** Null while the turn is under way. */
  readonly ended: Pick<EventPayload<'floor.ended'>, 'reason' | 'spokenMs'> | null;
}

/** The turns of a session in their order, under the names and items that the session had. */
export function speechRows(
  events: readonly LoggedEvent[],
  { participants, agenda }: ConferenceState,
): readonly SpeechRow[] {
  const titles = new Map(agenda.items.map(({ id, title }) => [id, title]));
  const rows: SpeechRow[] = [];
  let item = '';
  for (const event of events) {
    if (event.type === 'agenda.begun') item = titles.get(event.payload.itemId) ?? '';
    if (event.type === 'agenda.finished') item = '';
    if (event.type === 'floor.granted') {
      const { name = '', siteName = '' } = participants[event.payload.participantId] ?? {};
      rows.push({ name, siteName, item, fromMs: event.at, ended: null });
    }
    if (event.type === 'floor.ended') {
      const turn = rows.pop();
      const { reason, spokenMs } = event.payload;
      if (turn) rows.push({ ...turn, ended: { reason, spokenMs } });
    }
  }
  return rows;
}

const reasons: Readonly<Record<EventPayload<'floor.ended'>['reason'], string>> = {
  revoked: 'Người điều hành kết thúc lượt',
  yielded: 'Người phát biểu đã nói xong',
  time: 'Hết giờ',
  next: 'Mời người tiếp theo',
  gone: 'Rời phiên họp hoặc mất kết nối',
};

export const speechColumns: SheetColumns<SpeechRow> = {
  'Bắt đầu': ({ fromMs }) => momentInVietnam(fromMs),
  'Điểm cầu / đại biểu': ({ name }) => name,
  'Đơn vị': ({ siteName }) => siteName,
  'Mục chương trình': ({ item }) => item,
  'Số giây': ({ ended }) => ended && Math.round(ended.spokenMs / 1_000),
  'Kết thúc vì': ({ ended }) => (ended === null ? '' : reasons[ended.reason]),
};
