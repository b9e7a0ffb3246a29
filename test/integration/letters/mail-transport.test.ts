import { expect } from 'chai';
import { createSmtpPost } from '../../../server/mail/smtp-post.ts';
import { silent } from '../../support/database.ts';
import { startMailServer } from '../../support/mail-server.ts';

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

/** The result of sending a letter through this mail server. */
async function sent(smtpUrl: string): Promise<unknown> {
  await using post = createSmtpPost({ smtpUrl, from: replyTo, replyTo, logger: silent });
  return await post.send(letter).catch((error: unknown) => (error instanceof Error ? error.message : error));
}

describe('the connection to the mail server', function () {
  this.timeout(30_000);

  it('is encrypted to another machine, or no letter goes', async () => {
    await using mail = await startMailServer();
    expect(await sent(elsewhere(mail.url))).to.match(/TLS/);
    expect(mail.received).to.deep.equal([]);
  });

  it('may be plain on this machine, or where the address says so', async () => {
    await using mail = await startMailServer();
    expect(await sent(mail.url)).to.equal('sent');
    expect(await sent(`${elsewhere(mail.url)}?requireTLS=false`)).to.equal('sent');
    expect(mail.received).to.have.length(2);
  });

  it('ends at a certificate that does not hold', async () => {
    await using mail = await startMailServer(() => true, { tls: true });
    for (const url of [mail.url, elsewhere(mail.url)]) expect(await sent(url)).to.match(/certificate/);
    expect(mail.received).to.deep.equal([]);
  });
});
