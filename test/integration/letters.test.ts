import { expect } from 'chai';
import ICAL from 'ical.js';
import { feed, mailTaken } from '../../protocol/rest/letters.ts';
import { meetingDetail, type MeetingDetail } from '../../protocol/rest/meetings.ts';
import { routes } from '../../protocol/rest/routes.ts';
import { planned as nobody } from '../../domain/conference/state.ts';
import { calendarInMail } from '../../server/letters/mail-calendar.ts';
import { createLetters } from '../../server/letters/letters.ts';
import { createSmtpPost } from '../../server/mail/smtp-post.ts';
import { startJobs } from '../../server/storage/jobs.ts';
import { hostileMails } from '../support/hostile-mails.ts';
import { checkAnswer } from '../support/answers.ts';
import { silent } from '../support/database.ts';
import { eventually } from '../support/eventually.ts';
import { startMailServer } from '../support/mail-server.ts';
import {
  minute,
  populate,
  type Province,
  type RestEdge,
  secret as mailSecret,
  startRestEdge,
} from '../support/rest-edge.ts';

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
    // The database's own clock tells when jobs are due.
    edge.clock.now = Date.now();
    province = await populate(edge);
    mail = closing.use(await startMailServer((address) => address !== addresses.gone));
    const post = closing.use(createSmtpPost({ smtpUrl: mail.url, from: replyTo, replyTo, logger: silent }));
    const jobs = closing.use(await startJobs(edge.execute, silent));
    letters = createLetters({
      ...edge.repositories,
      jobs,
      post,
      replyTo,
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

  /** What came to an address about a meeting, as its calendar part says. */
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
        return [{ method, sequence: event.sequence, startsAtMs: event.startDate.toJSDate().getTime() }];
      });
  const arrived = (meeting: MeetingDetail, address: string, count: number) =>
    eventually(() => {
      const received = receivedAbout(meeting, address);
      return received.length >= count ? received : undefined;
    }, `${count} letters to ${address}`);

  it('invite, tell of a change, call off whom is no longer invited, and cancel; each once, in one event', async () => {
    const meeting = await scheduled('Giao ban huyện');
    await letters.tick();
    const [invited] = await arrived(meeting, addresses.hall, 1);
    expect(invited).to.include({ method: 'REQUEST', sequence: meeting.version });

    const startsAtMs = meeting.startsAtMs + 15 * minute;
    const moved = await edge.get(meetingDetail, 'meeting.change', { ...at(meeting), body: { startsAtMs } });
    const wider = await invite(moved, province.lapThach.hall.id);
    await letters.tick();
    const [, changed] = await arrived(meeting, addresses.hall, 2);
    expect(changed).to.deep.equal({
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
    // Whom the last letters went to is told nothing more, and the others were told nothing at all.
    expect(receivedAbout(meeting, addresses.other)).to.have.length(2);
    const [first] = mail.received;
    expect(first?.raw)
      .to.match(/^From: .*<hop@vinhphuc\.example>/m)
      .and.match(/^Auto-Submitted: auto-generated/m);
  });

  it('remind as long as the meeting begins then, and never of one that was moved or cancelled', async () => {
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
    // Both letters were sent, or not, by the time `run` resolved.
    expect(reminders()).to.equal(1);
  });

  it('tell those who prepare a meeting, the evening before, whom to telephone; once, and not of one that was moved', async () => {
    const { administrator, yenLac } = province;
    const planner = 'thuky@vinhphuc.example';
    await edge.ask('account.setEmail', {
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

  it('that a mail server refuses for good are not sent again, and hold up nobody', async () => {
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
    // It resolves: a job that fails is tried again.
    await letters.run({
      kind: 'letter',
      meetingId: meeting.id,
      inviteeId: account.id,
      sequence,
      method: 'REQUEST',
    });
  });

  describe('answered', () => {
    const answer = (meeting: MeetingDetail, sequence: number, attendee: string, partstat = 'ACCEPTED') =>
      [
        'BEGIN:VCALENDAR',
        'VERSION:2.0',
        'METHOD:REPLY',
        'BEGIN:VEVENT',
        `UID:${meeting.id}@diemcau`,
        `SEQUENCE:${sequence}`,
        `ATTENDEE;PARTSTAT=${partstat}:mailto:${attendee}`,
        'COMMENT:Dự đủ',
        'END:VEVENT',
        'END:VCALENDAR',
        '',
      ].join('\r\n');
    const take = (body: string, type: string, secret = mailSecret) =>
      fetch(`${edge.url}/api/v1/replies/mail`, {
        method: 'POST',
        headers: { 'content-type': type, 'x-mail-secret': secret },
        body,
      });
    const kept = async (body: string, type = 'text/calendar') => {
      const response = await take(body, type);
      const taken: unknown = await response.json();
      checkAnswer('reply.mail', response, taken);
      return mailTaken.parse(taken).kept;
    };

    it('are kept for whom they are from, as a mail or a calendar', async () => {
      const meeting = await scheduled('Họp được trả lời');
      await letters.tick();
      await arrived(meeting, addresses.hall, 1);
      const calendar = answer(meeting, meeting.version, addresses.hall);
      expect(await kept(calendar, 'text/calendar; charset=utf-8')).to.equal(1);
      const declined = answer(meeting, meeting.version, addresses.hall, 'DECLINED');
      const whole = `Subject: x\r\nContent-Type: text/calendar; charset=utf-8\r\n\r\n${declined}`;
      expect(await kept(whole, 'message/rfc822')).to.equal(1);
      const reply = (kind: string) => [
        meeting.id,
        province.yenLac.hall.id,
        { answer: kind, comment: 'Dự đủ' },
      ];
      expect(edge.replies).to.deep.equal([reply('accepted'), reply('declined')]);

      // From a stranger, to what has since been changed, of no meeting, and no answer at all.
      for (const nothing of [
        answer(meeting, meeting.version, addresses.other),
        answer(meeting, meeting.version - 1, addresses.hall),
        answer({ ...meeting, id: province.yenLac.site }, meeting.version, addresses.hall),
        'xin chào',
      ]) {
        expect(await kept(nothing)).to.equal(0);
      }
      expect(edge.replies).to.have.length(2);
    });

    it('are not looked for without end, and hold up nobody while they are', async function () {
      this.timeout(60_000);
      const before = edge.replies.length;
      const ended: string[] = [];
      for (const [name, mail] of Object.entries(hostileMails)) {
        const taken = kept(mail, 'message/rfc822').then((count) => {
          ended.push(name);
          return count;
        });
        await edge.ask('account.own', { as: province.administrator.token });
        expect(ended, name).not.to.include(name);
        expect(await taken, name).to.equal(0);
      }
      const meeting = await scheduled('Họp vẫn được trả lời');
      await letters.tick();
      await arrived(meeting, addresses.hall, 1);
      const reply = answer(meeting, meeting.version, addresses.hall);
      // An office answers for its rooms, not for thousands.
      const many = reply.replace(/BEGIN:VEVENT[^]*END:VEVENT\r\n/, (event) => event.repeat(500));
      expect(await kept(many)).to.equal(20);
      expect(edge.replies).to.have.length(before + 20);
    });

    it('are taken from the gateway alone, of two types and up to a megabyte', async () => {
      expect((await take('x', 'text/calendar', 'sai')).status).to.equal(401);
      expect((await take('x', 'text/html')).status).to.equal(415);
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

    it('show a person the meetings that it is invited to, and no draft', async () => {
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
