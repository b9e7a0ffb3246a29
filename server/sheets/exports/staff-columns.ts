import { accountKindWords, languageWords, selectedWord } from '../../../domain/words.ts';
import type { FreeBusy } from '../../../protocol/rest/meetings/bookings.ts';
import type { GroupView } from '../../../protocol/rest/sites/groups.ts';
import type { ListedAccount } from '../../../protocol/rest/identity/accounts.ts';
import { momentInVietnam, type SheetColumns } from './columns.ts';

/** An import reads all of them but the last. */
export const accountColumns: SheetColumns<ListedAccount & { readonly siteCode: string }> = {
  'Tên đăng nhập': ({ login }) => login,
  'Họ và tên': ({ fullName }) => fullName,
  'Vai trò': ({ kind }) => accountKindWords[kind],
  'Mã đơn vị': ({ siteCode }) => siteCode,
  'Tên đơn vị': ({ siteName }) => siteName,
  'Thư điện tử': ({ email }) => email,
  'Ngôn ngữ của thư': ({ language }) => languageWords.vi[language],
  'Trạng thái': ({ disabled }) => (disabled ? 'Đã khóa' : 'Đang dùng'),
};

export const groupColumns: SheetColumns<GroupView> = {
  'Tên nhóm': ({ name }) => name,
  'Đơn vị lập': ({ siteName }) => siteName,
  'Bao gồm': ({ worded }) => worded.include.map(selectedWord).join('; '),
  Trừ: ({ worded }) => worded.except.map(selectedWord).join('; '),
  'Người trong nhóm': ({ people }) => people.map(({ name }) => name).join('; '),
};

type Room = FreeBusy['endpoints'][number];

/** Of meetings outside the caller's knowledge it shows only that the room is busy. */
export const bookingColumns: SheetColumns<Room & { readonly span: Room['busy'][number] }> = {
  'Đơn vị': ({ siteName }) => siteName,
  'Điểm cầu': ({ name }) => name,
  Từ: ({ span }) => momentInVietnam(span.fromMs),
  Đến: ({ span }) => momentInVietnam(span.toMs),
  'Phiên họp': ({ span }) => span.meeting?.title ?? 'Bận',
  'Đơn vị tổ chức': ({ span }) => span.meeting?.siteName ?? '',
};
