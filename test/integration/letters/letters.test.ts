import { expect } from 'chai';
import ICAL from 'ical.js';
import { feed, mailTaken } from '../../../protocol/rest/letters.ts';
import { meetingDetail, type MeetingDetail } from '../../../protocol/rest/meetings/meetings.ts';
import { routes } from '../../../protocol/rest/routes.ts';
import { planned as nobody } from '../../../domain/conference/state.ts';
import { calendarInMail, headersInMail } from '../../../server/letters/mail-calendar.ts';
import { createLetters } from '../../../server/letters/letters.ts';
import { createSmtpPost } from '../../../server/mail/smtp-post.ts';
import { startJobs } from '../../../server/storage/jobs.ts';
import { hostileMails } from '../../support/hostile-mails.ts';
import { checkAnswer } from '../../support/answers.ts';
import { silent } from '../../support/database.ts';
import { eventually } from '../../support/eventually.ts';
import { replyCalendar, replyEvent, replyMail, type WrittenReply } from '../../support/reply-mails.ts';
import { startMailServer } from '../../support/mail-server.ts';
import {
  minute,
  populate,
  type Province,
  type RestEdge,
  secret as mailSecret,
  startRestEdge,
} from '../../support/rest-edge.ts';

const replyTo = 'hop@vinhphuc.example';
const addresses = {
  hall: 'tamhong@yenlac.example',
  other: 'xuanhoa@lapthach.example',
  gone: 'khong-con@yenlac.example',
};

