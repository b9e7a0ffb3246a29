import { z } from 'zod';
import { id } from '../ids.ts';
import { nothing, one, several, targeted } from './contract.ts';
import type { CommandContract } from './contract.ts';

/**
 * The participant may open a `muted` microphone if the policy allows it, and a `held` one only with a
 * moderator's permission.
 */
export const microphone = z.enum(['open', 'muted', 'held']);
export type Microphone = z.infer<typeof microphone>;

/**
 * `floor`: only the holder of the floor, participants that lead, members of a group, and those that were
 * asked to unmute may open their microphones. `open`: everybody may.
 */
export const microphonePolicies = ['floor', 'open'] as const;
export const microphonePolicy = z.enum(microphonePolicies);

/** What moderators have locked for everybody else. */
export const locks = z.strictObject({ chat: z.boolean(), hands: z.boolean(), screen: z.boolean() });

export const microphoneCommands = {
  'microphone.open': { payload: nothing, result: nothing, errors: ['microphone-held'] },
  'microphone.mute': { payload: nothing, result: nothing, errors: [] },
  /**
   * Mutes and holds. If the target is everybody, a subtree or a level, moderators and the holder of the floor
   * are spared.
   */
  'participant.mute': { payload: targeted, result: nothing, errors: ['not-found'] },
  /**
   * Asks to unmute, which also permits it. If the target is everybody, a subtree or a level, moderators are not
   * asked.
   */
  'participant.askToUnmute': { payload: targeted, result: nothing, errors: ['not-found'] },
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
 * The participants that a moderator silences: the named ones, or all that are in the conference and may speak
 * except the named ones, whichever is shorter. To name a thousand takes 40 kB, a sixth of a second on a line
 * of 2 Mbit/s.
 */
const silenced = z.union([several, z.strictObject({ allBut: z.array(id).max(2000) })]);

export const microphoneEvents = {
  'microphone.opened': one,
  'microphone.muted': one,
  /**
   * Muted and held by a moderator: only a moderator's permission opens these microphones again. `allBut`
   * means all that are in the conference and may speak, except the named ones.
   */
  'microphone.held': silenced,
  /** A moderator asks these participants to unmute, which also permits it. */
  'microphone.asked': z.union([one, several]),
  'microphones.policySet': z.strictObject({ policy: microphonePolicy }),
  /** These cameras are not forwarded until a moderator allows them again; named as in `microphone.held`. */
  'camera.held': silenced,
  'camera.allowed': several,
  'locks.set': locks,
} as const;
