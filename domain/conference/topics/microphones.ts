import type { TopicCommand } from '../../../protocol/commands.ts';
import type { Target } from '../../../protocol/conference/contract.ts';
import type { EventPayload, TopicEvent } from '../../../protocol/events.ts';
import type { ConferenceState, Participant } from '../../../protocol/state.ts';
import { outranks } from '../chair.ts';
import { change, quietened } from '../changes.ts';
import { accept, meant, onMeant, refuse } from '../decision.ts';
import type { Decision } from '../decision.ts';
import { isSpokenWith } from '../private-word.ts';
import { hasFloor, isModerator, isSeated, maySpeak, speaksByRight } from '../state.ts';

export function decideMicrophones(
  state: ConferenceState,
  command: TopicCommand<'microphones'>,
  self: Participant,
): Decision {
  switch (command.type) {
    case 'microphone.open':
      if (self.microphone === 'open') return accept();
      return mayOpen(state, self)
        ? accept({ type: 'microphone.opened', payload: { participantId: self.id } })
        : refuse('microphone-held');
    case 'microphone.mute':
      // Muting declines a pending request to unmute, so it counts as a change.
      return self.microphone === 'open' || self.asked
        ? accept({ type: 'microphone.muted', payload: { participantId: self.id } })
        : accept();
    case 'participant.mute':
      return mute(state, command.payload.target, self);
    case 'participant.askToUnmute':
      return askToUnmute(state, command.payload.target);
    case 'microphones.setPolicy':
      return command.payload.policy === state.microphonePolicy
        ? accept()
        : accept({ type: 'microphones.policySet', payload: command.payload });
    case 'camera.hold':
      return onMeant(state, command.payload.target, holdable(state, self, command.payload.target), (ids) => {
        const participantIds = ids.filter((id) => state.participants[id]?.cameraHeld === false);
        return participantIds.length === 0
          ? accept()
          : accept({ type: 'camera.held', payload: shortest(state, ids, participantIds) });
      });
    case 'camera.allow':
      return onMeant(state, command.payload.target, isSeated, (ids) => {
        const participantIds = ids.filter((id) => state.participants[id]?.cameraHeld === true);
        return participantIds.length === 0
          ? accept()
          : accept({ type: 'camera.allowed', payload: { participantIds } });
      });
    case 'locks.set': {
      const { chat, hands, screen } = state.locks;
      const wanted = command.payload;
      return wanted.chat === chat && wanted.hands === hands && wanted.screen === screen
        ? accept()
        : accept({ type: 'locks.set', payload: wanted });
    }
    default:
      return command satisfies never;
  }
}

/** Whether a participant may open its own microphone now. The client shows its button by the same rule. */
export function mayOpen(state: ConferenceState, self: Participant): boolean {
  // What is said to one must not go on to all.
  if (self.microphone === 'held' || isSpokenWith(state, self.id)) return false;
  return state.microphonePolicy === 'open' || self.asked || speaksByRight(state, self);
}

function mute(state: ConferenceState, target: Target, self: Participant): Decision {
  if (target.kind === 'participants') {
    const chair = target.participantIds.some(
      (id) => id !== self.id && outranks(state.participants[id], self),
    );
    if (chair) return refuse('forbidden', 'only the chair mutes the chair');
    return onMeant(state, target, isSeated, (ids) => hold(state, ids));
  }
  const everybody = meant(state, target, holdable(state, self, target));
  return hold(
    state,
    everybody.map(({ id }) => id),
  );
}

/**
 * Whether a hold applies to a participant. A target of many spares moderators and the holder of the floor; no
 * target covers a participant that outranks the sender.
 */
const holdable =
  (state: ConferenceState, self: Participant, { kind }: Target) =>
  (participant: Participant): boolean => {
    if (!isSeated(participant) || !maySpeak(participant.role)) return false;
    if (kind === 'participants') return participant.id === self.id || !outranks(participant, self);
    return !isModerator(participant.role) && !hasFloor(state, participant.id);
  };

function hold(state: ConferenceState, ids: readonly string[]): Decision {
  const participantIds = ids.filter((id) => state.participants[id]?.microphone !== 'held');
  return participantIds.length === 0
    ? accept()
    : accept({ type: 'microphone.held', payload: shortest(state, ids, participantIds) });
}

function askToUnmute(state: ConferenceState, target: Target): Decision {
  const isMeant = (participant: Participant): boolean =>
    isSeated(participant) && (target.kind === 'participants' || !isModerator(participant.role));
  return onMeant(state, target, isMeant, () => {
    const speakers = meant(state, target, (each) => isMeant(each) && maySpeak(each.role));
    if (speakers.length === 0) return refuse('forbidden', 'this role receives only');
    const participantIds = speakers
      .filter(({ microphone, asked }) => microphone !== 'open' && !asked)
      .map(({ id }) => id);
    return participantIds.length === 0
      ? accept()
      : accept({ type: 'microphone.asked', payload: { participantIds } });
  });
}

/** The participants that a request to unmute names. */
export const askedBy = (payload: EventPayload<'microphone.asked'>): readonly string[] =>
  'participantIds' in payload ? payload.participantIds : [payload.participantId];

type Silenced = EventPayload<'microphone.held'>;

const mayBeSilenced = (participant: Participant): boolean =>
  isSeated(participant) && maySpeak(participant.role);

/**
 * The shorter of two ways to say that these are silenced. `meant` also includes participants that are already
 * silent; naming them has no effect.
 */
function shortest(state: ConferenceState, meant: readonly string[], participantIds: string[]): Silenced {
  const silent = new Set(meant);
  const candidates = Object.values(state.participants).filter(mayBeSilenced);
  const allBut = candidates.map(({ id }) => id).filter((id) => !silent.has(id));
  // The named ones may include participants that only receive, which `allBut` never covers.
  const fits = candidates.length - allBut.length === silent.size;
  return fits && allBut.length < participantIds.length ? { allBut } : { participantIds };
}

function silencedBy(state: ConferenceState, payload: Silenced): readonly string[] {
  if ('participantIds' in payload) return payload.participantIds;
  const spared = new Set(payload.allBut);
  return Object.values(state.participants)
    .filter((participant) => mayBeSilenced(participant) && !spared.has(participant.id))
    .map(({ id }) => id);
}

export function foldMicrophones(state: ConferenceState, event: TopicEvent<'microphones'>): ConferenceState {
  switch (event.type) {
    case 'microphone.opened':
      return change(state, [event.payload.participantId], { microphone: 'open', asked: false });
    case 'microphone.muted':
      return change(state, [event.payload.participantId], { microphone: 'muted', asked: false });
    case 'microphone.held':
      return change(state, silencedBy(state, event.payload), { microphone: 'held', asked: false });
    case 'microphone.asked':
      return change(state, askedBy(event.payload), { microphone: 'muted', asked: true });
    case 'microphones.policySet':
      return quietened({ ...state, microphonePolicy: event.payload.policy }, Object.keys(state.participants));
    case 'camera.held':
      return change(state, silencedBy(state, event.payload), { cameraHeld: true });
    case 'camera.allowed':
      return change(state, event.payload.participantIds, { cameraHeld: false });
    case 'locks.set':
      return { ...state, locks: event.payload };
    default:
      return event satisfies never;
  }
}
