import type { Logger } from 'pino';
import { v7 as uuid } from 'uuid';
import { passwordLinkPath } from '../../protocol/rest/identity/one-time-links.ts';
import type { IssuedPasswordLink } from '../identity/one-time-links/password-links.ts';
import type { Letter } from './letter.ts';
import { writtenPaper } from './paper.ts';
import type { Post } from './post.ts';
import { productName } from './product-name.ts';
import { passwordWords } from './words/password-words.ts';
import { timeAndDateOf } from './words/times.ts';

/** The letter with the link by which an account's owner sets the password. */
export function passwordLetter({ account, token, expiresAtMs }: IssuedPasswordLink, url: string): Letter {
  const { language } = account;
  const words = passwordWords[language];
  const { heading } = words;
  return {
    subject: `${heading}: ${account.login}`,
    ...writtenPaper({
      language,
      issuer: productName,
      heading,
      opening: words.opening(account.fullName),
      facts: [
        [words.login, account.login],
        [words.usableUntil, timeAndDateOf(expiresAtMs, language)],
      ],
      blocks: [[words.link(`${url}${passwordLinkPath}#${token}`)], [words.warning]],
    }),
  };
}

/** Sends such letters at once, so that their links are kept nowhere else. False where one cannot be delivered. */
export const createPasswordLetters =
  ({ post, url, logger }: { readonly post: Post; readonly url: string; readonly logger: Logger }) =>
  async (link: IssuedPasswordLink): Promise<boolean> => {
    const { id: accountId, fullName, email } = link.account;
    try {
      const outcome = await post.send({
        ...passwordLetter(link, url),
        to: { name: fullName, address: email },
        fromName: productName,
        messageId: `password.${uuid()}@diemcau`,
        replyTo: null,
        calendar: null,
      });
      return outcome === 'sent';
    } catch (error) {
      logger.warn({ err: error, accountId }, 'a password link could not be sent by mail');
      return false;
    }
  };
