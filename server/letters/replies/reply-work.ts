import { type NoReply, readReplyMail, type ReplyMail } from './reply-mail.ts';

export interface MailToRead {
  readonly bytes: Uint8Array;
}

/**
 * Reads the answer in a mail. Runs in the workshop: anybody can send a mail, and a hostile one takes seconds
 * to parse.
 */
export const work = ({ bytes }: MailToRead): ReplyMail | NoReply => readReplyMail(Buffer.from(bytes));
