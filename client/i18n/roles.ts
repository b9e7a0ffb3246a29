import { roleWords as vi } from '../../domain/words.ts';
import type { Role } from '../../protocol/roles.ts';
import { catalogue } from './language.ts';

export const roleTexts = catalogue<Record<Role, string>>({
  vi,
  en: {
    chair: 'Chair',
    secretary: 'Secretary',
    operator: 'Operator',
    delegate: 'Delegate',
    observer: 'Observer',
    recorder: 'Recorder',
  },
});
