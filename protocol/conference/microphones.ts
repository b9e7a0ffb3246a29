import { z } from 'zod';
import { id } from '../ids.ts';
import { nothing, one, several, targeted } from './contract.ts';
import type { CommandContract } from './contract.ts';

/** `muted` may be opened by the participant where the policy lets it; `held` only with a moderator's leave. */
export const microphone = z.enum(['open', 'muted', 'held']);
export type Microphone = z.infer<typeof microphone>;

/** `floor`: only who has the floor, leads, or was asked to, opens its microphone. `open`: everybody may. */
export const microphonePolicy = z.enum(['floor', 'open']);

/** What moderators take from everybody else for a while. */
export const locks = z.strictObject({ chat: z.boolean(), hands: z.boolean(), screen: z.boolean() });

export const microphoneCommands = {
  'microphone.open': { payload: nothing, result: nothing, errors: ['microphone-held'] },
  'microphone.mute': { payload: nothing, result: nothing, errors: [] },
  /** Mutes and holds. Where it means all, a subtree or a level, whoever leads or has the floor is spared. */
  'participant.mute': { payload: targeted, result: nothing, errors: ['not-found'] },
  /** Asks to unmute, which is also the leave to do so. */
  'participant.askToUnmute': { payload: one, result: nothing, errors: ['not-found'] },
  'microphones.setPolicy': {
    payload: z.strictObject({ policy: microphonePolicy }),
    result: nothing,
    errors: [],
  },
  'camera.hold': { payload: targeted, result: nothing, errors: ['not-found'] },
  'camera.allow': { payload: targeted, result: nothing, errors: ['not-found'] },
  'locks.set': { payload: locks, result: nothing, errors: [] },
} as const satisfies Record<string, CommandContract>;

/**
 * Whom a moderator silences: the named ones, or all who are in and may speak but the named ones, whichever is shorter. To
 * name a thousand takes 40 kB, which a line of 2 Mbit/s has in a sixth of a second.
 */
const silenced = z.union([several, z.strictObject({ allBut: z.array(id).max(2000) })]);

export const microphoneEvents = {
  'microphone.opened': one,
  'microphone.muted': one,
  /**
   * Muted by a moderator, and held so: only a moderator's leave opens these microphones again. Where many are, it names
   * those of all who are in and may speak that are spared.
   */
  'microphone.held': silenced,
  /** A moderator asks the participant to unmute, which is also the leave to do so. */
  'microphone.asked': one,
  'microphones.policySet': z.strictObject({ policy: microphonePolicy }),
  /** These cameras are not forwarded until a moderator allows them again; named as in `microphone.held`. */
  'camera.held': silenced,
  'camera.allowed': several,
  'locks.set': locks,
} as const;
