import type { Holiday } from '../../../../domain/schedule/holidays.ts';
import type { RecurrenceProblem } from '../../../../domain/schedule/recurrence.ts';
import type { Reach } from '../../../../protocol/rest/meetings/series.ts';
import { catalogue } from '../../../i18n/language.ts';

const holidays: Record<Holiday, string> = {
  'new-year': 'Tết Dương lịch',
  tet: 'Tết Nguyên đán',
  'hung-kings': 'Giỗ Tổ Hùng Vương',
  reunification: 'Ngày Chiến thắng 30/4',
  labour: 'Quốc tế Lao động 1/5',
  'national-day': 'Quốc khánh',
};

const reaches: Record<Reach, string> = {
  one: 'Chỉ kỳ này',
  following: 'Từ kỳ này trở đi',
  all: 'Cả chuỗi',
};

const problems: Record<RecurrenceProblem, string> = {
  'unknown-time-zone': 'Không có múi giờ này.',
  'not-understood': 'Hãy chọn ngày kết thúc và số lần cách nhau.',
  endless: 'Hãy chọn ngày kết thúc.',
  impossible: 'Không có ngày nào theo cách lặp này.',
  'first-does-not-follow': 'Phiên họp này không rơi vào ngày lặp lại đã chọn.',
  'happens-once': 'Ngày kết thúc quá gần: chỉ có một kỳ họp.',
  'too-many': 'Quá nhiều kỳ họp: nhiều nhất 400.',
  'too-long': 'Chuỗi dài nhất là 5 năm.',
};

const vi = {
  holidays,
  reaches,
  problems,
  inSeries: 'Trong chuỗi',
  departs: 'Đổi riêng',
  reach: 'Áp dụng cho',
  repeat: 'Lặp lại',
  rhythm: 'Cách lặp',
  weekly: (weekday: string) => `Hằng tuần, ${weekday}`,
  monthlyOnDay: (day: number) => `Hằng tháng, ngày ${day}`,
  monthlyOnWeekday: (nth: number, weekday: string) => `Hằng tháng, ${weekday} thứ ${nth} trong tháng`,
  daily: 'Hằng ngày',
  interval: 'Cách nhau (số kỳ)',
  until: 'Đến hết ngày',
  occurrences: (count: number) => `${count} kỳ họp`,
  create: 'Tạo chuỗi',
  onHoliday: (name: string) => `Trùng ngày nghỉ: ${name}`,
  cancelReason: 'Lý do hủy (gửi tới các điểm cầu được mời)',
  cancelledBecause: (reason: string) => `Lý do hủy: ${reason}`,
  clashOn: (day: string, name: string) => `${day}: ${name} đã bận`,
  against: (count: number, clashing: number, oversold: number) =>
    [
      `${count} kỳ họp`,
      ...(clashing > 0 ? [`${clashing} kỳ bị trùng lịch`] : []),
      ...(oversold > 0 ? [`${oversold} kỳ vượt năng lực máy chủ`] : []),
    ].join(', '),
  noneAgainst: (count: number) => `${count} kỳ họp: mọi kỳ đều trống lịch.`,
  smallPictures: 'Có kỳ máy chủ chỉ đủ cho hình nhỏ.',
  recordersLeft: (count: number) => `Kỳ nào cũng còn ít nhất ${count} máy ghi hình.`,
  oversold: 'Máy chủ không đủ năng lực cho kỳ này.',
  sameSeries: 'Kỳ khác của chính chuỗi này',
  clashesOnDay: (count: number) => `${count} chỗ trùng`,
  moreOccurrences: (count: number) => `và ${count} kỳ khác`,
  freeTimes: 'Giờ khác trong ngày mà mọi kỳ đều trống:',
  noFreeTimes: 'Trong ngày không có giờ nào khác mà mọi kỳ đều trống.',
  selection: 'Mời nhiều điểm cầu',
  whom: 'Mời',
  allOfLevel: (level: string) => `Tất cả ${level}`,
  subtrees: 'Một số đơn vị và các đơn vị trực thuộc',
  unit: 'Đơn vị',
  except: 'Trừ các đơn vị',
  inviteAll: 'Mời tất cả',
  invitedCount: (endpoints: number, added: number) =>
    `${endpoints} điểm cầu trong danh sách, mời thêm ${added}.`,
};

export const seriesWords = catalogue({
  vi,
  en: {
    holidays: {
      'new-year': 'New Year',
      tet: 'Lunar New Year',
      'hung-kings': 'Hung Kings’ Day',
      reunification: 'Reunification Day',
      labour: 'Labour Day',
      'national-day': 'National Day',
    },
    reaches: { one: 'This one only', following: 'This and following', all: 'The whole series' },
    problems: {
      'unknown-time-zone': 'There is no such time zone.',
      'not-understood': 'Choose a last day and an interval.',
      endless: 'Choose a last day.',
      impossible: 'No day is ever of this rhythm.',
      'first-does-not-follow': 'This meeting is not on a day of this rhythm.',
      'happens-once': 'The last day is too near: there is only one occurrence.',
      'too-many': 'Too many occurrences: at most 400.',
      'too-long': 'A series lasts 5 years at most.',
    },
    inSeries: 'In a series',
    departs: 'Changed alone',
    reach: 'Applies to',
    repeat: 'Repeat',
    rhythm: 'Rhythm',
    weekly: (weekday) => `Every week, ${weekday}`,
    monthlyOnDay: (day) => `Every month, day ${day}`,
    monthlyOnWeekday: (nth, weekday) => `Every month, ${weekday} no. ${nth}`,
    daily: 'Every day',
    interval: 'Interval',
    until: 'Until the end of',
    occurrences: (count) => `${count} occurrences`,
    create: 'Make the series',
    onHoliday: (name) => `On a holiday: ${name}`,
    cancelReason: 'Why it is cancelled (told to those invited)',
    cancelledBecause: (reason) => `Cancelled: ${reason}`,
    clashOn: (day, name) => `${day}: ${name} is held`,
    against: (count, clashing, oversold) =>
      [
        `${count} occurrences`,
        ...(clashing > 0 ? [`${clashing} with clashes`] : []),
        ...(oversold > 0 ? [`${oversold} too large for the servers`] : []),
      ].join(', '),
    noneAgainst: (count) => `${count} occurrences: all rooms are free at each of them.`,
    smallPictures: 'At some of them the servers have room for small pictures only.',
    recordersLeft: (count) =>
      `At least ${count} ${count === 1 ? 'recorder is' : 'recorders are'} left at each.`,
    oversold: 'The servers cannot carry this occurrence.',
    sameSeries: 'Another occurrence of this series',
    clashesOnDay: (count) => `${count} ${count === 1 ? 'clash' : 'clashes'}`,
    moreOccurrences: (count) => `and ${count} more occurrences`,
    freeTimes: 'Other times of the day at which all are free:',
    noFreeTimes: 'There is no other time of the day at which all are free.',
    selection: 'Invite many endpoints',
    whom: 'Invite',
    allOfLevel: (level) => `All: ${level}`,
    subtrees: 'Some units and what lies below them',
    unit: 'Unit',
    except: 'Except these units',
    inviteAll: 'Invite all',
    invitedCount: (endpoints, added) => `${endpoints} endpoints in the selection, ${added} newly invited.`,
  },
});
