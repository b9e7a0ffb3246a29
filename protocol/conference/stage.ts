import { z } from 'zod';
import { id } from '../ids.ts';
import { line, nothing } from './contract.ts';
import type { CommandContract } from './contract.ts';

/** Seats that can be given. The speaker's seat is not among them: the floor decides it. */
export const seats = ['chair', 'slides'] as const;
export const seat = z.enum(seats);
export type StageSeat = z.infer<typeof seat>;

/** Where something is shown on the stage. */
export const place = z.enum(['chair', 'speaker', 'slides', 'pinned']);
export type Place = z.infer<typeof place>;

/** How the stage is laid out, the same for every participant. */
export const layouts = ['speaker', 'chair-and-speaker', 'grid', 'slides-and-speaker'] as const;
export const layout = z.enum(layouts);
export type Layout = z.infer<typeof layout>;

/** How many participants are shown beside the chair, the speaker and the slides, at most. */
export const mostPinned = 8;
const pinned = z
  .array(id)
  .max(mostPinned)
  .refine((ids) => new Set(ids).size === ids.length, 'nobody is shown twice');

/** The parts of a stage that are put on together. */
const arrangement = { layout, participantIds: pinned };

export const screenText = z.strictObject({ title: line(200), ticker: line(500) });

/** What `stage.undo` puts back: the part of the stage that was changed last, as it was before. */
export const stageBefore = z.discriminatedUnion('part', [
  z.strictObject({
    part: z.literal('seat'),
    seat,
    /** Null where the seat was free. */
    participantId: id.nullable(),
    /** Only with the chair's seat: `chairGivenTo` as it was. */
    givenTo: id.optional(),
  }),
  z.strictObject({ part: z.literal('pinned'), participantIds: pinned }),
  z.strictObject({ part: z.literal('layout'), layout }),
  z.strictObject({ part: z.literal('arrangement'), ...arrangement }),
  z.strictObject({ part: z.literal('text'), text: screenText }),
]);
export type StageBefore = z.infer<typeof stageBefore>;

export const stageState = z.strictObject({
  chair: id.optional(),
  /** The participant that was last given the chair's seat. It comes before all other chairs. */
  chairGivenTo: id.optional(),
  slides: id.optional(),
  pinned,
  layout,
  text: screenText,
  /** Null where no change can be taken back. */
  before: stageBefore.nullable().default(null),
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
  /**
   * Puts a prepared stage on, or nothing of it: the layout, which other participants are shown, and who speaks.
   * Without `speakerId`, the floor stays as it is; null ends the turn of its holder. `stage.undo` puts back the
   * layout and the participants, not the floor.
   */
  'stage.arrange': {
    payload: z.strictObject({ ...arrangement, speakerId: id.nullable().optional() }),
    result: nothing,
    errors: ['not-found', 'budget-spent'],
  },
  'stage.setText': { payload: screenText, result: nothing, errors: [] },
  /**
   * Takes back the last change of the stage that a participant has made for others. Sent again, it repeats that
   * change. Changes nothing where there is no such change, or what was there before has left.
   */
  'stage.undo': { payload: nothing, result: nothing, errors: [] },
} as const satisfies Record<string, CommandContract>;

export const stageEvents = {
  'stage.taken': z.strictObject({
    seat,
    participantId: id,
    /**
     * Only with the chair's seat: who was given it last, null where nobody was. Left out: as before, since the seat
     * has only passed in the order of chairs.
     */
    givenTo: id.nullable().optional(),
  }),
  'stage.cleared': z.strictObject({
    seat,
    /** Only with the chair's seat: who was given it last. Left out: nobody. */
    givenTo: id.optional(),
  }),
  'stage.pinned': z.strictObject({ participantIds: pinned }),
  'stage.laidOut': z.strictObject({ layout }),
  'stage.arranged': z.strictObject(arrangement),
  'stage.textSet': screenText,
} as const;
