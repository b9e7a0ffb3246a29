import { createHmac } from 'node:crypto';
import type { IceServers } from '../../protocol/media.ts';

export interface TurnOptions {
  readonly urls: readonly string[];
  /** The shared secret that is configured at the TURN server. */
  readonly secret: string;
  readonly credentialTtlS: number;
}

/**
 * TURN servers and credentials for one participant. The user name contains the time of expiry; the TURN
 * server derives the password from it in the same way (draft-uberti-behave-turn-rest-00, section 2.2). The
 * two servers share no state but the secret.
 */
export function iceServers(turn: TurnOptions | null, participantId: string, now: number): IceServers {
  if (turn === null) return [];
  const username = `${Math.floor(now / 1000) + turn.credentialTtlS}:${participantId}`;
  const credential = createHmac('sha1', turn.secret).update(username).digest('base64');
  return [{ urls: [...turn.urls], username, credential }];
}
