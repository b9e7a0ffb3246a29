import { expect } from 'chai';
import type { Page } from 'playwright-core';
import { RestCaller } from '../../../simulation/rest.ts';
import { eventually } from '../../support/eventually.ts';
import { joined } from '../../support/conference/participant.ts';
import type { PlannedMeeting } from '../../support/planning/province.ts';
import { openVenue } from '../pages/venue.ts';
import type { Venue } from '../pages/venue.ts';
import { moves, patience, request, shows } from '../pages/witness.ts';

const opus = { kind: 'audio', mimeType: 'audio/opus', clockRate: 48_000, channels: 2 };
const vp8 = { kind: 'video', mimeType: 'video/VP8', clockRate: 90_000 };
const vp9 = { ...vp8, mimeType: 'video/VP9', parameters: { 'profile-id': 0 } };

const environment = {
  DIEMCAU_MEDIA__CODECS: JSON.stringify([opus, vp8, vp9]),
  DIEMCAU_MEDIA__CAMERA__BETTER: JSON.stringify([
    { codec: 'VP9', maxBitrateBps: 1_500_000, scalabilityMode: 'L3T3_KEY' },
  ]),
};

/** The first room has a thin line, so that it gets another layer of the same stream than the second. */
describe('a better codec than VP8, in real browsers', function () {
  this.timeout(240_000);
  let venue: Venue;
  let meeting: PlannedMeeting;
  let chairPage: Page;
  let thin: Page;
  let other: Page;

  before(async () => {
    venue = await openVenue({ environment, further: ['An Hòa'] });
    ({ meeting } = venue);
    const line = { params: { endpointId: meeting.endpoints[0] }, body: { lineDownKbps: 500 } };
    await meeting.administration.call('endpoint.change', line);
    chairPage = await venue.chair();
    [thin, other] = await Promise.all([venue.room(meeting.endpoints[0]), venue.room(meeting.endpoints[1])]);
    await request(chairPage, 'conference.start', {});
  });
  after(() => venue?.[Symbol.asyncDispose]());

  /** Which of the smaller pictures fits the thin line depends on what the machine sends of each. */
  const isSmaller = (seat: string): Promise<void> =>
    moves(thin, `[data-testid="tile-${seat}"]`, (width) => width < 1280, 'to be smaller');

  it('is used while all can decode it, and gives each room the layer that fits', async () => {
    await Promise.all([isSmaller('chair'), shows(other, 'chair', 1280)]);
    expect(await codecsSent(chairPage)).to.deep.equal(['video/VP9']);
    await request(chairPage, 'floor.grant', { participantId: meeting.endpoints[1] });
    await Promise.all([shows(chairPage, 'speaker', 1280), isSmaller('speaker')]);
    // The speaker sees the chair large.
    await shows(other, 'chair', 1280);
  });

  it('is given up by all, on the stage as well, when a participant joins that cannot decode it', async () => {
    const caller = await RestCaller.pair(venue.url, await venue.pairingCode(meeting.others[0] ?? ''));
    using old = await joined(venue.url, await caller.joinToken(meeting.meetingId));
    const receive = {
      kind: 'webrtc',
      direction: 'receive',
      rtpCapabilities: {
        codecs: [
          { ...opus, preferredPayloadType: 100 },
          { ...vp8, preferredPayloadType: 101 },
        ],
      },
    };
    expect(await old.outcome('media.openTransport', receive)).to.equal('ok');
    for (const page of [chairPage, other]) {
      await eventually(
        async () => (await codecsSent(page)).join() === 'video/VP8',
        'VP8 to be sent',
        patience,
      );
    }
    await Promise.all([shows(chairPage, 'speaker', 1280), isSmaller('speaker'), shows(other, 'chair', 1280)]);
  });
});

/** The codecs of the video that is sent now, each once. */
const codecsSent = (page: Page): Promise<readonly string[]> =>
  page.evaluate(async () => {
    const open = window.witness.connections.filter(({ connectionState }) => connectionState === 'connected');
    const reports = await Promise.all(open.map((connection) => connection.getStats()));
    const codecs = reports.flatMap((report) =>
      [...report.values()]
        .filter(({ type, kind, active }) => type === 'outbound-rtp' && kind === 'video' && active !== false)
        .flatMap(({ codecId }): string[] => {
          const codec: unknown = report.get(codecId)?.mimeType;
          return typeof codec === 'string' ? [codec] : [];
        }),
    );
    return [...new Set(codecs)];
  });
