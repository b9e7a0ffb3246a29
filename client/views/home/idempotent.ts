import { useRef } from 'preact/hooks';
import type { Refusal } from '../../../protocol/rest/problem.ts';

type Answer = { readonly ok: true } | { readonly ok: false; readonly error: Refusal };

/**
 * Sends what makes something under an `Idempotency-Key`: a request whose answer got lost, or that is pressed twice, goes
 * again as the same; one that was refused is corrected and goes as another.
 */
export function useIdempotent(): <A extends Answer>(
  send: (idempotencyKey: string) => Promise<A>,
) => Promise<A> {
  const key = useRef(crypto.randomUUID());
  return async (send) => {
    const answer = await send(key.current);
    if (!answer.ok && answer.error.code !== 'unavailable') key.current = crypto.randomUUID();
    return answer;
  };
}
