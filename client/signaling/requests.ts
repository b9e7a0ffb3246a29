import type { RequestPayload, RequestResult, RequestType } from '../../protocol/requests.ts';
import type { Answer } from '../../protocol/socket.ts';

/** Asks the server. Never rejects: a lost connection answers `unavailable`, silence `timeout`. */
export type Ask = <T extends RequestType>(
  type: T,
  payload: RequestPayload<T>,
) => Promise<Answer<RequestResult<T>>>;
