import { catalogue, type BothLanguages } from '../../../i18n/language.ts';

const way: BothLanguages<Record<'many' | 'single', string>> = {
  vi: { many: 'Nhiều điểm cầu cùng lúc', single: 'Từng điểm cầu, từng người' },
  en: { many: 'Many rooms at once', single: 'Rooms and people one by one' },
};

type ByContent<T> = Readonly<Record<'rooms' | 'people', T>>;
const groups: BothLanguages<ByContent<string>> = {
  vi: { rooms: 'Nhóm điểm cầu', people: 'Nhóm người' },
  en: { rooms: 'Groups of rooms', people: 'Groups of people' },
};
const groupHint: BothLanguages<ByContent<string>> = {
  vi: {
    rooms: 'Nhóm được lưu cho đơn vị tổ chức. Danh sách điểm cầu được lấy theo ngày họp.',
    people:
      'Nhóm được lưu cho đơn vị tổ chức, gồm những người đang chọn. Khi mời nhóm, mỗi người nhận giấy mời riêng.',
  },
  en: {
    rooms: 'Kept for the organising unit. Which rooms it means is looked up on the day of a meeting.',
    people:
      'Kept for the organising unit, with the people that are chosen now. Each of them gets an invitation.',
  },
};
const overwriteGroup: BothLanguages<ByContent<(name: string) => string>> = {
  vi: {
    rooms: (name) => `Thay nội dung nhóm “${name}” bằng lựa chọn này?`,
    people: (name) => `Thay những người trong nhóm “${name}” bằng những người đang chọn?`,
  },
  en: {
    rooms: (name) => `Replace what the group “${name}” means by this selection?`,
    people: (name) => `Replace the people of the group “${name}” by those that are chosen?`,
  },
};

const vi = {
  own: 'Giấy mời của bạn',
  toAnswer: 'Bạn chưa trả lời giấy mời',
  singleRooms: 'Từng điểm cầu',
  meaning: (endpoints: number) =>
    endpoints === 0 ? 'Chưa có điểm cầu nào trong lựa chọn này.' : `Gồm ${endpoints} điểm cầu.`,
  sent: 'Danh sách đã gửi',
  sentBy: (who: string, when: string, endpoints: number) => `${who}, ${when}: ${endpoints} điểm cầu`,
  group: (name: string) => `Nhóm: ${name}`,
  tag: (tag: string, endpoints: number) => `Nhãn: ${tag} (${endpoints})`,
  saveGroup: 'Lưu thành nhóm…',
  peopleGroups: 'Nhóm người…',
  groups: groups.vi,
  groupHint: groupHint.vi,
  saved: 'Các nhóm đã lưu',
  overwrite: 'Ghi đè',
  overwriteGroup: overwriteGroup.vi,
  delegates: 'Mời đích danh',
  delegatesOf: (name: string) => `Đại biểu được mời: ${name}`,
  delegatesHint: 'Mỗi dòng một người: họ tên, dấu phẩy, chức vụ.',
  delegatesExample: 'Nguyễn Văn An, Chủ tịch UBND xã',
  delegatesInvalid: 'Nhiều nhất 100 người; họ tên và chức vụ không quá 200 ký tự.',
  saveDelegates: 'Lưu đại biểu',
  noRecorderLeft: 'Hết máy ghi hình',
  noInvitations: 'Chưa mời ai.',
  withdraw: 'Rút giấy mời',
  chairPlace: (place: number) =>
    place === 1 ? 'Chủ tọa thứ nhất' : `Chủ tọa thứ ${place}, khi các chủ tọa trước vắng mặt`,
  chairOrder: 'Thứ tự chủ tọa',
  chairOrderHint: 'Người đứng đầu trong số đang có mặt ngồi ghế chủ tọa.',
  ways: 'Cách mời',
  way: way.vi,
  inviteChosen: (count: number) => (count === 0 ? 'Mời' : `Mời (${count})`),
  everyRole: 'Mọi vai trò',
  kind: 'Loại',
  everyKind: 'Điểm cầu và cá nhân',
  roomsOnly: 'Chỉ điểm cầu',
  peopleOnly: 'Chỉ cá nhân',
  shownOf: (shown: number, all: number) =>
    shown === all ? `${all} giấy mời` : `${shown} trên ${all} giấy mời`,
  role: 'Vai trò',
};

export const invitationWords = catalogue({
  vi,
  en: {
    own: 'Your invitation',
    toAnswer: 'You have not answered',
    singleRooms: 'Rooms one by one',
    meaning: (endpoints) =>
      endpoints === 0
        ? 'There is no room in this selection.'
        : `${endpoints} ${endpoints === 1 ? 'room' : 'rooms'}.`,
    sent: 'Lists as they were sent',
    sentBy: (who, when, endpoints) => `${who}, ${when}: ${endpoints} ${endpoints === 1 ? 'room' : 'rooms'}`,
    group: (name) => `Group: ${name}`,
    tag: (tag, endpoints) => `Tag: ${tag} (${endpoints})`,
    saveGroup: 'Save as a group…',
    peopleGroups: 'Groups of people…',
    groups: groups.en,
    groupHint: groupHint.en,
    saved: 'Saved groups',
    overwrite: 'Overwrite',
    overwriteGroup: overwriteGroup.en,
    delegates: 'By name',
    delegatesOf: (name) => `Delegates asked to come: ${name}`,
    delegatesHint: 'One person a line: name, comma, position.',
    delegatesExample: 'Nguyễn Văn An, Chủ tịch UBND xã',
    delegatesInvalid: 'At most 100 people; names and positions of 200 characters at most.',
    saveDelegates: 'Save the delegates',
    noRecorderLeft: 'No recorder is left',
    noInvitations: 'Nobody is invited yet.',
    withdraw: 'Withdraw the invitation',
    chairPlace: (place) =>
      place === 1 ? 'First chair' : `Chair no. ${place}, while those before are absent`,
    chairOrder: 'Order of the chairs',
    chairOrderHint: 'The first of those present has the chair’s seat.',
    ways: 'How to invite',
    way: way.en,
    inviteChosen: (count) => (count === 0 ? 'Invite' : `Invite (${count})`),
    everyRole: 'Every role',
    kind: 'Kind',
    everyKind: 'Rooms and people',
    roomsOnly: 'Rooms only',
    peopleOnly: 'People only',
    shownOf: (shown, all) => (shown === all ? `${all} invited` : `${shown} of ${all} invited`),
    role: 'Role',
  },
});
