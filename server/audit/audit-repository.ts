import type { ErrorCode } from '../../protocol/errors.ts';
import type {
  AuditAction,
  AuditActorKind,
  AuditField,
  AuditOutcome,
  AuditPosition,
  AuditTargetKind,
  AuditValue,
} from '../../protocol/rest/audit.ts';

export type AuditedFields = Readonly<Partial<Record<AuditField, AuditValue>>>;

export type AuditActor = {
  readonly kind: AuditActorKind;
  readonly id: string | null;
  /** At the time of the entry: an account's login, a room's name. */
  readonly name: string | null;
};
export type AuditTarget = {
  readonly kind: AuditTargetKind;
  readonly id: string | null;
  readonly name: string | null;
};

/** An entry before the database gives it its number. */
export type NewAuditEntry = {
  readonly atMs: number;
  readonly action: AuditAction;
  readonly outcome: AuditOutcome;
  readonly code: ErrorCode | null;
  readonly count: number;
  readonly actor: AuditActor;
  readonly target: AuditTarget | null;
  /** The entry is visible to administrators of this unit; null: only to those of the whole tree. */
  readonly siteId: string | null;
  readonly address: string | null;
  readonly agent: string | null;
  readonly sessionId: string | null;
  readonly before: AuditedFields | null;
  readonly after: AuditedFields | null;
};
export type AuditEntry = NewAuditEntry & {
  /** 1, 2, 3 …, without gaps. */
  readonly seq: number;
  readonly siteName: string | null;
};

/** Conditions are joined with "and"; one that is left out does not restrict. */
export type AuditFilter = {
  readonly siteIds?: readonly string[] | undefined;
  readonly fromMs?: number | undefined;
  readonly toMs?: number | undefined;
  readonly action?: AuditAction | undefined;
  readonly actorId?: string | undefined;
  readonly targetKind?: AuditTargetKind | undefined;
  readonly outcome?: AuditOutcome | undefined;
  /** Free text to search for. */
  readonly text?: string | undefined;
  /** Only entries written before this one. */
  readonly after?: AuditPosition | undefined;
  readonly limit: number;
};

/** Entries are only added and read, never changed or removed. */
export interface AuditRepository {
  append(entry: NewAuditEntry): Promise<void>;
  /** Newest first. */
  list(filter: AuditFilter): Promise<readonly AuditEntry[]>;
}
