import { expect } from 'chai';
import { meetingDetail } from '../../../protocol/rest/meetings/meetings.ts';
import { routes } from '../../../protocol/rest/routes.ts';
import { eventually } from '../../support/eventually.ts';
import { addresses, type LettersWorld, openLettersWorld } from '../../support/mail/letters-world.ts';
import { minute } from '../../support/rest/rest-edge.ts';

describe('letters, by mail', function () {
  this.timeout(120_000);
  let world: LettersWorld;
  before(async () => {
    world = await openLettersWorld();
  });
  after(() => world?.[Symbol.asyncDispose]());

  it('invite, announce a change, tell invitees that are no longer invited, and cancel; each once, in one event', async () => {
    const meeting = await world.scheduled('Giao ban huyện');
    await world.letters.tick();
    const [invited] = await world.arrived(meeting, addresses.hall, 1);
    expect(invited).to.include({ method: 'REQUEST', sequence: meeting.version });

    const startsAtMs = meeting.startsAtMs + 15 * minute;
    const moved = await world.edge.get(meetingDetail, 'meeting.change', {
      ...world.at(meeting),
      body: { startsAtMs },
    });
    const wider = await world.invite(moved, world.province.lapThach.hall.id);
    await world.letters.tick();
    const [, changed] = await world.arrived(meeting, addresses.hall, 2);
    expect(changed).to.deep.include({
      method: 'REQUEST',
      sequence: wider.version,
      startsAtMs: Math.floor(startsAtMs / 1_000) * 1_000,
    });
    await world.arrived(meeting, addresses.other, 1);

    const invitation = wider.invitations.find(
      ({ inviteeId }) => inviteeId === world.province.lapThach.hall.id,
    );
    const withdrawn = await world.edge.get(meetingDetail, 'meeting.withdrawInvitation', {
      ...world.at(wider),
      params: { meetingId: wider.id, invitationId: invitation?.id ?? '' },
    });
    await world.letters.tick();
    const [, calledOff] = await world.arrived(meeting, addresses.other, 2);
    expect(calledOff).to.include({ method: 'CANCEL', sequence: withdrawn.version });

    await world.edge.ask('meeting.cancel', world.at(withdrawn));
    await world.letters.tick();
    await world.letters.tick();
    const all = await world.arrived(meeting, addresses.hall, 3);
    expect(all.map(({ method }) => method)).to.deep.equal(['REQUEST', 'REQUEST', 'CANCEL']);
    // One event has one organizer: a program refuses to cancel the event of another organizer.
    expect(new Set(all.map(({ organizer }) => organizer)).size).to.equal(1);
    // Invitees of an earlier letter receive no second one, and invitees without a letter receive none.
    expect(world.receivedAbout(meeting, addresses.other)).to.have.length(2);
    const [first] = world.mail.received;
    expect(first?.raw)
      .to.match(/^From: .*<hop@vinhphuc\.example>/m)
      .and.match(/^Auto-Submitted: auto-generated/m);
  });

  it('remind while the start is unchanged, and never of a moved or cancelled meeting', async () => {
    const meeting = await world.scheduled('Họp được nhắc');
    await world.letters.tick();
    await world.arrived(meeting, addresses.hall, 1);
    const reminders = () =>
      world.mail.received.filter(({ raw }) => raw.includes(`reminder-letter.${meeting.id}`)).length;
    const reminder = (startsAtMs: number) => ({
      kind: 'reminder',
      meetingId: meeting.id,
      startsAtMs,
      minutesBefore: 60,
    });
    await world.letters.run(reminder(meeting.startsAtMs));
    await world.letters.run(reminder(meeting.startsAtMs));
    await eventually(() => reminders() === 1, 'the reminder');
    const moved = await world.edge.get(meetingDetail, 'meeting.change', {
      ...world.at(meeting),
      body: { startsAtMs: meeting.startsAtMs + minute },
    });
    const letter = { ...reminder(meeting.startsAtMs), kind: 'reminder-letter', minutesBefore: 5 };
    await world.letters.run({ ...letter, inviteeId: world.province.yenLac.hall.id });
    await world.edge.ask('meeting.cancel', world.at(moved));
    await world.letters.run({
      ...letter,
      startsAtMs: moved.startsAtMs,
      inviteeId: world.province.yenLac.hall.id,
    });
    // By the time `run` resolves, both letters are sent or never will be.
    expect(reminders()).to.equal(1);
  });

  it('list the contacts to telephone, to the planners, the evening before; once, and not for a moved meeting', async () => {
    const { administrator, yenLac } = world.province;
    const planner = 'thuky@vinhphuc.example';
    await world.edge.ask('account.change', {
      as: administrator.token,
      params: { accountId: administrator.id },
      body: { email: planner },
    });
    await world.edge.ask('contact.set', {
      as: administrator.token,
      params: { siteId: yenLac.site },
      body: { contacts: [{ name: 'Trần Văn An', phone: '0211 3 888 999' }] },
    });
    const meeting = await world.scheduled('Họp ngày mai');
    const told = () =>
      world.mail.received.filter(
        ({ to, raw }) => to.includes(planner) && raw.includes(`eve-letter.${meeting.id}`),
      );
    const eve = (startsAtMs: number) => ({ kind: 'eve', meetingId: meeting.id, startsAtMs });
    await world.letters.run(eve(meeting.startsAtMs));
    await world.letters.run(eve(meeting.startsAtMs));
    await eventually(() => told().length > 0, 'the letter of who is ready');
    await world.letters.run(eve(meeting.startsAtMs + minute));
    await world.edge.ask('meeting.cancel', world.at(meeting));
    const letter = { ...eve(meeting.startsAtMs), kind: 'eve-letter', accountId: administrator.id };
    await world.letters.run(letter);
    expect(told()).to.have.length(1);
    expect(told()[0]?.raw).to.match(/^Subject: =\?UTF-8\?/m);
  });

  it('that a mail server refuses permanently are not sent again, and delay no other letter', async () => {
    const { yenLac, administrator } = world.province;
    const body = {
      login: 'khong.con',
      password: 'mot mat khau du dai',
      fullName: 'Đã chuyển',
      kind: 'official',
    };
    const account = await world.edge.get(routes['account.create'].response, 'account.create', {
      as: administrator.token,
      body: { ...body, siteId: yenLac.site, email: addresses.gone.toUpperCase() },
    });
    expect(account.email).to.equal(addresses.gone);
    const meeting = await world.invite(await world.scheduled('Họp có người vắng'), account.id, 'account');
    await world.letters.tick();
    await world.arrived(meeting, addresses.hall, 1);
    const { version, announcements } = await world.edge.repositories.announcements.of(meeting.id);
    const told = announcements.find(({ inviteeId }) => inviteeId === account.id);
    if (told === undefined) throw new Error('no letter was ordered');
    const { sequence } = told;
    expect(version).to.equal(meeting.version);
    // Must resolve: the queue retries a job that fails.
    await world.letters.run({
      kind: 'letter',
      meetingId: meeting.id,
      inviteeId: account.id,
      sequence,
      method: 'REQUEST',
    });
  });
});
