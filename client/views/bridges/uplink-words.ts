import { catalogue } from '../../i18n/language.ts';

const vi = {
  title: 'Đường truyền của các đơn vị',
  hint: 'Đường truyền từ một đơn vị lên cấp trên do mọi điểm cầu của đơn vị và các đơn vị trực thuộc dùng chung. Phiên họp giữ trước phần của mình; hết chỗ thì không xếp thêm được. Đơn vị không có trong danh sách thì không bị giới hạn.',
  add: 'Thêm đường truyền',
  changeTitle: 'Sửa đường truyền',
  unit: 'Của đơn vị',
  mbps: 'Dành cho các phiên họp, mỗi chiều (Mbit/s)',
  load: 'Phần đã giữ so với dung lượng',
  reserved: (reserved: string, all: string) => `Lúc này đã giữ ${reserved} trên ${all} Mbit/s`,
  change: 'Sửa',
  changeOf: (name: string) => `Sửa đường truyền của ${name}`,
  remove: 'Bỏ giới hạn',
  removeOf: (name: string) => `Bỏ giới hạn đường truyền của ${name}`,
  removeQuestion: (name: string) =>
    `Bỏ giới hạn đường truyền của ${name}? Các phiên họp không giữ chỗ trên đường truyền này nữa.`,
};

export const uplinkWords = catalogue({
  vi,
  en: {
    title: 'Lines of units',
    hint: 'The line from a unit to the unit above it is shared by all rooms of the unit and of the units below. Meetings reserve their share; when nothing is left, no more can be scheduled. A unit that is not listed has no limit.',
    add: 'Add a line',
    changeTitle: 'Change the line',
    unit: 'Of the unit',
    mbps: 'For meetings, in each direction (Mbit/s)',
    load: 'Reserved against capacity',
    reserved: (reserved, all) => `Reserved now: ${reserved} of ${all} Mbit/s`,
    change: 'Change',
    changeOf: (name) => `Change the line of ${name}`,
    remove: 'Remove the limit',
    removeOf: (name) => `Remove the limit of the line of ${name}`,
    removeQuestion: (name) =>
      `Remove the limit of the line of ${name}? Meetings no longer reserve anything on this line.`,
  },
});
