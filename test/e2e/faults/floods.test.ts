import { expect } from 'chai';
import type { Page } from 'playwright-core';
import { eventually } from '../../support/eventually.ts';
import { openVenue } from '../pages/venue.ts';
import type { Venue } from '../pages/venue.ts';
import { heard, patience, request } from '../pages/witness.ts';

declare global {
  interface Window {
    /** While this is true, the page enlarges every frame of sound that it sends to a full packet. */
    floods: boolean;
  }
}

/** Chromium's API for frames between encoder and network; it is not in the standard. */
interface Encoded {
  readonly readable: ReadableStream<{ data: ArrayBuffer }>;
  readonly writable: WritableStream<{ data: ArrayBuffer }>;
}

/** Runs in a page before its own scripts: the browser then sends what no honest browser sends. */
function putFloodIntoPage(): void {
  window.floods = true;
  const Honest = window.RTCPeerConnection;
  window.RTCPeerConnection = class extends Honest {
    constructor(configuration?: RTCConfiguration) {
      super(Object.assign({ ...configuration }, { encodedInsertableStreams: true }));
    }
    override addTransceiver(
      ...parameters: Parameters<RTCPeerConnection['addTransceiver']>
    ): RTCRtpTransceiver {
      const transceiver = super.addTransceiver(...parameters);
      const create: unknown = Reflect.get(transceiver.sender, 'createEncodedStreams');
      if (typeof create !== 'function') throw new Error('this browser cannot flood');
      const { readable, writable }: Encoded = create.call(transceiver.sender);
      const isSound = transceiver.sender.track?.kind === 'audio';
      const blowUp = new TransformStream<{ data: ArrayBuffer }, { data: ArrayBuffer }>({
        transform(frame, controller) {
          if (isSound && window.floods) {
            const data = new Uint8Array(1_100);
            data.set(new Uint8Array(frame.data));
            frame.data = data.buffer;
          }
          controller.enqueue(frame);
        },
      });
      void readable.pipeThrough(blowUp).pipeTo(writable);
      return transceiver;
    }
  };
}

describe('a room whose microphone floods the bridge, in real browsers', function () {
  this.timeout(240_000);
  let venue: Venue;
  let chairPage: Page;

  before(async () => {
    venue = await openVenue();
    chairPage = await venue.chair();
    await request(chairPage, 'conference.start', {});
  });
  after(() => venue?.[Symbol.asyncDispose]());

  it('is stopped and says so in its own language; the others keep hearing each other, and later hear it again', async () => {
    const [endpointId] = venue.meeting.endpoints;
    const room = await venue.page('/room');
    await room.context().addInitScript(putFloodIntoPage);
    await room.reload();
    await room.getByTestId('pairing-code').fill(await venue.pairingCode(endpointId));
    await room.getByTestId('pair').click();
    await room.getByTestId('conference').waitFor();
    await request(chairPage, 'floor.grant', { participantId: endpointId });
    const notice = room.getByTestId('sending-stopped');
    await notice.waitFor();
    expect(await notice.textContent()).to.include('micrô');
    await room.evaluate(() => {
      window.floods = false;
    });
    await room.getByTestId('send-again').click();
    await notice.waitFor({ state: 'detached' });
    let before = 0;
    await eventually(
      async () => {
        const { packetsReceived = 0 } = (await heard(chairPage, endpointId)) ?? {};
        if (before === 0) before = packetsReceived;
        return packetsReceived > before + 20;
      },
      'it to be heard again',
      patience,
    );
  });
});
