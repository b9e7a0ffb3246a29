import type { Role } from '../../protocol/roles.ts';
import { catalogue } from './language.ts';

export const roleWords = catalogue<Record<Role, string>>({
  vi: {
    chair: 'Chủ tọa',
    secretary: 'Thư ký',
    operator: 'Kỹ thuật',
    delegate: 'Đại biểu',
    observer: 'Dự thính',
    recorder: 'Ghi hình',
  },
  en: {
    chair: 'Chair',
    secretary: 'Secretary',
    operator: 'Operator',
    delegate: 'Delegate',
    observer: 'Observer',
    recorder: 'Recorder',
  },
});
