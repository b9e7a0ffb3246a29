import { z } from 'zod';
import { id } from '../ids.ts';
import { line, nothing } from './contract.ts';
import type { CommandContract } from './contract.ts';

/** Seats that can be given. The speaker's seat is not among them: the floor decides it. */
export const seat = z.enum(['chair', 'slides']);
export type StageSeat = z.infer<typeof seat>;

/** Where something is shown on the stage. */
export const place = z.enum(['chair', 'speaker', 'slides', 'pinned']);
export type Place = z.infer<typeof place>;

/** How the stage is laid out, the same for every participant. */
export const layout = z.enum(['speaker', 'chair-and-speaker', 'grid', 'slides-and-speaker']);
export type Layout = z.infer<typeof layout>;

/** How many participants are shown beside the chair, the speaker and the slides, at most. */
export const mostPinned = 8;
const pinned = z
  .array(id)
  .max(mostPinned)
  .refine((ids) => new Set(ids).size === ids.length, 'nobody is shown twice');

export const screenText = z.strictObject({ title: line(200), ticker: line(500) });

export const stageState = z.strictObject({
  chair: id.optional(),
  slides: id.optional(),
  pinned,
  layout,
  text: screenText,
});

const onSeat = z.strictObject({ seat });

export const stageCommands = {
  'stage.give': {
    payload: z.strictObject({ seat, participantId: id }),
    result: nothing,
    errors: ['not-found'],
  },
  'stage.take': { payload: onSeat, result: nothing, errors: [] },
  'stage.clear': { payload: onSeat, result: nothing, errors: [] },
  /** The holder of a seat gives it back. */
  'stage.yield': { payload: onSeat, result: nothing, errors: [] },
  /** Sets which other participants are shown, in this order. */
  'stage.setPinned': {
    payload: z.strictObject({ participantIds: pinned }),
    result: nothing,
    errors: ['not-found'],
  },
  'stage.setLayout': { payload: z.strictObject({ layout }), result: nothing, errors: [] },
  'stage.setText': { payload: screenText, result: nothing, errors: [] },
} as const satisfies Record<string, CommandContract>;

export const stageEvents = {
  'stage.taken': z.strictObject({ seat, participantId: id }),
  'stage.cleared': z.strictObject({ seat }),
  'stage.pinned': z.strictObject({ participantIds: pinned }),
  'stage.laidOut': z.strictObject({ layout }),
  'stage.textSet': screenText,
} as const;
