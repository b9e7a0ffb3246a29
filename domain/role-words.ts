import type { Role } from '../protocol/roles.ts';

/** Roles as letters and lists name them. The recorder is internal to the server and appears in neither. */
export const roleWords: Readonly<Record<Role, string>> = {
  chair: 'Chủ tọa',
  secretary: 'Thư ký',
  operator: 'Kỹ thuật',
  delegate: 'Đại biểu',
  observer: 'Dự thính',
  recorder: '',
};
