import { catalogue } from '../../i18n/language.ts';

const vi = {
  hint: 'Nhóm gồm các điểm cầu và cá nhân thường được mời cùng nhau. Số điểm cầu ở đây tính đến hôm nay; khi mời, danh sách được lấy theo ngày họp. Sửa hoặc xóa nhóm không làm thay đổi giấy mời đã gửi.',
  add: 'Tạo nhóm',
  edit: 'Sửa',
  editOf: (name: string) => `Sửa nhóm ${name}`,
  removeOf: (name: string) => `Xóa nhóm ${name}`,
  unit: 'Đơn vị quản lý nhóm',
  members: 'Thành viên',
  rooms: (count: number) => `${count} điểm cầu`,
  people: (count: number) => `${count} cá nhân`,
  units: 'Mọi điểm cầu của đơn vị và cấp dưới',
  except: 'Trừ các đơn vị và cấp dưới',
  others: 'Cũng gồm',
  otherExcept: 'Cũng trừ',
  unseen: 'Ngoài phạm vi của bạn, hoặc không còn',
};

export const groupsPageWords = catalogue({
  vi,
  en: {
    hint: 'A group has the rooms and people that are often invited together. The rooms are counted for today; an invitation takes those of the day of the meeting. Changing or removing a group leaves the invitations that were sent.',
    add: 'Create a group',
    edit: 'Edit',
    editOf: (name) => `Edit the group ${name}`,
    removeOf: (name) => `Remove the group ${name}`,
    unit: 'Unit that keeps the group',
    members: 'Members',
    rooms: (count) => `${count} ${count === 1 ? 'room' : 'rooms'}`,
    people: (count) => `${count} ${count === 1 ? 'person' : 'people'}`,
    units: 'All rooms of a unit and below it',
    except: 'Except units and those below them',
    others: 'Also has',
    otherExcept: 'Also leaves out',
    unseen: 'Outside your units, or gone',
  },
});
