import { expect } from 'chai';
import type { Page } from 'playwright-core';
import { colouredPages } from '../support/pdfs.ts';
import { openVenue } from './venue.ts';
import type { Venue } from './venue.ts';
import { request } from './witness.ts';

/** Text that is smaller than allowed on a screen of 1920 × 1080, with its size in px. */
const tooSmall = (page: Page): Promise<readonly string[]> =>
  page.evaluate(() => {
    const least = (element: Element): number =>
      element.closest('.tile__name strong, .room-warning > p, h1, [data-name]') ? 48 : 32;
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    const found: string[] = [];
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      const text = node.textContent?.trim() ?? '';
      const element = node.parentElement;
      if (text === '' || !element?.checkVisibility({ visibilityProperty: true })) continue;
      if (element.closest('.visually-hidden, script, style')) continue;
      const px = Number.parseFloat(getComputedStyle(element).fontSize);
      if (px < least(element)) found.push(`${px.toFixed(1)} px: ${text}`);
    }
    for (const field of document.querySelectorAll('input, textarea, select')) {
      const px = Number.parseFloat(getComputedStyle(field).fontSize);
      if (field.checkVisibility() && px < 32) found.push(`${px.toFixed(1)} px: ${field.tagName}`);
    }
    return found;
  });

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
  const isReadable = async (screen: string): Promise<void> => {
    expect(await tooSmall(room), screen).to.deep.equal([]);
  };
  const focused = (): Promise<string | null> =>
    room.evaluate(() => document.activeElement?.getAttribute('data-testid') ?? null);
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

  it('reaches every control with two arrows', async () => {
    const controls = await room.evaluate(() =>
      [...document.querySelectorAll('button:enabled')]
        .filter((each) => each.checkVisibility())
        .map((each) => each.getAttribute('data-testid')),
    );
    expect(controls).to.include.members(['hand-raise', 'audio-only']);
    for (const arrow of ['ArrowRight', 'ArrowLeft']) {
      const reached = new Set<string | null>();
      for (let n = 0; n <= controls.length; n += 1) {
        await press(arrow);
        reached.add(await focused());
      }
      expect([...reached], arrow).to.include.members(controls);
    }
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
    await ask('participant.askToUnmute', { participantId: venue.meeting.endpoints[0] });
    await room.getByTestId('asked').waitFor();
    await isReadable('asked');
    expect(await room.locator('.prompts > section, .prompts > [role="alertdialog"]').count()).to.equal(1);
    await room.getByTestId('prompts-more').getByText('Còn 3 việc đang chờ').waitFor();

    await reach('[data-testid="asked-no"]');
    await press('Enter');
    await room.getByTestId('roll-call-prompt').waitFor();
    await reach('[data-testid="head-count"] + button');
    await press('Enter', 'Enter', 'Enter');
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
});
