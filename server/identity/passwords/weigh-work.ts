import { type PasswordFault, passwordFault } from './password-strength.ts';

export interface PasswordToWeigh {
  readonly password: string;
  /** What others know of its owner. */
  readonly about: readonly string[];
}

export const work = ({ password, about }: PasswordToWeigh): PasswordFault | undefined =>
  passwordFault(password, about);
