import type { Command } from '../../protocol/commands.ts';
import type { ConferenceId, ParticipantId } from '../../protocol/ids.ts';
import type { Role } from '../../protocol/roles.ts';
import { extendedEnd } from '../../domain/conference/topics/agenda.ts';
import type { BallotKeys } from './ballot-keys.ts';
import type { LiveConference, Outcome } from './live-conference.ts';

/** What conferences ask of the booking side. */
export interface Booking {
  /** Whether the conference may go on until then (epoch ms); if so, its booking is longer from now on. */
  extend(id: ConferenceId, endsAtMs: number): Promise<boolean>;
  /** Lets a participant take part in another conference, in that role; false where it may not. */
  transfer(
    to: ConferenceId,
    participant: { id: ParticipantId; kind: 'endpoint' | 'account'; role: Role },
  ): Promise<boolean>;
}

interface Context {
  readonly ballotKeys: BallotKeys;
  readonly booking: Booking;
  readonly isLive: (id: ConferenceId) => boolean;
}

/** Commands that need more than the conference's own state: somebody outside must agree, or prepare something. */
export interface OutsideConsent {
  concerns(command: Command): boolean;
  ask(command: Command, conference: LiveConference): Promise<Outcome>;
}

export function createOutsideConsent({ ballotKeys, booking, isLive }: Context): OutsideConsent {
  return {
    concerns: ({ type }) =>
      type === 'conference.extend' || type === 'participant.move' || type === 'ballot.open',

    async ask(command, { id, state }) {
      const agreed: Outcome = { ok: true, seq: state.seq };
      if (command.type === 'conference.extend') {
        const granted = await booking.extend(id, extendedEnd(state, command.payload.minutes));
        return granted ? agreed : { ok: false, code: 'extension-refused' };
      }
      if (command.type === 'participant.move') {
        const { participantId, to } = command.payload;
        const participant = state.participants[participantId];
        const moved = participant && to !== id && isLive(to) && (await booking.transfer(to, participant));
        return moved ? agreed : { ok: false, code: 'not-found', detail: 'no such conference' };
      }
      if (command.type === 'ballot.open') await ballotKeys.prepare(command.payload.ballotId);
      return agreed;
    },
  };
}
