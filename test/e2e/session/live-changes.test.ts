import { expect } from 'chai';
import type { Locator, Page, Request } from 'playwright-core';
import { reopenWithinMs } from '../../../domain/reopening.ts';
import { eventually } from '../../support/eventually.ts';
import { inviteAccount, provinceAccount, siteNamed } from '../../support/planning/province.ts';
import { openVenue } from '../pages/venue.ts';
import type { Venue } from '../pages/venue.ts';
import { patience } from '../pages/witness.ts';

const secretary = {
  login: 'thuky',
  password: 'mat-khau-cua-thu-ky',
  fullName: 'Thư ký phiên họp',
  kind: 'secretariat',
} as const;

describe('changes of a session under way, in real browsers', function () {
  this.timeout(240_000);
  let venue: Venue;
  let desk: Page;
  let first: Page;
  let second: Page;
  let late: Page;
  let lateId: string;
  let listenerId: string;

  before(async () => {
    venue = await openVenue({ viewport: { width: 1440, height: 900 } });
    const { meeting } = venue;
    const { administration } = meeting;
    const secretaryId = await provinceAccount(administration, secretary);
    await inviteAccount(administration, meeting.meetingId, secretaryId, 'secretary');
    const hall = async (name: string, site: string): Promise<string> => {
      const body = { siteId: await siteNamed(administration, site), name };
      return (await administration.call('endpoint.create', { body })).id;
    };
    lateId = await hall('Hội trường đến sau', 'Tam Hợp');
    listenerId = await hall('Phòng dự thính', 'Tam Hợp');
    const other = await administration.call('meeting.create', {
      body: {
        title: 'Họp bàn riêng',
        siteId: await siteNamed(administration, 'Vĩnh Phúc'),
        startsAtMs: Date.now(),
        endsAtMs: Date.now() + 3_600_000,
      },
    });
    const beside = { meetingId: other.id };
    const invited = await administration.call('meeting.invite', {
      params: beside,
      version: other.version,
      body: {
        invitations: [
          { kind: 'endpoint', inviteeId: await hall('Hội trường khác', 'Bá Hiến'), role: 'delegate' },
        ],
      },
    });
    await administration.call('meeting.schedule', { params: beside, version: invited.version });
    await administration.call('meeting.open', { params: beside });

    desk = await venue.signedIn(secretary);
    await desk
      .getByTestId('meeting')
      .filter({ hasText: 'Giao ban trực tuyến' })
      .getByTestId('meeting-join')
      .click();
    await desk.getByTestId('join').click();
    await desk.getByTestId('conference').waitFor();
    [first, second] = [await venue.room(meeting.endpoints[0]), await venue.room(meeting.endpoints[1])];
    late = await venue.page('/room');
    await late.getByTestId('pairing-code').fill(await venue.pairingCode(lateId));
    await late.getByTestId('pair').click();
    await late.getByTestId('room-waiting').waitFor();
  });
  after(() => venue?.[Symbol.asyncDispose]());

  const row = (id: string): Locator => desk.locator(`[data-testid="roster-row"][data-participant="${id}"]`);
  const actOn = async (id: string, action: string): Promise<void> => {
    await row(id).getByTestId('roster-actions').click();
    await row(id).getByTestId(action).click();
  };
  const titled = (page: Page, title: string): Promise<void> =>
    page.getByTestId('conference').getByText(title).first().waitFor();

  const found = (id: string) => desk.locator(`[data-testid="found-invitee"][data-invitee="${id}"]`);
  const choose = async (text: string, id: string): Promise<void> => {
    await desk.getByTestId('room-search').fill(text);
    await found(id).getByTestId('choose-room').click();
    await desk.getByTestId('chosen-room').waitFor();
  };

  it('invites a room to the session, which joins by itself', async () => {
    await desk.getByTestId('invite-now').click();
    await choose('den sau', lateId);
    await desk.getByTestId('invite-now-send').click();
    await desk.getByTestId('invite-now-sent').getByText('Đã gửi 1 lời mời.').waitFor();
    await desk.getByTestId('room-search').fill('den sau');
    await found(lateId).getByText('Đã mời').waitFor();
    await desk.getByTestId('invite-now-close').click();
    await late.getByTestId('conference').waitFor();
    await row(lateId).waitFor();
  });

  it('offers neither an invited chair that has not joined, whose role would change, nor a disabled account', async () => {
    const { administration, chairId, meetingId } = venue.meeting;
    const { siteId } = await administration.call('meeting.get', { params: { meetingId } });
    const retired = await administration.call('account.create', {
      body: {
        login: 'danghi',
        fullName: 'Phó Chủ tịch UBND tỉnh đã nghỉ',
        kind: 'official',
        siteId,
      },
    });
    await administration.call('account.disable', { params: { accountId: retired.id } });
    await desk.getByTestId('invite-now').click();
    await desk.getByTestId('room-search').fill('chu tich ubnd');
    await found(chairId).getByText('Đã mời').waitFor();
    expect(await found(chairId).getByTestId('choose-person').count()).to.equal(0);
    expect(await found(retired.id).count()).to.equal(0);
    await desk.getByTestId('invite-now-close').click();
  });

  it('invites a group of people and a room together, each with its own role', async () => {
    const { administration, meetingId } = venue.meeting;
    const { siteId } = await administration.call('meeting.get', { params: { meetingId } });
    const person = async (login: string, fullName: string): Promise<string> => {
      const body = { login, fullName, kind: 'official', siteId } as const;
      return (await administration.call('account.create', { body })).id;
    };
    const expert = await person('chuyengia', 'Chuyên gia tư vấn');
    const clerk = await person('chuyenvien', 'Chuyên viên theo dõi');
    const accountIds = [expert, clerk];
    await administration.call('group.create', { body: { siteId, name: 'Tổ giúp việc', accountIds } });
    await desk.getByTestId('invite-now').click();
    await desk.getByTestId('room-search').fill('giup viec');
    await desk.getByTestId('found-group').getByTestId('choose-group').click();
    await choose('du thinh', listenerId);
    const roleOf = (invitee: string) => desk.getByLabel(`Vai trò của ${invitee}`);
    await roleOf('Phòng dự thính').selectOption('observer');
    await roleOf('Chuyên gia tư vấn').selectOption('operator');
    await desk.getByTestId('invite-now-send').click();
    await desk.getByTestId('invite-now-sent').getByText('Đã gửi 3 lời mời.').waitFor();
    await desk.getByTestId('invite-now-close').click();
    const { invitations } = await administration.call('meeting.get', { params: { meetingId } });
    const given = new Map(invitations.map(({ inviteeId, role }) => [inviteeId, role]));
    expect([listenerId, expert, clerk].map((id) => given.get(id))).to.deep.equal([
      'observer',
      'operator',
      'delegate',
    ]);
  });

  it('lets a room that was removed in again', async () => {
    const [, id] = venue.meeting.endpoints;
    await actOn(id, 'remove');
    await desk.getByTestId('confirm').click();
    await second.getByTestId('over-removed').waitFor();
    await actOn(id, 'readmit');
    await second.getByTestId('conference').waitFor();
    await row(id).locator('[data-testid="roster-actions"]').waitFor();
  });

  it('asks for the floor with a subject, and withdraws the request', async () => {
    await desk.getByTestId('tab-floor').click();
    const floor = desk.getByTestId('panel-floor');
    await floor.getByTestId('hand-raise').click();
    await desk.getByTestId('hand-category-question').click();
    await desk.getByTestId('hand-subject').fill('Về tiến độ giải ngân');
    await desk.getByTestId('hand-send').click();
    const queued = floor.getByTestId('queue-row');
    await queued.getByText('Về tiến độ giải ngân').waitFor();
    await floor.getByTestId('hand-lower').click();
    await queued.waitFor({ state: 'detached' });
  });

  it('excuses who is absent at the roll call, and downloads it', async () => {
    await desk.getByTestId('tab-roll-call').click();
    await desk.getByTestId('roll-call-open').click();
    const absent = desk.locator(`[data-testid="roll-row"][data-invitee="${venue.meeting.chairId}"]`);
    await absent.getByTestId('roll-excuse').click();
    await desk.getByTestId('excuse-reason').fill('Đi công tác');
    await desk.getByTestId('excuse-save').click();
    await absent.getByText('Đi công tác').waitFor();
    const downloading = desk.waitForEvent('download');
    await desk.getByTestId('roll-call-export').click();
    expect((await downloading).suggestedFilename()).to.equal('diem-danh.xlsx');
    await desk.getByTestId('roll-call-close').click();
  });

  it('extends the session', async () => {
    await desk.getByTestId('tab-conduct').click();
    const before = await desk.getByTestId('ends-at').textContent();
    await desk.getByTestId('conference-extend').click();
    await desk.getByTestId('minutes-30').click();
    await desk.getByTestId('minutes-dialog').waitFor({ state: 'detached' });
    await desk.waitForFunction(
      (said) => document.querySelector('[data-testid="ends-at"]')?.textContent !== said,
      before,
    );
    const extended = await desk.getByTestId('ends-at').textContent();
    await desk.getByTestId('conference-extend').click();
    await desk.getByTestId('minutes').fill('17');
    await desk.getByTestId('minutes-send').click();
    await desk.waitForFunction(
      (said) => document.querySelector('[data-testid="ends-at"]')?.textContent !== said,
      extended,
    );
    expect(await desk.getByTestId('alert').allInnerTexts()).to.deep.equal([]);
  });

  it('opens a session again that was ended by mistake, with everybody in it', async () => {
    await desk.getByTestId('conference-end').click();
    await desk.getByTestId('confirm').click();
    await desk.getByTestId('over-ended').waitFor();
    await first.getByTestId('room-waiting').waitFor();
    await desk.getByTestId('meeting-reopen').click();
    await desk.getByTestId('confirm').click();
    for (const page of [first, second, late]) await titled(page, 'Giao ban trực tuyến');
    await desk.getByTestId('conference').waitFor();
    await desk.getByTestId('tab-roster').waitFor();
  });

  it('opens it again from its plan, too', async () => {
    const { meetingId } = venue.meeting;
    await desk.getByTestId('tab-conduct').click();
    await desk.getByTestId('conference-end').click();
    await desk.getByTestId('confirm').click();
    await desk.getByTestId('over-ended').waitFor();
    await first.getByTestId('room-waiting').waitFor();
    await desk.goto(`/meetings/${meetingId}/plan`);
    await desk.getByTestId('meeting-reopen').click();
    await desk.getByTestId('confirm').click();
    await desk.getByTestId('meeting-reopen').waitFor({ state: 'detached' });
    for (const page of [first, second, late]) await titled(page, 'Giao ban trực tuyến');
    await desk.getByTestId('plan-join').click();
    await desk.getByTestId('join').click();
    await desk.getByTestId('conference').waitFor();
    await desk.getByTestId('tab-roster').waitFor();
  });

  it('moves rooms to another meeting and calls them back: those of one unit, one alone, or all', async () => {
    const [away] = venue.meeting.endpoints;
    const moveFound = async (count: number): Promise<void> => {
      await desk.getByTestId('roster-search').fill('hoi truong');
      await desk.locator(`[data-testid="roster-found"][data-count="${count}"]`).waitFor();
      await desk.getByTestId('found-actions').click();
      await desk.getByTestId('found-move').click();
      const moving = desk.getByTestId('move-found');
      await moving.getByTestId('move-to').filter({ hasText: 'Họp bàn riêng' }).click();
      await moving.waitFor({ state: 'detached' });
      await desk.getByTestId('roster-search').fill('');
    };
    const recallMany = async (count: number): Promise<void> => {
      await desk.getByTestId('found-actions').click();
      const recall = desk.getByTestId('recall-many');
      await recall.locator('.count').getByText(`${count}`, { exact: true }).waitFor();
      await recall.click();
    };
    await actOn(away, 'move');
    await desk.getByTestId('move-to').filter({ hasText: 'Họp bàn riêng' }).click();
    await titled(first, 'Họp bàn riêng');
    // The two that are left.
    await moveFound(2);
    for (const page of [second, late]) await titled(page, 'Họp bàn riêng');
    await desk.locator('[data-testid="roster-group"][data-group="moved"]').waitFor();
    await recallMany(3);
    await desk.locator('[data-testid^="target-subtree-"]').filter({ hasText: 'Bình Xuyên' }).click();
    for (const page of [second, late]) await titled(page, 'Giao ban trực tuyến');
    await titled(first, 'Họp bàn riêng');
    await actOn(away, 'recall');
    await titled(first, 'Giao ban trực tuyến');
    await desk.locator('[data-testid="roster-group"][data-group="moved"]').waitFor({ state: 'detached' });
    await moveFound(3);
    await recallMany(3);
    await desk.getByTestId('target-all').click();
    for (const page of [first, second, late]) await titled(page, 'Giao ban trực tuyến');
    await desk.locator('[data-testid="roster-group"][data-group="moved"]').waitFor({ state: 'detached' });
  });

  it('speaks English about all of this, too', async () => {
    await desk.getByTestId('language').click();
    await desk.getByTestId('invite-now').getByText('Invite to this session').click();
    await desk.getByTestId('invite-now-close').click();
    await desk.getByTestId('language').click();
  });

  it('asks no more about a session that has ended, once it is too late to open it again', async () => {
    const { meetingId } = venue.meeting;
    let asked = 0;
    // An answer to a question from before is none of these.
    const unanswered = new Set<Request>();
    const isQuestion = (request: Request) => request.url().endsWith(`/api/v1/meetings/${meetingId}`);
    desk.on('request', (request) => {
      if (!isQuestion(request)) return;
      asked += 1;
      unanswered.add(request);
    });
    desk.on('requestfinished', (request) => unanswered.delete(request));
    desk.on('requestfailed', (request) => unanswered.delete(request));
    await desk.clock.install();
    await desk.goto(`/meetings/${meetingId}`);
    await desk.getByTestId('join').click();
    await desk.getByTestId('conference').waitFor();
    await desk.getByTestId('tab-conduct').click();
    await desk.getByTestId('conference-end').click();
    await desk.getByTestId('confirm').click();
    await desk.getByTestId('over-ended').waitFor();
    const during = async (ms: number): Promise<number> => {
      const before = asked;
      await desk.clock.runFor(ms);
      await eventually(() => unanswered.size === 0, 'the answers', patience);
      return asked - before;
    };
    await eventually(async () => (await during(6_000)) > 0, 'a question within the ten minutes', patience);
    await desk.clock.fastForward(reopenWithinMs);
    await eventually(async () => (await during(6_000)) === 0, 'the last question', patience);
    await desk.getByTestId('meeting-reopen').waitFor({ state: 'detached' });
    expect(await during(60_000)).to.equal(0);
  });
});
