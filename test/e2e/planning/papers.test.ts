import { expect } from 'chai';
import type { Locator, Page } from 'playwright-core';
import { eventually } from '../../support/eventually.ts';
import { colouredPages } from '../../support/pdfs.ts';
import { photographer } from '../../support/browsers/photographs.ts';
import { chair } from '../../support/planning/province.ts';
import { administrator } from '../../support/rest/secrets.ts';
import { openVenue } from '../pages/venue.ts';
import type { Venue } from '../pages/venue.ts';
import { patience, sees } from '../pages/witness.ts';

const hourMs = 3_600_000;
/** Midnight in Vietnam, which is seven hours ahead of UTC. */
const midnightBefore = (ms: number): number => ms - ((ms + 7 * hourMs) % (24 * hourMs));
/**
 * Eight or nine in the morning in Vietnam, an hour or more from now, so that the meeting has not begun, and less than
 * a day, of which a room hears.
 */
function nextMorningMs(nowMs: number): number {
  const midnightMs = midnightBefore(nowMs);
  const hour = [8, 9, 24 + 8].find((each) => midnightMs + each * hourMs >= nowMs + hourMs) ?? 24 + 9;
  return midnightMs + hour * hourMs;
}
const startsAtMs = nextMorningMs(Date.now());
const pdf = (name: string, pages = 1) => ({
  name,
  mimeType: 'application/pdf',
  buffer: colouredPages(Array.from({ length: pages }, (_, n) => [n / pages, 0, 1] as const)),
});

