import { accountKindWords } from '../../../domain/words.ts';
import type { AccountKind } from '../../../protocol/rest/permissions.ts';
import { catalogue } from '../../i18n/language.ts';
import type { BothLanguages } from '../../i18n/language.ts';

const kinds: BothLanguages<Record<AccountKind, string>> = {
  vi: accountKindWords,
  en: {
    administrator: 'Administrator',
    secretariat: 'Secretariat',
    operator: 'Operator',
    official: 'Official',
  },
};

const vi = {
  kinds: kinds.vi,
  disabled: 'Đã khóa',
  emailOf: (name: string) => `Thư điện tử: ${name}`,
  disable: 'Khóa',
  disableOf: (name: string) => `Khóa tài khoản ${name}?`,
  disableConfirm: 'Khóa tài khoản',
  disableHint: 'Người này bị đăng xuất ngay và không đăng nhập được nữa.',
};

export const accountWords = catalogue({
  vi,
  en: {
    kinds: kinds.en,
    disabled: 'Disabled',
    emailOf: (name) => `E-mail: ${name}`,
    disable: 'Disable',
    disableOf: (name) => `Disable the account of ${name}?`,
    disableConfirm: 'Disable the account',
    disableHint: 'This person is signed out at once and cannot sign in any more.',
  },
});
