import { randomInt } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import type { Role } from '../protocol/roles.ts';
import type { AccountKind } from '../protocol/rest/permissions.ts';

interface DemoAccount {
  readonly login: string;
  readonly fullName: string;
  readonly kind: AccountKind;
  /** Its role in the meeting. */
  readonly role: Role & ('chair' | 'secretary' | 'operator');
}

export const administratorLogin = 'quantri';
/** The account that no person uses: it grants the floor to one room after the other. */
export const conductorLogin = 'dieuphoi';

export const demoAccounts = [
  { login: 'chutri', fullName: 'Chủ tọa phiên họp', kind: 'official', role: 'chair' },
  { login: 'thuky', fullName: 'Thư ký phiên họp', kind: 'secretariat', role: 'secretary' },
  { login: 'kythuat', fullName: 'Cán bộ kỹ thuật', kind: 'operator', role: 'operator' },
  { login: conductorLogin, fullName: 'Điều phối tự động (mô phỏng)', kind: 'secretariat', role: 'secretary' },
] as const satisfies readonly DemoAccount[];

const kept = z.record(z.string(), z.string());
export type Passwords = ReadonlyMap<string, string>;

/**
 * The demo's passwords, created once and kept with its data. They are random, because with --host the whole
 * network can try them.
 */
export function demoPasswords(folder: string): Passwords {
  const file = join(folder, 'passwords.json');
  const logins = [administratorLogin, ...demoAccounts.map(({ login }) => login)];
  if (!existsSync(file)) {
    const made = Object.fromEntries(logins.map((login) => [login, newPassword()]));
    writeFileSync(file, `${JSON.stringify(made, undefined, 2)}\n`, { mode: 0o600 });
  }
  return new Map(Object.entries(kept.parse(JSON.parse(readFileSync(file, 'utf8')))));
}

const consonants = ['b', 'c', 'd', 'g', 'h', 'k', 'l', 'm', 'n', 's', 't', 'v', 'th', 'tr', 'ch', 'nh'];
const vowels = ['a', 'e', 'i', 'o', 'u', 'an', 'en', 'in', 'on', 'un'];

/** Two words of three syllables that are easy to read out and type: 44 bits. */
const newPassword = (): string => `${word()}-${word()}`;
const word = (): string => Array.from({ length: 3 }, () => oneOf(consonants) + oneOf(vowels)).join('');
const oneOf = (letters: readonly string[]): string => letters[randomInt(letters.length)] ?? '';
