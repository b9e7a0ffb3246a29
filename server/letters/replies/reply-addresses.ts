import { createHmac, hkdfSync } from 'node:crypto';
import { type MailAddress, mailAddress } from '../mail-address.ts';

/**
 * The addressee of a letter. An answer counts only for this invitee, and only if it comes from this address.
 */
export interface Addressee {
  readonly meetingId: string;
  readonly inviteeId: string;
  readonly email: string;
}

export interface ReplyAddresses {
  /** The reply address of a letter: `hop+0f3c…@vinhphuc.example` for `hop@vinhphuc.example`. */
  of(invited: Addressee): string;
  /** Whether a mail was sent to that address. */
  isAmong(recipients: readonly MailAddress[], invited: Addressee): boolean;
}

/** 128 bits, in hexadecimal because mail systems may change upper to lower case. */
const tokenLength = 32;
/** RFC 5321, 4.5.3.1.1 allows 64 octets; the token and the `+` before it take 33. */
export const longestReplyLocalPart = 64 - 1 - tokenLength;

/**
 * Reply addresses that only the reader of a letter knows: subaddresses (RFC 5233) of one mailbox. Nothing is
 * stored: the token is a MAC of the addressee.
 * @param mailbox its local part has at most `longestReplyLocalPart` octets
 * @param secret of the server; the key of these addresses is derived from it and used for nothing else
 */
export function createReplyAddresses(mailbox: string, secret: string): ReplyAddresses {
  const key = Buffer.from(hkdfSync('sha256', secret, '', 'diemcau reply address', 32));
  const at = mailbox.lastIndexOf('@');
  const of = ({ meetingId, inviteeId, email }: Addressee): string => {
    const mac = createHmac('sha256', key).update(JSON.stringify([meetingId, inviteeId, email]));
    return `${mailbox.slice(0, at)}+${mac.digest('hex').slice(0, tokenLength)}${mailbox.slice(at)}`;
  };
  return {
    of,
    isAmong(recipients, invited) {
      const signed = mailAddress(of(invited));
      return signed !== undefined && recipients.includes(signed);
    },
  };
}
