import { z } from 'zod';
import { id } from '../ids.ts';
import { line, nothing, target } from './contract.ts';
import type { CommandContract } from './contract.ts';

/** Some of the participants, who see and hear only each other for a while. */
export const group = z.strictObject({ id, title: z.string() });

/** Groups, and participant → group. A participant in no group stays in the plenary session. */
export const groupsState = z.strictObject({ groups: z.array(group).max(100), members: z.record(id, id) });

const assignment = z.strictObject({ participantId: id, groupId: id.nullable() });

export const groupCommands = {
  /**
   * Divides the participants. A participant that several targets cover goes into the first of these groups.
   */
  'groups.open': {
    payload: z.strictObject({
      groups: z
        .array(z.strictObject({ groupId: id, title: line(200).min(1), target }))
        .min(1)
        .max(100),
    }),
    result: nothing,
    errors: ['conflict', 'not-found'],
  },
  'groups.assign': { payload: assignment, result: nothing, errors: ['not-found'] },
  /** Everybody returns to the plenary session. */
  'groups.close': { payload: nothing, result: nothing, errors: [] },
} as const satisfies Record<string, CommandContract>;

export const groupEvents = {
  'groups.opened': groupsState,
  'groups.assigned': assignment,
  'groups.closed': nothing,
} as const;
