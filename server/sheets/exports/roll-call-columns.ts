import type { RollCallRow } from '../../../domain/conference/roll-call.ts';
import { roleWords } from '../../../domain/words.ts';
import { momentInVietnam, type SheetColumns } from './columns.ts';

const attendances: Readonly<Record<RollCallRow['attendance'], string>> = {
  present: 'Có mặt',
  late: 'Đến muộn',
  unconfirmed: 'Chưa xác nhận',
  left: 'Đã rời phiên',
  absent: 'Vắng',
  excused: 'Vắng có lý do',
};

export const rollCallColumns: SheetColumns<RollCallRow> = {
  'Đơn vị': ({ siteName }) => siteName,
  'Điểm cầu / đại biểu': ({ name }) => name,
  'Vai trò': ({ role }) => roleWords.vi[role],
  'Giấy mời': ({ invited }) => (invited ? 'Có' : 'Không'),
  'Điểm danh': ({ attendance }) => attendances[attendance],
  'Vào lúc': ({ since }) => momentInVietnam(since),
  'Số người': ({ headCount }) => headCount,
  'Số đại biểu': ({ delegates }) => delegates,
  'Lý do': ({ reason }) => reason,
};
