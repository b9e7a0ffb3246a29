import type { SiteLineageKind } from '../../../domain/sites/tree.ts';
import type { UnitRefusal } from '../../../protocol/rest/sites/sites.ts';
import { type BothLanguages, catalogue } from '../../i18n/language.ts';

const refusals: BothLanguages<Record<UnitRefusal, string>> = {
  vi: {
    'unknown-level': 'Không có cấp này.',
    ended: 'Đơn vị đã ngừng hiệu lực.',
    'code-taken': 'Mã này đã dùng cho một đơn vị đang hiệu lực.',
    namesake: 'Đã có đơn vị cùng tên, cùng cấp, cùng đơn vị cấp trên.',
    'no-parent': 'Hãy chọn đơn vị cấp trên; chỉ đơn vị cấp cao nhất không có.',
    'parent-ended': 'Đơn vị cấp trên đã ngừng hiệu lực.',
    'below-itself': 'Không thể đặt một đơn vị dưới chính nó hoặc dưới đơn vị trực thuộc của nó.',
    'level-not-below': 'Cấp của đơn vị phải thấp hơn cấp của đơn vị cấp trên.',
    'outlives-parent': 'Đơn vị cấp trên ngừng hiệu lực sớm hơn.',
  },
  en: {
    'unknown-level': 'There is no such level.',
    ended: 'The unit has ended.',
    'code-taken': 'A unit that exists has this code.',
    namesake: 'A unit of this name and level is already below this parent.',
    'no-parent': 'Choose a parent; only a unit of the top level has none.',
    'parent-ended': 'The parent has ended.',
    'below-itself': 'A unit cannot be below itself or below one of its own units.',
    'level-not-below': 'The level must be below the parent’s level.',
    'outlives-parent': 'The parent ends earlier.',
  },
};

const vi = {
  refusals: refusals.vi,
  add: 'Thêm đơn vị',
  code: 'Mã đơn vị',
  name: 'Tên đơn vị',
  level: 'Cấp',
  parent: 'Đơn vị cấp trên',
  noParent: 'Đây là đơn vị cấp cao nhất, không có đơn vị cấp trên.',
  validFrom: 'Có hiệu lực từ ngày',
  save: 'Lưu',
  edit: 'Sửa, chuyển',
  editOf: (unit: string) => `Sửa, chuyển: ${unit}`,
  editTitle: 'Sửa đơn vị',
  lineage: 'Nguồn gốc của đơn vị',
  came: {
    'merged-into': (unit: string) => `${unit} gộp vào đơn vị này`,
    renamed: (unit: string) => `tiếp tục từ ${unit}`,
    'split-from': (unit: string) => `tách ra từ ${unit}`,
  } satisfies Record<SiteLineageKind, (unit: string) => string>,
  origin: (day: string, origin: string) => `Từ ${day}: ${origin}`,
  formedFrom: {
    'merged-into': (units: string) => `gộp từ ${units}`,
    renamed: (units: string) => `tiếp tục từ ${units}`,
    'split-from': (units: string) => `tách ra từ ${units}`,
  } satisfies Record<SiteLineageKind, (units: string) => string>,
  renameHint:
    'Dùng để sửa tên ghi sai. Khi đổi tên, sáp nhập, chia tách theo nghị quyết, hãy dùng “Sắp xếp đơn vị hành chính” để giữ lịch sử.',
  moves: (unit: string, count: number) =>
    count === 0
      ? `Chuyển về trực thuộc ${unit}.`
      : `Chuyển về trực thuộc ${unit}, cùng ${count} đơn vị bên dưới.`,
  rightsMove:
    'Điểm cầu, tài khoản và phiên họp đi theo đơn vị. Cán bộ của đơn vị cấp trên mới được quản lý đơn vị này; cán bộ của đơn vị cấp trên cũ không còn quyền đó.',
  changedMeanwhile: 'Dữ liệu đã thay đổi từ lúc mở nên chưa ghi gì. Hãy đóng, xem lại rồi làm lại.',
  none: 'Chưa có đơn vị nào. Nhập danh sách từ bảng tính, hoặc thêm đơn vị cấp cao nhất trước.',
};

export const unitFormWords = catalogue({
  vi,
  en: {
    refusals: refusals.en,
    add: 'Add a unit',
    code: 'Unit code',
    name: 'Unit name',
    level: 'Level',
    parent: 'Parent unit',
    noParent: 'This is a unit of the top level and has no parent.',
    validFrom: 'First day',
    save: 'Save',
    edit: 'Edit, move',
    editOf: (unit) => `Edit, move: ${unit}`,
    editTitle: 'Edit a unit',
    lineage: 'Where the unit comes from',
    came: {
      'merged-into': (unit) => `${unit} merged into it`,
      renamed: (unit) => `continues ${unit}`,
      'split-from': (unit) => `split from ${unit}`,
    },
    origin: (day, origin) => `Since ${day}: ${origin}`,
    formedFrom: {
      'merged-into': (units) => `merged from ${units}`,
      renamed: (units) => `continues ${units}`,
      'split-from': (units) => `split from ${units}`,
    },
    renameHint:
      'Corrects a wrong name. For units that are renamed, merged or split by a reform, use “Reform of the units”, which keeps the history.',
    moves: (unit, count) =>
      count === 0 ? `Moves below ${unit}.` : `Moves below ${unit}, with ${count} units below it.`,
    rightsMove:
      'Rooms, accounts and sessions go along with the unit. The staff of the new parent may manage it; the staff of the old parent no longer may.',
    changedMeanwhile:
      'Something has changed since you opened this, so nothing was written. Close, look again and repeat.',
    none: 'There are no units yet. Import a spreadsheet, or add the unit of the top level first.',
  },
});
