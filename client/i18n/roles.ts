import { roleWords } from '../../domain/words.ts';
import type { Role } from '../../protocol/roles.ts';
import { catalogue } from './language.ts';

export const roleTexts = catalogue<Readonly<Record<Role, string>>>(roleWords);
