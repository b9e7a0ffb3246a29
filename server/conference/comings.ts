import type { Logger } from 'pino';
import type { LoggedEvent } from '../../protocol/events.ts';
import type { ConferenceId } from '../../protocol/ids.ts';

/**
 * Logs one line for each participant that joins, leaves, or is admitted or moved. The log
 * contains ids only, never names.
 */
export function tellComings(
  events: readonly LoggedEvent[],
  conferenceId: ConferenceId,
  logger: Pick<Logger, 'info'>,
): void {
  for (const event of events) {
    const { seq, by } = event;
    const tell = (participantId: string, text: string, more: object = {}): void =>
      logger.info({ conferenceId, participantId, seq, ...(by !== null && { by }), ...more }, text);
    if (event.type === 'participant.waiting') {
      tell(event.payload.identity.id, 'a participant waits in the lobby');
    } else if (event.type === 'participant.admitted') {
      for (const id of event.payload.participantIds) tell(id, 'a participant was admitted');
    } else if (event.type === 'participant.joined') {
      const { id, kind, role } = event.payload.identity;
      tell(id, 'a participant joined', { kind, role });
    } else if (event.type === 'participant.disconnected') {
      tell(event.payload.participantId, 'a participant lost its connection');
    } else if (event.type === 'participant.returned') {
      tell(event.payload.participantId, 'a participant came back');
    } else if (event.type === 'participant.left') {
      tell(event.payload.participantId, 'a participant left', { reason: event.payload.reason });
    } else if (event.type === 'participant.removed') {
      tell(event.payload.participantId, 'a participant was removed');
    } else if (event.type === 'participant.readmitted') {
      tell(event.payload.participantId, 'a removed participant may come again');
    } else if (event.type === 'participant.moved') {
      tell(event.payload.participantId, 'a participant was sent to another conference', {
        to: event.payload.to,
      });
    } else if (event.type === 'participant.excluded') {
      tell(event.payload.participantId, 'a participant was put out', { reason: event.payload.reason });
    }
  }
}
