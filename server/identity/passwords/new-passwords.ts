import { Failure } from '../../../protocol/failure.ts';
import type { SiteRepository } from '../../sites/site-repository.ts';
import type { Account } from '../accounts/account-repository.ts';
import type { Passwords } from './passwords.ts';

type Owner = Pick<Account, 'login' | 'fullName' | 'email' | 'siteId'>;

export interface NewPasswords {
  /**
   * @param by the caller that sets it, such as an account's id
   * @throws Failure `password-common`, `password-pattern`, `password-personal` where it is
   *   easily guessed; `unavailable`
   */
  hash(password: string, owner: Owner, by: string): Promise<string>;
}

/** The only way in which a new password is checked and hashed for the database. */
export function createNewPasswords(context: {
  readonly passwords: Passwords;
  readonly sites: Pick<SiteRepository, 'byId' | 'ancestors'>;
}): NewPasswords {
  const { passwords, sites } = context;
  const unitNames = async (siteId: string | null): Promise<readonly string[]> => {
    if (siteId === null) return [];
    const [own, above] = await Promise.all([sites.byId(siteId), sites.ancestors(siteId)]);
    return [...(own ? [own] : []), ...above].map(({ name }) => name);
  };
  return {
    async hash(password, { login, fullName, email, siteId }, by) {
      const about = [login, fullName, ...(email === null ? [] : [email]), ...(await unitNames(siteId))];
      const fault = await passwords.fault(password, about, by);
      if (fault !== undefined) throw new Failure(fault, 'the password is easily guessed');
      return passwords.hash(password, by);
    },
  };
}
