import type { AgendaItem } from '../../../domain/schedule/meeting.ts';
import { Names } from '../access/names.ts';
import type { ConferenceRunner, PlanRunner, ScriptedItem } from './conference-runner.ts';

type Directory = ConstructorParameters<typeof Names>[0];

/**
 * Opens conferences with the names that the prepared speakers have now: they may join late or never.
 */
export const withNamedScript = (runner: ConferenceRunner, directory: Directory): PlanRunner => ({
  open: async (meeting, atOnce) =>
    runner.open({ ...meeting, agenda: await namedScript(meeting.agenda, directory) }, atOnce),
  end: (meetingId, reason) => runner.end(meetingId, reason),
  hosts: (meetingId) => runner.hosts(meetingId),
  isOver: (meetingId) => runner.isOver(meetingId),
});

async function namedScript(agenda: readonly AgendaItem[], directory: Directory): Promise<ScriptedItem[]> {
  const ids = new Set(agenda.flatMap(({ speakers }) => speakers.map(({ inviteeId }) => inviteeId)));
  const called = ids.size === 0 ? undefined : await new Names(directory).invitees([...ids]);
  return agenda.map((item) => ({
    ...item,
    speakers: item.speakers.map(({ inviteeId, minutes }) => ({
      participantId: inviteeId,
      ...(called?.get(inviteeId) ?? { name: '', siteName: '' }),
      minutes,
    })),
  }));
}
