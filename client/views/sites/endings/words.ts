import type { EndRefusal, MergeRefusal } from '../../../../protocol/rest/sites/sites.ts';
import { catalogue } from '../../../i18n/language.ts';
import type { BothLanguages } from '../../../i18n/language.ts';

interface Names {
  readonly endRefusals: Record<EndRefusal, string>;
  readonly mergeRefusals: Record<MergeRefusal, string>;
}

const names: BothLanguages<Names> = {
  vi: {
    endRefusals: {
      ended: 'Đơn vị đã ngừng hiệu lực.',
      'before-first-day': 'Ngày này sớm hơn ngày đơn vị bắt đầu có hiệu lực.',
      'outlives-parent': 'Đơn vị cấp trên ngừng hiệu lực sớm hơn ngày này.',
      'has-subunits': 'Còn đơn vị trực thuộc có hiệu lực sau ngày này; hãy xử lý các đơn vị đó trước.',
    },
    mergeRefusals: {
      ended: 'Đơn vị đã ngừng hiệu lực.',
      'has-subunits': 'Còn đơn vị trực thuộc đang hiệu lực; hãy gộp các đơn vị đó trước.',
      itself: 'Không thể gộp một đơn vị vào chính nó.',
      twice: 'Đơn vị này cũng đang được gộp vào đơn vị khác.',
      'target-ended': 'Đơn vị nhận đã ngừng hiệu lực hoặc cũng đang được gộp đi.',
      'target-not-begun': 'Đơn vị nhận chưa có hiệu lực.',
      'other-level': 'Hai đơn vị khác cấp.',
      live: 'Đơn vị đang dự một phiên họp trực tuyến; hãy gộp sau khi phiên kết thúc.',
    },
  },
  en: {
    endRefusals: {
      ended: 'The unit has ended already.',
      'before-first-day': 'This is before the unit’s first day.',
      'outlives-parent': 'The unit above it ends before this day.',
      'has-subunits': 'Units below it go on after this day; end or merge those first.',
    },
    mergeRefusals: {
      ended: 'The unit has ended already.',
      'has-subunits': 'Units below it still exist; merge those first.',
      itself: 'A unit cannot be merged into itself.',
      twice: 'The unit is to be merged into another one, too.',
      'target-ended': 'The unit that is to take it in has ended, or is to be merged itself.',
      'target-not-begun': 'The unit that is to take it in does not exist yet.',
      'other-level': 'The two units are of different levels.',
      live: 'The unit takes part in a live session; merge it when that is over.',
    },
  },
};

const vi = {
  ...names.vi,
  shown: 'Đơn vị hiển thị',
  standing: 'Đang hiệu lực',
  ended: 'Đã ngừng',
  noEnded: 'Chưa có đơn vị nào ngừng hiệu lực.',
  endedOn: (day: string) => `Ngừng hiệu lực từ ${day}`,
  endsOn: (day: string) => `Sẽ ngừng hiệu lực từ ${day}`,
  became: {
    'merged-into': (unit: string) => `gộp vào ${unit}`,
    renamed: (unit: string) => `tiếp tục là ${unit}`,
    'split-from': (unit: string) => `tách ra ${unit}`,
  },
  retire: 'Ngừng hiệu lực',
  retireOf: (unit: string) => `Cho ngừng hiệu lực: ${unit}`,
  retireTitle: 'Cho đơn vị ngừng hiệu lực',
  retireDay: 'Ngừng hiệu lực từ ngày',
  retireEffect: (day: string) =>
    `Từ ${day}, đơn vị không còn trong danh sách đơn vị; mời họp theo cấp hay theo đơn vị không còn gồm điểm cầu của đơn vị này.`,
  retireHint: 'Nếu đơn vị nhập vào đơn vị khác, hãy dùng “Gộp vào…”: điểm cầu và tài khoản sẽ chuyển theo.',
  stays: 'Vẫn thuộc đơn vị này:',
  nothingStays: 'Đơn vị không có điểm cầu, tài khoản hay phiên họp nào.',
  retireConfirm: 'Cho ngừng hiệu lực',
  retired: (day: string) => `Đã ghi: đơn vị ngừng hiệu lực từ ${day}.`,
  merge: 'Gộp vào…',
  mergeOf: (unit: string) => `Gộp vào đơn vị khác: ${unit}`,
  mergeTitle: 'Gộp đơn vị',
  mergeInto: 'Đơn vị nhận (cùng cấp)',
  into: 'vào',
  mergeEffect: (count: number) =>
    count === 1
      ? 'Đơn vị bị gộp ngừng hiệu lực từ hôm nay.'
      : `${count} đơn vị bị gộp ngừng hiệu lực từ hôm nay.`,
  moves: 'Chuyển sang đơn vị nhận:',
  nothingMoves: 'Không có điểm cầu, tài khoản hay phiên họp nào cần chuyển.',
  invitationsKept: (count: number) => `${count} lời mời họp vẫn giữ nguyên.`,
  renamed: (count: number) => `${count} điểm cầu, nhóm hoặc mẫu trùng tên sẽ được ghi thêm mã đơn vị cũ.`,
  contactsLeft: (count: number) => `${count} người liên hệ không chuyển được vì đơn vị nhận đã đủ 10 người.`,
  overStays: 'Phiên họp đã đóng hoặc đã hủy vẫn ghi đơn vị cũ. Việc gộp không hoàn tác được.',
  refusedCount: (count: number) => `${count} đơn vị chưa gộp được, nên chưa thể ghi:`,
  mergeConfirm: (count: number) => (count === 1 ? 'Gộp' : `Gộp ${count} đơn vị`),
  merged: (count: number) => (count === 1 ? 'Đã gộp xong.' : `Đã gộp xong ${count} đơn vị.`),
  overtaken: 'Dữ liệu đã thay đổi từ lúc xem nên chưa ghi gì. Hãy xem lại bên dưới.',
  checking: 'Đang kiểm tra…',
  counts: {
    endpoints: (count: number) => `${count} điểm cầu`,
    accounts: (count: number) => `${count} tài khoản`,
    meetings: (count: number) => `${count} phiên họp chưa đóng`,
    groups: (count: number) => `${count} nhóm điểm cầu hoặc người`,
    templates: (count: number) => `${count} mẫu phiên họp`,
    contacts: (count: number) => `${count} người liên hệ`,
  },
  doubles: (count: number) => `${count} đơn vị có thể bị nhập trùng`,
  doublesHint:
    'Cùng tên, cùng cấp, cùng đơn vị cấp trên; hoặc mã chỉ khác nhau ở các số 0 đứng đầu. Đơn vị có trước được giữ lại.',
  doublesOtherName: 'Khác tên: hãy kiểm tra và gộp riêng từng đơn vị.',
  showDoubles: 'Xem danh sách',
  hideDoubles: 'Ẩn danh sách',
  mergeOne: 'Gộp',
  mergeAll: (count: number) => `Gộp tất cả ${count} đơn vị trùng tên`,
  since: (day: string) => `có từ ${day}`,
};

