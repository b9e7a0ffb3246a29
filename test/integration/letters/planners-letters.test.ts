import { expect } from 'chai';
import { letterList, letterPreview, type LetterState } from '../../../protocol/rest/meetings/letters.ts';
import { meetingDetail } from '../../../protocol/rest/meetings/meetings.ts';
import { linkedInvitation, replyLink } from '../../../protocol/rest/meetings/readiness.ts';
import { routes } from '../../../protocol/rest/routes.ts';
import { eventually } from '../../support/eventually.ts';
import { addresses, type LettersWorld, openLettersWorld } from '../../support/mail/letters-world.ts';

describe('letters as their planners see them', function () {
  this.timeout(120_000);
  let world: LettersWorld;
  before(async () => {
    world = await openLettersWorld();
  });
  after(() => world?.[Symbol.asyncDispose]());

  const as = () => world.province.administrator.token;
  const listOf = async ({ id }: { readonly id: string }) =>
    (await world.edge.get(letterList, 'letter.list', { as: as(), params: { meetingId: id } })).rows;
  const rowOf = async (meeting: { readonly id: string }, inviteeId: string) => {
    const row = (await listOf(meeting)).find((each) => each.inviteeId === inviteeId);
    if (row === undefined) throw new Error('no such row');
    return row;
  };
  const reached = (meeting: { readonly id: string }, inviteeId: string, state: LetterState) =>
    eventually(async () => {
      const row = await rowOf(meeting, inviteeId);
      return row.state === state ? row : undefined;
    }, `a letter that is ${state}`);
  const resend = (meeting: { readonly id: string }, ...inviteeIds: string[]) =>
    world.edge.get(letterList, 'letter.resend', {
      as: as(),
      params: { meetingId: meeting.id },
      body: { inviteeIds },
    });
  let officials = 0;
  const official = async (email: string | null, siteId = world.province.yenLac.site) => {
    const login = `can.bo.${(officials += 1)}`;
    const body = { login, password: 'mot mat khau du dai', fullName: 'Lê Thị Hoà', kind: 'official' };
    const { id } = await world.edge.get(routes['account.create'].response, 'account.create', {
      as: as(),
      body: { ...body, siteId, ...(email !== null && { email }) },
    });
    return id;
  };
  const addressed = (accountId: string, email: string) =>
    world.edge.ask('account.change', { as: as(), params: { accountId }, body: { email } });

  it('say what became of each: sent, refused with the server’s words, or without an address', async () => {
    const [refused, without] = [await official(addresses.gone), await official(null)];
    const draft = await world.invite(
      await world.invite(await world.drafted('Họp xem thư'), refused, 'account'),
      without,
      'account',
    );
    expect((await listOf(draft)).map(({ state }) => state)).to.have.members([
      'unsent',
      'unsent',
      'no-address',
    ]);
    const meeting = await world.edge.get(meetingDetail, 'meeting.schedule', world.at(draft));
    await world.letters.tick();
    const sent = await reached(meeting, world.province.yenLac.hall.id, 'sent');
    expect(sent).to.deep.include({
      letter: 'invitation',
      email: addresses.hall,
      failure: null,
      reply: null,
    });
    const { failure } = await reached(meeting, refused, 'failed');
    expect(failure).to.deep.equal({ reason: 'refused', words: '550 no such mailbox' });
    expect(await rowOf(meeting, without)).to.deep.include({ state: 'no-address', email: null, atMs: null });
  });

  it('are sent again to the invitees that a planner names, also to one that got its address later', async () => {
    const [wrong, late] = [await official(addresses.gone), await official(null)];
    const made = await world.invite(
      await world.invite(await world.scheduled('Họp gửi lại'), wrong, 'account'),
      late,
      'account',
    );
    await world.letters.tick();
    await reached(made, wrong, 'failed');
    await addressed(wrong, 'dung@yenlac.example');
    await addressed(late, 'muon@yenlac.example');
    const ordered = await resend(made, wrong, late);
    expect(ordered.mail).to.equal(true);
    await reached(made, wrong, 'sent');
    await reached(made, late, 'sent');
    const [first] = await world.arrived(made, 'dung@yenlac.example', 1);
    expect(first).to.include({ method: 'REQUEST', sequence: made.version });
    await resend(made, wrong);
    await world.arrived(made, 'dung@yenlac.example', 2);
    await world.letters.tick();
    expect(world.receivedAbout(made, addresses.hall)).to.have.length(1);
    expect(world.receivedAbout(made, 'muon@yenlac.example')).to.have.length(1);
  });

  it('wait for a mail server that does not take them now, until the last try', async () => {
    const busy = await official(addresses.gone);
    const made = await world.invite(await world.scheduled('Họp chờ máy chủ thư'), busy, 'account');
    world.mail.answerRecipients(451);
    try {
      await world.letters.tick();
      const { failure } = await reached(made, busy, 'retrying');
      expect(failure).to.deep.include({ reason: 'deferred' });
      const [told] = (await world.edge.repositories.announcements.lettersOf(made.id)).filter(
        ({ inviteeId }) => inviteeId === busy,
      );
      const job = { kind: 'letter', meetingId: made.id, inviteeId: busy, method: 'REQUEST' };
      const again = world.letters.run({ ...job, sequence: told?.sequence }, true);
      expect(await again.catch(String)).to.match(/deferred/);
      expect((await rowOf(made, busy)).state).to.equal('failed');
    } finally {
      world.mail.answerRecipients(550);
    }
  });

  it('stay in the list after an invitation is withdrawn, as the cancellation that was sent', async () => {
    const made = await world.invite(
      await world.scheduled('Họp rút giấy mời'),
      world.province.lapThach.hall.id,
    );
    await world.letters.tick();
    await reached(made, world.province.lapThach.hall.id, 'sent');
    const invitation = made.invitations.find(
      ({ inviteeId }) => inviteeId === world.province.lapThach.hall.id,
    );
    await world.edge.get(meetingDetail, 'meeting.withdrawInvitation', {
      ...world.at(made),
      params: { meetingId: made.id, invitationId: invitation?.id ?? '' },
    });
    await world.letters.tick();
    const row = await eventually(async () => {
      const found = await rowOf(made, world.province.lapThach.hall.id);
      return found.letter === 'cancellation' && found.state === 'sent' ? found : undefined;
    }, 'the cancellation');
    expect(row).to.deep.include({ kind: 'endpoint', invitationId: null, role: null });
  });

  it('show planners of another unit no address, and no words of a mail server, which quote it', async () => {
    const { lapThach, yenLac } = world.province;
    const elsewhere = await official(addresses.gone, lapThach.site);
    const draft = await world.invite(
      await world.drafted('Họp liên huyện', yenLac.site),
      elsewhere,
      'account',
    );
    const meeting = await world.edge.get(meetingDetail, 'meeting.schedule', world.at(draft));
    await world.letters.tick();
    const own = await reached(meeting, elsewhere, 'failed');
    expect(own.email).to.equal(addresses.gone);
    expect(own.failure).to.deep.equal({ reason: 'refused', words: '550 no such mailbox' });
    const asNeighbour = { as: yenLac.secretariat.token, params: { meetingId: meeting.id } };
    const shown = (await world.edge.get(letterList, 'letter.list', asNeighbour)).rows;
    expect(shown.find(({ inviteeId }) => inviteeId === elsewhere)).to.deep.include({
      state: 'failed',
      email: null,
      failure: { reason: 'refused', words: '' },
    });

    const invitation = meeting.invitations.find(({ inviteeId }) => inviteeId === elsewhere);
    await world.edge.get(meetingDetail, 'meeting.withdrawInvitation', {
      ...world.at(meeting),
      params: { meetingId: meeting.id, invitationId: invitation?.id ?? '' },
    });
    await world.letters.tick();
    const withdrawn = await eventually(async () => {
      const row = await rowOf(meeting, elsewhere);
      return row.letter === 'cancellation' && row.state === 'failed' ? row : undefined;
    }, 'the cancellation to be refused');
    expect(withdrawn).to.deep.include({ email: null, failure: { reason: 'refused', words: '' } });
  });

  it('can be read before they are sent, without the secret of their link', async () => {
    const draft = await world.drafted('Họp xem trước');
    const params = { meetingId: draft.id, inviteeId: world.province.yenLac.hall.id };
    const preview = await world.edge.get(letterPreview, 'letter.preview', { as: as(), params });
    expect(preview).to.deep.include({
      letter: 'invitation',
      subject: 'Giấy mời: Họp xem trước',
      attachment: 'giay-moi.ics',
    });
    expect(preview.text).to.include('https://hop.vinhphuc.example/reply/…');
    const { lapThach } = world.province;
    const uninvited = { as: as(), params: { ...params, inviteeId: lapThach.hall.id } };
    expect((await world.edge.ask('letter.preview', uninvited)).code).to.equal('not-found');
  });

  it('are in the language of the account, and so is the page that they link to', async () => {
    const address = 'anna@embassy.example';
    const inviteeId = await official(address);
    const params = { accountId: inviteeId };
    await world.edge.ask('account.change', { as: as(), params, body: { language: 'en' } });
    const draft = await world.invite(await world.drafted('Họp với khách'), inviteeId, 'account');
    const asked = { as: as(), params: { meetingId: draft.id, inviteeId } };
    expect(await world.edge.get(letterPreview, 'letter.preview', asked)).to.deep.include({
      language: 'en',
      subject: 'Invitation: Họp với khách',
      attachment: 'invitation.ics',
    });
    const meeting = await world.edge.get(meetingDetail, 'meeting.schedule', world.at(draft));
    await world.letters.tick();
    await world.arrived(meeting, address, 1);
    const received = world.mail.received.find(({ to }) => to.includes(address));
    expect(received?.raw).to.include('filename=invitation.ics');
    const invitation = meeting.invitations.find((each) => each.inviteeId === inviteeId);
    const link = { as: as(), params: { meetingId: meeting.id, invitationId: invitation?.id ?? '' } };
    const { token } = await world.edge.get(replyLink, 'reply.link', link);
    const linked = await world.edge.get(linkedInvitation, 'reply.linked', { params: { token } });
    expect(linked.language).to.equal('en');
  });

  it('are for planners of that meeting, and are not sent again for a draft or after the end', async () => {
    const { edge } = world;
    const draft = await world.drafted('Họp chưa chốt');
    const params = { meetingId: draft.id };
    const body = { inviteeIds: [world.province.yenLac.hall.id] };
    expect((await edge.ask('letter.resend', { as: as(), params, body })).code).to.equal('wrong-phase');
    const live = await edge.get(
      meetingDetail,
      'meeting.open',
      world.at(await world.scheduled('Họp đã kết thúc')),
    );
    await edge.runner.end(live.id, 'schedule');
    await edge.scheduling.clock.conferenceEnded(live.id);
    const ended = { as: as(), params: { meetingId: live.id }, body };
    expect((await edge.ask('letter.resend', ended)).code).to.equal('wrong-phase');
    const stranger = world.province.yenLac.secretariat.token;
    for (const route of ['letter.list', 'letter.resend'] as const) {
      const asked = { as: stranger, params, ...(route === 'letter.resend' && { body }) };
      expect((await edge.ask(route, asked)).code).to.equal('not-found');
    }
    const { official } = world.province.yenLac;
    expect((await edge.ask('letter.list', { as: official.token, params })).code).to.equal('forbidden');
  });
});
