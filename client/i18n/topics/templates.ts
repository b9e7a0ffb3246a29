import type { Topic } from './topic.ts';

const vi = {
  fromTemplate: 'Từ mẫu',
  template: 'Mẫu phiên họp',
  about: (minutes: number, items: number) => `${minutes} phút, ${items} mục chương trình.`,
  invitesBelow: 'Mời mọi điểm cầu của đơn vị tổ chức và các đơn vị trực thuộc.',
  invitesByName: (count: number) => `Mời ${count} điểm cầu, người.`,
  repeat: 'Lặp lại theo mẫu',
  use: 'Tạo dự thảo',
  remove: 'Xóa mẫu',
  removeQuestion: (name: string) => `Xóa mẫu “${name}”?`,
  keep: 'Lưu làm mẫu',
  name: 'Tên mẫu',
  whom: 'Mời ai',
  same: 'Các điểm cầu của phiên này',
  organiser: 'Mọi điểm cầu trực thuộc',
  copy: 'Sao chép',
  copyTitle: 'Sao chép phiên họp',
  copyHint: 'Dự thảo mới có chương trình, vai trò và giấy mời như phiên này.',
};

export const templates: Topic<typeof vi> = {
  vi,
  en: {
    fromTemplate: 'From a template',
    template: 'Template',
    about: (minutes, items) => `${minutes} minutes, ${items} items on the agenda.`,
    invitesBelow: 'Invites every room of the organising unit and of those below it.',
    invitesByName: (count) => `Invites ${count} rooms and people.`,
    repeat: 'Repeat as the template says',
    use: 'Make the draft',
    remove: 'Remove the template',
    removeQuestion: (name) => `Remove the template “${name}”?`,
    keep: 'Keep as a template',
    name: 'Name of the template',
    whom: 'Whom it invites',
    same: 'The rooms of this meeting',
    organiser: 'Every room below the organiser',
    copy: 'Copy',
    copyTitle: 'Copy the meeting',
    copyHint: 'The new draft has the agenda, the roles and the invitations of this one.',
  },
};
