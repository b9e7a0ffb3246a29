import type { Command } from '../../protocol/commands.ts';
import type { Identity } from '../../protocol/conference/presence.ts';
import type { ErrorCode } from '../../protocol/errors.ts';
import type { ConferenceId } from '../../protocol/ids.ts';
import type { ConferenceState, Participant } from '../../protocol/state.ts';
import { extendedEnd } from '../../domain/conference/topics/agenda.ts';
import type { BallotKeys } from './ballot-keys.ts';
import type { LiveConference, Outcome } from './live-conference.ts';

/** One participant that another sends over to a conference. */
export interface Sending {
  readonly from: ConferenceId;
  /** Of the conference from which it comes. */
  readonly fromTitle: string;
  readonly to: ConferenceId;
  /** The conference to which it goes, as it is now. */
  readonly target: ConferenceState;
  readonly moved: Participant;
  readonly mover: Identity;
}

/** What conferences ask of the booking side. */
export interface Booking {
  /** Whether the conference may go on until then (epoch ms); if so, its booking is longer from now on. */
  extend(id: ConferenceId, endsAtMs: number): Promise<boolean>;
  /** Lets a participant take part in another conference, if the one who sends it may; the plan says so from then on. */
  transfer(
    sending: Sending,
  ): Promise<
    { readonly ok: true; readonly pastLobby: boolean } | { readonly ok: false; readonly code: ErrorCode }
  >;
}

interface Context {
  readonly ballotKeys: BallotKeys;
  readonly booking: Booking;
  readonly liveOf: (id: ConferenceId) => LiveConference | undefined;
}

/** Commands that need more than the conference's own state: somebody outside must agree, or prepare something. */
export interface OutsideConsent {
  concerns(command: Command): boolean;
  ask(command: Command, conference: LiveConference, actor: Identity): Promise<Outcome>;
}

export function createOutsideConsent({ ballotKeys, booking, liveOf }: Context): OutsideConsent {
  const sendOver = async (
    { id: from, state }: LiveConference,
    mover: Identity,
    moved: Participant | undefined,
    to: ConferenceId,
  ): Promise<Outcome> => {
    const target = to === from ? undefined : liveOf(to);
    if (!moved || !target) return { ok: false, code: 'not-found', detail: 'no such conference' };
    // The title of a classified session is not for the record of another.
    const fromTitle = state.classification === 'classified' ? '' : state.title;
    const sending = { from, fromTitle, to, target: target.state, moved, mover };
    const transfer = await booking.transfer(sending);
    if (!transfer.ok) return transfer;
    const sentOver = {
      participantId: moved.id,
      from,
      fromTitle,
      by: { id: mover.id, name: mover.name },
      pastLobby: transfer.pastLobby,
    };
    const [told] = await target.system({ type: 'expect', sentOver });
    return told?.ok ? { ok: true, seq: state.seq } : { ok: false, code: 'unavailable' };
  };

  return {
    concerns: ({ type }) =>
      type === 'conference.extend' || type === 'participant.move' || type === 'ballot.open',

    async ask(command, conference, actor) {
      const { id, state } = conference;
      const agreed: Outcome = { ok: true, seq: state.seq };
      if (command.type === 'conference.extend') {
        const granted = await booking.extend(id, extendedEnd(state, command.payload.minutes));
        return granted ? agreed : { ok: false, code: 'extension-refused' };
      }
      if (command.type === 'participant.move') {
        const { participantId, to } = command.payload;
        return sendOver(conference, actor, state.participants[participantId], to);
      }
      if (command.type === 'ballot.open') await ballotKeys.prepare(command.payload.ballotId);
      return agreed;
    },
  };
}
