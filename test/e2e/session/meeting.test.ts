import { expect } from 'chai';
import type { Page } from 'playwright-core';
import { firstSeq } from '../../../protocol/events.ts';
import type { LoggedEvent } from '../../../protocol/events.ts';
import { createConferenceLog } from '../../../server/storage/repositories/conference-log.ts';
import { openDatabase } from '../../../server/storage/database.ts';
import { silent } from '../../support/storage/database.ts';
import { eventually } from '../../support/eventually.ts';
import type { PlannedMeeting } from '../../support/planning/province.ts';
import { openVenue } from '../pages/venue.ts';
import type { Venue } from '../pages/venue.ts';
import { heard, inbound, patience, picture, request, shows, toldTo } from '../pages/witness.ts';
import type { Snapshot } from '../pages/witness.ts';

describe('a meeting of a chair and two rooms in real browsers', function () {
  this.timeout(180_000);
  let venue: Venue;
  let meeting: PlannedMeeting;
  let chairPage: Page;
  let speakerPage: Page;
  let otherPage: Page;
  let pages: readonly Page[];

  const row = (id: string) => chairPage.locator(`[data-testid="roster-row"][data-participant="${id}"]`);
  const actOn = async (id: string, action: string): Promise<void> => {
    await row(id).getByTestId('roster-actions').click();
    await row(id).getByTestId(action).click();
  };

  before(async () => {
    venue = await openVenue({ viewport: { width: 1366, height: 768 } });
    ({ meeting } = venue);
  });
  after(() => venue?.[Symbol.asyncDispose]());

  it('admits the chair after a sign-in, and rooms by themselves once they are paired', async () => {
    chairPage = await venue.chair();
    speakerPage = await venue.room(meeting.endpoints[0]);
    otherPage = await venue.room(meeting.endpoints[1]);
    pages = [chairPage, speakerPage, otherPage];
    for (const id of [meeting.chairId, ...meeting.endpoints]) await row(id).waitFor();
    await otherPage.getByTestId('room-present').getByText('Đang dự: 3').waitFor();
  });

  it('shows the chair and the speaker to all, each in the planned size', async () => {
    await chairPage.getByTestId('conference-start').click();
    await chairPage.getByTestId('confirm').click();
    await actOn(meeting.endpoints[0], 'grant');
    await Promise.all([
      shows(chairPage, 'speaker', 1280),
      shows(otherPage, 'speaker', 1280),
      shows(otherPage, 'chair', 640),
      shows(speakerPage, 'chair', 1280),
    ]);
  });

  it('lets all hear the chair and the speaker', async () => {
    await Promise.all([
      hears(chairPage, meeting.endpoints[0]),
      hears(otherPage, meeting.endpoints[0]),
      hears(otherPage, meeting.chairId),
      hears(speakerPage, meeting.chairId),
    ]);
  });

  it('stops the packets of a room that the chair mutes, whatever the room does', async () => {
    const [speaker] = meeting.endpoints;
    await actOn(speaker, 'mute');
    await speakerPage.locator('[data-testid="own-microphone"][data-microphone="held"]').waitFor();
    await eventually(
      async () => (await heard(otherPage, speaker)) === undefined,
      'the muted sound to be taken away',
      patience,
    );

    const refused = await request(speakerPage, 'microphone.open', {});
    expect(refused).to.deep.equal({ ok: false, error: { code: 'microphone-held' } });

    // All audio that still arrives must be the chair's. Pictures measure the time: while 60 more frames of
    // the speaker arrive, only the chair's packets may.
    const audio = async () => (await inbound(otherPage)).filter(({ kind }) => kind === 'audio');
    const chairTrack = (await heard(otherPage, meeting.chairId))?.trackIdentifier;
    const others = async () =>
      (await audio())
        .filter(({ trackIdentifier }) => trackIdentifier !== chairTrack)
        .reduce((sum, { packetsReceived }) => sum + packetsReceived, 0);
    const before = await others();
    const from = (await picture(otherPage, 'speaker'))?.frames ?? 0;
    await eventually(
      async () => ((await picture(otherPage, 'speaker'))?.frames ?? 0) > from + 60,
      'the picture of the muted speaker to go on',
      patience,
    );
    expect(await others()).to.equal(before);
  });

  it('continues by itself after the server was killed: roster, roles, mute and stage as before, media back', async () => {
    await actOn(meeting.endpoints[1], 'ask-to-unmute');
    await otherPage.getByTestId('asked-yes').click();
    await hears(chairPage, meeting.endpoints[1]);
    const connections = await otherPage.evaluate(() => window.witness.connections.length);

    await venue.kill();
    await Promise.all(pages.map((page) => page.getByTestId('reconnecting').first().waitFor()));
    await venue.start();
    await Promise.all(
      pages.map((page) => page.getByTestId('reconnecting').first().waitFor({ state: 'detached' })),
    );
    await Promise.all([
      shows(chairPage, 'speaker', 1280),
      shows(otherPage, 'chair', 640),
      shows(speakerPage, 'chair', 1280),
      hears(chairPage, meeting.endpoints[1]),
      hears(otherPage, meeting.chairId),
    ]);
    await speakerPage.locator('[data-testid="own-microphone"][data-microphone="held"]').waitFor();
    expect(await heard(otherPage, meeting.endpoints[0])).to.equal(undefined);
    // The pages were not reloaded: their witness still knows the connections from before.
    expect(await otherPage.evaluate(() => window.witness.connections.length)).to.be.greaterThan(connections);
  });

  it('sent every page the same events as in the log, nothing lost and nothing twice', async () => {
    const told = await Promise.all(pages.map(toldTo));
    await chairPage.getByTestId('conference-end').click();
    await chairPage.getByTestId('confirm').click();
    await chairPage.getByTestId('over-ended').waitFor();
    await Promise.all(pages.slice(1).map((page) => page.getByTestId('room-waiting').waitFor()));
    await venue.stop();

    await using storage = await openDatabase({ folder: venue.folder, logger: silent });
    const log = await createConferenceLog(storage.database).read(meeting.meetingId, 0);
    expect(log.map(({ seq }) => seq)).to.deep.equal(log.map((_, index) => index + 1));
    for (const seen of told) expectSameHistory(seen, log);
  });
});

async function hears(page: Page, participantId: string): Promise<void> {
  let first: number | undefined;
  await eventually(
    async () => {
      const energy = (await heard(page, participantId))?.totalAudioEnergy;
      first ??= energy;
      return energy !== undefined && first !== undefined && energy > first;
    },
    `sound of ${participantId} to be heard`,
    patience,
  );
}

/**
 * Expects that a page sees an unbroken part of the log after each snapshot. Repeated events are equal, and
 * events with names equal those of the log.
 */
function expectSameHistory(seen: readonly (LoggedEvent | Snapshot)[], log: readonly LoggedEvent[]): void {
  const named: LoggedEvent[] = [];
  let known: number | undefined;
  for (const each of seen) {
    if (!('type' in each)) {
      known = each.seq;
      continue;
    }
    expect(firstSeq(each), 'nothing is left out').to.be.at.most((known ?? NaN) + 1);
    known = Math.max(known ?? 0, each.seq);
    if (each.type !== 'event.concealed') named.push(each);
  }
  expect(named.length, 'facts are told by name').to.be.above(0);
  for (const event of named) expect(event).to.deep.equal(log[event.seq - 1]);
}
