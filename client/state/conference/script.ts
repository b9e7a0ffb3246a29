import { hasFloor, maySpeak } from '../../../domain/conference/state.ts';
import { markOf } from '../../../domain/conference/topics/script.ts';
import { upcomingSpeakers } from '../../../domain/conference/upcoming.ts';
import type { PreparedSpeaker } from '../../../protocol/conference/script.ts';
import type { ConferenceState, Participant } from '../../../protocol/state.ts';
import { agendaView } from './agenda.ts';
import { roster } from './roster.ts';

/** Whether a prepared speaker is there; `listens`: it is, in a role that only receives. */
export type SpeakerPresence = 'present' | 'lost' | 'waiting' | 'not-in' | 'listens';

/** A prepared speaker of one item. */
export interface ScriptSpeaker extends PreparedSpeaker {
  readonly progress: 'ahead' | 'speaking' | 'called' | 'skipped';
  readonly presence: SpeakerPresence;
  /** It gets the floor with the next press. */
  readonly isNext: boolean;
}

export interface ItemScript {
  readonly itemId: string;
  readonly title: string;
  readonly speakers: readonly ScriptSpeaker[];
}

/** The scripts of the item under way and of the one after it; undefined where nobody is prepared. */
export interface ScriptView {
  readonly current: ItemScript | undefined;
  readonly next: ItemScript | undefined;
}

export function scriptView(conference: ConferenceState): ScriptView {
  const { agenda } = conference;
  const [first] = upcomingSpeakers(conference);
  const of = (itemId: string | undefined): ItemScript | undefined => {
    const item = agenda.items.find(({ id }) => id === itemId);
    if (!item || item.speakers.length === 0) return undefined;
    const isCurrent = agenda.current?.itemId === item.id;
    const speakers = item.speakers.map((speaker): ScriptSpeaker => ({
      ...speaker,
      // The name under which it has joined.
      name: conference.participants[speaker.participantId]?.name ?? speaker.name,
      progress: progressOf(conference, item.id, speaker.participantId, isCurrent),
      presence: presenceOf(conference, speaker.participantId),
      isNext: isCurrent && first?.from === 'script' && first.participantId === speaker.participantId,
    }));
    return { itemId: item.id, title: item.title, speakers };
  };
  return { current: of(agenda.current?.itemId), next: of(agendaView(conference, 0).next?.id) };
}

/** Who can be added to the prepared speakers of an item, of those whose names or sites contain the query. */
export function addableSpeakers(
  conference: ConferenceState,
  itemId: string,
  query: string,
): readonly Participant[] {
  const item = conference.agenda.items.find(({ id }) => id === itemId);
  const prepared = new Set(item?.speakers.map(({ participantId }) => participantId));
  const { moderators, endpoints } = roster(conference, query);
  return [...moderators, ...endpoints].filter(({ id, role }) => maySpeak(role) && !prepared.has(id));
}

function progressOf(
  conference: ConferenceState,
  itemId: string,
  participantId: string,
  isCurrent: boolean,
): ScriptSpeaker['progress'] {
  const mark = markOf(conference, itemId, participantId) ?? 'ahead';
  return mark === 'called' && isCurrent && hasFloor(conference, participantId) ? 'speaking' : mark;
}

function presenceOf({ participants }: ConferenceState, participantId: string): SpeakerPresence {
  const participant = participants[participantId];
  if (!participant) return 'not-in';
  const { presence, role } = participant;
  switch (presence) {
    case 'present':
      return maySpeak(role) ? 'present' : 'listens';
    case 'away':
      return 'lost';
    case 'waiting':
      return 'waiting';
    case 'left':
    case 'removed':
    case 'excluded':
      return 'not-in';
    default:
      return presence satisfies never;
  }
}
