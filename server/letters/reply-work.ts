import { type NoReply, readReplyMail, type ReplyMail } from './reply-mail.ts';

export interface MailToRead {
  readonly bytes: Uint8Array;
}

/** The answer in a mail that came in. For the workshop: anybody may send one, and made of parts it takes its reader seconds. */
export const work = ({ bytes }: MailToRead): ReplyMail | NoReply => readReplyMail(Buffer.from(bytes));
