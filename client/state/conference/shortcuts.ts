import { allowed } from '../../../domain/conference/policy.ts';
import type { CommandType } from '../../../protocol/commands.ts';
import type { RequestPayload } from '../../../protocol/requests.ts';
import type { ConferenceState, Participant } from '../../../protocol/state.ts';
import { agendaView } from './agenda.ts';
import { nextSpeakers } from './chair-controls.ts';

/** The keys of a leader's page, in the order of the cheat sheet. */
export const shortcutKeys = {
  help: '?',
  search: '/',
  grantNext: 'g',
  endTurn: 't',
  nextItem: 'n',
  undo: 'u',
  announce: 'a',
  muteAll: 'M',
} as const;
export type Shortcut = keyof typeof shortcutKeys;

type Sent = {
  [T in CommandType]: { readonly type: T; readonly payload: RequestPayload<T> };
}[CommandType];

/** What a key does: it sends a command, or opens something on the page; undefined where it does nothing now. */
export type ShortcutEffect =
  { readonly kind: 'command'; readonly command: Sent } | { readonly kind: 'help' | 'search' | 'announce' };

/** @param now epoch ms on the server's clock */
export function shortcutEffect(
  key: string,
  conference: ConferenceState,
  own: Participant,
  now: number,
): ShortcutEffect | undefined {
  const may = (type: CommandType): boolean => allowed(type, own.role, conference.phase);
  const command = (sent: Sent): ShortcutEffect | undefined =>
    may(sent.type) ? { kind: 'command', command: sent } : undefined;
  switch (key) {
    case shortcutKeys.help:
      return { kind: 'help' };
    case shortcutKeys.search:
      return { kind: 'search' };
    case shortcutKeys.announce:
      return may('chat.announce') ? { kind: 'announce' } : undefined;
    case shortcutKeys.grantNext: {
      const [next] = nextSpeakers(conference).first;
      return next && command({ type: 'floor.grant', payload: { participantId: next.participantId } });
    }
    case shortcutKeys.endTurn:
      return conference.floor.holder ? command({ type: 'floor.revoke', payload: {} }) : undefined;
    case shortcutKeys.nextItem: {
      const { next } = agendaView(conference, now);
      return next && command({ type: 'agenda.begin', payload: { itemId: next.id } });
    }
    case shortcutKeys.undo:
      return conference.stage.before ? command({ type: 'stage.undo', payload: {} }) : undefined;
    case shortcutKeys.muteAll:
      return command({ type: 'participant.mute', payload: { target: { kind: 'all' } } });
    default:
      return undefined;
  }
}
