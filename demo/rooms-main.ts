import { loadClips } from '../simulation/clip.ts';
import { summarise } from '../simulation/figures.ts';
import { Pacer } from '../simulation/pacer.ts';
import { RestCaller } from '../simulation/rest.ts';
import { SyntheticRoom } from '../simulation/room.ts';
import type { WireError } from '../protocol/errors.ts';
import { trust } from './certificate.ts';
import { Conductor } from './conductor.ts';
import { roomsOrder } from './rooms-messages.ts';
import type { RoomsOrder, RoomsReport } from './rooms-messages.ts';

// The demo's rooms run in a process of their own, so that the server's cost is measured without theirs.

const reportEveryMs = 1_000;
const shared = { clips: loadClips(), pacer: new Pacer() };
const rooms: SyntheticRoom[] = [];
const errors: WireError[] = [];
let secretary: SyntheticRoom | undefined;
let conductor: Conductor | undefined;
let reporting: NodeJS.Timeout | undefined;

async function start(order: Extract<RoomsOrder, { type: 'start' }>): Promise<void> {
  if (order.certFile !== null) trust(order.certFile);
  const { url, meetingId } = order;
  reporting = setInterval(report, reportEveryMs);
  const { login, password } = order.conductor;
  const account = await RestCaller.signIn(url, login, password);
  secretary = new SyntheticRoom({
    ...shared,
    url,
    token: () => account.joinToken(meetingId),
    sends: { microphone: 'never', camera: 'never' },
    receives: false,
    onEvent: (event) => conductor?.follow(event),
  });
  for (const { pairingCode } of order.rooms) {
    const device = await RestCaller.pair(url, pairingCode);
    rooms.push(new SyntheticRoom({ ...shared, url, token: () => device.joinToken(meetingId) }));
  }
  await Promise.all([secretary.joined, ...rooms.map(({ joined }) => joined)]);
  const { participantId } = secretary;
  const ids = order.rooms.map(({ endpointId }) => endpointId);
  const synthetic = new Set([...ids, ...(participantId === undefined ? [] : [participantId])]);
  conductor = new Conductor(secretary, ids.slice(1), synthetic, (detail) =>
    errors.push({ code: 'internal', detail: `conductor: ${detail}` }),
  );
}

function report(): void {
  const figures = summarise(rooms.map((room) => room.figures));
  const all = [...figures.errors, ...(secretary?.figures.errors ?? []), ...errors];
  // A person who pairs a machine with a room takes that room over; this is no error.
  const counted = all.filter(({ code }) => code !== 'seat-taken-over');
  process.send?.({ figures: { ...figures, errors: counted } } satisfies RoomsReport);
}

async function stop(): Promise<void> {
  clearInterval(reporting);
  conductor?.[Symbol.dispose]();
  report();
  await Promise.all([...rooms, ...(secretary ? [secretary] : [])].map((room) => room[Symbol.asyncDispose]()));
  process.disconnect();
}

process.on('message', (message) => {
  const order = roomsOrder.parse(message);
  if (order.type === 'stop') void stop();
  else {
    start(order).catch((error: unknown) => {
      errors.push({ code: 'internal', detail: String(error) });
    });
  }
});
// Ctrl-C reaches the whole process group; the demo decides when the rooms leave.
process.on('SIGINT', () => undefined);
process.on('SIGTERM', () => undefined);
process.on('disconnect', () => {
  process.exit();
});
