import { accountKindWords } from '../../../domain/words.ts';
import type { AccountState } from '../../../protocol/rest/identity/accounts.ts';
import type { AccountKind } from '../../../protocol/rest/permissions.ts';
import { catalogue } from '../../i18n/language.ts';
import type { BothLanguages } from '../../i18n/language.ts';

interface Names {
  readonly kinds: Record<AccountKind, string>;
  /** What a person of this kind does. */
  readonly duties: Record<AccountKind, string>;
  readonly states: Record<AccountState, string>;
}

const names: BothLanguages<Names> = {
  vi: {
    kinds: accountKindWords,
    duties: {
      administrator:
        'Quản lý đơn vị, điểm cầu, tài khoản và nhật ký trong phạm vi đơn vị; làm được mọi việc của thư ký.',
      secretariat: 'Lập kế hoạch, mời họp, theo dõi sẵn sàng và điều hành phiên họp của đơn vị và cấp dưới.',
      operator: 'Mở phiên họp, kiểm tra kỹ thuật, ghép thiết bị điểm cầu của đơn vị và cấp dưới.',
      official: 'Dự những phiên họp được mời.',
    },
    states: { 'in-use': 'Đang dùng', 'without-password': 'Chưa đặt mật khẩu', disabled: 'Đã khóa' },
  },
  en: {
    kinds: {
      administrator: 'Administrator',
      secretariat: 'Secretariat',
      operator: 'Operator',
      official: 'Official',
    },
    duties: {
      administrator:
        'Manages units, rooms, accounts and the audit log below the unit; may do all that a secretariat does.',
      secretariat:
        'Plans, invites, watches readiness and runs the meetings of the unit and of those below it.',
      operator: 'Opens meetings, checks rooms and pairs their devices, in the unit and below it.',
      official: 'Takes part in the meetings that it is invited to.',
    },
    states: { 'in-use': 'In use', 'without-password': 'No password yet', disabled: 'Disabled' },
  },
};

const vi = {
  ...names.vi,
  hint: 'Mỗi người dùng một tài khoản riêng. Chỉ hiện những tài khoản trong phạm vi bạn quản trị.',
  all: 'Tất cả',
  kind: 'Vai trò',
  state: 'Trạng thái',
  unit: 'Đơn vị',
  wholeTree: 'Toàn hệ thống',
  wholeTreeOption: 'Quản trị toàn hệ thống, không thuộc một đơn vị',
  add: 'Thêm tài khoản',
  edit: 'Sửa',
  editOf: (name: string) => `Sửa tài khoản: ${name}`,
  letters: 'Ngôn ngữ của thư',
  save: 'Lưu',
  firstPassword: 'Mật khẩu lần đầu',
  byLink: 'Liên kết một lần',
  byLinkHint:
    'Tạo xong, hệ thống đưa một liên kết để người này tự đặt mật khẩu. Không ai khác biết mật khẩu.',
  byHand: 'Mật khẩu tạm',
  byHandHint: 'Bạn báo mật khẩu này cho người dùng; lần đăng nhập đầu tiên phải đổi mật khẩu khác.',
  kindAndUnitOwn: 'Bạn không tự đổi được vai trò và đơn vị của mình.',
  outside: 'Đơn vị này ngoài phạm vi bạn quản trị.',
  invalid:
    'Có ô chưa đúng. Tên đăng nhập: chữ thường không dấu, chữ số và . _ @ -; thư điện tử như ten@coquan.vn.',
  nobody: 'Không có tài khoản nào phù hợp.',
  import: 'Nhập từ bảng tính',
  importedHint:
    'Tài khoản mới chưa có mật khẩu. Lọc “Chưa đặt mật khẩu” rồi gửi liên kết qua thư cho tất cả, nếu hệ thống gửi được thư, hoặc cấp liên kết cho từng người.',
  more: 'Xem thêm',
  enable: 'Mở khóa',
  enableOf: (name: string) => `Mở khóa tài khoản của ${name}?`,
  notClearedYourself: 'Bạn chưa được phép dự họp mật nên không cấp quyền này cho người khác được.',
  disable: 'Khóa',
  disableOf: (name: string) => `Khóa tài khoản ${name}?`,
  disableConfirm: 'Khóa tài khoản',
  disableHint: 'Người này bị đăng xuất ngay và không đăng nhập được nữa.',
};

export const accountWords = catalogue({
  vi,
  en: {
    ...names.en,
    hint: 'Each person has an account of their own. Only accounts of the units that you administer are listed.',
    all: 'All',
    kind: 'Role',
    state: 'State',
    unit: 'Unit',
    wholeTree: 'Whole system',
    wholeTreeOption: 'Administers the whole system and belongs to no unit',
    add: 'Add an account',
    edit: 'Edit',
    editOf: (name) => `Edit the account: ${name}`,
    letters: 'Language of letters',
    save: 'Save',
    firstPassword: 'First password',
    byLink: 'One-time link',
    byLinkHint: 'Afterwards you get a link by which this person sets the password. Nobody else knows it.',
    byHand: 'Temporary password',
    byHandHint: 'You tell the person this password; at the first sign-in another one must be chosen.',
    kindAndUnitOwn: 'You cannot change your own role and unit.',
    outside: 'This unit is not among those that you administer.',
    invalid:
      'Something is not right. Login: lower-case letters without accents, digits and . _ @ -; e-mail such as name@office.vn.',
    nobody: 'No account fits.',
    import: 'Import a spreadsheet',
    importedHint:
      'New accounts have no password yet. Filter by “No password yet”, and mail links to all where the system sends mail, or give each person a link.',
    more: 'Show more',
    enable: 'Enable',
    enableOf: (name) => `Enable the account of ${name}?`,
    notClearedYourself: 'You are not cleared for classified meetings yourself, so you cannot clear others.',
    disable: 'Disable',
    disableOf: (name) => `Disable the account of ${name}?`,
    disableConfirm: 'Disable the account',
    disableHint: 'This person is signed out at once and cannot sign in any more.',
  },
});
