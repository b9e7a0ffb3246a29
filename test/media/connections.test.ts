import { createSocket } from 'node:dgram';
import { expect } from 'chai';
import { pino } from 'pino';
import { v7 as uuid } from 'uuid';
import { z } from 'zod';
import type { Bridge } from '../../server/bridge/bridge.ts';
import { eventually } from '../support/eventually.ts';
import { startBridge } from '../support/media/bridge.ts';
import { attribute, method, stunRequest } from '../support/network/stun.ts';

const told = 'the media of a client does not get through';
const logged = z.object({
  msg: z.string(),
  participantId: z.string().optional(),
  outcome: z.string().optional(),
});
const ice = z.object({ usernameFragment: z.string(), password: z.string() });
const candidates = z.array(z.object({ protocol: z.string(), port: z.number() }));
/** Of a certificate that nobody has: no handshake with it succeeds. */
const fingerprint = { algorithm: 'sha-256', value: Array.from({ length: 32 }, () => 'AB').join(':') };

describe('media connections that clients asked for', () => {
  const closing = new AsyncDisposableStack();
  const lines: z.infer<typeof logged>[] = [];
  let bridge: Bridge;

  beforeEach(async () => {
    lines.length = 0;
    const logger = pino({}, { write: (line) => void lines.push(logged.parse(JSON.parse(line))) });
    bridge = closing.use(await startBridge({ workers: 1, connectionWithinMs: 300, logger }));
  });
  after(() => closing.disposeAsync());

  const asked = async (participantId: string) => {
    const place = { conferenceId: uuid(), workerId: bridge.workers()[0] ?? '' };
    const options = { kind: 'webrtc', direction: 'send', note: { participantId } } as const;
    const opened = await bridge.openTransport(place, options);
    if (opened.kind !== 'webrtc') throw new Error('asked for WebRTC');
    const dtlsParameters = { role: 'client', fingerprints: [fingerprint] };
    await bridge.connectTransport(opened.transportId, { dtlsParameters });
    return opened;
  };
  const counts = () => bridge.mediaStats().connections;
  const failures = () =>
    lines.filter(({ msg }) => msg === told).map(({ participantId, outcome }) => ({ participantId, outcome }));

  it('are told as without a path where nothing arrives, with who it is', async () => {
    const { transportId } = await asked('xa-tam-hong');
    await eventually(() => counts()['no-path'] === 1, 'it to be counted');
    expect(failures()).to.deep.equal([{ participantId: 'xa-tam-hong', outcome: 'no-path' }]);
    bridge.closeTransport(transportId);
    expect(counts()).to.deep.equal({ udp: 0, tcp: 0, 'no-path': 1, 'no-handshake': 0 });
  });

  it('are told as without a handshake where a path is found and no encryption begins', async () => {
    const { iceParameters, iceCandidates } = await asked('xa-tam-hong');
    const { usernameFragment, password } = ice.parse(iceParameters);
    const udp = candidates.parse(iceCandidates).find(({ protocol }) => protocol === 'udp');
    const socket = createSocket('udp4');
    closing.defer(() => void socket.close());
    const check = stunRequest(
      method.binding,
      [
        [attribute.username, Buffer.from(`${usernameFragment}:xa`)],
        [attribute.priority, Buffer.from([0x6e, 0, 1, 255])],
        [attribute.iceControlling, Buffer.alloc(8, 1)],
        [attribute.useCandidate, Buffer.alloc(0)],
      ],
      Buffer.from(password),
    );
    socket.send(check, udp?.port ?? 0, '127.0.0.1');
    await eventually(() => counts()['no-handshake'] === 1, 'it to be counted');
    expect(failures()).to.deep.equal([{ participantId: 'xa-tam-hong', outcome: 'no-handshake' }]);
  });

  it('are not counted where a client gives them up at once', async () => {
    const { transportId } = await asked('at-once');
    await asked('waits');
    bridge.closeTransport(transportId);
    await eventually(() => counts()['no-path'] === 1, 'the one that waits');
    expect(failures().map(({ participantId }) => participantId)).to.deep.equal(['waits']);
  });
});
