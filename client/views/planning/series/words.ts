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
  one: 'Chỉ phiên này',
  following: 'Từ phiên này trở đi',
  all: 'Cả chuỗi',
};

const problems: Record<RecurrenceProblem, string> = {
  'unknown-time-zone': 'Không có múi giờ này.',
  'not-understood': 'Hãy chọn ngày kết thúc và số ngày, tuần hoặc tháng giữa hai phiên họp.',
  endless: 'Hãy chọn ngày kết thúc.',
  impossible: 'Không có ngày nào theo cách lặp này.',
  'first-does-not-follow': 'Phiên họp này không rơi vào ngày lặp lại đã chọn.',
  'happens-once': 'Ngày kết thúc quá gần: chỉ có một phiên họp.',
  'too-many': 'Quá nhiều phiên họp: nhiều nhất 400.',
  'too-long': 'Chuỗi dài nhất là 5 năm.',
};

/** Of the weekdays in a month, which has five of one at most. */
const nths = ['đầu tiên', 'thứ hai', 'thứ ba', 'thứ tư', 'thứ năm'];
const nthsInEnglish = ['First', 'Second', 'Third', 'Fourth', 'Fifth'];

const vi = {
  holidays,
  reaches,
  problems,
  inSeries: 'Trong chuỗi',
  departs: 'Đổi riêng',
  reach: 'Áp dụng cho',
  effect: (meetings: number) => `Áp dụng cho ${meetings} phiên họp.`,
  effectSent: (meetings: number, letters: number) => `${meetings} phiên, ${letters} giấy mời sẽ gửi.`,
  cancelConfirm: (meetings: number) =>
    `Hủy ${meetings} phiên họp của chuỗi? Điểm cầu và người được mời sẽ không vào họp được.`,
  repeat: 'Lặp lại',
  rhythm: 'Cách lặp',
  weekly: (weekday: string) => `Hằng tuần, ${weekday}`,
  monthlyOnDay: (day: number) => `Hằng tháng, ngày ${day}`,
  monthlyOnWeekday: (nth: number, weekday: string) => `${weekday} ${nths[nth - 1] ?? ''} của tháng`,
  daily: 'Hằng ngày',
  interval: {
    daily: 'Số ngày giữa hai phiên họp',
    weekly: 'Số tuần giữa hai phiên họp',
    monthly: 'Số tháng giữa hai phiên họp',
  },
  until: 'Đến hết ngày',
  occurrences: (count: number) => `${count} phiên họp`,
  create: 'Tạo chuỗi',
  onHoliday: (name: string) => `Trùng ngày nghỉ: ${name}`,
  cancelReason: 'Lý do hủy (gửi tới điểm cầu và người được mời)',
  cancelledBecause: (reason: string) => `Lý do hủy: ${reason}`,
  clashOn: (day: string, name: string) => `${day}: ${name} đã bận`,
  against: (count: number, clashing: number, oversold: number) =>
    [
      `${count} phiên họp`,
      ...(clashing > 0 ? [`${clashing} phiên bị trùng lịch`] : []),
      ...(oversold > 0 ? [`${oversold} phiên vượt năng lực máy chủ hoặc đường truyền`] : []),
    ].join(', '),
  noneAgainst: (count: number) => `${count} phiên họp: không phiên nào trùng lịch.`,
  smallPictures: 'Có phiên máy chủ chỉ đủ cho hình nhỏ.',
  oversold: 'Máy chủ hoặc đường truyền không đủ năng lực cho phiên này.',
  sameSeries: 'Phiên khác của chính chuỗi này',
  clashesOnDay: (count: number) => `${count} chỗ trùng`,
  moreOccurrences: (count: number) => `và ${count} phiên khác`,
  freeTimes: 'Giờ khác trong ngày mà phiên nào cũng trống lịch:',
  noFreeTimes: 'Trong ngày không có giờ nào khác mà phiên nào cũng trống lịch.',
  whom: 'Mời',
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
      'not-understood': 'Choose a last day and the number of days, weeks or months between two meetings.',
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
    effect: (meetings) => `Applies to ${meetings} ${meetings === 1 ? 'meeting' : 'meetings'}.`,
    effectSent: (meetings, letters) =>
      `${meetings} ${meetings === 1 ? 'meeting' : 'meetings'}, ${letters} ${letters === 1 ? 'invitation' : 'invitations'} will be sent.`,
    cancelConfirm: (meetings) =>
      `Cancel ${meetings} meetings of the series? Those invited will not be able to join.`,
    repeat: 'Repeat',
    rhythm: 'Rhythm',
    weekly: (weekday) => `Every week, ${weekday}`,
    monthlyOnDay: (day) => `Every month, day ${day}`,
    monthlyOnWeekday: (nth, weekday) => `${nthsInEnglish[nth - 1] ?? ''} ${weekday} of the month`,
    daily: 'Every day',
    interval: {
      daily: 'Days between two meetings',
      weekly: 'Weeks between two meetings',
      monthly: 'Months between two meetings',
    },
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
        ...(oversold > 0 ? [`${oversold} too large for the servers or a line`] : []),
      ].join(', '),
    noneAgainst: (count) => `${count} occurrences: no clashes at any of them.`,
    smallPictures: 'At some of them the servers have room for small pictures only.',
    oversold: 'The servers or a line cannot carry this occurrence.',
    sameSeries: 'Another occurrence of this series',
    clashesOnDay: (count) => `${count} ${count === 1 ? 'clash' : 'clashes'}`,
    moreOccurrences: (count) => `and ${count} more occurrences`,
    freeTimes: 'Other times of the day at which all are free:',
    noFreeTimes: 'There is no other time of the day at which all are free.',
    whom: 'Invite',
    subtrees: 'Some units and what lies below them',
    unit: 'Unit',
    except: 'Except these units',
    inviteAll: 'Invite all',
    invitedCount: (endpoints, added) =>
      `${endpoints} ${endpoints === 1 ? 'room' : 'rooms'} in the selection, ${added} newly invited.`,
  },
});
