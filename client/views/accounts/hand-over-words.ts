import { catalogue } from '../../i18n/language.ts';

const vi = {
  open: 'Bàn giao',
  title: (name: string) => `Bàn giao phiên họp của ${name}`,
  hint: 'Dùng khi một người nghỉ hoặc chuyển công tác. Người nhận thay vào chỗ của người này trong các phiên họp sắp tới do các đơn vị bạn quản trị tổ chức, với cùng vai trò. Nhóm điểm cầu và mẫu phiên họp thuộc về đơn vị nên không phải bàn giao. Nhóm người vẫn giữ người này cho đến khi được sửa.',
  to: 'Người nhận',
  confirm: 'Bàn giao',
  moved: (count: number) => `Đã bàn giao ${count} phiên họp.`,
  kept: (count: number) => `Chưa bàn giao được ${count} phiên họp:`,
  outside: (count: number) => `Còn ${count} phiên họp của đơn vị ngoài phạm vi bạn quản trị.`,
};

export const handOverWords = catalogue({
  vi,
  en: {
    open: 'Hand over',
    title: (name) => `Hand over the meetings of ${name}`,
    hint: 'For a person that leaves or changes office. The other person takes this one’s place in the coming meetings of the units that you administer, in the same role. Groups of rooms and templates belong to the unit and need no handing over. Groups of people keep this person until they are changed.',
    to: 'Hand over to',
    confirm: 'Hand over',
    moved: (count) => `${count} ${count === 1 ? 'meeting was' : 'meetings were'} handed over.`,
    kept: (count) => `${count} could not be handed over:`,
    outside: (count) => `${count} more are of units that you do not administer.`,
  },
});
