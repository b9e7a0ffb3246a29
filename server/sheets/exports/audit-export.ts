import type { z } from 'zod';
import {
  auditActionWords,
  auditActorWords,
  auditFieldWords,
  auditListWords,
  auditTargetWords,
  signInFactorWords,
} from '../../../domain/audit-words.ts';
import { dayInVietnam } from '../../../domain/sites/calendar.ts';
import {
  auditedList,
  type AuditEntryView,
  auditFieldNames,
  type auditFilter,
  type AuditValue,
  signInFactor,
} from '../../../protocol/rest/audit.ts';
import type { AuditReader } from '../../audit/audit.ts';
import type { Caller } from '../../identity/caller.ts';
import { type SheetColumns, momentInVietnam, mostRows, tableOf } from './columns.ts';
import type { NamedTable } from '../tables.ts';

export interface AuditExportContext {
  readonly audit: Pick<AuditReader, 'newest'>;
  readonly now: () => number;
}

/** The audit log as a table: the newest 20,000 entries at most that match the filter. */
export const createAuditExport =
  ({ audit, now }: AuditExportContext) =>
  /** @throws Failure `not-found` for a site outside the caller's subtree */
  async (filter: z.output<typeof auditFilter>, caller: Caller): Promise<NamedTable> => {
    const entries = await audit.newest(filter, mostRows, caller);
    return tableOf(`nhat-ky-he-thong-${dayInVietnam(now())}`, columns, entries);
  };

const columns: SheetColumns<AuditEntryView> = {
  'Số thứ tự': ({ seq }) => seq,
  'Thời điểm': ({ atMs }) => momentInVietnam(atMs),
  'Hành động': ({ action }) => auditActionWords[action],
  'Kết quả': ({ outcome }) => (outcome === 'done' ? 'Đã thực hiện' : 'Bị từ chối'),
  'Mã từ chối': ({ code }) => code,
  'Số lần': ({ count }) => count,
  'Người thực hiện': ({ actor }) => actor.name ?? actor.id,
  'Loại người thực hiện': ({ actor }) => auditActorWords[actor.kind],
  'Đối tượng': ({ target }) => targetName(target),
  'Loại đối tượng': ({ target }) => target && auditTargetWords[target.kind],
  'Đơn vị': ({ siteName }) => siteName,
  'Trước thay đổi': ({ before }) => fieldsText(before),
  'Sau thay đổi': ({ after }) => fieldsText(after),
  'Địa chỉ': ({ address }) => address,
  'Trình duyệt': ({ agent }) => agent,
  'Phiên đăng nhập': ({ sessionId }) => sessionId,
};

function targetName(target: AuditEntryView['target']): string | null {
  if (target?.kind !== 'list') return target?.name ?? target?.id ?? null;
  const list = auditedList.safeParse(target.id);
  return list.success ? auditListWords[list.data] : target.id;
}

const fieldsText = (fields: AuditEntryView['before']): string =>
  auditFieldNames
    .flatMap((field) => {
      const value = fields?.[field];
      return value === undefined ? [] : [`${auditFieldWords[field]}: ${valueText(field, value)}`];
    })
    .join('; ');

function valueText(field: string, value: AuditValue): string {
  if (typeof value === 'boolean') return value ? 'có' : 'không';
  if (typeof value === 'number' && field.endsWith('Ms')) return momentInVietnam(value);
  if (Array.isArray(value)) return value.join(', ');
  const factor = signInFactor.safeParse(value);
  if (field === 'factor' && factor.success) return signInFactorWords[factor.data];
  return value === null ? 'trống' : String(value);
}
