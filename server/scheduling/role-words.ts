import type { Role } from '../../protocol/roles.ts';

/** Roles as letters and lists say them. The recorder is the server's own, and stands in neither. */
export const roleWords: Readonly<Record<Role, string>> = {
  chair: 'Chủ tọa',
  secretary: 'Thư ký',
  operator: 'Kỹ thuật',
  delegate: 'Đại biểu',
  observer: 'Dự thính',
  recorder: '',
};
