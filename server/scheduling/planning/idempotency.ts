import type { IdempotencyRepository } from './idempotency-repository.ts';
import { type PlanRefused, refused, refuseIf } from './refused.ts';

export interface Repeatable {
  readonly subjectId: string;
  readonly key: string;
  readonly route: string;
  readonly requestHash: string;
}
export type HttpReply = { readonly status: number; readonly body: unknown };

export interface Idempotency {
  /**
   * Does the work once per subject and key; a repetition within a day gets the first reply. If `work` throws,
   * nothing is kept and the request can be tried again.
   * @throws Failure `conflict` if the key was used for another request
   */
  once(request: Repeatable, work: () => Promise<HttpReply>): Promise<HttpReply>;
}

/** How long replies are kept. Clients repeat a request within minutes. */
const keptMs = 24 * 60 * 60 * 1_000;
const forgettingEveryMs = 60 * 60 * 1_000;

export function createIdempotency(records: IdempotencyRepository, now: () => number): Idempotency {
  // A repetition waits while the first request is in progress. Both reach the same control process, see `toOwner`.
  const atWork = new Map<string, Promise<unknown>>();

  let forgotAtMs = Number.NEGATIVE_INFINITY;

  const forget = async (): Promise<void> => {
    if (now() - forgotAtMs < forgettingEveryMs) return;
    forgotAtMs = now();
    await records.forgetBefore(now() - keptMs);
  };

  const doOnce = async (request: Repeatable, work: () => Promise<HttpReply>): Promise<HttpReply> => {
    await forget();
    const record =
      (await records.get(request.subjectId, request.key)) ??
      (await records.put({ ...request, ...(await work()), createdAtMs: now() }));
    refuseIf(otherRequestRefusal(record, request));
    return { status: record.status, body: record.body };
  };

  return {
    async once(request, work) {
      const slot = `${request.subjectId} ${request.key}`;
      const before = atWork.get(slot) ?? Promise.resolve();
      const mine = before.then(
        () => doOnce(request, work),
        // A failure is reported only to the request that caused it; this one tries by itself.
        () => doOnce(request, work),
      );
      atWork.set(slot, mine);
      try {
        return await mine;
      } finally {
        if (atWork.get(slot) === mine) atWork.delete(slot);
      }
    },
  };
}

type Fingerprint = Pick<Repeatable, 'route' | 'requestHash'>;

/** Refuses a key that was used for another request. */
const otherRequestRefusal = (first: Fingerprint, again: Fingerprint): PlanRefused | undefined =>
  first.route !== again.route || first.requestHash !== again.requestHash
    ? refused('conflict', 'this Idempotency-Key was used for another request')
    : undefined;
