// Simulated rooms on this machine, which reach the server over its line: rooms URL. Reads one order a line, as JSON, and
// prints the answer to each.

import { createInterface } from 'node:readline';
import { loadClips } from '../../../../simulation/clip.ts';
import { Pacer } from '../../../../simulation/pacer.ts';
import { RestCaller } from '../../../../simulation/rest.ts';
import { SyntheticRoom } from '../../../../simulation/room.ts';
import type { Answer } from '../../../../protocol/socket.ts';
import { roomOrder } from '../room-orders.ts';
import type { RoomAnswer, RoomOrder } from '../room-orders.ts';

const url = process.argv[2] ?? '';
const shared = { url, clips: loadClips(), pacer: new Pacer() };
const rooms = new Map<string, SyntheticRoom>();

const roomNamed = (name: string): SyntheticRoom => {
  const room = rooms.get(name);
  if (room === undefined) throw new Error(`no room ${name}`);
  return room;
};

const outcomeOf = (answer: Answer): string => (answer.ok ? 'ok' : answer.error.code);

async function enter(order: Extract<RoomOrder, { readonly type: 'enter' }>): Promise<SyntheticRoom> {
  const caller =
    'code' in order.as
      ? await RestCaller.pair(url, order.as.code)
      : await RestCaller.signIn(url, order.as.login, order.as.password);
  const room = new SyntheticRoom({ ...shared, token: () => caller.joinToken(order.meetingId) });
  rooms.set(order.room, room);
  await room.joined;
  return room;
}

function look(room: SyntheticRoom): Omit<RoomAnswer, 'outcome'> {
  const { figures, state } = room;
  const { errors, mediaLosses, mediaOpenings, reconnects, status } = figures;
  const presences = Object.values(state.participants).map(({ id, presence }) => [id, presence]);
  return {
    id: room.participantId ?? '',
    status,
    reconnects,
    mediaLosses,
    mediaOpenings,
    errors: errors.map(({ code, detail = '' }) => `${code} ${detail}`),
    sent: room.sent('microphone'),
    received: room.reception.open.map(({ delivery, packets, lost }) => {
      const { consumerId, participantId, source } = delivery;
      return { consumerId, participantId, source, packets, lost };
    }),
    speaker: state.floor.holder?.participantId ?? null,
    presences: Object.fromEntries(presences),
  };
}

for await (const line of createInterface({ input: process.stdin })) {
  const order = roomOrder.parse(JSON.parse(line));
  const room = order.type === 'enter' ? await enter(order) : roomNamed(order.room);
  process.stdout.write(`${JSON.stringify({ ...look(room), outcome: await command(room, order) })}\n`);
}

async function command(room: SyntheticRoom, order: RoomOrder): Promise<string | null> {
  switch (order.type) {
    case 'start':
      return outcomeOf(await room.command('conference.start', {}));
    case 'grant':
      return outcomeOf(await room.command('floor.grant', { participantId: order.participantId }));
    case 'setLayout':
      return outcomeOf(await room.command('stage.setLayout', { layout: order.layout }));
    case 'enter':
    case 'look':
      return null;
    default:
      return order satisfies never;
  }
}
