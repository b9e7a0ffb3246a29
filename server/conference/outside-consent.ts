import type { Command } from '../../protocol/commands.ts';
import type { Target } from '../../protocol/conference/contract.ts';
import type { Identity } from '../../protocol/conference/presence.ts';
import type { ErrorCode } from '../../protocol/errors.ts';
import type { ConferenceId } from '../../protocol/ids.ts';
import type { ConferenceState, Participant } from '../../protocol/state.ts';
import { isChair } from '../../domain/conference/chair.ts';
import { meant } from '../../domain/conference/decision.ts';
import { isSeated } from '../../domain/conference/state.ts';
import { extendedEnd } from '../../domain/conference/topics/agenda.ts';
import { isMovedAway } from '../../domain/conference/topics/presence.ts';
import type { BallotKeys } from './ballot-keys.ts';
import type { LiveConference, CommandOutcome } from './live-conference.ts';
import type { OtherConference } from './other-conferences.ts';

/** One participant that a moderator moves from one conference to another. */
export interface SendingOver {
  readonly from: ConferenceId;
  /** The title of the conference that the participant leaves; empty where that conference is classified. */
  readonly fromTitle: string;
  readonly to: ConferenceId;
  /** The present state of the conference to which the participant moves. */
  readonly target: ConferenceState;
  readonly moved: Participant;
  readonly mover: Identity;
}

/** What conferences need from the booking side. */
export interface Booking {
  /** Whether the conference may last until `endsAtMs` (epoch ms). If so, its booking is extended at once. */
  extend(id: ConferenceId, endsAtMs: number): Promise<boolean>;
  /** Whether the plan invites this account or endpoint, present or not. */
  invites(id: ConferenceId, inviteeId: string): Promise<boolean>;
  /**
   * Admits a participant to another conference, if the mover has the right to. The plan then
   * contains the participant.
   */
  transfer(
    sending: SendingOver,
  ): Promise<
    { readonly ok: true; readonly pastLobby: boolean } | { readonly ok: false; readonly code: ErrorCode }
  >;
}

interface Context {
  readonly ballotKeys: BallotKeys;
  readonly booking: Booking;
  /** A live conference, here or at another process; undefined for others. */
  readonly reach: (id: ConferenceId) => Promise<OtherConference | undefined>;
}

/**
 * Commands that need more than the conference's own state: the booking must agree, or a
 * ballot key must be created.
 */
export interface OutsideConsent {
  concerns(command: Command): boolean;
  ask(command: Command, conference: LiveConference, actor: Identity): Promise<CommandOutcome>;
}

export function createOutsideConsent({ ballotKeys, booking, reach }: Context): OutsideConsent {
  const sendOver = async (
    { id: from, state }: Pick<OtherConference, 'id' | 'state'>,
    mover: Identity,
    moved: Participant | undefined,
    to: ConferenceId,
  ): Promise<CommandOutcome> => {
    const target = to === from ? undefined : await reach(to);
    if (!moved || !target) return { ok: false, code: 'not-found', detail: 'no such conference' };
    // The record of another conference must not contain the title of a classified session.
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
    const told = await target.ask({ type: 'expect', sentOver });
    return told.ok ? { ok: true, seq: state.seq } : { ok: false, code: 'unavailable' };
  };

  /** Brings one participant home from the conference where it is now. */
  const bringBack = async (
    home: LiveConference,
    mover: Identity,
    { id, movedTo }: Participant,
  ): Promise<CommandOutcome> => {
    const away = movedTo === null ? undefined : await reach(movedTo);
    const there = away?.state.participants[id];
    if (!away || !isSeated(there) || isChair(there)) return { ok: false, code: 'not-found' };
    const sent = await sendOver(away, mover, there, home.id);
    if (!sent.ok) return sent;
    return away.ask({ type: 'sendBack', participantId: id, to: home.id });
  };

  const bringAllBack = async (
    home: LiveConference,
    mover: Identity,
    target: Target,
  ): Promise<CommandOutcome> => {
    let refused: CommandOutcome & { readonly ok: false } = { ok: false, code: 'not-found' };
    let came = false;
    // One after the other: each changes the plan of the same meeting.
    for (const each of meant(home.state, target, isMovedAway)) {
      const outcome = await bringBack(home, mover, each);
      if (outcome.ok) came = true;
      else if (refused.code === 'not-found') refused = outcome;
    }
    return came ? { ok: true, seq: home.state.seq } : refused;
  };

  return {
    concerns: ({ type }) =>
      type === 'conference.extend' ||
      type === 'participant.move' ||
      type === 'participant.recall' ||
      type === 'rollCall.excuse' ||
      type === 'ballot.open',

    async ask(command, conference, actor) {
      const { id, state } = conference;
      const agreed: CommandOutcome = { ok: true, seq: state.seq };
      if (command.type === 'conference.extend') {
        const granted = await booking.extend(id, extendedEnd(state, command.payload.minutes));
        return granted ? agreed : { ok: false, code: 'extension-refused' };
      }
      if (command.type === 'participant.move') {
        const { participantId, to } = command.payload;
        return sendOver(conference, actor, state.participants[participantId], to);
      }
      if (command.type === 'participant.recall')
        return bringAllBack(conference, actor, command.payload.target);
      if (command.type === 'rollCall.excuse') {
        const { inviteeId } = command.payload;
        const known = state.participants[inviteeId] !== undefined || (await booking.invites(id, inviteeId));
        return known ? agreed : { ok: false, code: 'not-found' };
      }
      if (command.type === 'ballot.open') await ballotKeys.prepare(command.payload.ballotId);
      return agreed;
    },
  };
}
