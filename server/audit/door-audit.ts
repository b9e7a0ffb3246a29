import type { Logger } from 'pino';
import type { ErrorCode } from '../../protocol/errors.ts';
import { accountKind } from '../../protocol/rest/permissions.ts';
import type { Claimant } from '../identity/caller.ts';
import type { AuditActor } from './audit-repository.ts';
import { type AuditTrail, byServer } from './audit.ts';
import type { LookUp, TargetSnapshot } from './targets.ts';

/** A connection that a conference refused. */
export interface DoorRefusal {
  readonly code: ErrorCode;
  readonly address: string;
  /** Null if the pass was not valid. */
  readonly claimant: Claimant | null;
  readonly meetingId: string | null;
}

export type DoorAudit = ReturnType<typeof createDoorAudit>;

/** A command in a live conference that its sender is not allowed to give. */
export interface CommandRefusal {
  readonly claimant: Claimant;
  readonly address: string;
  readonly meetingId: string;
}

/** Not recorded: these mean only a wrong time or an outdated page. */
const unrecorded: readonly ErrorCode[] = [
  'invalid-request',
  'token-expired',
  'not-live',
  'unavailable',
  'elsewhere',
];

/**
 * Records events of conference connections that are not events of the conference. Connections do not wait for
 * entries; if an entry cannot be written, the server's log says so.
 */
export function createDoorAudit({
  trail,
  lookUp,
  logger,
}: {
  readonly trail: AuditTrail;
  readonly lookUp: LookUp;
  readonly logger: Logger;
}) {
  const subject = ({ kind, id }: Claimant): Promise<TargetSnapshot | undefined> =>
    lookUp({ kind: kind === 'device' ? 'endpoint' : 'account', id });
  const record = (work: () => Promise<void>): void => {
    work().catch((error: unknown) =>
      logger.error({ err: error }, 'door events of a conference could not be written to the audit log'),
    );
  };

  const refused = (
    action: 'meeting.joined' | 'request.refused',
    { code, address, claimant, meetingId }: DoorRefusal,
  ): void =>
    record(async () => {
      const found = claimant === null ? undefined : await subject(claimant);
      const siteId = found?.siteId ?? null;
      const sessionId = claimant?.sessionId ?? null;
      await trail.refused({
        action,
        code,
        origin: { actor: actorOf(found), siteId, address, userAgent: undefined, sessionId },
        target: meetingId === null ? null : { kind: 'meeting', id: meetingId, name: null },
        siteId,
      });
    });

  return {
    /** Records that the server closed the connection of a participant that lost its right to be there. */
    cut: (claimant: Claimant): void =>
      record(async () => {
        const found = await subject(claimant);
        await trail.done({
          action: 'connection.cut',
          origin: byServer,
          target: found?.target ?? null,
          siteId: found?.siteId ?? null,
          before: null,
          after: null,
        });
      }),

    refused: (refusal: DoorRefusal): void => {
      if (!unrecorded.includes(refusal.code)) refused('meeting.joined', refusal);
    },

    commandRefused: (refusal: CommandRefusal): void =>
      refused('request.refused', { ...refusal, code: 'forbidden' }),
  };
}

function actorOf(found: TargetSnapshot | undefined): AuditActor {
  if (found === undefined) return { kind: 'anonymous', id: null, name: null };
  const { id, kind, name } = found.target;
  return { kind: kind === 'account' ? accountKind.parse(found.fields.kind) : 'device', id, name };
}
