import type { AttendanceStatus } from '../../../../../domain/conference/roll-call.ts';
import type { RollCallState } from '../../../../../protocol/conference/roll-call.ts';
import { catalogue } from '../../../../i18n/language.ts';
import type { BothLanguages } from '../../../../i18n/language.ts';

interface Names {
  readonly attendances: Record<AttendanceStatus, string>;
  readonly phases: Record<RollCallState['phase'], string>;
}

const names: BothLanguages<Names> = {
  vi: {
    attendances: {
      present: 'Có mặt',
      late: 'Đến muộn',
      unconfirmed: 'Chưa xác nhận',
      left: 'Đã rời phiên',
      excused: 'Vắng có lý do',
      absent: 'Vắng',
    },
    phases: { none: 'Chưa điểm danh', open: 'Đang điểm danh', closed: 'Đã điểm danh' },
  },
  en: {
    attendances: {
      present: 'Present',
      late: 'Late',
      unconfirmed: 'Not confirmed',
      left: 'Left',
      excused: 'Excused',
      absent: 'Absent',
    },
    phases: { none: 'Not called', open: 'Being called', closed: 'Called' },
  },
};

const vi = {
  ...names.vi,
  title: 'Điểm danh',
  open: 'Bắt đầu điểm danh',
  openAgain: 'Điểm danh lại',
  close: 'Kết thúc điểm danh',
  export: 'Tải bảng điểm danh',
  allUnits: 'Tất cả',
  unit: 'Đơn vị',
  total: 'Tổng số',
  headCount: 'Số người',
  delegates: 'Đại biểu',
  unconfirmedHint: 'Thiết bị đã vào phiên, điểm cầu chưa báo số người có mặt.',
  uninvited: 'Ngoài thành phần mời',
  since: (time: string) => `vào lúc ${time}`,
  excuse: 'Ghi lý do vắng',
  excuseFor: (name: string) => `Lý do vắng của ${name}`,
  reason: 'Lý do',
  save: 'Lưu',
  askTitle: 'Điểm danh',
  askText: 'Mời điểm cầu báo số người có mặt.',
  headCountHere: 'Số người có mặt tại điểm cầu',
  delegatesHere: 'Trong đó, đại biểu được mời',
  report: 'Gửi báo cáo',
  reported: (headCount: number, delegates: number) =>
    `Điểm cầu đã báo ${headCount} người, trong đó ${delegates} đại biểu.`,
  reportedShort: (headCount: number, delegates: number) => `${headCount} người, ${delegates} đại biểu`,
  correct: 'Sửa số liệu',
  invalid: 'Số đại biểu không được lớn hơn số người có mặt.',
};

export const rollCallWords = catalogue({
  vi,
  en: {
    ...names.en,
    title: 'Roll call',
    open: 'Begin the roll call',
    openAgain: 'Call the roll again',
    close: 'Close the roll call',
    export: 'Download the roll',
    allUnits: 'All',
    unit: 'Unit',
    total: 'Total',
    headCount: 'People',
    delegates: 'Delegates',
    unconfirmedHint: 'The device is in; the room has not said how many are there.',
    uninvited: 'Not invited',
    since: (time) => `in at ${time}`,
    excuse: 'Note why absent',
    excuseFor: (name) => `Why ${name} is absent`,
    reason: 'Reason',
    save: 'Save',
    askTitle: 'Roll call',
    askText: 'Please report how many are in the room.',
    headCountHere: 'People in the room',
    delegatesHere: 'Invited delegates among them',
    report: 'Report',
    reported: (headCount, delegates) => `Reported: ${headCount} people, ${delegates} of them delegates.`,
    reportedShort: (headCount, delegates) => `${headCount} people, ${delegates} delegates`,
    correct: 'Correct',
    invalid: 'There cannot be more delegates than people.',
  },
});
