import type { BridgeView } from '../../../protocol/rest/bridges.ts';
import { catalogue } from '../../i18n/language.ts';

const vi = {
  hint: 'Máy chủ cầu nối truyền hình ảnh và âm thanh của các phiên họp. Máy chủ tự kết nối ra ngoài: chỉ cần mở các cổng truyền hình ảnh và âm thanh.',
  notUsed:
    'Máy chủ này tự truyền hình ảnh và âm thanh. Muốn dùng các máy chủ cầu nối dưới đây, hãy đặt role: control trong cấu hình.',
  none: 'Chưa có máy chủ cầu nối nào.',
  add: 'Thêm máy chủ cầu nối',
  name: 'Tên máy chủ',
  unit: 'Đặt tại đơn vị',
  change: 'Sửa',
  changeOf: (name: string) => `Sửa ${name}`,
  changeTitle: 'Sửa máy chủ cầu nối',
  drain: 'Rút khỏi phục vụ',
  drainOf: (name: string) => `Rút ${name} khỏi phục vụ`,
  drainQuestion: (name: string) =>
    `Rút ${name} khỏi phục vụ? Phiên họp mới vào các máy chủ khác, miễn là ở đó còn chỗ. Các điểm cầu của phiên họp đang chạy lần lượt chuyển sang đó, hình ảnh và âm thanh không gián đoạn.`,
  undrain: 'Đưa trở lại phục vụ',
  undrainOf: (name: string) => `Đưa ${name} trở lại phục vụ`,
  draining: (since: string) => `Rút khỏi phục vụ từ ${since}`,
  waits: (conferences: number) => `Còn ${conferences} phiên họp ở đây`,
  idle: 'Đã rảnh: có thể cập nhật hoặc gỡ',
  unsteady: 'Vừa mất kết nối: phiên họp mới tạm thời vào máy chủ khác, nếu có',
  lostOnly: 'Nếu hỏng ngay bây giờ: không có máy chủ nào khác',
  lostFits: 'Nếu hỏng ngay bây giờ: các máy chủ khác đủ chỗ',
  lostShort: 'Nếu hỏng ngay bây giờ, các máy chủ khác không đủ chỗ cho:',
  without: (title: string, withoutRoom: number, participants: number) =>
    `${title}: thiếu chỗ cho ${withoutRoom} trong ${participants} điểm cầu và đại biểu`,
  untitled: 'Phiên họp không hiện tên',
  onlyOne:
    'Chỉ có một máy chủ cầu nối đang kết nối. Nếu máy chủ này hỏng, không phiên họp nào có hình ảnh và âm thanh.',
  allDraining:
    'Mọi máy chủ đang kết nối đều được rút khỏi phục vụ. Phiên họp mới vẫn vào các máy chủ này, để không phiên nào bị lỡ.',
  indispensable: (names: readonly string[]) =>
    `Không được để hỏng: ${names.join(', ')}. Các máy chủ còn lại không đủ chỗ cho các phiên họp ở đó.`,
  newCode: 'Cấp mã khác',
  newCodeOf: (name: string) => `Cấp mã khác cho ${name}`,
  remove: 'Gỡ',
  removeOf: (name: string) => `Gỡ ${name}`,
  removeQuestion: (name: string, conferences: number) =>
    conferences === 0
      ? `Gỡ ${name}? Máy chủ này sẽ bị ngắt ngay và không kết nối lại được.`
      : `Gỡ ${name}? Máy chủ này sẽ bị ngắt ngay. ${conferences} phiên họp đang chạy sẽ chuyển sang máy chủ khác, hình ảnh và âm thanh gián đoạn vài giây.`,
  codeTitle: (name: string) => `Mã kết nối của ${name}`,
  codeSteps: 'Trên máy chủ cầu nối, khởi động dịch vụ với hai giá trị này trong cấu hình:',
  codeOnce: (until: string) => `Mã dùng một lần, có hiệu lực đến ${until}. Mã chỉ hiện ở đây một lần.`,
  states: {
    unpaired: 'Chưa kết nối lần nào',
    away: 'Mất kết nối',
    connected: 'Đã kết nối',
  } satisfies Record<BridgeView['state'], string>,
  codeUntil: (until: string) => `Mã có hiệu lực đến ${until}`,
  seen: (at: string) => `Lần cuối ${at}`,
  version: (version: string) => `Phiên bản ${version}`,
  load: 'Tải so với năng lực',
  loadOf: (load: string, budget: string) => `${load} trên ${budget} gói tin/giây`,
  carries: (conferences: number, participants: number) =>
    `${conferences} phiên họp, ${participants} điểm cầu và đại biểu`,
};

