import { catalogue } from '../../../i18n/language.ts';

const vi = {
  drop: (name: string) => `Bỏ ${name}`,
};

export const unitWords = catalogue({
  vi,
  en: {
    drop: (name) => `Drop ${name}`,
  },
});
