import { expect } from 'chai';
import type { Page } from 'playwright-core';
import { replyLink } from '../../protocol/rest/meetings/readiness.ts';
import { openVenue } from './venue.ts';
import type { Venue } from './venue.ts';

describe('the link of a letter, in a real browser', function () {
  this.timeout(120_000);
  let venue: Venue;
  let page: Page;
  before(async () => {
    venue = await openVenue({ viewport: { width: 390, height: 844 } });
    const { administration, meetingId } = venue.meeting;
    const { invitations } = await administration.call('meeting.get', { params: { meetingId } });
    const [invitationId = ''] = invitations.flatMap(({ id, kind }) => (kind === 'endpoint' ? id : []));
    const { token } = replyLink.parse(
      await administration.call('reply.link', { params: { meetingId, invitationId } }),
    );
    page = await venue.page(`/reply/${token}`);
  });
  after(() => venue?.[Symbol.asyncDispose]());

  it('confirms with the delegates, and takes it back with a reason', async () => {
    await page.getByTestId('attend-confirm').click();
    await page.getByTestId('attend-count').fill('2');
    await page.getByTestId('attend-names').fill('Nguyễn Văn Ân\nTrần Thị Bình');
    await page.getByTestId('attend-send').click();
    const answer = page.getByTestId('own-reply');
    await answer.waitFor();
    expect(await answer.getAttribute('data-answer')).to.equal('confirmed');
    await page.reload();
    await page.getByTestId('attend-decline').click();
    await page.getByTestId('attend-reason').fill('Bận phòng, chống bão');
    await page.getByTestId('attend-send').click();
    await page.locator('[data-testid="own-reply"][data-answer="declined"]').waitFor();
  });

  it('reports that it is invalid, without asking for a sign-in', async () => {
    await page.goto('/reply/khong-co');
    await page.getByText('Đường dẫn này không còn dùng được.').waitFor();
    expect(await page.getByTestId('login').count()).to.equal(0);
  });
});
