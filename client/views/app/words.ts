import { catalogue } from '../../i18n/language.ts';

const vi = {
  notFoundPage: 'Không có trang này.',
};

export const appWords = catalogue({
  vi,
  en: {
    notFoundPage: 'There is no such page.',
  },
});
