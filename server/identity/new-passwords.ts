import type { SiteRepository } from '../sites/site-repository.ts';
import type { Account } from './account-repository.ts';
import type { PasswordRules } from './password-rules.ts';
import { hashPassword } from './passwords.ts';

type Owner = Pick<Account, 'login' | 'fullName' | 'email' | 'siteId'>;

export interface NewPasswords {
  /** @throws Failure where it is easily guessed: see `PasswordRules` */
  hash(password: string, owner: Owner): Promise<string>;
}

/** The one way by which a password comes into the database. */
export function createNewPasswords(context: {
  readonly rules: PasswordRules;
  readonly sites: Pick<SiteRepository, 'byId' | 'ancestors'>;
}): NewPasswords {
  const { rules, sites } = context;
  const unitNames = async (siteId: string | null): Promise<readonly string[]> => {
    if (siteId === null) return [];
    const [own, above] = await Promise.all([sites.byId(siteId), sites.ancestors(siteId)]);
    return [...(own ? [own] : []), ...above].map(({ name }) => name);
  };
  return {
    async hash(password, { login, fullName, email, siteId }) {
      const about = [login, fullName, ...(email === null ? [] : [email]), ...(await unitNames(siteId))];
      await rules.require(password, about);
      return hashPassword(password);
    },
  };
}
