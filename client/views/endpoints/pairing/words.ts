import type { DeviceState } from '../../../../protocol/rest/identity/devices.ts';
import { type BothLanguages, catalogue } from '../../../i18n/language.ts';

type States = Record<DeviceState['state'], string>;

const states: BothLanguages<States> = {
  vi: { never: 'Chưa ghép', unpaired: 'Đã hủy ghép', paired: 'Đang vắng', online: 'Đang trực tuyến' },
  en: { never: 'Never paired', unpaired: 'Unpaired', paired: 'Not there now', online: 'Online now' },
};

const rooms = (count: number): string => `${count} ${count === 1 ? 'room' : 'rooms'}`;

const vi = {
  states: states.vi,
  state: 'Thiết bị',
  anyState: 'Mọi trạng thái',
  lastSeen: (moment: string) => `Lần cuối: ${moment}`,
  codeUntil: (moment: string) => `Mã ghép còn hiệu lực đến ${moment}`,
  counts: (online: number, paired: number, others: number) =>
    `${online} trực tuyến, ${paired} đang vắng, ${others} chưa ghép`,
  pair: 'Ghép thiết bị',
  steps: 'Trên thiết bị tại phòng họp, mở địa chỉ dưới đây rồi nhập mã:',
  title: 'Ghép thiết bị',
  way: 'Cách ghép',
  byCode: 'Nhập mã tại phòng họp',
  byScreen: 'Nhập mã trên màn hình phòng họp',
  validFor: 'Mã có hiệu lực trong',
  lives: {
    '600': '10 phút',
    '86400': '1 ngày',
    '259200': '3 ngày',
    '604800': '7 ngày',
    '1209600': '14 ngày',
  },
  make: 'Cấp mã',
  validUntil: (moment: string) => `Mã dùng được một lần, đến ${moment}.`,
  scan: 'Quét để mở trang ghép với mã này',
  screenSteps:
    'Trên thiết bị tại phòng họp, mở địa chỉ dưới đây. Màn hình hiện một mã sáu ký tự; nhập mã đó vào ô này.',
  screenCode: 'Mã trên màn hình',
  screenFailed:
    'Không có màn hình nào đang hiện mã này. Mã chỉ có hiệu lực vài phút; hãy đọc lại mã trên màn hình.',
  granted: (device: string, address: string) =>
    `Đã ghép: ${device}, địa chỉ ${address}. Màn hình phòng họp sẽ hiện tên điểm cầu; nếu không đúng thiết bị, hãy bấm “Hủy ghép”.`,
  unknownBrowser: 'trình duyệt không rõ',
  unpair: 'Hủy ghép',
  unpairQuestion: (room: string) =>
    `Hủy ghép thiết bị của ${room}? Thiết bị mất kết nối ngay, kể cả khi đang họp, và mã chưa dùng hết hiệu lực.`,
  sheet: 'Phiếu mã ghép',
  sheetTitle: 'Phiếu mã ghép',
  sheetFor: (count: number) => `Cấp mã cho ${count} điểm cầu đang hiện trong danh sách.`,
  sheetNone: 'Không có điểm cầu nào trong danh sách đang hiện.',
  sheetTooMany: (most: number) => `Mỗi phiếu tối đa ${most} điểm cầu; hãy lọc bớt danh sách.`,
  sheetOnlyUnpaired: 'Chỉ các điểm cầu chưa ghép',
  sheetWarning:
    'Mã chỉ hiện một lần này: hệ thống không lưu mã nên không in lại được. Mã cấp trước cho các điểm cầu này mà chưa dùng sẽ hết hiệu lực.',
  layout: 'Cách in',
  layouts: { grid: 'Nhiều phiếu một trang', pages: 'Mỗi điểm cầu một trang' },
  makeSheet: 'Cấp mã và xem phiếu',
  mailSheet: 'Cấp mã và gửi thư cho đơn vị',
  mailed: (sent: number, left: number) =>
    left === 0
      ? `Đã gửi thư cho ${sent} điểm cầu.`
      : `Đã gửi thư cho ${sent} điểm cầu. Còn ${left} điểm cầu chưa có địa chỉ hoặc không gửi được, phiếu ở dưới:`,
  print: 'In phiếu',
  open: 'Mở trên thiết bị tại phòng họp:',
  code: 'Mã ghép',
  once: (moment: string) => `Dùng một lần, đến ${moment}`,
};

export const pairingWords = catalogue({
  vi,
  en: {
    states: states.en,
    state: 'Device',
    anyState: 'Any state',
    lastSeen: (moment) => `Last seen: ${moment}`,
    codeUntil: (moment) => `A pairing code works until ${moment}`,
    counts: (online, paired, others) => `${online} online, ${paired} not there, ${others} without a device`,
    pair: 'Pair a device',
    steps: 'On the device in the room, open the address below and type the code:',
    title: 'Pair a device',
    way: 'How to pair',
    byCode: 'Type a code in the room',
    byScreen: 'Type the code on the room’s screen',
    validFor: 'The code is valid for',
    lives: {
      '600': '10 minutes',
      '86400': '1 day',
      '259200': '3 days',
      '604800': '7 days',
      '1209600': '14 days',
    },
    make: 'Issue a code',
    validUntil: (moment) => `The code works once, until ${moment}.`,
    scan: 'Scan to open the pairing page with this code',
    screenSteps:
      'On the device in the room, open the address below. The screen shows a code of six characters; type it here.',
    screenCode: 'Code on the screen',
    screenFailed: 'No screen shows this code. A code works for some minutes only; read the screen again.',
    granted: (device, address) =>
      `Paired: ${device}, address ${address}. The screen in the room shows the room’s name; if it is another device, press “Unpair”.`,
    unknownBrowser: 'an unknown browser',
    unpair: 'Unpair',
    unpairQuestion: (room) =>
      `Unpair the device of ${room}? It is disconnected at once, even in a session, and codes that nobody has used stop working.`,
    sheet: 'Pairing sheet',
    sheetTitle: 'Pairing sheet',
    sheetFor: (count) => `The list shows ${rooms(count)}; each gets a code.`,
    sheetNone: 'The list shows no rooms.',
    sheetTooMany: (most) => `A sheet has at most ${most} rooms; filter the list.`,
    sheetOnlyUnpaired: 'Only rooms without a device',
    sheetWarning:
      'The codes are shown this once: the server does not keep them, so they cannot be printed again. Earlier codes of these rooms that nobody has used stop working.',
    layout: 'Layout',
    layouts: { grid: 'Several on a page', pages: 'One page for each room' },
    makeSheet: 'Issue codes and show the sheet',
    mailSheet: 'Issue codes and mail them to the units',
    mailed: (sent, left) =>
      left === 0
        ? `Mailed to ${rooms(sent)}.`
        : `Mailed to ${rooms(sent)}. ${left} without an address or not sent; their slips are below:`,
    print: 'Print',
    open: 'Open on the device in the room:',
    code: 'Pairing code',
    once: (moment) => `Works once, until ${moment}`,
  },
});
