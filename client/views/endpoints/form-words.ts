import type { MoveRefusal } from '../../../protocol/rest/sites/endpoints.ts';
import { type BothLanguages, catalogue } from '../../i18n/language.ts';

const moveRefusals: BothLanguages<Record<MoveRefusal, string>> = {
  vi: {
    'site-ended': 'Đơn vị đã ngừng hiệu lực.',
    namesake: 'Đơn vị này đã có điểm cầu cùng tên; hãy đổi tên trước khi chuyển.',
    live: 'Điểm cầu đang được mời dự một phiên họp trực tuyến; hãy chuyển sau khi phiên kết thúc.',
  },
  en: {
    'site-ended': 'The unit has ended.',
    namesake: 'The unit has a room of this name; rename this one first.',
    live: 'The room is invited to a live session; move it when that is over.',
  },
};

const vi = {
  moveRefusals: moveRefusals.vi,
  add: 'Thêm điểm cầu',
  unit: 'Đơn vị',
  name: 'Tên điểm cầu',
  phone: 'Điện thoại tại điểm cầu',
  phoneInvalid: 'cần một số như 0912 345 678',
  equipment: 'Thiết bị',
  equipmentHint: 'Ví dụ: màn hình 65 inch, camera xoay, micro để bàn.',
  namesake: 'Đơn vị này đã có điểm cầu cùng tên.',
  details: 'Sửa thông tin điểm cầu',
  save: 'Lưu',
  move: 'Chuyển đơn vị…',
  moveTitle: 'Chuyển điểm cầu sang đơn vị khác',
  moveTo: 'Đơn vị mới',
  moveEffect: (unit: string) =>
    `Điểm cầu chuyển về ${unit} cùng thiết bị đã ghép, giấy mời và lịch sử kiểm tra. Cán bộ của đơn vị cũ không còn quản lý điểm cầu này.`,
  moveConfirm: 'Chuyển',
  retire: 'Ngừng dùng…',
  retireQuestion: (room: string) =>
    `Ngừng dùng ${room}? Thiết bị đã ghép bị ngắt ngay và điểm cầu không còn được mời họp. Biên bản, điểm danh của các phiên đã họp giữ nguyên.`,
  retireConfirm: 'Ngừng dùng',
  none: 'Chưa có điểm cầu nào. Nhập danh sách từ bảng tính, hoặc thêm từng điểm cầu.',
};

export const roomFormWords = catalogue({
  vi,
  en: {
    moveRefusals: moveRefusals.en,
    add: 'Add a room',
    unit: 'Unit',
    name: 'Room name',
    phone: 'Telephone at the room',
    phoneInvalid: 'a number such as 0912 345 678',
    equipment: 'Equipment',
    equipmentHint: 'For example: 65-inch screen, pan-tilt camera, table microphones.',
    namesake: 'The unit has a room of this name.',
    details: 'Edit a room',
    save: 'Save',
    move: 'Move to a unit…',
    moveTitle: 'Move a room to another unit',
    moveTo: 'New unit',
    moveEffect: (unit) =>
      `The room moves to ${unit} with its paired device, its invitations and its checks. The staff of the old unit no longer manages it.`,
    moveConfirm: 'Move',
    retire: 'Take out of use…',
    retireQuestion: (room) =>
      `Take ${room} out of use? Its device is disconnected at once, and the room is invited no more. Records of earlier sessions stay.`,
    retireConfirm: 'Take out of use',
    none: 'There are no rooms yet. Import a spreadsheet, or add rooms one by one.',
  },
});
