import { expect } from 'chai';
import type { Page } from 'playwright-core';
import { v7 as newId } from 'uuid';
import { eventually } from '../../support/eventually.ts';
import { joined } from '../../support/conference/participant.ts';
import type { TestParticipant } from '../../support/conference/participant.ts';
import { pairedRoom } from '../../support/planning/province.ts';
import { openVenue } from '../pages/venue.ts';
import type { Venue } from '../pages/venue.ts';
import { patience } from '../pages/witness.ts';

describe('the chat, in a real browser', function () {
  this.timeout(180_000);
  let venue: Venue;
  let page: Page;
  let room: TestParticipant;

  before(async () => {
    venue = await openVenue({
      environment: { DIEMCAU_CONFERENCE__PACE__PARTICIPANTS__MESSAGES__BURST: '100' },
    });
    page = await venue.chair();
    const caller = await pairedRoom(venue.url, venue.meeting, 0);
    room = await joined(venue.url, await caller.joinToken(venue.meeting.meetingId));
    await page.getByTestId('tab-chat').click();
  });
  after(async () => {
    room?.[Symbol.dispose]();
    await venue?.[Symbol.asyncDispose]();
  });

  const send = (text: string): Promise<string> =>
    room.outcome('chat.send', { messageId: newId(), to: { kind: 'all' }, text });
  const say = async (text: string): Promise<void> => {
    expect(await send(text)).to.equal('ok');
    await page.getByTestId('message').filter({ hasText: text }).waitFor({ state: 'attached' });
  };
  const list = () =>
    page.getByTestId('messages').evaluate(({ scrollTop, scrollHeight, clientHeight }) => ({
      top: scrollTop,
      belowPx: scrollHeight - clientHeight - scrollTop,
    }));
  const atEnd = (what: string): Promise<boolean> =>
    eventually(async () => (await list()).belowPx < 24, what, patience);

  it('follows new messages at its end, stays where a person reads above, and jumps to new ones on request', async () => {
    for (let n = 1; n <= 25; n += 1) await say(`Ý kiến thứ ${n}.`);
    await atEnd('the list to follow what comes');
    await page.getByTestId('messages').evaluate((messages) => messages.scrollTo({ top: 40 }));
    await eventually(async () => (await list()).top === 40, 'the list to be read above', patience);
    await say('Đề nghị xem lại mục 2.');
    await page.getByTestId('chat-new').waitFor();
    expect((await list()).top).to.equal(40);
    await page.getByTestId('chat-new').click();
    await atEnd('the list to go to its end');
    await page.getByTestId('chat-new').waitFor({ state: 'detached' });
    await page.getByTestId('messages').evaluate((messages) => messages.scrollTo({ top: 40 }));
    await page.getByTestId('chat-text').fill('Cảm ơn đồng chí.');
    await page.getByTestId('chat-send').click();
    await atEnd('the list to show what one has written');
  });

  it('tells the moderators alone, and removes a message', async () => {
    await page.getByTestId('chat-to').selectOption('moderators');
    await page.getByTestId('chat-text').fill('Chuẩn bị cho phần biểu quyết.');
    await page.getByTestId('chat-send').click();
    const message = page.getByTestId('message').filter({ hasText: 'Người điều hành' });
    await message.getByText('Chuẩn bị cho phần biểu quyết.').waitFor();
    await page.getByTestId('chat-to').selectOption('all');
    await message.getByTestId('message-delete').click();
    await page.getByTestId('confirm').click();
    await page.locator('[data-testid="message"][data-deleted="true"]').waitFor();
    expect(await page.getByText('Chuẩn bị cho phần biểu quyết.').count()).to.equal(0);
  });

  it('is closed to all but those who lead, and opened again', async () => {
    const lock = page.getByTestId('lock-chat');
    await page.getByTestId('tab-conduct').click();
    await lock.click();
    await eventually(
      async () => (await send('Xin phát biểu.')) === 'locked-by-moderator',
      'the lock',
      patience,
    );
    await lock.click();
    await eventually(async () => (await send('Xin phát biểu.')) === 'ok', 'the lock to be open', patience);
    await page.getByTestId('tab-chat').click();
    await page.getByTestId('message').filter({ hasText: 'Xin phát biểu.' }).last().waitFor();
  });

  it('sends no message of invisible characters', async () => {
    await page.getByTestId('chat-text').fill('\u200b');
    expect(await page.getByTestId('chat-send').isDisabled()).to.equal(true);
  });
});