const plural = (count: number, one: string, many = `${one}s`): string =>
  `${count} ${count === 1 ? one : many}`;
export const unitEndingWords = catalogue({
  vi,
  en: {
    ...names.en,
    shown: 'Units shown',
    standing: 'Standing',
    ended: 'Ended',
    noEnded: 'No unit has ended yet.',
    endedOn: (day) => `Ended on ${day}`,
    endsOn: (day) => `Ends on ${day}`,
    became: {
      'merged-into': (unit) => `merged into ${unit}`,
      renamed: (unit) => `goes on as ${unit}`,
      'split-from': (unit) => `split into ${unit}`,
    },
    retire: 'End',
    retireOf: (unit) => `End: ${unit}`,
    retireTitle: 'End a unit',
    retireDay: 'Ends on',
    retireEffect: (day) =>
      `From ${day} on the unit is in no list of units, and invitations by level or unit no longer mean its rooms.`,
    retireHint: 'If it has gone into another unit, use “Merge into…”: its rooms and accounts go along.',
    stays: 'Stays with the unit:',
    nothingStays: 'The unit has no rooms, accounts or sessions.',
    retireConfirm: 'End the unit',
    retired: (day) => `Written: the unit ends on ${day}.`,
    merge: 'Merge into…',
    mergeOf: (unit) => `Merge into another unit: ${unit}`,
    mergeTitle: 'Merge units',
    mergeInto: 'Unit that takes it in (of the same level)',
    into: 'into',
    mergeEffect: (count) =>
      count === 1 ? 'The merged unit ends today.' : `The ${count} merged units end today.`,
    moves: 'Goes to the unit that takes it in:',
    nothingMoves: 'There are no rooms, accounts or sessions to move.',
    invitationsKept: (count) =>
      count === 1 ? '1 invitation stays as it is.' : `${count} invitations stay as they are.`,
    renamed: (count) =>
      `Rooms, groups or templates whose names are taken there, and which get the code of their old unit: ${count}`,
    contactsLeft: (count) => `Contacts who cannot go along, since a unit has at most 10 of them: ${count}`,
    overStays: 'Sessions that are closed or cancelled keep the old unit. A merge cannot be undone.',
    refusedCount: (count) => `${plural(count, 'unit')} cannot be merged yet, so nothing can be written:`,
    mergeConfirm: (count) => (count === 1 ? 'Merge' : `Merge ${count} units`),
    merged: (count) => (count === 1 ? 'Merged.' : `${count} units are merged.`),
    overtaken: 'Something was changed since you looked, so nothing was written. Look again below.',
    checking: 'Checking…',
    counts: {
      endpoints: (count) => plural(count, 'room'),
      accounts: (count) => plural(count, 'account'),
      meetings: (count) => `${plural(count, 'session')} not yet closed`,
      groups: (count) => plural(count, 'group'),
      templates: (count) => plural(count, 'template'),
      contacts: (count) => plural(count, 'contact'),
    },
    doubles: (count) => `${plural(count, 'unit')} may have been imported twice`,
    doublesHint:
      'Of one name, level and parent, or with codes that differ by leading zeros alone. The one that was there first is kept.',
    doublesOtherName: 'Other names: look at each and merge it by itself.',
    showDoubles: 'Show the list',
    hideDoubles: 'Hide the list',
    mergeOne: 'Merge',
    mergeAll: (count) => `Merge all ${count} of the same name`,
    since: (day) => `since ${day}`,
  },
});
