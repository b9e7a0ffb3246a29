import jwt from 'jsonwebtoken';
import { v4 as randomId } from 'uuid';
import { z } from 'zod';
import { hashSecret } from './opaque-secrets.ts';

/** A browser from which people signed in before. */
export interface KnownDevice {
  readonly id: string;
  /** Hashes of the logins, the latest last. The cookie of a shared machine names nobody. */
  readonly logins: readonly string[];
}

export interface KnownDevices {
  /** Undefined for what is no cookie of ours. */
  read(cookie: string | undefined): KnownDevice | undefined;
  /** The cookie of a device on which this login was signed in just now. */
  remember(
    device: KnownDevice | undefined,
    login: string,
  ): { readonly token: string; readonly expiresAtMs: number };
}

const audience = 'diemcau-known-device';
const algorithm = 'HS256';
const ttlS = 365 * 86_400;
/** On the machine of a duty room a dozen people take turns. */
const mostLogins = 16;
const claims = z.object({ id: z.uuid(), logins: z.array(z.string().max(64)).max(mostLogins) });

/** The id by which a device is counted at a login that it knows. */
export const deviceKnowing = (device: KnownDevice | undefined, login: string): string | undefined =>
  device?.logins.includes(hashSecret(login)) ? device.id : undefined;

/**
 * Signed and not stored: it opens nothing, and only says that whoever has it need not wait for what strangers got wrong.
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
        // Forged, expired or signed with a key that was replaced: a device like any other.
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
