import { catalogue } from '../../i18n/language.ts';

const vi = {
  own: 'Đồng bộ lịch cá nhân',
  hint: 'Thêm địa chỉ này vào Outlook, Google Calendar hoặc lịch trên điện thoại để luôn thấy các phiên họp được mời. Ai có địa chỉ đều xem được, xin đừng chia sẻ.',
  replaces: 'Địa chỉ chỉ hiện một lần. Tạo địa chỉ mới thì địa chỉ cũ hết hiệu lực.',
  create: 'Tạo địa chỉ mới',
  subscribe: 'Mở bằng ứng dụng lịch trên máy này',
  copy: 'Sao chép',
  copied: 'Đã sao chép',
  revoke: 'Hủy địa chỉ',
  revokeQuestion: 'Các lịch đang dùng địa chỉ này sẽ ngừng cập nhật. Hủy địa chỉ?',
  revoked: 'Không còn địa chỉ nào dùng được.',
};

/** Texts for the calendar at a secret address. */
export const ownCalendarWords = catalogue({
  vi,
  en: {
    own: 'Own calendar',
    hint: 'Add this address to Outlook, Google Calendar or your phone to see the sessions you are invited to. Anyone who has the address can read it, so do not share it.',
    replaces: 'The address is shown once. A new one ends the one before.',
    create: 'Make a new address',
    subscribe: 'Open in the calendar app of this device',
    copy: 'Copy',
    copied: 'Copied',
    revoke: 'Revoke the address',
    revokeQuestion: 'Calendars that use the address will no longer be kept up to date. Revoke it?',
    revoked: 'No address is in use any more.',
  },
});
