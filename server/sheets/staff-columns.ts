import type { FreeBusy } from '../../protocol/rest/bookings.ts';
import type { GroupView } from '../../protocol/rest/groups.ts';
import type { AccountKind } from '../../protocol/rest/permissions.ts';
import type { AccountView } from '../../protocol/rest/session.ts';
import type { WordedSelection } from '../../protocol/rest/selections.ts';
import { momentInVietnam, type Columns } from './columns.ts';

const accountKinds: Readonly<Record<AccountKind, string>> = {
  administrator: 'Quản trị',
  secretariat: 'Thư ký',
  operator: 'Kỹ thuật',
  official: 'Cán bộ',
};

export const accountColumns: Columns<AccountView & { readonly siteName: string }> = {
  'Họ và tên': ({ fullName }) => fullName,
  'Tên đăng nhập': ({ login }) => login,
  'Loại tài khoản': ({ kind }) => accountKinds[kind],
  'Đơn vị': ({ siteName }) => siteName,
  'Thư điện tử': ({ email }) => email,
  'Trạng thái': ({ disabled }) => (disabled ? 'Đã khóa' : 'Đang dùng'),
};

export const groupColumns: Columns<GroupView> = {
  'Tên nhóm': ({ name }) => name,
  'Đơn vị lập': ({ siteName }) => siteName,
  'Bao gồm': ({ worded }) => worded.include.map(said).join('; '),
  Trừ: ({ worded }) => worded.except.map(said).join('; '),
};

function said({ kind, name }: WordedSelection['include'][number]): string {
  switch (kind) {
    case 'subtree':
      return `${name} và các đơn vị trực thuộc`;
    case 'level':
      return `Tất cả ${name}`;
    case 'tag':
      return `Nhãn “${name}”`;
    case 'group':
      return `Nhóm “${name}”`;
    case 'endpoint':
    case 'site':
      return name;
    default:
      return kind satisfies never;
  }
}

type Room = FreeBusy['endpoints'][number];

/** Of meetings that the caller may not know, only that the room is held. */
export const bookingColumns: Columns<Room & { readonly span: Room['busy'][number] }> = {
  'Đơn vị': ({ siteName }) => siteName,
  'Điểm cầu': ({ name }) => name,
  Từ: ({ span }) => momentInVietnam(span.fromMs),
  Đến: ({ span }) => momentInVietnam(span.toMs),
  'Phiên họp': ({ span }) => span.meeting?.title ?? 'Bận',
  'Đơn vị tổ chức': ({ span }) => span.meeting?.siteName ?? '',
};
