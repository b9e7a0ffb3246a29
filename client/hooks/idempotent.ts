import { useRef } from 'preact/hooks';
import type { Refusal } from '../../protocol/rest/problem.ts';
import { mayBeDone } from '../signaling/lost-answer.ts';

type Answer = { readonly ok: true } | { readonly ok: false; readonly error: Refusal };

/**
 * Sends a creating request under an `Idempotency-Key`. A request whose answer was lost, or that is sent
 * twice, keeps its key; after any other refusal, the corrected request gets a new key.
 */
export function useIdempotent(): <A extends Answer>(
  send: (idempotencyKey: string) => Promise<A>,
) => Promise<A> {
  const key = useRef(crypto.randomUUID());
  return async (send) => {
    const answer = await send(key.current);
    if (!answer.ok && !mayBeDone(answer.error.code)) key.current = crypto.randomUUID();
    return answer;
  };
}
