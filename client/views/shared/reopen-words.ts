import { catalogue } from '../../i18n/language.ts';

const vi = {
  reopen: 'Mở lại phiên họp',
  reopenConfirm: 'Mở lại phiên họp cho tất cả thành phần dự họp?',
  reopenHint: 'Mở lại được trong 10 phút sau khi kết thúc',
};

export const reopenWords = catalogue({
  vi,
  en: {
    reopen: 'Open the meeting again',
    reopenConfirm: 'Open the meeting again for everybody?',
    reopenHint: 'Possible for ten minutes after the end',
  },
});
