import { createTransport } from 'nodemailer';
import type { Logger } from 'pino';
import { cleanText } from '../../domain/clean-text.ts';
import { isLoopback } from '../perimeter/loopback.ts';
import type { AddressedLetter, Post, PostFailure } from '../letters/post.ts';

export interface SmtpOptions {
  /** smtp://user:password@host:587 or smtps://… */
  readonly smtpUrl: string;
  readonly from: string;
  /** The reply address of letters that name none themselves. */
  readonly replyTo: string;
  readonly logger: Logger;
}

/** In ms. After a timeout the letter is sent again later. */
const patience = { connectionTimeout: 10_000, greetingTimeout: 10_000, socketTimeout: 30_000 };

export function createSmtpPost({ smtpUrl, from, replyTo, logger }: SmtpOptions): Post & AsyncDisposable {
  const transport = createTransport({
    url: smtpUrl,
    ...patience,
    pool: true,
    maxConnections: 2,
    // Letters hold links that grant access. A parameter in smtpUrl (?requireTLS=false) overrides this option.
    requireTLS: !isLoopback(new URL(smtpUrl).hostname),
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  return {
    async send({ to, fromName, subject, text, html, messageId, calendar, ...letter }: AddressedLetter) {
      try {
        await transport.sendMail({
          from: { name: fromName, address: from },
          to: [{ name: to.name, address: to.address }],
          replyTo: letter.replyTo ?? replyTo,
          messageId: `<${messageId}>`,
          subject,
          text,
          html,
          // RFC 3834: keeps holiday notices from answering the letter.
          headers: { 'Auto-Submitted': 'auto-generated' },
          ...(calendar && {
            icalEvent: { method: calendar.method, content: calendar.content, filename: calendar.fileName },
          }),
        });
        return 'sent';
      } catch (error) {
        const failure = failureOf(error);
        logger.warn(
          { err: error, messageId, reason: failure.reason },
          'the mail server did not take a letter',
        );
        return failure;
      }
    },
    async [Symbol.asyncDispose]() {
      transport.close();
    },
  };
}

/** Long enough for every answer of a mail server that a person reads. */
const longestWords = 300;

/**
 * RFC 5321: a 5yz reply to a recipient or to the message is final. One to the login is a mistake in our
 * configuration.
 * @throws the error itself if it does not come from the connection: then it is a bug
 */
function failureOf(error: unknown): PostFailure {
  if (!(error instanceof Error) || !('code' in error)) throw error;
  const answered = 'responseCode' in error && typeof error.responseCode === 'number';
  if (!answered) return { reason: 'unreachable', words: '' };
  const words = 'response' in error ? cleanText(String(error.response), longestWords) : '';
  const isFinal =
    Number(error.responseCode) >= 500 && (error.code === 'EENVELOPE' || error.code === 'EMESSAGE');
  return { reason: isFinal ? 'refused' : 'deferred', words };
}
