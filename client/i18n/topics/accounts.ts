import { accountKindWords } from '../../../domain/words.ts';
import type { AccountKind } from '../../../protocol/rest/permissions.ts';
import type { Topic } from './topic.ts';

const kinds: Topic<Record<AccountKind, string>> = {
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
  title: 'Tài khoản',
  disabled: 'Đã khóa',
  emailOf: (name: string) => `Thư điện tử: ${name}`,
};

export const accounts: Topic<typeof vi> = {
  vi,
  en: {
    kinds: kinds.en,
    title: 'Accounts',
    disabled: 'Disabled',
    emailOf: (name) => `E-mail: ${name}`,
  },
};
