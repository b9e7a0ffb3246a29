import type { Logger } from 'pino';
import type { AuditRepository, NewAuditEntry } from './audit-repository.ts';

/** Equal refusals are counted together. */
export type CountedRefusal = Omit<NewAuditEntry, 'atMs' | 'outcome' | 'count' | 'before' | 'after'>;

const windowMs = 60_000;
const lookEveryMs = 5_000;
/** How many kinds of refusals of one address get own entries in a minute; further kinds share one. */
const mostOfAddress = 16;
/**
 * How many kinds of all addresses get own entries; further ones share one. With two entries each, an attack
 * of a whole day writes 570,000.
 */
const mostAtOnce = 200;

interface Window {
  readonly refusal: CountedRefusal;
  readonly untilMs: number;
  /** How many came after the first one. */
  further: number;
}

export interface Refusals extends AsyncDisposable {
  /**
   * Writes the first of equal refusals at once. Counts further ones within a minute and writes them as one
   * entry at its end: a flood makes few entries, and no entry is ever changed.
   */
  note(refusal: CountedRefusal): Promise<void>;
}

/** Disposing writes the counted refusals. */
export function createRefusals(
  entries: Pick<AuditRepository, 'append'>,
  now: () => number,
  logger: Logger,
): Refusals {
  const open = new Map<string, Window>();

  const write = (refusal: CountedRefusal, count: number): Promise<void> =>
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

  /** The key and entry of a refusal: its own, or a shared one if the limits are reached. */
  const placed = (refusal: CountedRefusal): readonly [string, CountedRefusal] => {
    const { address, action, code, actor, target } = refusal;
    const own = JSON.stringify([address, action, code, actor.id, target?.kind, target?.id]);
    if (open.has(own)) return [own, refusal];
    const shared: CountedRefusal = { ...refusal, action: 'request.refused', target: null };
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
      // Set before the first await, so that of two concurrent refusals only one is the first.
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
