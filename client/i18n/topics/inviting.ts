import { selectedWord } from '../../../domain/words.ts';
import type { Topic } from './topic.ts';

const vi = {
  /** A selection in words. */
  worded: selectedWord,
  except: 'trừ',
  singleRooms: 'Từng điểm cầu',
  meaning: (endpoints: number) =>
    endpoints === 0 ? 'Chưa có điểm cầu nào trong lựa chọn này.' : `Gồm ${endpoints} điểm cầu.`,
  sent: 'Danh sách đã gửi',
  sentBy: (who: string, when: string, endpoints: number) => `${who}, ${when}: ${endpoints} điểm cầu`,
  group: (name: string) => `Nhóm: ${name}`,
  tag: (tag: string, endpoints: number) => `Nhãn: ${tag} (${endpoints})`,
  saveGroup: 'Lưu thành nhóm…',
  groups: 'Nhóm điểm cầu',
  groupName: 'Tên nhóm',
  groupHint: 'Nhóm được lưu cho đơn vị chủ trì. Danh sách điểm cầu được lấy theo ngày họp.',
  saved: 'Các nhóm đã lưu',
  noGroups: 'Chưa có nhóm nào.',
  save: 'Lưu nhóm',
  overwrite: 'Ghi đè',
  overwriteGroup: (name: string) => `Thay nội dung nhóm “${name}” bằng lựa chọn này?`,
  remove: 'Xóa',
  removeGroup: (name: string) => `Xóa nhóm “${name}”? Giấy mời đã gửi không thay đổi.`,
  nameTaken: 'Đơn vị đã có nhóm tên này.',
  tags: 'Nhãn',
  tagsOf: 'Nhãn của điểm cầu',
  tagsHint: 'Các từ ngắn, cách nhau bằng dấu phẩy: cấp xã, miền núi, có máy ghi hình.',
  tagsInvalid: 'Nhiều nhất 20 nhãn, mỗi nhãn không quá 40 ký tự.',
  anyTag: 'Tất cả',
  cleared: 'Được dự họp mật',
  clear: 'Cho dự họp mật',
  unclear: 'Thôi cho dự họp mật',
  clearConfirm: (name: string) => `Cho ${name} dự các phiên họp mật?`,
  unclearConfirm: (name: string) =>
    `Thôi cho ${name} dự các phiên họp mật? Nếu đang dự phiên họp mật thì sẽ phải rời ngay.`,
  uncleared: (count: number) =>
    `Phiên họp mật không mời được ${count} thành phần sau vì chưa được phép dự họp mật. Chưa có gì được lưu:`,
  unclearedHint:
    'Hãy bỏ các thành phần này, hoặc đề nghị quản trị viên cho phép tại trang Điểm cầu, Tài khoản.',
  saveTags: 'Lưu nhãn',
  delegates: 'Mời đích danh',
  delegatesOf: (name: string) => `Đại biểu được mời: ${name}`,
  delegatesHint: 'Mỗi dòng một người: họ tên, dấu phẩy, chức vụ.',
  delegatesExample: 'Nguyễn Văn An, Chủ tịch UBND xã',
  delegatesInvalid: 'Nhiều nhất 100 người; họ tên và chức vụ không quá 200 ký tự.',
  saveDelegates: 'Lưu đại biểu',
  asked: (people: string) => `Mời: ${people}`,
  record: 'Ghi hình phiên họp',
  isRecorded: 'Phiên họp được ghi hình.',
  noRecorderLeft: 'Hết máy ghi hình',
  recordersLeft: (count: number) => `Còn ${count} máy ghi hình.`,
};

export const inviting: Topic<typeof vi> = {
  vi,
  en: {
    worded: ({ kind, name }) => {
      switch (kind) {
        case 'subtree':
          return `${name} and what lies below it`;
        case 'level':
          return `All: ${name}`;
        case 'tag':
          return `Tag “${name}”`;
        case 'group':
          return `Group “${name}”`;
        case 'endpoint':
        case 'site':
          return name;
        default:
          return kind satisfies never;
      }
    },
    except: 'except',
    singleRooms: 'Endpoints one by one',
    meaning: (endpoints) =>
      endpoints === 0
        ? 'There is no endpoint in this selection.'
        : `${endpoints} ${endpoints === 1 ? 'endpoint' : 'endpoints'}.`,
    sent: 'Lists as they were sent',
    sentBy: (who, when, endpoints) => `${who}, ${when}: ${endpoints} endpoints`,
    group: (name) => `Group: ${name}`,
    tag: (tag, endpoints) => `Tag: ${tag} (${endpoints})`,
    saveGroup: 'Save as a group…',
    groups: 'Groups of endpoints',
    groupName: 'Name of the group',
    groupHint: 'Kept for the organising unit. Which endpoints it means is looked up on the day of a meeting.',
    saved: 'Saved groups',
    noGroups: 'There are none yet.',
    save: 'Save the group',
    overwrite: 'Overwrite',
    overwriteGroup: (name) => `Replace what the group “${name}” means by this selection?`,
    remove: 'Remove',
    removeGroup: (name) => `Remove the group “${name}”? Invitations that were sent stay.`,
    nameTaken: 'The unit has a group of that name.',
    tags: 'Tags',
    tagsOf: 'Tags of the endpoint',
    tagsHint: 'Short words with commas between them: cấp xã, miền núi, có máy ghi hình.',
    tagsInvalid: 'At most 20 tags of 40 characters each.',
    anyTag: 'All',
    cleared: 'Cleared for classified meetings',
    clear: 'Clear for classified meetings',
    unclear: 'Withdraw the clearance',
    clearConfirm: (name) => `Clear ${name} for classified meetings?`,
    unclearConfirm: (name) =>
      `Withdraw the clearance of ${name}? From a classified meeting that is live it is put out at once.`,
    uncleared: (count) =>
      `A classified meeting cannot invite these ${count}, who are not cleared for it. Nothing was saved:`,
    unclearedHint:
      'Leave them out, or ask an administrator to clear them on the pages of endpoints and accounts.',
    saveTags: 'Save the tags',
    delegates: 'By name',
    delegatesOf: (name) => `Delegates asked to come: ${name}`,
    delegatesHint: 'One person a line: name, comma, position.',
    delegatesExample: 'Nguyễn Văn An, Chủ tịch UBND xã',
    delegatesInvalid: 'At most 100 people; names and positions of 200 characters at most.',
    saveDelegates: 'Save the delegates',
    asked: (people) => `Asked: ${people}`,
    record: 'Record the meeting',
    isRecorded: 'The meeting is recorded.',
    noRecorderLeft: 'No recorder is left',
    recordersLeft: (count) => `${count} ${count === 1 ? 'recorder is' : 'recorders are'} left.`,
  },
};
