import { meetingStateWords, namedDelegates, planFieldWords, roleWords } from '../../../domain/words.ts';
import type { MeetingHistory, HistoryChange } from '../../../protocol/rest/meetings/history.ts';
import { momentInVietnam, type SheetColumns } from './columns.ts';
import type { Cell } from '../work.ts';

/** One change; for invitations, one row per invitee. */
interface HistoryRow {
  readonly version: number;
  readonly atMs: number;
  readonly by: string;
  readonly what: string;
  readonly was: Cell;
  readonly becomes: Cell;
}

export const historyColumns: SheetColumns<HistoryRow> = {
  'Phiên bản': ({ version }) => version,
  'Thời điểm': ({ atMs }) => momentInVietnam(atMs),
  'Người thực hiện': ({ by }) => by,
  'Nội dung thay đổi': ({ what }) => what,
  Trước: ({ was }) => was,
  Sau: ({ becomes }) => becomes,
};

export const historyRows = ({ entries }: MeetingHistory): HistoryRow[] =>
  entries.flatMap(({ version, atMs, by, changes }) =>
    changes
      .flatMap(told)
      .map(([what, was, becomes]) => ({ version, atMs, by: by?.name ?? 'Hệ thống', what, was, becomes })),
  );

type Told = readonly [what: string, was: Cell, becomes: Cell];

function told(change: HistoryChange): readonly Told[] {
  switch (change.field) {
    case 'created':
      return [
        [
          change.emergency ? 'Triệu tập họp khẩn' : 'Tạo phiên họp',
          null,
          change.origin && originOf(change.origin),
        ],
      ];
    case 'invited':
      return change.invitees.map((each): Told => [
        'Mời',
        null,
        `${calledOf(each)} (${roleWords.vi[each.role]})`,
      ]);
    case 'withdrawn':
      return change.invitees.map((each): Told => [
        'Rút giấy mời',
        `${calledOf(each)} (${roleWords.vi[each.role]})`,
        null,
      ]);
    case 'transferred':
      return change.invitees.map((each): Told => [
        `Chuyển từ phiên họp khác: ${calledOf(each)}`,
        each.from.title === '' ? 'Phiên họp mật' : each.from.title,
        `${roleWords.vi[each.role]}, do ${each.by.name} chuyển`,
      ]);
    case 'role':
      return change.invitees.map((each): Told => [
        `Đổi vai trò: ${calledOf(each)}`,
        each.was === null ? null : roleWords.vi[each.was],
        roleWords.vi[each.becomes],
      ]);
    case 'chairOrder':
      return change.invitees.map((each): Told => [`Thứ tự chủ tọa: ${calledOf(each)}`, null, each.place]);
    case 'delegates':
      return change.invitees.map((each): Told => [
        `Mời đích danh: ${calledOf(each)}`,
        namedDelegates(each.was),
        namedDelegates(each.becomes),
      ]);
    case 'startsAtMs':
    case 'endsAtMs':
      return [[fields[change.field], momentInVietnam(change.was), momentInVietnam(change.becomes)]];
    case 'state':
      return [[fields.state, meetingStateWords[change.was], meetingStateWords[change.becomes]]];
    case 'classification':
      return [[fields.classification, classifications[change.was], classifications[change.becomes]]];
    case 'admission':
      return [[fields.admission, admissions[change.was], admissions[change.becomes]]];
    case 'needsChair':
    case 'recorded':
    case 'overridesClashes':
      return [[fields[change.field], yesOrNo(change.was), yesOrNo(change.becomes)]];
    case 'seriesId':
      return [[fields.seriesId, yesOrNo(change.was !== null), yesOrNo(change.becomes !== null)]];
    case 'agenda':
      return [[fields.agenda, agendaText(change.was), agendaText(change.becomes)]];
    case 'title':
    case 'description':
    case 'preparationMinutes':
    case 'clearingMinutes':
    case 'returnReason':
    case 'cancelReason':
      return [[fields[change.field], change.was, change.becomes]];
    default:
      return change satisfies never;
  }
}

const calledOf = ({ name, siteName }: { readonly name: string; readonly siteName: string }): string =>
  siteName === '' ? name : `${name}, ${siteName}`;

/** What the meeting was created from. */
function originOf(origin: NonNullable<Extract<HistoryChange, { field: 'created' }>['origin']>): string {
  switch (origin.kind) {
    case 'copy':
      return `Sao chép từ “${origin.title}”, ${momentInVietnam(origin.startsAtMs)}`;
    case 'template':
      return `Từ mẫu “${origin.name}”`;
    case 'series':
      return 'Lặp lại thành chuỗi';
    default:
      return origin satisfies never;
  }
}

const fields = {
  ...planFieldWords,
  needsChair: 'Phải có chủ tọa mới khai mạc',
  recorded: 'Ghi hình',
  overridesClashes: 'Cho phép trùng lịch',
  seriesId: 'Lặp lại thành chuỗi',
};

const classifications = { unclassified: 'Không mật', classified: 'Mật' };
const admissions = { open: 'Vào thẳng', lobby: 'Qua phòng chờ' };

const yesOrNo = (is: boolean): string => (is ? 'Có' : 'Không');

const agendaText = (items: Extract<HistoryChange, { field: 'agenda' }>['was']): string =>
  items
    .map(({ title, plannedMinutes, speakers }) => {
      const said = plannedMinutes === null ? title : `${title} (${plannedMinutes} phút)`;
      const names = speakers.map(({ name }) => name).join(', ');
      return names === '' ? said : `${said}, phát biểu: ${names}`;
    })
    .join('; ');
