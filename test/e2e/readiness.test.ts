import { expect } from 'chai';
import type { Page } from 'playwright-core';
import { administrator } from '../support/secrets.ts';
import { openVenue } from './venue.ts';
import type { Venue } from './venue.ts';

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

  it('is seen from the meeting’s card, with nobody ready yet', async () => {
    board = await venue.signedIn(administrator);
    await board
      .locator(`[data-testid="meeting"][data-meeting="${meetingId}"]`)
      .getByTestId('meeting-readiness')
      .click();
    await board.getByTestId('readiness-toTelephone').getByText('2', { exact: true }).waitFor();
    expect(await board.getByTestId('readiness-seen').textContent()).to.equal('0');
  });

  it('grows as a room confirms with its delegates and passes its own check', async () => {
    const [first] = venue.meeting.endpoints;
    room = await venue.page('/room');
    await room.getByTestId('pairing-code').fill(await venue.pairingCode(first));
    await room.getByTestId('pair').click();
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

  it('leaves the other room to be telephoned', async () => {
    const [, second] = venue.meeting.endpoints;
    await board.getByTestId('readiness-filter-telephone').focus();
    await board.keyboard.press('Enter');
    await row(second).waitFor();
    expect(await board.getByTestId('readiness-row').count()).to.equal(1);
  });
});
