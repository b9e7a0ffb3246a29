import type { TopicCommand } from '../../../protocol/commands.ts';
import type { TopicEvent } from '../../../protocol/events.ts';
import type { ConferenceState, Participant } from '../../../protocol/state.ts';
import { without } from '../changes.ts';
import { accept, refuse } from '../decision.ts';
import type { Decision } from '../decision.ts';

export function decideRollCall(
  state: ConferenceState,
  command: TopicCommand<'rollCall'>,
  self: Participant,
): Decision {
  const { phase, excused } = state.rollCall;
  switch (command.type) {
    case 'rollCall.open':
      return phase === 'open' ? accept() : accept({ type: 'rollCall.opened', payload: {} });
    case 'rollCall.close':
      return phase === 'open' ? accept({ type: 'rollCall.closed', payload: {} }) : accept();
    case 'rollCall.report': {
      if (phase !== 'open') return refuse('roll-call-closed');
      const { headCount, delegates } = command.payload;
      if (delegates > headCount) return refuse('invalid-request', 'delegates must not exceed headCount');
      return accept({ type: 'rollCall.reported', payload: { participantId: self.id, headCount, delegates } });
    }
    case 'rollCall.excuse': {
      const { inviteeId, reason } = command.payload;
      return excused[inviteeId] === reason
        ? accept()
        : accept({ type: 'rollCall.excused', payload: { inviteeId, reason } });
    }
    default:
      return command satisfies never;
  }
}

export function foldRollCall(state: ConferenceState, event: TopicEvent<'rollCall'>): ConferenceState {
  const { rollCall } = state;
  const folded = (changes: Partial<ConferenceState['rollCall']>): ConferenceState => ({
    ...state,
    rollCall: { ...rollCall, ...changes },
  });
  switch (event.type) {
    case 'rollCall.opened':
      return folded({ phase: 'open', openedAt: event.at, closedAt: null });
    case 'rollCall.closed':
      return folded({ phase: 'closed', closedAt: event.at });
    case 'rollCall.reported': {
      const { participantId, headCount, delegates } = event.payload;
      return folded({
        reports: { ...rollCall.reports, [participantId]: { headCount, delegates, at: event.at } },
        // A room that reports is there after all.
        excused: without(rollCall.excused, participantId),
      });
    }
    case 'rollCall.excused':
      return folded({
        excused: { ...rollCall.excused, [event.payload.inviteeId]: event.payload.reason },
      });
    default:
      return event satisfies never;
  }
}
