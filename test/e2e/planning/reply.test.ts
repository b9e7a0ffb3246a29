import { expect } from 'chai';
import type { Page } from 'playwright-core';
import { replyLink } from '../../../protocol/rest/meetings/readiness.ts';
import { openVenue } from '../pages/venue.ts';
import type { Venue } from '../pages/venue.ts';

describe('the link of a letter, in a real browser', function () {
  this.timeout(120_000);
  let venue: Venue;
  let page: Page;
  before(async () => {
    venue = await openVenue({ viewport: { width: 390, height: 844 } });
    page = await venue.page(await linkOf('endpoint'));
  });
  after(() => venue?.[Symbol.asyncDispose]());

  /** The address of the page on which the first invitee of a kind replies. */
  async function linkOf(kind: 'endpoint' | 'account'): Promise<string> {
    const { administration, meetingId } = venue.meeting;
    const { invitations } = await administration.call('meeting.get', { params: { meetingId } });
    const invitationId = invitations.find((each) => each.kind === kind)?.id ?? '';
    const params = { meetingId, invitationId };
    return `/reply/${replyLink.parse(await administration.call('reply.link', { params })).token}`;
  }

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

  it('opens in the language of the account that it invites, and the other is one press away', async () => {
    const { administration, chairId } = venue.meeting;
    const params = { accountId: chairId };
    await administration.call('account.change', { params, body: { language: 'en' } });
    const guest = await venue.page(await linkOf('account'));
    await guest.getByTestId('attend-confirm').getByText('Confirm attendance').waitFor();
    expect(await guest.locator('html').getAttribute('lang')).to.equal('en');
    await guest.getByTestId('language').click();
    await guest.getByTestId('attend-confirm').getByText('Xác nhận dự họp').waitFor();
  });

  it('reports that it is invalid, without asking for a sign-in', async () => {
    await page.goto('/reply/khong-co');
    await page.getByText('Đường dẫn này không còn dùng được.').waitFor();
    expect(await page.getByTestId('login').count()).to.equal(0);
  });
});
