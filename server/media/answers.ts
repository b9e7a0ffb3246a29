import type { ErrorCode } from '../../protocol/errors.ts';
import type { MediaRequestResult, MediaRequestType } from '../../protocol/media.ts';
import type { MediaAnswer } from './conference-media.ts';

export const takenOver: MediaAnswer = { ok: false, code: 'seat-taken-over' };

export const refuse = (code: ErrorCode, detail?: string): MediaAnswer => ({
  ok: false,
  code,
  ...(detail !== undefined && { detail }),
});

/** Takes the name of the request, so that the type of the result follows the protocol. */
export const done = <T extends MediaRequestType>(_: T, result: MediaRequestResult<T>): MediaAnswer => ({
  ok: true,
  result,
});
