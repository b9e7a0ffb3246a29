import { expect } from 'chai';
import type { Page } from 'playwright-core';
import { eventually } from '../../support/eventually.ts';
import { administrator } from '../../support/rest/secrets.ts';
import { putAirIntoRoom } from '../room/room-air.ts';
import { openVenue } from '../pages/venue.ts';
import type { Venue } from '../pages/venue.ts';
import { patience, sees } from '../pages/witness.ts';

const hourMs = 3_600_000;

describe('the readiness of a meeting in real browsers', function () {
  this.timeout(180_000);
  let venue: Venue;
  let meetingId: string;
  let board: Page;
  let room: Page;

  before(async () => {
    venue = await openVenue();
    const { administration, endpoints, meetingId: live } = venue.meeting;
    const before = await administration.call('meeting.get', { params: { meetingId: live } });
    await administration.call('meeting.cancel', { params: { meetingId: live }, version: before.version });
    const planned = await administration.call('meeting.create', {
      body: {
        title: 'Họp triển khai phòng chống bão',
        siteId: before.siteId,
        startsAtMs: Date.now() + 2 * hourMs,
        endsAtMs: Date.now() + 3 * hourMs,
      },
    });
    meetingId = planned.id;
    const params = { meetingId };
    const invited = await administration.call('meeting.invite', {
      params,
      version: planned.version,
      body: {
        invitations: endpoints.map((inviteeId) => ({
          kind: 'endpoint' as const,
          inviteeId,
          role: 'delegate' as const,
        })),
      },
    });
    await administration.call('meeting.schedule', { params, version: invited.version });
  });
  after(() => venue?.[Symbol.asyncDispose]());

  const row = (endpointId: string) =>
    board.locator(`[data-testid="readiness-row"][data-invitee="${endpointId}"]`);

  it('is opened from the meeting’s card, with no room ready yet', async () => {
    board = await venue.signedIn(administrator);
    await board
      .locator(`[data-testid="meeting"][data-meeting="${meetingId}"]`)
      .getByTestId('meeting-readiness')
      .click();
    await board.getByTestId('readiness-toTelephone').getByText('2', { exact: true }).waitFor();
    expect(await board.getByTestId('readiness-seen').textContent()).to.equal('0');
    await board.getByTestId('readiness-filter-telephone').click();
    await board.getByTestId('ask-checks').click();
    for (const id of venue.meeting.endpoints) await row(id).getByText('Đã yêu cầu kiểm tra').waitFor();
    await board.getByTestId('readiness-filter-all').click();
  });

  const paired = async (endpointId: string, prepare?: () => void): Promise<Page> => {
    const page = await venue.page('/room');
    if (prepare) {
      await page.addInitScript(prepare);
      await page.reload();
    }
    await page.getByTestId('pairing-code').fill(await venue.pairingCode(endpointId));
    await page.getByTestId('pair').click();
    return page;
  };

  it('grows as a room confirms with its delegates and passes its own check', async () => {
    const [first] = venue.meeting.endpoints;
    room = await paired(first, putAirIntoRoom);
    await room.getByTestId('attend-confirm').click();
    await room.getByTestId('attend-count').fill('3');
    await room.getByTestId('attend-names').fill('Bùi Thị Hoà\nTrần Văn An');
    await room.getByTestId('attend-send').click();
    await room.locator('[data-testid="own-reply"][data-answer="confirmed"]').waitFor();
    const check = room.getByTestId('rehearsal');
    await check.waitFor();
    expect(await check.getAttribute('data-reasons')).to.equal('');
    await board
      .locator(`[data-testid="readiness-row"][data-invitee="${first}"][data-tested="true"]`)
      .waitFor();
    expect(await row(first).textContent())
      .to.include('3 đại biểu')
      .and.to.include('Trần Văn An');
    expect(await board.getByTestId('readiness-tested').textContent()).to.equal('1');
  });

  it('lists the other room for a phone call', async () => {
    const [, second] = venue.meeting.endpoints;
    await board.getByTestId('readiness-filter-telephone').focus();
    await board.keyboard.press('Enter');
    await row(second).waitFor();
    await sees(() => board.getByTestId('readiness-row').count(), 1);
  });

  it('shows a room whose speaker nobody hears, and accepts the operator’s decision', async () => {
    const [, second] = venue.meeting.endpoints;
    const silent = await paired(second);
    const check = silent.getByTestId('rehearsal');
    await check.waitFor();
    expect(await check.getAttribute('data-reasons')).to.equal('speaker-silent');
    await row(second).getByTestId('readiness-rehearsal').click();
    const picture = board.getByTestId('rehearsal-picture');
    await picture.waitFor();
    expect(
      await picture.evaluate((shown: HTMLImageElement) => shown.decode().then(() => shown.naturalWidth)),
    ).to.equal(480);
    await board.getByTestId('rehearsal-note').fill('Không nghe được loa');
    await board.getByTestId('rehearsal-unfit').click();
    await row(second).getByText('Không nghe được loa').waitFor();
    await row(second).getByTestId('readiness-rehearsal').click();
    await board.getByTestId('rehearsal-note').fill('Đã nghe qua điện thoại');
    await board.getByTestId('rehearsal-note').press('Enter');
    await board.getByTestId('readiness-tested').getByText('2', { exact: true }).waitFor();
  });

  it('makes a room check itself again on request of the desk, with nobody in the room', async () => {
    const [first] = venue.meeting.endpoints;
    await board.getByTestId('readiness-filter-all').click();
    await row(first).getByTestId('ask-check').click();
    const { administration } = venue.meeting;
    const checks = async () =>
      (await administration.call('rehearsal.history', { params: { endpointId: first }, query: {} }))
        .rehearsals;
    await eventually(async () => (await checks()).length === 2, 'the second check', patience);
    const [latest] = await checks();
    expect(latest?.reasons).to.deep.equal([]);
    await row(first).getByText('Đã yêu cầu kiểm tra').waitFor({ state: 'detached' });
    await room.getByTestId('check-again').click();
    await eventually(async () => (await checks()).length === 3, 'the room’s own check', patience);
  });

  it('is in the histories of both rooms', async () => {
    const [first, second] = venue.meeting.endpoints;
    for (const [endpointId, said] of [
      [first, 'Đạt'],
      [second, 'Đã nghe qua điện thoại (bởi'],
    ] as const) {
      await board.getByTestId('endpoints-link').click();
      await board
        .locator(`[data-testid="endpoint"][data-endpoint="${endpointId}"]`)
        .getByTestId('rehearsals')
        .click();
      const recorded = board.getByTestId('rehearsal-recorded').first();
      await recorded.waitFor();
      expect(await recorded.getAttribute('data-tested')).to.equal('true');
      expect(await recorded.textContent()).to.include(said);
      await recorded.getByTestId('rehearsal-decide').click();
      await board.getByTestId('rehearsal-note').waitFor();
      await board.keyboard.press('Escape');
      const downloading = board.waitForEvent('download');
      await board.getByTestId('export-rehearsals').click();
      expect((await downloading).suggestedFilename()).to.equal('kiem-tra.xlsx');
    }
  });
});
