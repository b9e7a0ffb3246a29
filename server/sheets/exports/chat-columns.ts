import type { Audience } from '../../../protocol/conference/chat.ts';
import type { EventPayload, LoggedEvent } from '../../../protocol/events.ts';
import type { ConferenceState, Participant } from '../../../protocol/state.ts';
import { momentInVietnam, type SheetColumns } from './columns.ts';

/** The events from which the messages are read. */
export const chatEvents = ['chat.sent', 'chat.deleted'] as const;

export interface ChatRow {
  readonly atMs: number;
  readonly from: Pick<Participant, 'name' | 'siteName'>;
  readonly to: string;
  readonly message: EventPayload<'chat.sent'>;
  readonly documents: readonly string[];
  /** Removed from the screens; the record keeps the text. */
  readonly isDeleted: boolean;
}

/** All messages of a session in their order; moderators may read each of them. */
export function chatRows(
  events: readonly LoggedEvent[],
  { participants, documents }: ConferenceState,
): readonly ChatRow[] {
  const deleted = new Set(
    events.flatMap((event) => (event.type === 'chat.deleted' ? event.payload.messageId : [])),
  );
  return events.flatMap((event): readonly ChatRow[] => {
    if (event.type !== 'chat.sent') return [];
    const { payload: message } = event;
    const { name = '', siteName = '' } = participants[event.by ?? ''] ?? {};
    return [
      {
        atMs: event.at,
        from: { name, siteName },
        to: readersOf(message.to, participants),
        message,
        documents: message.documentIds.flatMap((id) => documents.byId[id]?.title ?? []),
        isDeleted: deleted.has(message.messageId),
      },
    ];
  });
}

function readersOf(to: Audience, participants: ConferenceState['participants']): string {
  switch (to.kind) {
    case 'all':
      return 'Tất cả';
    case 'moderators':
      return 'Người điều hành';
    case 'participant':
      return participants[to.participantId]?.name ?? '';
    case 'participants':
      return to.participantIds.map((id) => participants[id]?.name ?? '').join('; ');
    default:
      return to satisfies never;
  }
}

export const chatColumns: SheetColumns<ChatRow> = {
  'Thời gian': ({ atMs }) => momentInVietnam(atMs),
  'Người gửi': ({ from }) => from.name,
  'Đơn vị': ({ from }) => from.siteName,
  'Gửi tới': ({ to }) => to,
  'Nội dung': ({ message }) => message.text,
  'Thông báo': ({ message }) => (message.announcement ? 'Có' : ''),
  'Tài liệu kèm': ({ documents }) => documents.join('; '),
  'Đã gỡ khỏi màn hình': ({ isDeleted }) => (isDeleted ? 'Có' : ''),
};
