import { isModerator, maySpeak } from '../../../domain/conference/state.ts';
import type { ConferenceState, Participant } from '../../../protocol/state.ts';
import { troublesNow } from './device-states.ts';
import type { SeenDevices } from './device-states.ts';
import type { Findings } from './qualities.ts';
import { roster } from './roster.ts';
import { byParent } from './units.ts';

/**
 * `hand` asks to speak, `lost` has no connection, `poor` does not receive well, `silent` sends no sound through
 * an open microphone, `devices` has trouble with one of its devices, `unconfirmed` has not reported who is in the room.
 */
export const rosterFilters = ['all', 'hand', 'lost', 'poor', 'silent', 'devices', 'unconfirmed'] as const;
export type RosterFilter = (typeof rosterFilters)[number];

/** What the reader has asked to see. */
export interface RosterSight {
  readonly query: string;
  readonly filter: RosterFilter;
  /** The groups whose members are folded away, by key. */
  readonly closed: ReadonlySet<string>;
}

/** One line of the list: the heading of a group, or a participant. */
export type RosterLine =
  | {
      readonly kind: 'group';
      readonly key: string;
      /** Null for a group that is no unit. */
      readonly unit: { readonly id: string; readonly name: string } | null;
      readonly count: number;
      readonly isOpen: boolean;
    }
  | { readonly kind: 'member'; readonly key: string };

/** Keys of the groups that are no units. */
export const moderatorsKey = 'moderators';
export const removedKey = 'removed';
export const movedKey = 'moved';
export const withoutUnitKey = 'without-unit';

export interface RosterList {
  readonly lines: readonly RosterLine[];
  /** How many participants each filter finds among those that the query finds. */
  readonly counts: Readonly<Record<RosterFilter, number>>;
  /** The participants that a command for all that are found is for: seated, and no moderators. */
  readonly found: readonly Participant[];
  /** Without a filter, for moderators: those that the query finds in the lobby. */
  readonly waiting: readonly Participant[];
  /** Without a filter, for moderators: those that the query finds among the ones moved to another meeting. */
  readonly moved: readonly Participant[];
}

/** The participants in groups: moderators, then unit by unit; for moderators, then those that were moved or removed. */
export function rosterList(
  conference: ConferenceState,
  reader: Pick<Participant, 'role'>,
  { query, filter, closed }: RosterSight,
  findings: Findings,
  devices: ReadonlyMap<string, SeenDevices> = new Map(),
): RosterList {
  const { waiting, moderators, endpoints, removed, moved } = roster(conference, query);
  const passes = passing(conference, findings, devices);
  const wanted = (members: readonly Participant[]) => members.filter((member) => passes(member, filter));
  const group = (key: string, unit: { id: string; name: string } | null, all: readonly Participant[]) => {
    const members = wanted(all);
    if (members.length === 0) return [];
    const isOpen = !closed.has(key);
    const heading: RosterLine = { kind: 'group', key, unit, count: members.length, isOpen };
    return [heading, ...(isOpen ? members.map(({ id }): RosterLine => ({ kind: 'member', key: id })) : [])];
  };
  const seated = [...moderators, ...endpoints];
  const seesOthers = filter === 'all' && isModerator(reader.role);
  return {
    lines: [
      ...group(moderatorsKey, null, moderators),
      ...byParent(endpoints).flatMap(({ unit, members }) => group(unit?.id ?? withoutUnitKey, unit, members)),
      ...(seesOthers ? [...group(movedKey, null, moved), ...group(removedKey, null, removed)] : []),
    ],
    counts: {
      all: seated.length,
      hand: count(seated, passes, 'hand'),
      lost: count(seated, passes, 'lost'),
      poor: count(seated, passes, 'poor'),
      silent: count(seated, passes, 'silent'),
      devices: count(seated, passes, 'devices'),
      unconfirmed: count(seated, passes, 'unconfirmed'),
    },
    found: wanted(endpoints),
    waiting: seesOthers ? waiting : [],
    moved: seesOthers ? moved : [],
  };
}

type Passing = (participant: Participant, filter: RosterFilter) => boolean;

function passing(
  { floor, rollCall }: ConferenceState,
  { marks, silent }: Findings,
  devices: ReadonlyMap<string, SeenDevices>,
): Passing {
  const asks = new Set(floor.queue.map(({ participantId }) => participantId));
  return (participant, filter) => {
    const { id, kind, role, presence, microphone } = participant;
    switch (filter) {
      case 'all':
        return true;
      case 'hand':
        return asks.has(id);
      case 'lost':
        return presence === 'away';
      case 'poor':
        return presence === 'present' && (marks.get(id)?.length ?? 0) > 0;
      case 'silent':
        // The participant may have been muted since.
        return presence === 'present' && microphone === 'open' && silent.has(id);
      case 'devices':
        return troublesNow(devices.get(id), participant).length > 0;
      case 'unconfirmed':
        return kind === 'endpoint' && maySpeak(role) && rollCall.reports[id] === undefined;
      default:
        return filter satisfies never;
    }
  };
}

const count = (members: readonly Participant[], passes: Passing, filter: RosterFilter): number =>
  members.filter((member) => passes(member, filter)).length;

/**
 * The lines as they stay under a pointer: those that it held, each in its place, whatever has changed since.
 * A line that came later waits until the pointer has gone.
 */
export function steadyLines(
  held: readonly RosterLine[] | undefined,
  lines: readonly RosterLine[],
): { readonly shown: readonly RosterLine[]; readonly waiting: number } {
  if (!held) return { shown: lines, waiting: 0 };
  const now = new Map(lines.map((line) => [line.key, line]));
  const known = new Set(held.map(({ key }) => key));
  return {
    shown: held.map((line) => now.get(line.key) ?? line),
    waiting: lines.filter(({ key }) => !known.has(key)).length,
  };
}

/** The keys of the groups in a list. */
export const groupKeys = (lines: readonly RosterLine[]): readonly string[] =>
  lines.flatMap(({ kind, key }) => (kind === 'group' ? [key] : []));
