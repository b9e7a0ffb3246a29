import type { Fate } from '../../../../protocol/rest/sites/reforms.ts';
import { catalogue } from '../../../i18n/language.ts';
import type { BothLanguages } from '../../../i18n/language.ts';

const fates: BothLanguages<Record<Fate, string>> = {
  vi: {
    stays: 'Giữ nguyên',
    renamed: 'Đổi tên, đổi mã',
    relevelled: 'Đổi cấp',
    moved: 'Chuyển cấp trên',
    merged: 'Nhập vào',
    split: 'Chia, tách',
    ends: 'Kết thúc',
    new: 'Thành lập mới',
  },
  en: {
    stays: 'Stays',
    renamed: 'New name or code',
    relevelled: 'New level',
    moved: 'New parent',
    merged: 'Merged',
    split: 'Split',
    ends: 'Ends',
    new: 'New',
  },
};

const vi = {
  fates: fates.vi,
  dayStep: '1. Ngày có hiệu lực',
  day: 'Có hiệu lực từ ngày',
  dayHint:
    'Các đơn vị cũ kết thúc và các đơn vị mới bắt đầu vào ngày này. Có thể xem trước bất cứ lúc nào, nhưng chỉ thực hiện được từ ngày này trở đi.',
  sheetStep: '2. Bảng sắp xếp',
  sheetHint:
    'Tải danh sách đơn vị hiện nay, điền các cột “mới” ở những đơn vị thay đổi theo nghị quyết, rồi chọn tệp. Đơn vị không có trong bảng, hoặc để trống các cột “mới”, thì giữ nguyên.',
  rules: [
    'Đổi tên: chỉ điền tên mới. Chuyển sang đơn vị cấp trên khác: chỉ điền mã đơn vị cấp trên mới.',
    'Sáp nhập: ghi cùng một mã mới ở các đơn vị nhập với nhau, tên mới ghi ở một dòng. Nhập vào đơn vị vẫn giữ nguyên: ghi mã của đơn vị đó.',
    'Chia, tách: ghi đơn vị hiện nay ở nhiều dòng, mỗi dòng một đơn vị mới; để trống các cột “mới” ở một dòng nếu đơn vị vẫn còn. Điểm cầu và tài khoản chuyển sang đơn vị mang mã cũ, nếu không có thì sang đơn vị ghi trước.',
    'Kết thúc, không có đơn vị nào tiếp tục: ghi dấu - vào cột mã mới.',
    'Thành lập mới: để trống các cột “hiện nay”, điền đủ mã, tên, cấp và đơn vị cấp trên.',
  ],
  today: 'Tải danh sách đơn vị hiện nay',
  previewStep: '3. Xem trước',
  unlisted: (count: number) => `${count} đơn vị không có trong bảng và giữ nguyên.`,
  moves: 'Chuyển sang đơn vị mới:',
  all: (count: number) => `Tất cả (${count})`,
  counted: (fate: string, count: number) => `${fate} (${count})`,
  show: 'Hiển thị',
  units: 'Các đơn vị trong bảng',
  row: (row: number) => `dòng ${row}`,
  follows: 'theo đơn vị cấp trên',
  goes: (held: string, unit: string) => `${held} chuyển sang ${unit}`,
  keeps: (held: string) => `${held} vẫn thuộc đơn vị này`,
  more: (count: number) => `và ${count} đơn vị nữa, không liệt kê ở đây`,
  notDue: (day: string) =>
    `Chỉ thực hiện được từ ${day}, vì điểm cầu và tài khoản chuyển sang đơn vị mới ngay khi thực hiện. Hãy giữ tệp này và chọn lại vào ngày đó.`,
  final: 'Phiên họp đã đóng hoặc đã hủy vẫn ghi tên đơn vị cũ. Việc sắp xếp không hoàn tác được.',
  confirm: (count: number) => `Thực hiện: ${count} đơn vị thay đổi`,
  done: 'Đã sắp xếp xong',
  doneFrom: (day: string) => `Đã ghi: danh sách đơn vị mới có hiệu lực từ ${day}.`,
};

export const reformWords = catalogue({
  vi,
  en: {
    fates: fates.en,
    dayStep: '1. First day',
    day: 'First day',
    dayHint:
      'The old units end and the new ones begin on this day. You can look ahead at any time, but the reform is carried out on this day or later.',
    sheetStep: '2. Sheet of the reform',
    sheetHint:
      'Download today’s units, fill in the “new” columns of the units that change, then choose the file. Units that are not in the sheet, or whose “new” columns are empty, stay as they are.',
    rules: [
      'A new name: fill in only that. Another parent unit: fill in only its code.',
      'A merger: the same new code for all units that become one, and the new name in one of the rows. Into a unit that stays: the code of that unit.',
      'A split: a row for each new unit, all with the same unit of today; leave the “new” columns of one row empty if that unit goes on. Rooms and accounts go to the unit that keeps the code, otherwise to the first one.',
      'An end without a successor: a hyphen (-) as the new code.',
      'A new unit: leave the “today” columns empty and fill in its code, name, level and parent unit.',
    ],
    today: 'Download today’s units',
    previewStep: '3. Preview',
    unlisted: (count) =>
      count === 1
        ? '1 unit is not in the sheet and stays as it is.'
        : `${count} units are not in the sheet and stay as they are.`,
    moves: 'Goes to the new units:',
    all: (count) => `All (${count})`,
    counted: (fate, count) => `${fate} (${count})`,
    show: 'Show',
    units: 'Units of the sheet',
    row: (row) => `row ${row}`,
    follows: 'with its parent unit',
    goes: (held, unit) => `${held} to ${unit}`,
    keeps: (held) => `${held} stay with this unit`,
    more: (count) => `and ${count} more that are not listed`,
    notDue: (day) =>
      `This can be carried out from ${day} on, because rooms and accounts move to the new units at once. Keep the file and choose it again on that day.`,
    final: 'Sessions that are closed or cancelled keep the old names. A reform cannot be undone.',
    confirm: (count) => (count === 1 ? 'Carry out: 1 unit changes' : `Carry out: ${count} units change`),
    done: 'The reform is done',
    doneFrom: (day) => `Written: the new units hold from ${day} on.`,
  },
});
