import type { JSX } from 'preact';
import { nextSpeakersNamed, upcomingSpeakers } from '../../../../domain/conference/upcoming.ts';
import { roomWords } from './words.ts';
import { floorWords } from '../panels/floor/words.ts';
import { groupWords } from '../panels/groups/words.ts';
import { ownGroup } from '../../../state/conference/groups.ts';
import { GroupsIcon, HandIcon } from '../../shared/icons.tsx';
import type { PanelProps } from '../panels/panel-props.ts';

/** Where the room is and who speaks next, on the stage. */
export function RoomBanners({ store, own }: PanelProps): JSX.Element | null {
  const conference = store.conference.value;
  if (conference.phase !== 'in-session') return null;
  const group = ownGroup(conference, own.id);
  if (group) {
    return (
      <aside
        class="room-banner room-banner--group"
        aria-label={groupWords().title}
        data-testid="group-banner"
        data-group={group.id}
      >
        <GroupsIcon />
        <strong>{roomWords().inGroup(group.title)}</strong>
        <span>{groupWords().memberCount(group.members.length)}</span>
      </aside>
    );
  }
  // The chair's controls name the next speakers.
  if (own.role === 'chair') return null;
  // A room knows those that speak next by name, the others by number only.
  const upcoming = upcomingSpeakers(conference);
  const next = upcoming
    .slice(0, nextSpeakersNamed)
    .flatMap(({ participantId }) => conference.participants[participantId] ?? []);
  if (next.length === 0) return null;
  const more = upcoming.length - next.length;
  return (
    <aside class="room-banner" aria-label={floorWords().queue} data-testid="room-queue">
      <HandIcon />
      {next[0]?.id === own.id && (
        <span class="room-banner__own" data-testid="room-speaks-next" role="status">
          {roomWords().speaksNext}
        </span>
      )}
      <span>{roomWords().nextSpeakers}</span>
      {next.map(({ id, name }, index) => (
        <strong key={id}>
          {index + 1}. {name}
        </strong>
      ))}
      {more > 0 && <span>+{more}</span>}
    </aside>
  );
}
