import type { Logger } from 'pino';
import { v7 as uuid } from 'uuid';
import type { MailedPairingCode } from '../identity/devices/devices.ts';
import { nameWithParent } from '../sites/site-view.ts';
import type { Letter } from './letter.ts';
import { writtenPaper } from './paper.ts';
import type { Post } from './post.ts';
import { productName } from './product-name.ts';
import { timeAndDateOf } from './words/times.ts';

/** The letter with the code by which a room's machine becomes its device. */
export function pairingLetter({ endpoint, code, expiresAtMs }: MailedPairingCode, url: string): Letter {
  const heading = 'Mã ghép thiết bị phòng họp';
  const site = nameWithParent(endpoint.siteName, endpoint.parentSiteName);
  return {
    subject: `${heading}: ${endpoint.name}`,
    ...writtenPaper({
      language: 'vi',
      issuer: productName,
      heading,
      opening: `Kính gửi ${site}. Đề nghị ghép thiết bị của điểm cầu dưới đây để dự họp trực tuyến.`,
      facts: [
        ['Điểm cầu', endpoint.name],
        ['Đơn vị', site],
        ['Mã ghép', `${code.slice(0, 4)}-${code.slice(4)}`],
        ['Dùng được đến', timeAndDateOf(expiresAtMs, 'vi')],
      ],
      blocks: [
        [`Trên thiết bị tại phòng họp, mở ${url}/room rồi nhập mã ghép, hoặc mở: ${url}/room#${code}`],
        ['Mã chỉ dùng được một lần. Không chuyển thư này ra ngoài đơn vị.'],
      ],
    }),
  };
}

/** Sends such letters at once, so that their codes are kept nowhere else. False where one cannot be delivered. */
export const createPairingLetters =
  ({ post, url, logger }: { readonly post: Post; readonly url: string; readonly logger: Logger }) =>
  async (mailed: MailedPairingCode): Promise<boolean> => {
    const { id: endpointId, name, email } = mailed.endpoint;
    try {
      const outcome = await post.send({
        ...pairingLetter(mailed, url),
        to: { name, address: email },
        fromName: productName,
        messageId: `pairing.${uuid()}@diemcau`,
        replyTo: null,
        calendar: null,
      });
      return outcome === 'sent';
    } catch (error) {
      logger.warn({ err: error, endpointId }, 'a pairing code could not be sent by mail');
      return false;
    }
  };
