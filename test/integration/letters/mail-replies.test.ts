import { expect } from 'chai';
import { mailTaken } from '../../../protocol/rest/letters.ts';
import { checkAnswer } from '../../support/rest/answers.ts';
import { hostileMails } from '../../support/mail/hostile-mails.ts';
import { addresses, type LettersWorld, openLettersWorld, replyTo } from '../../support/mail/letters-world.ts';
import { replyCalendar, replyEvent, replyMail, type WrittenReply } from '../../support/mail/reply-mails.ts';
import { minute, secret as mailSecret } from '../../support/rest/rest-edge.ts';

describe('replies to letters by mail', function () {
  this.timeout(120_000);
  let world: LettersWorld;
  before(async () => {
    world = await openLettersWorld();
  });
  after(() => world?.[Symbol.asyncDispose]());

  const take = (body: string, type: string, secret = mailSecret) =>
    fetch(`${world.edge.url}/api/v1/replies/mail`, {
      method: 'POST',
      headers: { 'content-type': type, 'x-mail-secret': secret },
      body,
    });
  const kept = async (body: string) => {
    const response = await take(body, 'message/rfc822');
    const taken: unknown = await response.json();
    checkAnswer('reply.mail', response, taken);
    return mailTaken.parse(taken).kept;
  };

  let mails = 0;
  /** A meeting whose room has its letter, and the reply of the room's calendar program. */
  const answerable = async (title: string) => {
    const meeting = await world.scheduled(title);
    await world.letters.tick();
    const [received] = await world.arrived(meeting, addresses.hall, 1);
    if (received === undefined) throw new Error('no letter');
    const answer = (given: Partial<WrittenReply> = {}): WrittenReply => ({
      to: received.organizer,
      attendee: addresses.hall,
      uid: `${meeting.id}@diemcau`,
      sequence: received.sequence,
      stampMs: world.edge.clock.now,
      messageId: `${(mails += 1)}@yenlac.example`,
      ...given,
    });
    const invitation = meeting.invitations.find(
      ({ inviteeId }) => inviteeId === world.province.yenLac.hall.id,
    );
    const standing = async () => {
      const records = await world.edge.repositories.replies.ofMeeting(meeting.id);
      const reply = records.find(({ invitationId }) => invitationId === invitation?.id)?.reply;
      return reply ? `${reply.by}: ${reply.answer}` : 'none';
    };
    return { meeting, received, answer, standing };
  };

  it('store a reply for the room of the letter, at the address of that letter', async () => {
    const { meeting, received, answer, standing } = await answerable('Họp được trả lời');
    expect(received.organizer).to.match(/^hop\+[\da-f]{32}@vinhphuc\.example$/);
    expect(received.replyTo).to.equal(received.organizer);
    expect(await kept(replyMail(answer()))).to.equal(1);
    expect(await standing()).to.equal('mail: confirmed');

    // Forwarded by a list, in capitals, with the envelope's recipient in a header of the gateway.
    const forwarded = answer({
      partstat: 'DECLINED',
      comment: `Bận\0 họp ${'😀'.repeat(300)}`,
      stampMs: world.edge.clock.now + 1_000,
      from: `"Xã Tam Hồng" <${addresses.hall.toUpperCase()}>`,
      to: 'van-thu@vinhphuc.example',
      headers: [`Delivered-To: ${received.organizer.toUpperCase()}`],
    });
    world.edge.clock.now += 2_000;
    expect(await kept(replyMail(forwarded))).to.equal(1);
    const [record] = await world.edge.repositories.replies.ofMeeting(meeting.id);
    expect(record?.reply).to.deep.include({
      answer: 'declined',
      reason: `Bận họp ${'😀'.repeat(246)}`,
      by: 'mail',
    });
  });

  it('limit the search for a reply, and delay no other mail during it', async function () {
    this.timeout(60_000);
    const ended: string[] = [];
    for (const [name, mail] of Object.entries(hostileMails)) {
      const taken = kept(mail).then((count) => {
        ended.push(name);
        return count;
      });
      await world.edge.ask('account.own', { as: world.province.administrator.token });
      expect(ended, name).not.to.include(name);
      expect(await taken, name).to.equal(0);
    }
  });

  it('accept only the invitee, at the letter’s address, once per mail', async () => {
    const { meeting, received, answer, standing } = await answerable('Họp bị người lạ trả lời');
    const other = await answerable('Họp khác');
    const wider = await world.invite(meeting, world.province.lapThach.hall.id);
    await world.letters.tick();
    const [toOther] = await world.arrived(wider, addresses.other, 1);
    if (toOther === undefined) throw new Error('no letter');
    const stranger = 'la@example.com';
    const { organizer } = received;
    const wrong: Readonly<Record<string, Partial<WrittenReply>>> = {
      'from a stranger in the name of the room': { from: stranger },
      'from a stranger in its own name': { attendee: stranger },
      'from another room in the name of the room': { from: addresses.other },
      'from another room in its own name, to the address of this one': { attendee: addresses.other },
      'from the room, to the address of another room': { to: toOther.organizer },
      'from the room, to its address for another meeting': { to: other.received.organizer },
      'to the mailbox itself': { to: replyTo },
      'to an address that nobody signed': { to: organizer.replace(/\+.{32}/, `+${'0'.repeat(32)}`) },
      'to the address without its last sign': { to: organizer.replace(/.@/, '@') },
      'of no meeting': { uid: `${world.province.yenLac.site}@diemcau` },
      'of another meeting': { uid: `${other.meeting.id}@diemcau` },
      'to a letter from before': { sequence: received.sequence - 1 },
      'by a machine': { headers: ['Auto-Submitted: auto-replied'] },
    };
    for (const [name, given] of Object.entries(wrong)) {
      expect(await kept(replyMail(answer({ partstat: 'DECLINED', ...given }))), name).to.equal(0);
    }
    expect(await kept('xin chào')).to.equal(0);
    expect(await standing()).to.equal('none');
    expect(await other.standing()).to.equal('none');

    const both = [other.answer(), answer()].map(replyEvent);
    expect(await kept(replyMail(answer(), replyCalendar(...both)))).to.equal(0);
    const many = replyEvent(answer()).repeat(500);
    expect(await kept(replyMail(answer(), replyCalendar(many)))).to.equal(1);
    expect(await standing()).to.equal('mail: confirmed');
    expect(await other.standing()).to.equal('none');
  });

  it('order replies by the time that they were given, for late and repeated mails', async () => {
    const { meeting, answer, standing } = await answerable('Họp được trả lời nhiều lần');
    const step = 10_000;
    world.edge.clock.now += 10 * step;
    const ago = (steps: number) => world.edge.clock.now - steps * step;
    const declined = replyMail(answer({ partstat: 'DECLINED', stampMs: ago(2) }));
    expect(await kept(declined)).to.equal(1);
    expect(await kept(replyMail(answer({ stampMs: ago(3) })))).to.equal(0);
    expect(await standing()).to.equal('mail: declined');

    // A clock that is hours ahead counts as correct; its mail counts once.
    const ahead = replyMail(answer({ stampMs: world.edge.clock.now + 7 * 60 * minute }));
    expect(await kept(ahead)).to.equal(1);
    world.edge.clock.now += step;
    expect(await kept(replyMail(answer({ partstat: 'DECLINED' })))).to.equal(1);
    world.edge.clock.now += step;
    expect(await kept(ahead)).to.equal(0);
    expect(await kept(declined)).to.equal(0);
    expect(await standing()).to.equal('mail: declined');

    // A reply on the room's own screen is newer than a mail that was still on its way.
    const asRoom = await world.edge.pair(world.province.yenLac.hall.id);
    await world.edge.ask('reply.own', {
      as: asRoom,
      params: { meetingId: meeting.id },
      body: { answer: 'confirmed', delegateCount: 2 },
    });
    expect(await kept(replyMail(answer({ partstat: 'DECLINED', stampMs: ago(0.5) })))).to.equal(0);
    expect(await standing()).to.equal('room: confirmed');
    world.edge.clock.now += step;
    expect(await kept(replyMail(answer({ partstat: 'DECLINED' })))).to.equal(1);
  });

  it('accept replies from the gateway only, as whole mails of up to a megabyte', async () => {
    expect((await take('x', 'message/rfc822', 'sai')).status).to.equal(401);
    for (const type of ['text/html', 'text/calendar']) expect((await take('x', type)).status).to.equal(415);
    expect((await take('x'.repeat(1_000_001), 'message/rfc822')).status).to.equal(413);
  });
});
