import { createCipheriv, createDecipheriv, createHmac, hkdfSync, randomBytes } from 'node:crypto';

/** AES-256-GCM with a random 96-bit nonce (NIST SP 800-38D, 8.2.2): far fewer than 2^32 texts are sealed. */
const cipher = 'aes-256-gcm';
const nonceBytes = 12;
const tagBytes = 16;

/**
 * Encrypts secrets in the database, so that the database alone does not reveal them. `place` names the kind
 * of text and its account: a text opens only for its own place. An attacker that can write rows cannot put
 * their own secret in another account's place.
 */
export interface Sealing {
  seal(text: string, place: string): string;
  /** Undefined where it was sealed with another key or for another place, or was changed. */
  open(sealed: string, place: string): string | undefined;
  /** A keyed digest for a short secret, which could be guessed from a plain hash. */
  digest(secret: string, place: string): string;
}

export function createSealing(secret: string): Sealing {
  const derived = (use: string): Buffer => Buffer.from(hkdfSync('sha256', secret, '', use, 32));
  const [sealingKey, digestKey] = [derived('seal'), derived('digest')];
  return {
    seal(text, place) {
      const nonce = randomBytes(nonceBytes);
      const sealing = createCipheriv(cipher, sealingKey, nonce).setAAD(Buffer.from(place));
      const sealed = Buffer.concat([sealing.update(text, 'utf8'), sealing.final()]);
      return Buffer.concat([nonce, sealing.getAuthTag(), sealed]).toString('base64url');
    },
    open(sealed, place) {
      const bytes = Buffer.from(sealed, 'base64url');
      if (bytes.length < nonceBytes + tagBytes) return undefined;
      const opening = createDecipheriv(cipher, sealingKey, bytes.subarray(0, nonceBytes))
        .setAAD(Buffer.from(place))
        .setAuthTag(bytes.subarray(nonceBytes, nonceBytes + tagBytes));
      const text = opening.update(bytes.subarray(nonceBytes + tagBytes));
      try {
        return Buffer.concat([text, opening.final()]).toString('utf8');
      } catch {
        // The tag does not match; node gives no further details.
        return undefined;
      }
    },
    digest: (text, place) => createHmac('sha256', digestKey).update(`${place}\0${text}`).digest('base64url'),
  };
}