const counted = (count: number, noun: string): string => `${count} ${noun}${count === 1 ? '' : 's'}`;

export const bridgeWords = catalogue({
  vi,
  en: {
    hint: 'Bridges carry the pictures and sound of meetings. A bridge dials out by itself: open only its media ports.',
    notUsed:
      'This server carries pictures and sound itself. To use the bridges below, set role: control in the configuration.',
    none: 'No bridges yet.',
    add: 'Add a bridge',
    name: 'Name',
    unit: 'At the unit',
    change: 'Change',
    changeOf: (name) => `Change ${name}`,
    changeTitle: 'Change the bridge',
    drain: 'Take out of service',
    drainOf: (name) => `Take ${name} out of service`,
    drainQuestion: (name) =>
      `Take ${name} out of service? New meetings go to other bridges, as long as these have room. Rooms of meetings under way move there one by one, without a gap in picture or sound.`,
    undrain: 'Bring back into service',
    undrainOf: (name) => `Bring ${name} back into service`,
    draining: (since) => `Out of service since ${since}`,
    waits: (conferences) => `Still has ${counted(conferences, 'meeting')}`,
    idle: 'Idle: may be updated or removed',
    unsteady: 'Was just away: for now, new meetings go to other bridges, if there are any',
    lostOnly: 'If it failed now: there is no other bridge',
    lostFits: 'If it failed now: the other bridges have room',
    lostShort: 'If it failed now, the other bridges would have too little room for:',
    without: (title, withoutRoom, participants) =>
      `${title}: no room for ${withoutRoom} of ${counted(participants, 'participant')}`,
    untitled: 'A meeting whose title is not shown',
    onlyOne: 'Only one bridge is connected. If it fails, no meeting has pictures and sound.',
    allDraining:
      'All connected bridges are taken out of service. New meetings still go to them, so that none fails.',
    indispensable: (names) =>
      `Must not fail: ${names.join(', ')}. The remaining bridges have too little room for the meetings there.`,
    newCode: 'Another code',
    newCodeOf: (name) => `Another code for ${name}`,
    remove: 'Remove',
    removeOf: (name) => `Remove ${name}`,
    removeQuestion: (name, conferences) =>
      conferences === 0
        ? `Remove ${name}? It is cut off at once and cannot connect again.`
        : `Remove ${name}? It is cut off at once. Running meetings that move to other bridges: ${conferences}. Their pictures and sound pause for some seconds.`,
    codeTitle: (name) => `Code for ${name}`,
    codeSteps: 'On the machine of the bridge, start the service with these two values in its configuration:',
    codeOnce: (until) => `The code works once, until ${until}. It is shown only here.`,
    states: { unpaired: 'Never connected', away: 'Not connected', connected: 'Connected' },
    codeUntil: (until) => `Code works until ${until}`,
    seen: (at) => `Last seen ${at}`,
    version: (version) => `Version ${version}`,
    load: 'Load against budget',
    loadOf: (load, budget) => `${load} of ${budget} packets/s`,
    carries: (conferences, participants) =>
      `${counted(conferences, 'meeting')}, ${counted(participants, 'participant')}`,
  },
});
