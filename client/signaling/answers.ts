import type { RequestResult, RequestType } from '../../protocol/requests.ts';
import type { Answer } from '../../protocol/socket.ts';
import { misfit, shapedAs } from './contract/shape.ts';
import { answerShape, resultShapes } from './contract/socket.constant.ts';

const isAnswer = shapedAs<Answer>(answerShape);

/** Checks the answer to a request. An answer that breaks the contract is a failure of the server, `internal`. */
export function checkedAnswer<T extends RequestType>(type: T, value: unknown): Answer<RequestResult<T>> {
  if (!isAnswer(value)) return broken(misfit(answerShape, value, 'answer'));
  if (!value.ok) return value;
  const { ok, seq, result } = value;
  const shape = resultShapes[type];
  return shape && shapedAs<RequestResult<T>>(shape)(result)
    ? { ok, seq, result }
    : broken(shape && misfit(shape, result, type));
}

const broken = (at: string | undefined) =>
  ({ ok: false, error: { code: 'internal', detail: `against the contract: ${at ?? 'unknown'}` } }) as const;
