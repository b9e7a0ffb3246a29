import type { SiteLevel } from './tree.ts';

/**
 * The levels that the imports know. More may be stored; nothing in the code depends on how many there are.
 */
export const levels = [
  { id: 'province', rank: 0, nameVi: 'Tỉnh', nameEn: 'Province' },
  { id: 'department', rank: 1, nameVi: 'Sở, ban, ngành', nameEn: 'Department' },
  { id: 'district', rank: 2, nameVi: 'Cấp huyện', nameEn: 'District' },
  { id: 'commune', rank: 3, nameVi: 'Cấp xã', nameEn: 'Commune' },
] as const satisfies readonly SiteLevel[];

export type LevelId = (typeof levels)[number]['id'];
