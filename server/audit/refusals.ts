import type { Logger } from 'pino';
import type { AuditRepository, NewAuditEntry } from './audit-repository.ts';

/** A refusal, of which equal ones are counted together. */
export type Refusal = Omit<NewAuditEntry, 'atMs' | 'outcome' | 'count' | 'before' | 'after'>;

const windowMs = 60_000;
const lookEveryMs = 5_000;
/** So many kinds of refusals of one address have entries of their own in a minute; further kinds share one. */
const mostOfAddress = 16;
/** So many of all addresses together; further ones share one. Two entries each: 570,000 a day where somebody attacks all day. */
const mostAtOnce = 200;

interface Window {
  readonly refusal: Refusal;
  readonly untilMs: number;
  /** Those that came after the first. */
  further: number;
}

export interface Refusals extends AsyncDisposable {
  /**
   * Writes the first of equal refusals at once. Further ones within a minute are counted, and written as one entry when the minute
   * is over: so a flood makes few entries, and none is changed.
   */
  note(refusal: Refusal): Promise<void>;
}

/** Disposing writes what was counted. */
export function createRefusals(
  entries: Pick<AuditRepository, 'append'>,
  now: () => number,
  logger: Logger,
): Refusals {
  const open = new Map<string, Window>();

  const write = (refusal: Refusal, count: number): Promise<void> =>
    entries.append({ ...refusal, atMs: now(), outcome: 'refused', count, before: null, after: null });

  const close = async (mayClose: (window: Window) => boolean): Promise<void> => {
    for (const [key, window] of open) {
      if (!mayClose(window)) continue;
      open.delete(key);
      if (window.further > 0) await write(window.refusal, window.further);
    }
  };

  const timer = setInterval(() => {
    close(({ untilMs }) => untilMs <= now()).catch((error: unknown) =>
      logger.error({ err: error }, 'counted refusals could not be written to the audit log'),
    );
  }, lookEveryMs).unref();

  /** Where there is no room for the refusal itself, what it shares an entry with. */
  const placed = (refusal: Refusal): readonly [string, Refusal] => {
    const { address, action, code, actor, target } = refusal;
    const own = JSON.stringify([address, action, code, actor.id, target?.kind, target?.id]);
    if (open.has(own)) return [own, refusal];
    const shared: Refusal = { ...refusal, action: 'request.refused', target: null };
    if (open.size >= mostAtOnce) {
      const nobody = { kind: 'anonymous', id: null, name: null } as const;
      return ['all', { ...shared, actor: nobody, siteId: null, address: null, agent: null, sessionId: null }];
    }
    let ofAddress = 0;
    for (const window of open.values()) if (window.refusal.address === address) ofAddress += 1;
    return ofAddress < mostOfAddress ? [own, refusal] : [JSON.stringify([address, code]), shared];
  };

  return {
    async note(refusal) {
      const [key, kept] = placed(refusal);
      const window = open.get(key);
      if (window !== undefined && window.untilMs > now()) {
        window.further += 1;
        return;
      }
      // Opened before anything is awaited, so that of two at once only one is the first.
      open.set(key, { refusal: kept, untilMs: now() + windowMs, further: 0 });
      if (window !== undefined && window.further > 0) await write(window.refusal, window.further);
      await write(kept, 1);
    },

    async [Symbol.asyncDispose]() {
      clearInterval(timer);
      await close(() => true);
    },
  };
}
