import { argon2, randomBytes, timingSafeEqual } from 'node:crypto';
import { promisify } from 'node:util';

const deriveKey = promisify(argon2);

/** OWASP Password Storage Cheat Sheet, Argon2id: 19 MiB, two passes, one lane. */
const current = { memoryKiB: 19_456, passes: 2, lanes: 1 } as const;
const tagBytes = 32;
const saltBytes = 16;

type Parameters = { readonly memoryKiB: number; readonly passes: number; readonly lanes: number };

/** Hashes a password into the PHC string format. It contains its own parameters, so they may grow later. */
export async function hashPassword(password: string): Promise<string> {
  const salt = randomBytes(saltBytes);
  return phcString(salt, await derive(password, salt, current, tagBytes));
}

/** A hash that matches no password. Verifying against it takes as long as against any other hash. */
export const hashOfNone = (): string => phcString(randomBytes(saltBytes), randomBytes(tagBytes));

const phc =
  /^\$argon2id\$v=19\$m=(?<m>\d+),t=(?<t>\d+),p=(?<p>\d+)\$(?<salt>[A-Za-z0-9+/]+)\$(?<tag>[A-Za-z0-9+/]+)$/;

/** @throws Error when the stored hash has another format: then the account table was tampered with. */
export async function verifyPassword(stored: string, password: string): Promise<boolean> {
  const { m, t, p, salt, tag } = phc.exec(stored)?.groups ?? {};
  if (salt === undefined || tag === undefined) throw new Error('a stored password hash is not in PHC format');
  const expected = Buffer.from(tag, 'base64');
  const parameters = { memoryKiB: Number(m), passes: Number(t), lanes: Number(p) };
  return timingSafeEqual(
    expected,
    await derive(password, Buffer.from(salt, 'base64'), parameters, expected.length),
  );
}

/** NFKC (NIST SP 800-63B, 5.1.1.2): keyboards write "ế" in more than one way. */
const derive = (
  password: string,
  nonce: Buffer,
  { memoryKiB, passes, lanes }: Parameters,
  tagLength: number,
): Promise<Buffer> =>
  deriveKey('argon2id', {
    message: password.normalize('NFKC'),
    nonce,
    parallelism: lanes,
    tagLength,
    memory: memoryKiB,
    passes,
  });

function phcString(salt: Buffer, tag: Buffer): string {
  const { memoryKiB, passes, lanes } = current;
  return `$argon2id$v=19$m=${memoryKiB},t=${passes},p=${lanes}$${base64(salt)}$${base64(tag)}`;
}

const base64 = (bytes: Buffer): string => bytes.toString('base64').replaceAll('=', '');
