import { createHmac, hkdfSync } from 'node:crypto';
import { type MailAddress, mailAddress } from './mail-address.ts';

/** Whom a letter is for: the answer to it comes from this address and counts for this invitee alone. */
export interface Invited {
  readonly meetingId: string;
  readonly inviteeId: string;
  readonly email: string;
}

export interface ReplyAddresses {
  /** Where the answer to the letter goes: `hop+0f3c…@vinhphuc.example` for `hop@vinhphuc.example`. */
  of(invited: Invited): string;
  /** Whether a mail went there. */
  isAmong(recipients: readonly MailAddress[], invited: Invited): boolean;
}

/** 128 bits. In hexadecimal, since mail systems fold case. */
const tokenLength = 32;
/** RFC 5321, 4.5.3.1.1: 64 octets, of which the token and the sign before it take 33. */
export const longestReplyLocalPart = 64 - 1 - tokenLength;

/**
 * Addresses that only the reader of a letter knows: subaddresses (RFC 5233) of one mailbox. Nothing is stored; the token is a
 * MAC of whom the letter is for.
 * @param mailbox its local part has at most `longestReplyLocalPart` octets
 * @param secret of the server; the key of these addresses is derived from it and used for nothing else
 */
export function createReplyAddresses(mailbox: string, secret: string): ReplyAddresses {
  const key = Buffer.from(hkdfSync('sha256', secret, '', 'diemcau reply address', 32));
  const at = mailbox.lastIndexOf('@');
  const of = ({ meetingId, inviteeId, email }: Invited): string => {
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
