import type { Logger } from 'pino';
import { v7 as uuid } from 'uuid';
import { passwordLinkPath } from '../../protocol/rest/identity/one-time-links.ts';
import type { PasswordLink } from '../identity/one-time-links/password-links.ts';
import type { Letter } from './letter.ts';
import { writtenPaper } from './paper.ts';
import type { Post } from './post.ts';
import { momentOf } from './times.ts';

/** The name of the sender, and the head of a letter that no unit writes. */
const productName = 'Điểm cầu';

/** The letter with the link by which an account's owner sets the password. */
export function passwordLetter({ account, token, expiresAtMs }: PasswordLink, url: string): Letter {
  const heading = 'Đặt mật khẩu đăng nhập';
  return {
    subject: `${heading}: ${account.login}`,
    ...writtenPaper({
      issuer: productName,
      heading,
      opening: `Kính gửi ${account.fullName}. Quản trị viên gửi bạn liên kết để tự đặt mật khẩu.`,
      facts: [
        ['Tên đăng nhập', account.login],
        ['Dùng được đến', momentOf(expiresAtMs)],
      ],
      blocks: [
        [`Đặt mật khẩu tại: ${url}${passwordLinkPath}#${token}`],
        [
          'Liên kết chỉ dùng được một lần. Không chuyển thư này cho người khác. Nếu bạn không yêu cầu, hãy báo quản trị viên.',
        ],
      ],
    }),
  };
}

/** Sends such letters at once, so that their links are kept nowhere else. False where one cannot be delivered. */
export const createPasswordLetters =
  ({ post, url, logger }: { readonly post: Post; readonly url: string; readonly logger: Logger }) =>
  async (link: PasswordLink): Promise<boolean> => {
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
