import { catalogue } from '../../i18n/language.ts';

const vi = {
  linkOver: 'Đường dẫn này không còn dùng được.',
  when: 'Thời gian',
  invited: 'Được mời',
};

export const replyWords = catalogue({
  vi,
  en: {
    linkOver: 'This link is no longer good.',
    when: 'When',
    invited: 'Invited',
  },
});
