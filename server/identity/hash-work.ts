import { hashPassword, verifyPassword } from './password-hash.ts';

/** A password to hash, or one to hold against a hash. */
export interface PasswordToHash {
  readonly password: string;
  readonly against?: string;
}

/** The hash; or, where one was given, whether it is the password's. */
export const work = ({ password, against }: PasswordToHash): Promise<string | boolean> =>
  against === undefined ? hashPassword(password) : verifyPassword(against, password);
