import { createHmac } from 'node:crypto';
import type { IceServers } from '../../protocol/media.ts';

export interface TurnOptions {
  readonly urls: readonly string[];
  /** What the TURN server has as its shared secret. */
  readonly secret: string;
  readonly credentialTtlS: number;
}

/**
 * What a room is told of TURN: a name that says until when it holds, and the password that the TURN server derives from
 * it in the same way (draft-uberti-behave-turn-rest-00, section 2.2). No state is shared and none is kept.
 */
export function iceServers(turn: TurnOptions | null, participantId: string, now: number): IceServers {
  if (turn === null) return [];
  const username = `${Math.floor(now / 1000) + turn.credentialTtlS}:${participantId}`;
  const credential = createHmac('sha1', turn.secret).update(username).digest('base64');
  return [{ urls: [...turn.urls], username, credential }];
}
