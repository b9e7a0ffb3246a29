import { expect } from 'chai';
import { pino } from 'pino';
import { createSmtpPost } from '../../../server/mail/smtp-post.ts';
import { startMailServer } from '../../support/mail/mail-server.ts';

const letter = {
  to: { name: 'Hội trường', address: 'tamhong@yenlac.example' },
  fromName: 'Điểm cầu',
  subject: 'Giấy mời họp',
  text: 'Giấy mời',
  html: '<p>Giấy mời</p>',
  messageId: 'thu@vinhphuc.example',
  calendar: null,
  replyTo: null,
};
const replyTo = 'hop@vinhphuc.example';

/** The same server at an address of this machine that is outside loopback. */
const elsewhere = (url: string): string => url.replace('127.0.0.1', '0.0.0.0');

/** The outcome of sending a letter through this mail server, and what the log says of it. */
async function sent(smtpUrl: string) {
  const logged: string[] = [];
  const logger = pino({ level: 'warn' }, { write: (line: string) => logged.push(line) });
  await using post = createSmtpPost({ smtpUrl, from: replyTo, replyTo, logger });
  return { outcome: await post.send(letter), log: logged.join('') };
}
const unreachable = { reason: 'unreachable', words: '' };

describe('the connection to the mail server', function () {
  this.timeout(30_000);

  it('is encrypted to another machine, or no letter goes', async () => {
    await using mail = await startMailServer();
    const { outcome, log } = await sent(elsewhere(mail.url));
    expect(outcome).not.to.equal('sent');
    expect(log).to.match(/TLS/);
    expect(mail.received).to.deep.equal([]);
  });

  it('may be plain on this machine, or where the address says so', async () => {
    await using mail = await startMailServer();
    for (const url of [mail.url, `${elsewhere(mail.url)}?requireTLS=false`])
      expect((await sent(url)).outcome).to.equal('sent');
    expect(mail.received).to.have.length(2);
  });

  it('ends at a certificate that does not hold', async () => {
    await using mail = await startMailServer(() => true, { tls: true });
    for (const url of [mail.url, elsewhere(mail.url)]) {
      const { outcome, log } = await sent(url);
      expect(outcome).to.deep.equal(unreachable);
      expect(log).to.match(/certificate/);
    }
    expect(mail.received).to.deep.equal([]);
  });

  it('says why a letter was not taken, in the words of the mail server', async () => {
    await using mail = await startMailServer(() => false);
    expect((await sent(mail.url)).outcome).to.deep.equal({
      reason: 'refused',
      words: '550 no such mailbox',
    });
    mail.answerRecipients(451);
    expect((await sent(mail.url)).outcome).to.deep.include({ reason: 'deferred' });
    const { url } = mail;
    await mail[Symbol.asyncDispose]();
    expect((await sent(url)).outcome).to.deep.equal(unreachable);
  });
});
