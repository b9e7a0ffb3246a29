import { accountKindWords, selectedWord } from '../../../domain/words.ts';
import type { FreeBusy } from '../../../protocol/rest/meetings/bookings.ts';
import type { GroupView } from '../../../protocol/rest/sites/groups.ts';
import type { ListedAccount } from '../../../protocol/rest/identity/accounts.ts';
import { momentInVietnam, type Columns } from './columns.ts';

export const accountColumns: Columns<ListedAccount> = {
  'Họ và tên': ({ fullName }) => fullName,
  'Tên đăng nhập': ({ login }) => login,
  'Loại tài khoản': ({ kind }) => accountKindWords[kind],
  'Đơn vị': ({ siteName }) => siteName,
  'Thư điện tử': ({ email }) => email,
  'Trạng thái': ({ disabled }) => (disabled ? 'Đã khóa' : 'Đang dùng'),
};

export const groupColumns: Columns<GroupView> = {
  'Tên nhóm': ({ name }) => name,
  'Đơn vị lập': ({ siteName }) => siteName,
  'Bao gồm': ({ worded }) => worded.include.map(selectedWord).join('; '),
  Trừ: ({ worded }) => worded.except.map(selectedWord).join('; '),
};

type Room = FreeBusy['endpoints'][number];

/** Of meetings outside the caller's knowledge it shows only that the room is busy. */
export const bookingColumns: Columns<Room & { readonly span: Room['busy'][number] }> = {
  'Đơn vị': ({ siteName }) => siteName,
  'Điểm cầu': ({ name }) => name,
  Từ: ({ span }) => momentInVietnam(span.fromMs),
  Đến: ({ span }) => momentInVietnam(span.toMs),
  'Phiên họp': ({ span }) => span.meeting?.title ?? 'Bận',
  'Đơn vị tổ chức': ({ span }) => span.meeting?.siteName ?? '',
};
