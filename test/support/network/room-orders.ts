import { z } from 'zod';
import { presence } from '../../../protocol/conference/presence.ts';
import { layout } from '../../../protocol/conference/stage.ts';
import { source } from '../../../protocol/media.ts';

const room = z.string();

/** What the simulated rooms of another machine are asked to do. */
export const roomOrder = z.discriminatedUnion('type', [
  z.strictObject({
    type: z.literal('enter'),
    room,
    meetingId: z.string(),
    as: z.union([
      z.strictObject({ code: z.string() }),
      z.strictObject({ login: z.string(), password: z.string() }),
    ]),
  }),
  z.strictObject({ type: z.literal('start'), room }),
  z.strictObject({ type: z.literal('grant'), room, participantId: z.string() }),
  z.strictObject({ type: z.literal('setLayout'), room, layout }),
  z.strictObject({ type: z.literal('look'), room }),
]);
export type RoomOrder = z.infer<typeof roomOrder>;

/** How a room is after an order. */
export const roomAnswer = z.strictObject({
  id: z.string(),
  /** How the command of the order ended; null where it had none. */
  outcome: z.string().nullable(),
  status: z.enum(['connecting', 'waiting', 'joined', 'ended']),
  reconnects: z.int(),
  mediaLosses: z.int(),
  mediaOpenings: z.int(),
  errors: z.array(z.string()),
  /** Packets of its microphone. */
  sent: z.int(),
  received: z.array(
    z.strictObject({
      consumerId: z.string(),
      participantId: z.string(),
      source,
      packets: z.int(),
      lost: z.int(),
    }),
  ),
  /** Who has the floor, as the room knows. */
  speaker: z.string().nullable(),
  presences: z.record(z.string(), presence),
});
export type RoomAnswer = z.infer<typeof roomAnswer>;
