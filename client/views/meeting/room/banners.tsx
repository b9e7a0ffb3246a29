import type { JSX } from 'preact';
import { currentQueue, nextSpeakersNamed } from '../../../../domain/conference/topics/floor.ts';
import { roomWords } from './words.ts';
import { groupWords } from '../panels/groups/words.ts';
import { ownGroup } from '../../../state/groups.ts';
import { GroupsIcon, HandIcon } from '../../shared/icons.tsx';
import type { PanelProps } from '../panels/panel-props.ts';

/** Where the room is and who speaks next, on the stage. */
export function RoomBanners({ store, own }: PanelProps): JSX.Element | null {
  const conference = store.conference.value;
  if (conference.phase !== 'in-session') return null;
  const group = ownGroup(conference, own.id);
  if (group) {
    return (
      <p class="room-banner room-banner--group" data-testid="group-banner" data-group={group.id}>
        <GroupsIcon />
        <strong>{roomWords().inGroup(group.title)}</strong>
        <span>{groupWords().memberCount(group.members.length)}</span>
      </p>
    );
  }
  const queue = currentQueue(conference);
  // A room knows those that speak next by name, the others by number only.
  const next = queue.slice(0, nextSpeakersNamed).flatMap(({ participantId }) => {
    const participant = conference.participants[participantId];
    return participant ? [participant] : [];
  });
  if (queue.length === 0) return null;
  const more = queue.length - next.length;
  return (
    <p class="room-banner" data-testid="room-queue" data-length={queue.length}>
      <HandIcon />
      <span>{roomWords().nextSpeakers}</span>
      {next.map(({ id, name }, index) => (
        <strong key={id}>
          {index + 1}. {name}
        </strong>
      ))}
      {more > 0 && <span>+{more}</span>}
    </p>
  );
}