describe('letters, by mail and by calendar', function () {
  this.timeout(120_000);
  let edge: RestEdge;
  let province: Province;
  let mail: Awaited<ReturnType<typeof startMailServer>>;
  let letters: ReturnType<typeof createLetters>;
  const closing = new AsyncDisposableStack();
  before(async () => {
    edge = await startRestEdge();
    closing.defer(() => edge.close());
    // The database's own clock decides when jobs are due.
    edge.clock.now = Date.now();
    province = await populate(edge);
    mail = closing.use(await startMailServer((address) => address !== addresses.gone));
    const post = closing.use(createSmtpPost({ smtpUrl: mail.url, from: replyTo, replyTo, logger: silent }));
    const jobs = closing.use(await startJobs(edge.execute, silent));
    letters = createLetters({
      ...edge.repositories,
      jobs,
      post,
      replyAddressOf: (invited) => edge.replyAddresses.of(invited),
      tokens: edge.tokens,
      url: 'https://hop.vinhphuc.example',
      remindBeforeMinutes: [60],
      readinessAtMinute: 16 * 60,
      rehearsalBeforeMs: 24 * 60 * minute,
      readinessOf: (meeting, withContacts) => edge.boardOf(meeting, nobody, withContacts),
      logger: silent,
      now: () => edge.clock.now,
    });
    closing.use(await letters.start());
    const { token: as } = province.administrator;
    for (const [hall, email] of [
      [province.yenLac.hall, addresses.hall],
      [province.lapThach.hall, addresses.other],
    ] as const) {
      await edge.ask('endpoint.change', { as, params: { endpointId: hall.id }, body: { email } });
    }
  });
  after(() => closing.disposeAsync());

  const at = (meeting: MeetingDetail) => ({
    as: province.administrator.token,
    params: { meetingId: meeting.id },
    headers: { 'if-match': `"${meeting.version}"` },
  });
  const invite = (meeting: MeetingDetail, inviteeId: string, kind: 'endpoint' | 'account' = 'endpoint') =>
    edge.get(meetingDetail, 'meeting.invite', {
      ...at(meeting),
      body: { invitations: [{ kind, inviteeId, role: 'delegate' }] },
    });
  let hoursAhead = 2;
  const scheduled = async (title: string): Promise<MeetingDetail> => {
    hoursAhead += 2;
    const startsAtMs = edge.clock.now + hoursAhead * 60 * minute;
    const created = await edge.get(meetingDetail, 'meeting.create', {
      as: province.administrator.token,
      body: { title, siteId: province.province, startsAtMs, endsAtMs: startsAtMs + 60 * minute },
    });
    const invited = await invite(created, province.yenLac.hall.id);
    return edge.get(meetingDetail, 'meeting.schedule', at(invited));
  };

  /** The mails that an address received about a meeting, read from their calendar parts. */
  const receivedAbout = (meeting: MeetingDetail, address: string) =>
    mail.received
      .filter(({ to }) => to.includes(address))
      .flatMap(({ raw }) => {
        const calendar = calendarInMail(Buffer.from(raw, 'latin1'));
        if (calendar === undefined) return [];
        const parsed = ICAL.Component.fromString(calendar);
        const component = parsed.getFirstSubcomponent('vevent');
        if (component === null) return [];
        const event = new ICAL.Event(component);
        if (event.uid !== `${meeting.id}@diemcau`) return [];
        const method = parsed.getFirstPropertyValue('method');
        return [
          {
            method,
            sequence: event.sequence,
            startsAtMs: event.startDate.toJSDate().getTime(),
            organizer: event.organizer.replace(/^mailto:/, ''),
            replyTo: headersInMail(Buffer.from(raw, 'latin1'))('reply-to')[0],
          },
        ];
      });
  const arrived = (meeting: MeetingDetail, address: string, count: number) =>
    eventually(() => {
      const received = receivedAbout(meeting, address);
      return received.length >= count ? received : undefined;
    }, `${count} letters to ${address}`);

  it('invite, announce a change, tell invitees that are no longer invited, and cancel; each once, in one event', async () => {
    const meeting = await scheduled('Giao ban huyện');
    await letters.tick();
    const [invited] = await arrived(meeting, addresses.hall, 1);
    expect(invited).to.include({ method: 'REQUEST', sequence: meeting.version });

    const startsAtMs = meeting.startsAtMs + 15 * minute;
    const moved = await edge.get(meetingDetail, 'meeting.change', { ...at(meeting), body: { startsAtMs } });
    const wider = await invite(moved, province.lapThach.hall.id);
    await letters.tick();
    const [, changed] = await arrived(meeting, addresses.hall, 2);
    expect(changed).to.deep.include({
      method: 'REQUEST',
      sequence: wider.version,
      startsAtMs: Math.floor(startsAtMs / 1_000) * 1_000,
    });
    await arrived(meeting, addresses.other, 1);

    const invitation = wider.invitations.find(({ inviteeId }) => inviteeId === province.lapThach.hall.id);
    const withdrawn = await edge.get(meetingDetail, 'meeting.withdrawInvitation', {
      ...at(wider),
      params: { meetingId: wider.id, invitationId: invitation?.id ?? '' },
    });
    await letters.tick();
    const [, calledOff] = await arrived(meeting, addresses.other, 2);
    expect(calledOff).to.include({ method: 'CANCEL', sequence: withdrawn.version });

    await edge.ask('meeting.cancel', at(withdrawn));
    await letters.tick();
    await letters.tick();
    const all = await arrived(meeting, addresses.hall, 3);
    expect(all.map(({ method }) => method)).to.deep.equal(['REQUEST', 'REQUEST', 'CANCEL']);
    // One event has one organizer: a program refuses to cancel the event of another organizer.
    expect(new Set(all.map(({ organizer }) => organizer)).size).to.equal(1);
    // Invitees of an earlier letter receive no second one, and invitees without a letter receive none.
    expect(receivedAbout(meeting, addresses.other)).to.have.length(2);
    const [first] = mail.received;
    expect(first?.raw)
      .to.match(/^From: .*<hop@vinhphuc\.example>/m)
      .and.match(/^Auto-Submitted: auto-generated/m);
  });

  it('remind while the start is unchanged, and never of a moved or cancelled meeting', async () => {
    const meeting = await scheduled('Họp được nhắc');
    await letters.tick();
    await arrived(meeting, addresses.hall, 1);
    const reminders = () =>
      mail.received.filter(({ raw }) => raw.includes(`reminder-letter.${meeting.id}`)).length;
    const reminder = (startsAtMs: number) => ({
      kind: 'reminder',
      meetingId: meeting.id,
      startsAtMs,
      minutesBefore: 60,
    });
    await letters.run(reminder(meeting.startsAtMs));
    await letters.run(reminder(meeting.startsAtMs));
    await eventually(() => reminders() === 1, 'the reminder');
    const moved = await edge.get(meetingDetail, 'meeting.change', {
      ...at(meeting),
      body: { startsAtMs: meeting.startsAtMs + minute },
    });
    const letter = { ...reminder(meeting.startsAtMs), kind: 'reminder-letter', minutesBefore: 5 };
    await letters.run({ ...letter, inviteeId: province.yenLac.hall.id });
    await edge.ask('meeting.cancel', at(moved));
    await letters.run({
      ...letter,
      startsAtMs: moved.startsAtMs,
      inviteeId: province.yenLac.hall.id,
    });
    // By the time `run` resolves, both letters are sent or never will be.
    expect(reminders()).to.equal(1);
  });

  it('list the contacts to telephone, to the planners, the evening before; once, and not for a moved meeting', async () => {
    const { administrator, yenLac } = province;
    const planner = 'thuky@vinhphuc.example';
    await edge.ask('account.change', {
      as: administrator.token,
      params: { accountId: administrator.id },
      body: { email: planner },
    });
    await edge.ask('contact.set', {
      as: administrator.token,
      params: { siteId: yenLac.site },
      body: { contacts: [{ name: 'Trần Văn An', phone: '0211 3 888 999' }] },
    });
    const meeting = await scheduled('Họp ngày mai');
    const told = () =>
      mail.received.filter(({ to, raw }) => to.includes(planner) && raw.includes(`eve-letter.${meeting.id}`));
    const eve = (startsAtMs: number) => ({ kind: 'eve', meetingId: meeting.id, startsAtMs });
    await letters.run(eve(meeting.startsAtMs));
    await letters.run(eve(meeting.startsAtMs));
    await eventually(() => told().length > 0, 'the letter of who is ready');
    await letters.run(eve(meeting.startsAtMs + minute));
    await edge.ask('meeting.cancel', at(meeting));
    const letter = { ...eve(meeting.startsAtMs), kind: 'eve-letter', accountId: administrator.id };
    await letters.run(letter);
    expect(told()).to.have.length(1);
    expect(told()[0]?.raw).to.match(/^Subject: =\?UTF-8\?/m);
  });

  it('that a mail server refuses permanently are not sent again, and delay no other letter', async () => {
    const { yenLac, administrator } = province;
    const body = {
      login: 'khong.con',
      password: 'mot mat khau du dai',
      fullName: 'Đã chuyển',
      kind: 'official',
    };
    const account = await edge.get(routes['account.create'].response, 'account.create', {
      as: administrator.token,
      body: { ...body, siteId: yenLac.site, email: addresses.gone.toUpperCase() },
    });
    expect(account.email).to.equal(addresses.gone);
    const meeting = await invite(await scheduled('Họp có người vắng'), account.id, 'account');
    await letters.tick();
    await arrived(meeting, addresses.hall, 1);
    const { version, announcements } = await edge.repositories.announcements.of(meeting.id);
    const told = announcements.find(({ inviteeId }) => inviteeId === account.id);
    if (told === undefined) throw new Error('no letter was ordered');
    const { sequence } = told;
    expect(version).to.equal(meeting.version);
    // Must resolve: the queue retries a job that fails.
    await letters.run({
      kind: 'letter',
      meetingId: meeting.id,
      inviteeId: account.id,
      sequence,
      method: 'REQUEST',
    });
  });

  describe('with replies', () => {
    const take = (body: string, type: string, secret = mailSecret) =>
      fetch(`${edge.url}/api/v1/replies/mail`, {
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
      const meeting = await scheduled(title);
      await letters.tick();
      const [received] = await arrived(meeting, addresses.hall, 1);
      if (received === undefined) throw new Error('no letter');
      const answer = (given: Partial<WrittenReply> = {}): WrittenReply => ({
        to: received.organizer,
        attendee: addresses.hall,
        uid: `${meeting.id}@diemcau`,
        sequence: received.sequence,
        stampMs: edge.clock.now,
        messageId: `${(mails += 1)}@yenlac.example`,
        ...given,
      });
      const invitation = meeting.invitations.find(({ inviteeId }) => inviteeId === province.yenLac.hall.id);
      const standing = async () => {
        const records = await edge.repositories.replies.ofMeeting(meeting.id);
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
        stampMs: edge.clock.now + 1_000,
        from: `"Xã Tam Hồng" <${addresses.hall.toUpperCase()}>`,
        to: 'van-thu@vinhphuc.example',
        headers: [`Delivered-To: ${received.organizer.toUpperCase()}`],
      });
      edge.clock.now += 2_000;
      expect(await kept(replyMail(forwarded))).to.equal(1);
      const [record] = await edge.repositories.replies.ofMeeting(meeting.id);
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
        await edge.ask('account.own', { as: province.administrator.token });
        expect(ended, name).not.to.include(name);
        expect(await taken, name).to.equal(0);
      }
    });

    it('accept only the invitee, at the letter’s address, once per mail', async () => {
      const { meeting, received, answer, standing } = await answerable('Họp bị người lạ trả lời');
      const other = await answerable('Họp khác');
      const wider = await invite(meeting, province.lapThach.hall.id);
      await letters.tick();
      const [toOther] = await arrived(wider, addresses.other, 1);
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
        'of no meeting': { uid: `${province.yenLac.site}@diemcau` },
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
      edge.clock.now += 10 * step;
      const ago = (steps: number) => edge.clock.now - steps * step;
      const declined = replyMail(answer({ partstat: 'DECLINED', stampMs: ago(2) }));
      expect(await kept(declined)).to.equal(1);
      expect(await kept(replyMail(answer({ stampMs: ago(3) })))).to.equal(0);
      expect(await standing()).to.equal('mail: declined');

      // A clock that is hours ahead counts as correct; its mail counts once.
      const ahead = replyMail(answer({ stampMs: edge.clock.now + 7 * 60 * minute }));
      expect(await kept(ahead)).to.equal(1);
      edge.clock.now += step;
      expect(await kept(replyMail(answer({ partstat: 'DECLINED' })))).to.equal(1);
      edge.clock.now += step;
      expect(await kept(ahead)).to.equal(0);
      expect(await kept(declined)).to.equal(0);
      expect(await standing()).to.equal('mail: declined');

      // A reply on the room's own screen is newer than a mail that was still on its way.
      const asRoom = await edge.pair(province.yenLac.hall.id);
      await edge.ask('reply.own', {
        as: asRoom,
        params: { meetingId: meeting.id },
        body: { answer: 'confirmed', delegateCount: 2 },
      });
      expect(await kept(replyMail(answer({ partstat: 'DECLINED', stampMs: ago(0.5) })))).to.equal(0);
      expect(await standing()).to.equal('room: confirmed');
      edge.clock.now += step;
      expect(await kept(replyMail(answer({ partstat: 'DECLINED' })))).to.equal(1);
    });

    it('accept replies from the gateway only, as whole mails of up to a megabyte', async () => {
      expect((await take('x', 'message/rfc822', 'sai')).status).to.equal(401);
      for (const type of ['text/html', 'text/calendar']) expect((await take('x', type)).status).to.equal(415);
      expect((await take('x'.repeat(1_000_001), 'message/rfc822')).status).to.equal(413);
    });
  });

  describe('as feeds', () => {
    const read = (path: string) => fetch(new URL(path, edge.url));
    const eventsOf = async (path: string) => {
      const answered = await read(path);
      expect(answered.headers.get('content-type')).to.equal('text/calendar; charset=utf-8');
      const calendar = ICAL.Component.fromString(await answered.text());
      return calendar
        .getAllSubcomponents('vevent')
        .map((event) => [event.getFirstPropertyValue('uid'), event.getFirstPropertyValue('status')]);
    };

    it('show a room what it is invited to, cancelled meetings marked, by an address that can be revoked', async () => {
      const [kept, called] = [await scheduled('Họp còn'), await scheduled('Họp đã hủy')];
      await edge.ask('meeting.cancel', at(called));
      const asked = {
        as: province.yenLac.secretariat.token,
        params: { endpointId: province.yenLac.hall.id },
      };
      const { path } = await edge.get(feed, 'feed.createForEndpoint', asked);
      expect(await eventsOf(path)).to.deep.include.members([
        [`${kept.id}@diemcau`, 'CONFIRMED'],
        [`${called.id}@diemcau`, 'CANCELLED'],
      ]);
      const { path: again } = await edge.get(feed, 'feed.createForEndpoint', asked);
      expect((await read(path)).status).to.equal(404);
      expect((await read(again)).status).to.equal(200);
      expect((await edge.ask('feed.revokeForEndpoint', asked)).status).to.equal(200);
      expect((await read(again)).status).to.equal(404);
      expect((await edge.ask('feed.revokeForEndpoint', asked)).code).to.equal('not-found');
      const elsewhere = { ...asked, params: { endpointId: province.lapThach.hall.id } };
      expect((await edge.ask('feed.createForEndpoint', elsewhere)).code).to.equal('not-found');
    });

    it('are sent again only after a change in their text', async () => {
      const { secretariat, hall } = province.yenLac;
      const asked = { as: secretariat.token, params: { endpointId: hall.id } };
      const { path } = await edge.get(feed, 'feed.createForEndpoint', asked);
      const readIf = (headers: Record<string, string>) => fetch(new URL(path, edge.url), { headers });
      const first = await readIf({});
      const text = await first.text();
      expect(text.endsWith('END:VCALENDAR\r\n')).to.equal(true);
      const [etag, modified] = [first.headers.get('etag') ?? '', first.headers.get('last-modified') ?? ''];
      expect(first.headers.get('cache-control')).to.equal('private, no-cache');
      expect(Date.parse(modified)).to.equal(edge.clock.now - (edge.clock.now % 1_000));

      const unchanged = [
        { 'if-none-match': etag },
        { 'if-none-match': `"khac", W/${etag}` },
        { 'if-none-match': '*' },
        { 'if-modified-since': modified },
        { 'if-modified-since': new Date(edge.clock.now + 60_000).toUTCString() },
        { 'if-none-match': etag, 'if-modified-since': new Date(0).toUTCString() },
      ];
      for (const headers of unchanged) {
        const answered = await readIf(headers);
        expect([answered.status, await answered.text()], JSON.stringify(headers)).to.deep.equal([304, '']);
        expect(answered.headers.get('etag')).to.equal(etag);
        expect(answered.headers.get('content-type')).to.equal(null);
      }
      const others = [
        { 'if-none-match': '"khac"' },
        { 'if-modified-since': new Date(0).toUTCString() },
        { 'if-none-match': '"khac"', 'if-modified-since': modified },
        { 'if-modified-since': 'hom qua' },
      ];
      for (const headers of others) {
        const answered = await readIf(headers);
        expect([answered.status, await answered.text()], JSON.stringify(headers)).to.deep.equal([200, text]);
      }

      // Every change of the text counts, also a removal, after which no meeting is newer.
      const called = await scheduled('Họp mới');
      edge.clock.now += 2_000;
      const added = await readIf({ 'if-none-match': etag, 'if-modified-since': modified });
      expect(added.status).to.equal(200);
      const since = added.headers.get('last-modified') ?? '';
      expect(Date.parse(since)).to.be.greaterThan(Date.parse(modified));
      edge.clock.now += 2_000;
      const invitation = called.invitations.find(({ inviteeId }) => inviteeId === hall.id);
      await edge.ask('meeting.withdrawInvitation', {
        ...at(called),
        params: { meetingId: called.id, invitationId: invitation?.id ?? '' },
      });
      const withdrawn = await readIf({ 'if-modified-since': since });
      expect([withdrawn.status, await withdrawn.text()]).to.deep.equal([200, text]);
      expect(withdrawn.headers.get('etag')).to.equal(etag);
    });

    it('show a person the meetings of its invitations, and no draft', async () => {
      const { official } = province.yenLac;
      const meeting = await invite(await scheduled('Họp có cán bộ'), official.id, 'account');
      const { path } = await edge.get(feed, 'feed.create', { as: official.token });
      expect(await eventsOf(path)).to.deep.equal([[`${meeting.id}@diemcau`, 'CONFIRMED']]);
      const draft = await edge.get(meetingDetail, 'meeting.create', {
        as: province.administrator.token,
        body: {
          title: 'Còn soạn',
          siteId: province.province,
          startsAtMs: meeting.startsAtMs + 24 * 60 * minute,
          endsAtMs: meeting.endsAtMs + 24 * 60 * minute,
        },
      });
      await invite(draft, official.id, 'account');
      expect(await eventsOf(path)).to.have.length(1);
      const params = { accountId: official.id };
      await edge.ask('account.disable', { as: province.administrator.token, params });
      expect((await read(path)).status).to.equal(404);
    });
  });
});
