import { expect } from 'chai';
import type { Locator, Page } from 'playwright-core';
import { eventually } from '../../support/eventually.ts';
import { startMailServer } from '../../support/mail/mail-server.ts';
import { photographer } from '../../support/browsers/photographs.ts';
import { chair } from '../../support/planning/province.ts';
import { administrator } from '../../support/rest/secrets.ts';
import { openVenue } from '../pages/venue.ts';
import type { Venue } from '../pages/venue.ts';
import { patience, sees } from '../pages/witness.ts';

const hourMs = 3_600_000;
const [taken, refused] = ['tamhong@yenlac.example', 'khong-con@binhxuyen.example'];
const abroad = 'chutich@vinhphuc.example';

describe('letters in a meeting’s plan, in a real browser', function () {
  this.timeout(240_000);
  const photograph = photographer('letters');
  let venue: Venue;
  let mail: Awaited<ReturnType<typeof startMailServer>>;
  let page: Page;
  let meetingId: string;
  let known: readonly string[] = [taken, abroad];

  before(async () => {
    mail = await startMailServer((address) => known.includes(address));
    venue = await openVenue({
      further: ['Tam Hợp'],
      environment: { DIEMCAU_MAIL__SMTPURL: mail.url, DIEMCAU_MAIL__FROM: 'hop@vinhphuc.example' },
    });
    const { administration, chairId, endpoints, others, meetingId: live } = venue.meeting;
    const { siteId, version } = await administration.call('meeting.get', { params: { meetingId: live } });
    await administration.call('meeting.cancel', { params: { meetingId: live }, version });
    for (const [index, email] of [taken, refused].entries()) {
      const params = { endpointId: endpoints[index] ?? '' };
      await administration.call('endpoint.change', { params, body: { email } });
    }
    await administration.call('account.change', { params: { accountId: chairId }, body: { email: abroad } });
    const planned = await administration.call('meeting.create', {
      body: {
        title: 'Họp tổng kết năm',
        siteId,
        startsAtMs: Date.now() + 2 * hourMs,
        endsAtMs: Date.now() + 3 * hourMs,
      },
    });
    meetingId = planned.id;
    const invitations = [...endpoints, ...others].map((inviteeId) => ({
      kind: 'endpoint' as const,
      inviteeId,
      role: 'delegate' as const,
    }));
    const leader = { kind: 'account' as const, inviteeId: chairId, role: 'chair' as const };
    await administration.call('meeting.invite', {
      params: { meetingId },
      version: planned.version,
      body: { invitations: [...invitations, leader] },
    });
    page = await venue.signedIn(administrator);
    await page
      .locator(`[data-testid="meeting"][data-meeting="${meetingId}"]`)
      .getByTestId('meeting-details')
      .click();
    await page.getByTestId('plan-tab-letters').click();
  });
  after(async () => {
    await venue?.[Symbol.asyncDispose]();
    await mail?.[Symbol.asyncDispose]();
  });

  const letterTo = (invitee: string): Locator =>
    page.locator(`[data-testid="letter"][data-invitee="${invitee}"]`);
  const becomes = (invitee: string, state: string): Promise<void> =>
    page.locator(`[data-testid="letter"][data-invitee="${invitee}"][data-state="${state}"]`).waitFor();

  it('can be read before the meeting is scheduled, as they will be sent', async () => {
    const [first] = venue.meeting.endpoints;
    await becomes(first, 'unsent');
    await letterTo(first).getByTestId('letter-preview').click();
    const text = await page.getByTestId('letter-text').innerText();
    expect(text).to.contain('GIẤY MỜI').and.to.contain('Nội dung: Họp tổng kết năm');
    await photograph(page, 'preview');
    await page.keyboard.press('Escape');
  });

  it('are in English to a person who has chosen it on the own page', async () => {
    const { chairId } = venue.meeting;
    const preview = async (): Promise<readonly string[]> => {
      await letterTo(chairId).getByTestId('letter-preview').click();
      const told = [
        await page.getByTestId('letter-language').innerText(),
        await page.getByTestId('letter-text').innerText(),
      ];
      await page.keyboard.press('Escape');
      await page.getByTestId('letter-text').waitFor({ state: 'detached' });
      return told;
    };
    expect((await preview())[0]).to.equal('Tiếng Việt');
    const person = await venue.signedIn(chair);
    await person.getByTestId('own-account-link').click();
    await person.getByTestId('letters-language-en').click();
    await person.locator('[data-testid="letters-language-en"][aria-pressed="true"]').waitFor();
    const [language, text] = await preview();
    expect(language).to.equal('English');
    expect(text).to.contain('INVITATION').and.to.contain('Subject: Họp tổng kết năm');
    await photograph(page, 'in-english');
    await person.context().close();
  });

  it('say what became of each: sent, not sent and why, or without an address', async () => {
    const [first, second] = venue.meeting.endpoints;
    await page.getByTestId('meeting-schedule').click();
    await becomes(first, 'sent');
    await becomes(second, 'failed');
    expect(await letterTo(second).innerText())
      .to.contain('Máy chủ thư từ chối: 550 no such mailbox')
      .and.to.contain(refused);
    await becomes(venue.meeting.others[0] ?? '', 'no-address');
    await photograph(page, 'states');
    await page.getByTestId('letters-filter-failed').click();
    await sees(() => page.getByTestId('letter').count(), 1);
    await page.getByTestId('letters-filter-all').click();
    await page.getByTestId('letters-search').fill('tam hop');
    await sees(() => page.getByTestId('letter').count(), 1);
    await page.getByTestId('letters-search').fill('');
  });

  it('are sent again to one and to all that failed', async () => {
    const [first, second] = venue.meeting.endpoints;
    known = [taken, refused, abroad];
    await page.getByTestId('letters-resend-failed').click();
    await becomes(second, 'sent');
    await letterTo(first).getByTestId('letter-resend').click();
    const sentTo = (address: string) => mail.received.filter(({ to }) => to.includes(address)).length;
    await eventually(() => sentTo(taken) === 2 && sentTo(refused) === 1, 'the letters', patience);
  });

  it('are answered by telephone, with who said so and who entered it', async () => {
    const [first] = venue.meeting.endpoints;
    await letterTo(first).getByTestId('letter-reply').click();
    const dialog = page.getByTestId('telephone-reply');
    expect(await dialog.getByTestId('telephone-save').isDisabled()).to.equal(true);
    await dialog.getByTestId('telephone-said-by').fill('Chị Hoà, văn phòng xã');
    await dialog.getByTestId('attend-count').fill('4');
    await photograph(page, 'telephone');
    await dialog.getByTestId('telephone-save').click();
    await dialog.waitFor({ state: 'detached' });
    await letterTo(first).getByText('Xác nhận dự: 4 đại biểu').waitFor();
    expect(await letterTo(first).getByTestId('reply-call').innerText()).to.match(
      /^Qua điện thoại: Chị Hoà, văn phòng xã trả lời, .+ nhập$/,
    );
  });

  it('are answered by telephone from the page of readiness, too', async () => {
    const [, second] = venue.meeting.endpoints;
    await page.getByTestId('plan-readiness').click();
    await page.getByTestId('readiness-filter-telephone').click();
    const row = page.locator(`[data-testid="readiness-row"][data-invitee="${second}"]`);
    await row.getByTestId('readiness-reply').click();
    const dialog = page.getByTestId('telephone-reply');
    await dialog.getByTestId('telephone-said-by').fill('Anh Ba');
    await dialog.getByTestId('telephone-answer-declined').click();
    await dialog.getByTestId('attend-reason').fill('Mất điện');
    await dialog.getByTestId('telephone-save').click();
    await dialog.waitFor({ state: 'detached' });
    await page.goto(`/meetings/${meetingId}/plan#letters`);
    await letterTo(second).getByText('Không dự: Mất điện').waitFor();
    await letterTo(second).getByText('Anh Ba trả lời').waitFor();
  });

  it('are told in English, too', async () => {
    const [first] = venue.meeting.endpoints;
    await page.getByTestId('language').click();
    await letterTo(first).getByText('By telephone: said by Chị Hoà, văn phòng xã').waitFor();
    await letterTo(first).getByText('Sent', { exact: true }).waitFor();
    await photograph(page, 'english');
    await page.getByTestId('language').click();
  });
});

describe('letters without a mail server, in a real browser', function () {
  this.timeout(120_000);
  it('are said not to be sent', async () => {
    await using venue = await openVenue();
    const { meetingId } = venue.meeting;
    const page = await venue.signedIn(administrator);
    await page.locator(`[data-meeting="${meetingId}"]`).getByTestId('meeting-details').click();
    await page.getByTestId('plan-tab-letters').click();
    await page.getByTestId('letters-no-mail').waitFor();
    expect(await page.getByTestId('letter-resend').count()).to.equal(0);
  });
});