describe('papers in a meeting’s plan, in real browsers', function () {
  this.timeout(240_000);
  const photograph = photographer('papers');
  let venue: Venue;
  let page: Page;
  let reader: Page;
  let room: Page;
  let guest: Page;
  let meetingId: string;

  before(async () => {
    venue = await openVenue();
    const { administration, chairId, endpoints, meetingId: live } = venue.meeting;
    const { siteId, version } = await administration.call('meeting.get', { params: { meetingId: live } });
    await administration.call('meeting.cancel', { params: { meetingId: live }, version });
    const planned = await administration.call('meeting.create', {
      body: {
        title: 'Họp có tài liệu',
        siteId,
        startsAtMs,
        endsAtMs: startsAtMs + hourMs,
      },
    });
    meetingId = planned.id;
    const params = { meetingId };
    const [hall, guest] = endpoints;
    const invitations = [
      { kind: 'account' as const, inviteeId: chairId, role: 'delegate' as const },
      { kind: 'endpoint' as const, inviteeId: hall, role: 'delegate' as const },
      { kind: 'endpoint' as const, inviteeId: guest, role: 'observer' as const },
    ];
    const invited = await administration.call('meeting.invite', {
      params,
      version: planned.version,
      body: { invitations },
    });
    await administration.call('meeting.schedule', { params, version: invited.version });
    page = await opened(administrator);
  });
  after(() => venue?.[Symbol.asyncDispose]());

  async function opened(account: typeof chair): Promise<Page> {
    const signed = await venue.signedIn(account);
    await signed.locator(`[data-meeting="${meetingId}"]`).getByTestId('meeting-details').click();
    await signed.getByTestId('plan-tab-papers').click();
    return signed;
  }
  const paper = (title: string, on = page): Locator => on.getByTestId('paper').filter({ hasText: title });
  const pageShown = (number: number, on = room): Locator =>
    on.getByTestId('open-paper').locator(`[data-testid="slide-picture"][data-page="${number}"]`);
  const focused = (): Promise<string | null> =>
    room.evaluate(() => document.activeElement?.getAttribute('data-testid') ?? null);
  /** Moves the focus as a remote control does; each press moves it by one control. */
  const reach = async (key: string, testId: string): Promise<void> => {
    for (let n = 0; n < 20; n += 1) {
      await room.keyboard.press(key);
      if ((await focused()) === testId) return;
    }
    expect.fail(`no arrow leads to ${testId}`);
  };
  const titles = () => page.getByTestId('paper').locator('strong').allInnerTexts();

  it('are uploaded while the meeting is planned, and put in order', async () => {
    await page.getByTestId('upload-visibility').selectOption('moderators');
    await page.getByTestId('upload-file').setInputFiles([pdf('Tờ trình.pdf'), pdf('Báo cáo.pdf', 3)]);
    await paper('Báo cáo.pdf').getByText('3 trang').waitFor();
    await sees(titles, ['Tờ trình.pdf', 'Báo cáo.pdf']);
    await paper('Báo cáo.pdf').getByTestId('paper-up').click();
    const isFirst = (title: string) =>
      eventually(async () => (await titles())[0] === title, 'the new order', patience);
    await isFirst('Báo cáo.pdf');
    await paper('Báo cáo.pdf').getByTestId('paper-down').click();
    await isFirst('Tờ trình.pdf');
    await paper('Báo cáo.pdf').getByTestId('paper-up').click();
    await isFirst('Báo cáo.pdf');
    await photograph(page, 'planner');
  });

  it('are for moderators until they are published', async () => {
    reader = await opened(chair);
    await reader.getByText('Chưa có tài liệu.').waitFor();
    await paper('Báo cáo.pdf').getByTestId('paper-visibility').selectOption('all');
    await page.locator('[data-testid="paper"][data-visible-to="all"]').waitFor();
    await paper('Báo cáo.pdf', reader).waitFor();
    expect(await reader.getByTestId('paper').count()).to.equal(1);
    expect(await reader.getByTestId('paper-visibility').count()).to.equal(0);
  });

  it('stay unread, and say why, while the server cannot be told of the reading', async () => {
    await reader.route('**/documents/*/read', (route) => route.abort());
    const downloading = reader.waitForEvent('download');
    await paper('Báo cáo.pdf', reader).getByTestId('document-download').click();
    await downloading;
    await reader.getByTestId('alert').waitFor();
    await paper('Báo cáo.pdf', reader).getByText('Chưa đọc').waitFor();
    await reader.unroute('**/documents/*/read');
  });

  it('say who has read them', async () => {
    const downloading = reader.waitForEvent('download');
    await paper('Báo cáo.pdf', reader).getByTestId('document-download').click();
    expect((await downloading).suggestedFilename()).to.equal('Báo cáo.pdf');
    await paper('Báo cáo.pdf', reader).getByText('Đã đọc').waitFor();
    await reader.getByTestId('alert').waitFor({ state: 'detached' });
    await photograph(reader, 'reader');
    await paper('Báo cáo.pdf').getByText('1/3 đã đọc').waitFor();
    await paper('Báo cáo.pdf').getByTestId('paper-readers').click();
    await page.locator('[data-testid="paper-reader"][data-read="true"]').waitFor();
    await page.keyboard.press('Escape');
  });

  it('have versions: a newer one takes the place, and nobody has read it yet', async () => {
    await paper('Báo cáo.pdf').getByTestId('paper-replace').setInputFiles(pdf('Báo cáo sửa.pdf', 2));
    await paper('Báo cáo sửa.pdf').getByText('Bản 2').waitFor();
    expect((await titles())[0]).to.equal('Báo cáo sửa.pdf');
    await paper('Báo cáo sửa.pdf').getByText('0/3 đã đọc').waitFor();
    await paper('Báo cáo sửa.pdf').getByTestId('paper-earlier').click();
    const earlier = page.waitForEvent('download');
    await paper('Báo cáo sửa.pdf').locator('details').getByTestId('document-download').click();
    await earlier;
    await paper('Báo cáo sửa.pdf', reader).waitFor();
    expect(await reader.getByTestId('paper-earlier').count()).to.equal(0);
  });

  it('are read on a room’s own screen before the meeting, by the keys of a remote control', async () => {
    room = await venue.room(venue.meeting.endpoints[0], 'room-waiting');
    const listed = room.getByTestId('room-paper');
    await listed.filter({ hasText: 'Báo cáo sửa.pdf' }).getByText('chưa đọc').waitFor();
    expect(await listed.count()).to.equal(1);
    await photograph(room, 'room');
    await reach('ArrowRight', 'room-paper');
    await room.keyboard.press('Enter');
    await pageShown(1).waitFor();
    await room.keyboard.press('ArrowRight');
    await pageShown(2).waitFor();
    await room.keyboard.press('ArrowLeft');
    await room.locator('[data-testid="open-paper-page"][data-page="1"]').waitFor();
    await room.keyboard.press('Enter');
    await pageShown(2).waitFor();
    await reach('ArrowUp', 'open-paper-close');
    await reach('ArrowDown', 'open-paper-on');
    await photograph(room, 'room-reader');
    // On the last page OK closes.
    await room.keyboard.press('Enter');
    await room.getByTestId('open-paper').waitFor({ state: 'detached' });
    expect(await focused(), 'where the next OK goes').to.equal('room-paper');
    await room.keyboard.press('Enter');
    await pageShown(1).waitFor();
    await reach('ArrowUp', 'open-paper-close');
    await room.keyboard.press('Enter');
    await room.getByTestId('open-paper').waitFor({ state: 'detached' });
    expect(await focused(), 'where the next OK goes').to.equal('room-paper');
    await listed.getByText('đã đọc', { exact: false }).waitFor();
    await room.locator('[data-testid="room-paper-read"][data-read="true"]').waitFor();
    await paper('Báo cáo sửa.pdf').getByText('1/3 đã đọc').waitFor();
    await room.getByTestId('language').click();
    await room.getByText('Papers of the meeting').waitFor();
    await room.getByText('2 pages · read').waitFor();
  });

  it('are fetched by a room in the night before the meeting, so that the room opens them without its line', async () => {
    guest = await venue.page('/room');
    const eveningMs = midnightBefore(startsAtMs) - 4 * hourMs;
    await guest.clock.install({ time: eveningMs });
    await guest.reload();
    const fetched: string[] = [];
    guest.on('response', (response) => {
      const [, number] = /\/documents\/[^/]+\/pages\/(\d+)/.exec(response.url()) ?? [];
      if (number !== undefined) fetched.push(number);
    });
    await guest.getByTestId('pairing-code').fill(await venue.pairingCode(venue.meeting.endpoints[1]));
    await guest.getByTestId('pair').click();
    const listed = guest.getByTestId('room-paper');
    await listed.waitFor();
    await guest.clock.fastForward(3.5 * hourMs);
    expect(fetched, 'before midnight').to.deep.equal([]);
    // Until five in the morning.
    await guest.clock.fastForward(5.5 * hourMs);
    await sees(() => Promise.resolve([...fetched]), ['1', '2']);
    await guest.route('**/documents/**', (route) => route.abort());
    await listed.click();
    for (const number of [1, 2]) {
      await pageShown(number, guest).waitFor();
      await guest.getByTestId('open-paper-on').click();
    }
    await guest.getByTestId('open-paper').waitFor({ state: 'detached' });
    await guest.unroute('**/documents/**');
    expect(fetched, 'not fetched again').to.deep.equal(['1', '2']);
  });

  it('for delegates are not on the screen of a room that only observes', async () => {
    await paper('Báo cáo sửa.pdf').getByTestId('paper-visibility').selectOption('delegates');
    await page.locator('[data-testid="paper"][data-visible-to="delegates"]').waitFor();
    // The guest's list asks every 30 seconds.
    await guest.clock.fastForward(30_000);
    await guest.getByTestId('room-papers').waitFor({ state: 'detached' });
    await room.getByTestId('room-paper').filter({ hasText: 'Báo cáo sửa.pdf' }).waitFor();
  });

  it('are removed, and told in English', async () => {
    await paper('Tờ trình.pdf').getByTestId('paper-remove').click();
    await page.getByTestId('confirm').click();
    await paper('Tờ trình.pdf').waitFor({ state: 'detached' });
    await page.getByTestId('language').click();
    await page.getByText('1 of 3 have read it').waitFor();
    await page.getByTestId('language').click();
  });
});
