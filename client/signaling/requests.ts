import type { RequestPayload, RequestResult, RequestType } from '../../protocol/requests.ts';
import type { Answer } from '../../protocol/socket.ts';

/**
 * Sends a request to the server. Never rejects: a lost connection gives `unavailable`, no
 * answer in time `timeout`.
 */
export type Ask = <T extends RequestType>(
  type: T,
  payload: RequestPayload<T>,
) => Promise<Answer<RequestResult<T>>>;
