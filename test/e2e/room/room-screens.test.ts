import { expect } from 'chai';
import type { Page } from 'playwright-core';
import { colouredPages } from '../../support/pdfs.ts';
import { isFaultless } from '../pages/axe.ts';
import { isReachableByArrows } from '../pages/reachable.ts';
import { isReadable as isPageReadable } from '../pages/readable.ts';
import { openVenue } from '../pages/venue.ts';
import type { Venue } from '../pages/venue.ts';
import { request } from '../pages/witness.ts';

describe('a room’s screen at 1920 × 1080, in a real browser', function () {
  this.timeout(300_000);
  let venue: Venue;
  let chair: Page;
  let room: Page;
  let second: Page;
  before(async () => {
    venue = await openVenue({
      viewport: { width: 1920, height: 1080 },
      admission: 'lobby',
      agenda: [{ title: 'Báo cáo tháng', plannedMinutes: 20 }],
    });
    chair = await venue.chair();
  });
  after(() => venue?.[Symbol.asyncDispose]());

  const press = async (...keys: readonly string[]): Promise<void> => {
    for (const key of keys) await room.keyboard.press(key);
  };
  /** By everybody: from five metres, and by axe's rules. */
  const isReadable = async (screen: string): Promise<void> => {
    await isPageReadable(room, screen);
    await isFaultless(room, screen);
  };
  /** Presses the right arrow until it leads to this element; at most once for each control of a screen. */
  const reach = async (selector: string): Promise<void> => {
    for (let n = 0; n < 30; n += 1) {
      await press('ArrowRight');
      if (await room.evaluate((wanted) => document.activeElement?.matches(wanted), selector)) return;
    }
    expect.fail(`no arrow leads to ${selector}`);
  };
  const ask = async (type: string, payload: object): Promise<void> => {
    expect(await request(chair, type, payload), type).to.deep.include({ ok: true });
  };

  it('is readable from five metres before the session: unpaired, in the lobby, admitted', async () => {
    room = await venue.page('/room');
    await room.getByTestId('pairing-code').waitFor();
    await isReadable('unpaired');
    await room.keyboard.type(await venue.pairingCode(venue.meeting.endpoints[0]));
    await press('Enter');
    await room.getByTestId('lobby').waitFor();
    await isReadable('lobby');
    second = await venue.room(venue.meeting.endpoints[1], 'lobby');
    await chair.getByTestId('tab-lobby').click();
    await chair.getByTestId('admit-all').click();
    await room.getByTestId('conference').waitFor();
    await room.getByTestId('self-view').waitFor();
    await isReadable('opening');
  });

  it('raises and lowers the hand by one press of OK each', async () => {
    await chair.getByTestId('conference-start').click();
    await chair.getByTestId('confirm').click();
    await room.locator('[data-testid="tile-chair"]').waitFor();
    await room.locator('[data-testid="hand-raise"]').waitFor();
    await press('Enter');
    await room.locator('[data-testid="own-hand"][data-place="1"]').waitFor();
    await room.getByTestId('room-queue').waitFor();
    await isReadable('hand raised');
    const name = (await room.getByTestId('room-queue').locator('strong').textContent()) ?? '';
    await second.getByTestId('room-queue').getByText(name).waitFor();
    await press('Enter');
    await room.getByTestId('hand-raise').waitFor();
  });

  it('says that requests to speak are locked, and OK alone then does nothing else', async () => {
    await ask('locks.set', { chat: false, hands: true, screen: false });
    await room.getByTestId('hand-raise').getByText('Đang khóa đăng ký').waitFor();
    await isReadable('hands locked');
    await press('Enter');
    expect(await room.getByTestId('audio-only').getAttribute('aria-pressed')).to.equal('false');
    await ask('locks.set', { chat: false, hands: false, screen: false });
    await room.getByTestId('hand-raise').getByText('Đăng ký phát biểu').waitFor();
  });

  it('reaches every control with two arrows', async () => {
    for (const control of ['hand-raise', 'audio-only']) await room.getByTestId(control).waitFor();
    await isReachableByArrows(room, 'in session');
    const ring = await room.evaluate(() => {
      const { outlineStyle, outlineWidth } = getComputedStyle(document.activeElement ?? document.body);
      return { outlineStyle, px: Number.parseFloat(outlineWidth) };
    });
    expect(ring.outlineStyle).to.equal('solid');
    expect(ring.px).to.be.at.least(4);
  });

  it('shows the chair large to the speaker, and the speaker to itself as the others see it', async () => {
    await ask('floor.grant', { participantId: venue.meeting.endpoints[0] });
    await room.locator('[data-testid="own-microphone"][data-microphone="open"]').waitFor();
    const chairTile = room.getByTestId('tile-chair');
    const own = room.locator('[data-testid="tile-speaker"][data-own="true"]');
    await own.locator('video').waitFor();
    expect(await chairTile.getAttribute('class')).to.include('tile--large');
    expect(await own.getAttribute('class')).to.include('tile--small');
    expect(await own.locator('video').evaluate((video) => getComputedStyle(video).transform)).to.equal(
      'none',
    );
    expect(await room.getByTestId('self-view').count()).to.equal(0);
    const speaker = second.getByTestId('tile-speaker');
    await speaker.waitFor();
    expect(await speaker.getAttribute('class')).to.include('tile--large');
    await isReadable('speaking');
    await ask('floor.revoke', {});
    await room.getByTestId('self-view').waitFor();
  });

  it('asks one thing at a time, the most urgent first, and is answered with the keys', async () => {
    await ask('chat.send', {
      messageId: crypto.randomUUID(),
      to: { kind: 'participant', participantId: venue.meeting.endpoints[0] },
      text: 'Đề nghị chỉnh lại camera.',
      documentIds: [],
    });
    await room.getByTestId('room-message').getByText('Đề nghị chỉnh lại camera.').waitFor();
    await isReadable('message');
    await ask('chat.announce', { messageId: crypto.randomUUID(), text: 'Nghỉ lúc 10 giờ.' });
    await room.getByTestId('announcement').waitFor();
    await isReadable('announcement');
    await ask('rollCall.open', {});
    await room.getByTestId('roll-call-prompt').waitFor();
    await isReadable('roll call');
    await reach('[data-testid="head-count"] + button');
    await press('Enter');
    await ask('participant.askToUnmute', {
      target: { kind: 'participants', participantIds: [venue.meeting.endpoints[0]] },
    });
    await room.getByTestId('asked').waitFor();
    await isReadable('asked');
    expect(
      await room.locator('.prompts section:visible, .prompts [role="alertdialog"]:visible').count(),
    ).to.equal(1);
    await room.getByTestId('prompts-more').getByText('Còn 3 việc đang chờ').waitFor();

    await reach('[data-testid="asked-no"]');
    await press('Enter');
    await room.getByTestId('roll-call-prompt').waitFor();
    // What was entered before the other question came is still there.
    await reach('[data-testid="head-count"] + button');
    await press('Enter', 'Enter');
    await reach('[data-testid="delegate-count"] + button');
    await press('Enter');
    expect(await room.getByTestId('head-count').inputValue()).to.equal('3');
    expect(await room.getByTestId('delegate-count').inputValue()).to.equal('1');
    await reach('[data-testid="roll-call-report"]');
    await press('Enter');
    await room.getByTestId('announcement').waitFor();
    await reach('[data-testid="announcement-dismiss"]');
    await press('Enter');
    await room.getByTestId('room-message').waitFor();
    await reach('[data-testid="room-message-seen"]');
    await press('Enter');
    await room.getByTestId('room-message').waitFor({ state: 'detached' });
    await ask('rollCall.close', {});
  });

  it('votes with the keys and sees the published result', async () => {
    const ballotId = crypto.randomUUID();
    const question = 'Thông qua báo cáo tháng 11?';
    await ask('ballot.draft', { ballotId, question, quorumPercent: 0 });
    await ask('ballot.open', { ballotId });
    await room.getByTestId('vote-agree').waitFor();
    await isReadable('ballot');
    await press('ArrowRight', 'Enter');
    await room.getByTestId('vote-send').waitFor();
    await isReadable('confirmation of a vote');
    await press('Enter');
    await room.getByTestId('vote-recorded').waitFor();
    await isReadable('vote recorded');
    await ask('ballot.close', { ballotId });
    await ask('ballot.publish', { ballotId });
    const result = room.getByTestId('room-result');
    await result.getByText(question).waitFor();
    expect(await result.getByTestId('room-total-disagree').locator('dd').textContent()).to.equal('1');
    expect(await result.getByTestId('room-verdict').getAttribute('data-result')).to.equal('rejected');
    await isReadable('result');
    await reach('[data-testid="room-result-close"]');
    await press('Enter');
    await result.waitFor({ state: 'detached' });
  });

  it('is readable with slides, in a group and in a break, and its banners say where it is', async () => {
    await chair.getByTestId('tab-documents').click();
    await chair.getByTestId('upload-file').setInputFiles({
      name: 'Báo cáo.pdf',
      mimeType: 'application/pdf',
      buffer: colouredPages([[1, 0, 0]]),
    });
    await chair.getByTestId('document').getByTestId('document-show').click();
    await room.getByTestId('slide-picture').waitFor();
    await isReadable('slides');
    await ask('document.hide', {});
    await ask('floor.grant', { participantId: venue.meeting.endpoints[1] });
    await room.getByTestId('turn').waitFor();
    const groups = [
      {
        groupId: crypto.randomUUID(),
        title: 'Tổ 1',
        target: { kind: 'participants', participantIds: [venue.meeting.endpoints[0]] },
      },
    ];
    await ask('groups.open', { groups });
    await room.getByTestId('group-banner').getByText('Đang ở: Tổ 1').waitFor();
    expect(await room.getByTestId('turn').count()).to.equal(0);
    expect(await room.locator('.tile__seat').count(), 'places on the stage').to.equal(0);
    await isReadable('group');
    await ask('groups.close', {});
    await room.getByTestId('turn').waitFor();
    expect(await room.getByTestId('group-banner').count()).to.equal(0);
    await ask('conference.pause', { minutes: 10 });
    await room.getByTestId('break').waitFor();
    await isReadable('break');
    await ask('conference.resume', {});
    await room.getByTestId('break').waitFor({ state: 'detached' });
  });

  it('names the papers of a message, and a message to a room that is away is refused to its sender', async () => {
    const [here, away] = venue.meeting.endpoints;
    await chair.getByTestId('tab-chat').click();
    await chair.getByTestId('chat-to').selectOption(here);
    await chair.getByTestId('chat-text').fill('Đề nghị đọc trước.');
    await chair.getByTestId('chat-attach').locator('summary').click();
    await chair.getByTestId('chat-attach').getByText('Báo cáo.pdf').click();
    await chair.getByTestId('chat-send').click();
    const message = room.getByTestId('room-message');
    await message.getByText('Kèm tài liệu: Báo cáo.pdf').waitFor();
    await isReadable('message with papers');
    await press('Enter');
    await message.waitFor({ state: 'detached' });
    await second.context().close();
    await chair.getByTestId('tab-roster').click();
    await chair.locator(`[data-participant="${away}"][data-presence="away"]`).waitFor();
    await chair.getByTestId('tab-chat').click();
    await chair.getByTestId('chat-to').selectOption(away);
    await chair.getByTestId('chat-text').fill('Đề nghị bật đèn.');
    await chair.getByTestId('chat-send').click();
    await chair.getByText('Điểm cầu đang mất kết nối nên tin nhắn chưa gửi.').waitFor();
    expect(await chair.getByTestId('chat-text').inputValue()).to.equal('Đề nghị bật đèn.');
  });

  it('is readable cut off, and between meetings', async () => {
    await venue.kill();
    await room.getByTestId('reconnecting').getByText('Mất kết nối máy chủ từ').waitFor();
    await isReadable('cut off');
    await venue.start();
    await room.getByTestId('reconnecting').waitFor({ state: 'detached' });
    await chair.getByTestId('reconnecting').waitFor({ state: 'detached' });
    await chair.getByTestId('conference-end').click();
    await chair.getByTestId('confirm').click();
    await room.locator('[data-testid="room-readiness"][data-state="ready"]').waitFor();
    await isReadable('waiting');
  });

  it('offers the papers of the meeting that has just ended, also after a reload, and they are readable', async () => {
    const listed = room.getByTestId('room-paper').filter({ hasText: 'Báo cáo.pdf' });
    await listed.waitFor();
    await room.reload();
    await listed.waitFor();
    await isReadable('papers of the ended meeting');
    await reach('[data-testid="room-paper"]');
    await press('Enter');
    await room.getByTestId('open-paper').getByTestId('slide-picture').waitFor();
    await isReadable('a paper');
    await press('Enter');
    await room.getByTestId('open-paper').waitFor({ state: 'detached' });
    await room.locator('[data-testid="room-paper-read"][data-read="true"]').waitFor();
  });
});
