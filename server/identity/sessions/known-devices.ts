import jwt from 'jsonwebtoken';
import { v4 as randomId } from 'uuid';
import { z } from 'zod';
import { hashSecret } from '../secrets/opaque-secrets.ts';

/** A browser in which a sign-in succeeded before. */
export interface KnownDevice {
  readonly id: string;
  /** Hashes of the logins, the latest last: the cookie of a shared machine reveals no login. */
  readonly logins: readonly string[];
}

export interface KnownDevices {
  /** Undefined where the cookie is missing or not valid. */
  read(cookie: string | undefined): KnownDevice | undefined;
  /** The cookie for a device on which this login has just signed in. */
  remember(
    device: KnownDevice | undefined,
    login: string,
  ): { readonly token: string; readonly expiresAtMs: number };
}

const audience = 'diemcau-known-device';
const algorithm = 'HS256';
const ttlS = 365 * 86_400;
/** In a duty room, a dozen people share one machine. */
const mostLogins = 16;
const claims = z.object({ id: z.uuid(), logins: z.array(z.string().max(64)).max(mostLogins) });

/** The device's id where it knows this login, as a key for counting tries. */
export const deviceKnowing = (device: KnownDevice | undefined, login: string): string | undefined =>
  device?.logins.includes(hashSecret(login)) ? device.id : undefined;

/**
 * The cookie is signed and not stored. It gives no access; its holder only need not wait for
 * the mistakes of strangers.
 * @param now epoch ms
 */
export function createKnownDevices(secret: string, issuer: string, now: () => number): KnownDevices {
  const nowS = (): number => Math.floor(now() / 1_000);
  return {
    read(cookie) {
      if (cookie === undefined) return undefined;
      try {
        const payload = jwt.verify(cookie, secret, {
          algorithms: [algorithm],
          issuer,
          audience,
          clockTimestamp: nowS(),
        });
        return claims.safeParse(payload).data;
      } catch {
        // Forged, expired, or signed with a key that was replaced: treated as an unknown device.
        return undefined;
      }
    },
    remember(device, login) {
      const hash = hashSecret(login);
      const others = device?.logins.filter((each) => each !== hash) ?? [];
      const known: KnownDevice = {
        id: device?.id ?? randomId(),
        logins: [...others, hash].slice(-mostLogins),
      };
      const exp = nowS() + ttlS;
      const token = jwt.sign({ ...known, iss: issuer, aud: audience, iat: nowS(), exp }, secret, {
        algorithm,
      });
      return { token, expiresAtMs: exp * 1_000 };
    },
  };
}
