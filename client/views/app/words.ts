import { catalogue } from '../../i18n/language.ts';

const vi = {
  notFoundPage: 'Không có trang này.',
  menu: 'Các trang',
  administration: 'Quản trị',
  skipMenu: 'Đến nội dung chính',
};

export const appWords = catalogue({
  vi,
  en: {
    notFoundPage: 'There is no such page.',
    menu: 'Pages',
    administration: 'Administration',
    skipMenu: 'Skip to the content',
  },
});
