import { startOfDayInVietnam } from '../../../domain/sites/calendar.ts';
import { z } from 'zod';
import type { RestRequest } from '../../../protocol/rest/client-types.ts';
import { auditAction, auditOutcome, auditTargetKind } from '../../../protocol/rest/audit.ts';
import { day } from '../../../protocol/rest/common.ts';
import { id } from '../../../protocol/ids.ts';
import { daysLater } from '../../state/planning/calendar.ts';

/** The filters of the log as the page's address holds them; a missing filter does not narrow the list. */
const shown = z.object({
  from: day.optional().catch(undefined),
  /** The last day. */
  to: day.optional().catch(undefined),
  action: auditAction.optional().catch(undefined),
  outcome: auditOutcome.optional().catch(undefined),
  target: auditTargetKind.optional().catch(undefined),
  actor: id.optional().catch(undefined),
  unit: id.optional().catch(undefined),
  q: z.string().max(100).optional().catch(undefined),
});
export type AuditShown = z.infer<typeof shown>;

export const readAddress = (search: string): AuditShown =>
  shown.parse(Object.fromEntries(new URLSearchParams(search)));

export function addressOf(filter: AuditShown): string {
  const said = Object.entries(filter).flatMap(([key, value = '']) =>
    value.trim() === '' ? [] : [[key, value]],
  );
  return said.length === 0 ? '/audit' : `/audit?${new URLSearchParams(said)}`;
}

/** The filters as a query to the server. */
export function questionOf({
  from,
  to,
  action,
  outcome,
  target,
  actor,
  unit,
  q = '',
}: AuditShown): NonNullable<RestRequest<'audit.list'>['query']> {
  return {
    ...(from !== undefined && { fromMs: startOfDayInVietnam(from) }),
    ...(to !== undefined && { toMs: startOfDayInVietnam(daysLater(to, 1)) }),
    ...(action && { action }),
    ...(outcome && { outcome }),
    ...(target && { targetKind: target }),
    ...(actor !== undefined && { actorId: actor }),
    ...(unit !== undefined && { siteId: unit }),
    ...(q.trim() !== '' && { q: q.trim() }),
  };
}
