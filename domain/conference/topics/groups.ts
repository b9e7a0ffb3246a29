import type { TopicCommand } from '../../../protocol/commands.ts';
import type { Target } from '../../../protocol/conference/contract.ts';
import type { TopicEvent } from '../../../protocol/events.ts';
import type { ConferenceState, Participant } from '../../../protocol/state.ts';
import { outranks } from '../chair.ts';
import { quietened, without } from '../changes.ts';
import { accept, meant, on, refuse } from '../decision.ts';
import type { Context, Decision } from '../decision.ts';
import { hasFloor, isModerator, isSeated } from '../state.ts';
import { endTurn } from './floor.ts';

export function decideGroups(
  state: ConferenceState,
  command: TopicCommand<'groups'>,
  self: Participant,
  { now }: Context,
): Decision {
  const { groups, members } = state.groups;
  switch (command.type) {
    case 'groups.open': {
      if (groups.length > 0) return refuse('conflict', 'groups are already open');
      const wished = command.payload.groups;
      if (new Set(wished.map(({ groupId }) => groupId)).size < wished.length) {
        return refuse('invalid-request', 'two groups have the same id');
      }
      if (wished.some(({ target }) => namesUnknown(state, target))) return refuse('not-found');
      if (wished.some(({ target }) => namesAbove(state, target, self))) {
        return refuse('forbidden', 'the chair cannot be moved to a group');
      }
      const assigned: Record<string, string> = {};
      for (const { groupId, target } of wished) {
        // Moderators and the holder of the floor go to a group only if they are named.
        const goes = meant(
          state,
          target,
          (participant) =>
            isSeated(participant) &&
            (target.kind === 'participants' ||
              (!isModerator(participant.role) && !hasFloor(state, participant.id))),
        );
        for (const { id } of goes) assigned[id] ??= groupId;
      }
      const opened = wished.map(({ groupId, title }) => ({ id: groupId, title }));
      return accept(...Object.keys(assigned).flatMap((id) => endTurn(state, id, 'gone', now)), {
        type: 'groups.opened',
        payload: { groups: opened, members: assigned },
      });
    }
    case 'groups.assign':
      return on(state, command.payload.participantId, isSeated, (target) => {
        const { id } = target;
        const { groupId } = command.payload;
        if (groupId !== null && outranks(target, self)) {
          return refuse('forbidden', 'the chair cannot be moved to a group');
        }
        if (groupId !== null && !groups.some((group) => group.id === groupId)) return refuse('not-found');
        return (members[id] ?? null) === groupId
          ? accept()
          : accept(...endTurn(state, id, 'gone', now), {
              type: 'groups.assigned',
              payload: { participantId: id, groupId },
            });
      });
    case 'groups.close':
      return groups.length === 0 ? accept() : accept({ type: 'groups.closed', payload: {} });
    default:
      return command satisfies never;
  }
}

const namesUnknown = ({ participants }: ConferenceState, target: Target): boolean =>
  target.kind === 'participants' && !target.participantIds.every((id) => participants[id]);

const namesAbove = ({ participants }: ConferenceState, target: Target, self: Participant): boolean =>
  target.kind === 'participants' && target.participantIds.some((id) => outranks(participants[id], self));

export function foldGroups(state: ConferenceState, event: TopicEvent<'groups'>): ConferenceState {
  switch (event.type) {
    case 'groups.opened':
      return { ...state, groups: event.payload };
    case 'groups.assigned': {
      const { participantId, groupId } = event.payload;
      const { groups, members } = state.groups;
      const others = without(members, participantId);
      const assigned = groupId === null ? others : { ...others, [participantId]: groupId };
      return quietened({ ...state, groups: { groups, members: assigned } }, [participantId]);
    }
    case 'groups.closed':
      return quietened({ ...state, groups: { groups: [], members: {} } }, Object.keys(state.groups.members));
    default:
      return event satisfies never;
  }
}
