import { hashPassword, verifyPassword } from './password-hash.ts';

/** A password to hash, or to verify against a hash. */
export interface PasswordToHash {
  readonly password: string;
  readonly against?: string;
}

/** The hash; or, with `against`, whether it is the hash of the password. */
export const work = ({ password, against }: PasswordToHash): Promise<string | boolean> =>
  against === undefined ? hashPassword(password) : verifyPassword(against, password);
