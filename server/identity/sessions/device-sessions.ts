import type { EndpointWithSite } from '../../sites/endpoint-repository.ts';
import { Failure } from '../../../protocol/failure.ts';
import type { Issued, Tokens } from '../passes/tokens.ts';
import { hashSecret, newToken } from '../secrets/opaque-secrets.ts';
import type { SessionHolders } from './session-holders.ts';
import type { DeviceSessionRecord, SessionRepository } from './session-repository.ts';
import { accessTo, begunAt, isValidAt, type KeptToken } from './session-start.ts';
import { type ClientOrigin, whereabouts } from './whereabouts.ts';

export type DeviceSignedIn = { readonly endpoint: EndpointWithSite; readonly access: Issued };

export interface DeviceSessionsContext {
  readonly sessions: Pick<SessionRepository, 'insert' | 'byHash' | 'touch'>;
  readonly holders: Pick<SessionHolders, 'usableEndpoint'>;
  readonly tokens: Pick<Tokens, 'issueAccess'>;
  readonly deviceTokenTtlS: number;
  readonly now: () => number;
}

/** The sessions of rooms. */
export function createDeviceSessions(context: DeviceSessionsContext) {
  const { sessions, tokens, now } = context;
  const { usableEndpoint } = context.holders;
  return {
    /** Makes the caller the endpoint's device. The caller's right to do so must be checked before. */
    async beginDevice(
      endpointId: string,
      from: ClientOrigin = { address: '' },
    ): Promise<DeviceSignedIn & { readonly device: KeptToken }> {
      const endpoint = await usableEndpoint(endpointId);
      const token = newToken();
      const session: DeviceSessionRecord = {
        ...begunAt(now(), from),
        subject: { kind: 'device', id: endpointId },
        secretHash: hashSecret(token),
        expiresAtMs: now() + 1_000 * context.deviceTokenTtlS,
      };
      await sessions.insert(session);
      return {
        endpoint,
        access: accessTo(tokens, session),
        device: { token, expiresAtMs: session.expiresAtMs },
      };
    },

    /**
     * Issues an access token for a device. The device's own token does not change: a room that loses power
     * during an answer must not have to be paired again.
     * @throws Failure `unauthenticated`
     */
    async resumeDevice(token: string, from: ClientOrigin): Promise<DeviceSignedIn> {
      const session = await sessions.byHash(hashSecret(token));
      if (!isValidAt(now(), session)) throw new Failure('unauthenticated');
      const endpoint = await usableEndpoint(session.subject.id);
      await sessions.touch(session.id, whereabouts(from), now());
      return { endpoint, access: accessTo(tokens, session) };
    },
  };
}
