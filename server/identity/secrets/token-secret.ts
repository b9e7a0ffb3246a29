import { randomBytes } from 'node:crypto';
import { chmod, link, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

const leastLength = 32;

/** The key that signs tokens: see `keptSecret`. */
export const keptTokenSecret = (folder: string): Promise<string> => keptSecret(folder, 'token-secret');

/** The key that seals the secrets of second factors: see `keptSecret`. */
export const keptFactorKey = (folder: string): Promise<string> => keptSecret(folder, 'factor-key');

/**
 * Returns the key in the storage folder, which only the server can read; creates it where there is none. Two
 * processes that start at the same time receive the same key.
 */
async function keptSecret(folder: string, name: string): Promise<string> {
  const file = join(folder, name);
  const draft = `${file}.${randomBytes(6).toString('hex')}`;
  await mkdir(folder, { recursive: true });
  await writeFile(draft, randomBytes(48).toString('base64url'), { mode: 0o600, flag: 'wx' });
  try {
    // A link appears completely or not at all, and never replaces a file.
    await link(draft, file);
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
  } finally {
    await rm(draft, { force: true });
  }
  await chmod(file, 0o600);
  const secret = (await readFile(file, 'utf8')).trim();
  if (secret.length < leastLength) throw new Error(`${file} is too short for a key`);
  return secret;
}
