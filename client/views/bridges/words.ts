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
