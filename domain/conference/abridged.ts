import type { Ballot } from '../../protocol/conference/ballots.ts';
import type { LoggedEvent } from '../../protocol/events.ts';
import type { ParticipantId } from '../../protocol/ids.ts';
import type { RosterNews } from '../../protocol/socket.ts';
import type { ConferenceState, Participant } from '../../protocol/state.ts';
import { evolve } from './evolve.ts';
import { isModerator, isSeated, unitOf } from './state.ts';
import { currentQueue } from './topics/floor.ts';
import { preparedAhead } from './topics/script.ts';
import { nextSpeakersNamed } from './upcoming.ts';
import { concealed, eventFor, isPublic, joinConcealed, stateFor } from './view.ts';

export type Viewer = Pick<Participant, 'id' | 'role' | 'siteId'>;

/**
 * The state for a participant without the roster: everything that its screen shows, and nothing that grows
 * with the number of participants. Of the participants it keeps the prominent ones and those near the viewer:
 * the viewer itself, its group, and those that voted for its unit. Of the roll call it keeps the viewer's own
 * report and excuse, of each ballot the entries of the viewer's unit.
 */
export function abridged(state: ConferenceState, viewer: Viewer): ConferenceState {
  const { rollCall, ballots, ...seen } = stateFor(state, viewer);
  const isNear = nearness(state, viewer);
  const own = <T>(record: Readonly<Record<ParticipantId, T>>): Record<ParticipantId, T> =>
    pick(record, (id) => id === viewer.id);
  const isProminent = prominence(state);
  const unit = unitOf(viewer);
  return {
    ...seen,
    participants: pick(
      state.participants,
      (_, participant) => isProminent(participant) || isNear(participant),
    ),
    expected: {},
    rollCall: { ...rollCall, reports: own(rollCall.reports), excused: own(rollCall.excused) },
    ballots: Object.fromEntries(Object.entries(ballots).map(([id, ballot]) => [id, asSeenBy(unit, ballot)])),
  };
}

/** How many participants have a place in the conference. */
export const countPresent = ({ participants }: ConferenceState): number =>
  Object.values(participants).filter(isSeated).length;

/** Adds the participants of the roster news, or replaces the known ones. */
export const withPeople = (state: ConferenceState, people: readonly Participant[]): ConferenceState =>
  people.length === 0
    ? state
    : {
        ...state,
        participants: { ...state.participants, ...Object.fromEntries(people.map((each) => [each.id, each])) },
      };

/**
 * One event, the conference before and after it, and which participants without the roster see some of it.
 */
export interface AbridgedChange {
  readonly event: LoggedEvent;
  readonly before: ConferenceState;
  readonly after: ConferenceState;
  /** Whether every participant receives the event. */
  readonly forAll: boolean;
  /** Participants whose record, or whose part in the roll call, changed. */
  readonly people: ReadonlySet<ParticipantId>;
  /** The groups of the participants whose record changed. */
  readonly groups: ReadonlySet<string>;
  /** Units whose part in a ballot changed, or whose voter's record changed. */
  readonly units: ReadonlySet<string>;
  /** Participants that the event made prominent. */
  readonly risen: readonly ParticipantId[];
}

/** @throws RangeError if the first event does not follow the state */
export function changesFrom(
  state: ConferenceState,
  events: readonly LoggedEvent[],
): readonly AbridgedChange[] {
  let before = state;
  return events.map((event) => {
    const change = changeBy(event, before, evolve(before, event));
    before = change.after;
    return change;
  });
}

/** The content of one message. */
export interface ToldNews {
  readonly events: readonly LoggedEvent[];
  readonly roster: RosterNews;
}

/** A batch of events as it is sent to participants without the roster. */
export interface AbridgedNews {
  /** Undefined if each participant needs its own message. */
  readonly forMost: ToldNews | undefined;
  /**
   * The message for this viewer; undefined if `forMost` is right for it.
   * @param since seq of the last event that the viewer already has, such as its own joining
   */
  for(viewer: Viewer, since: number): ToldNews | undefined;
}

/**
 * Abridges a batch of events. For every viewer whose abridged state is from before the batch or from any
 * moment within it, `abridged(withPeople(fold of the events, people))` is the abridged state after the batch.
 */
export function abridgedNews(changes: readonly AbridgedChange[]): AbridgedNews {
  const end = changes.at(-1)?.after;
  if (end === undefined) return { forMost: undefined, for: () => undefined };
  const isProminent = prominence(end);
  const prominent = [...new Set(changes.flatMap(({ risen }) => risen))]
    .flatMap((id) => end.participants[id] ?? [])
    .filter(isProminent);
  const present = countPresent(end);
  const told = (
    isTold: (change: AbridgedChange) => boolean,
    people: readonly Participant[],
    viewer?: Viewer,
  ): ToldNews => ({
    events: joinConcealed(
      changes.map((change) => {
        const { event } = change;
        if (!isTold(change)) return concealed(event);
        return viewer ? eventFor(event, viewer) : event;
      }),
    ),
    roster: { present, people: [...people] },
  });
  const regrouped = changes.some(({ before, after }) => before.groups !== after.groups);
  const isSame = !regrouped && changes.every(({ forAll, event }) => !forAll || isPublic(event));
  // A cheap test first: of hundreds of viewers, a batch concerns only a few.
  const some = changes.filter(({ forAll }) => !forAll);
  const units = new Set(changes.flatMap((change) => [...change.units]));
  const groups = new Set(some.flatMap((change) => [...change.groups]));
  const people = new Set(some.flatMap((change) => [...change.people]));
  const mayConcern = (viewer: Viewer): boolean =>
    units.has(unitOf(viewer)) || people.has(viewer.id) || groups.has(end.groups.members[viewer.id] ?? '');
  return {
    forMost: isSame ? told(({ forAll }) => forAll, prominent) : undefined,
    for(viewer, since) {
      const isAbout = (change: AbridgedChange): boolean =>
        change.event.seq > since && concerns(change, viewer);
      if (isSame && !(mayConcern(viewer) && some.some(isAbout))) return undefined;
      const isNewlyNear = regrouped || units.has(unitOf(viewer));
      const near = isNewlyNear ? Object.values(end.participants).filter(nearness(end, viewer)) : [];
      return told((change) => change.forAll || isAbout(change), [...prominent, ...near], viewer);
    },
  };
}

/**
 * An event about more participants than this (as when all are muted) goes to everybody: the event is short,
 * and separate messages would not be.
 */
const mostToldSingly = 8;

function changeBy(event: LoggedEvent, before: ConferenceState, after: ConferenceState): AbridgedChange {
  const wasProminent = prominence(before);
  const isProminent = prominence(after);
  const people = changedKeys(before.participants, after.participants);
  const reported = [
    ...changedKeys(before.rollCall.reports, after.rollCall.reports),
    ...changedKeys(before.rollCall.excused, after.rollCall.excused),
  ];
  const ballots = changedKeys(before.ballots, after.ballots);
  const risen = [...people, ...inPlaces(after)].filter(
    (id) => isProminent(after.participants[id]) && !wasProminent(before.participants[id]),
  );
  const forAll =
    people.length > mostToldSingly ||
    seenByAll.some((key) => before[key] !== after[key]) ||
    rollCallFace.some((key) => before.rollCall[key] !== after.rollCall[key]) ||
    ballots.some((id) => faceOf(before.ballots[id]) !== faceOf(after.ballots[id])) ||
    people.some((id) => wasProminent(before.participants[id]) || isProminent(after.participants[id]));
  const voted = ballots.flatMap((id) =>
    unitParts.flatMap((part) =>
      changedKeys(before.ballots[id]?.[part] ?? {}, after.ballots[id]?.[part] ?? {}),
    ),
  );
  const records = [before, after].flatMap(({ participants }) =>
    people.flatMap((id) => participants[id] ?? []),
  );
  return {
    event,
    before,
    after,
    forAll,
    people: new Set([...people, ...reported]),
    units: new Set([...voted, ...records.filter((each) => hasVoted(after, each)).map(unitOf)]),
    groups: new Set(
      [before, after].flatMap(({ groups }) => people.flatMap((id) => groups.members[id] ?? [])),
    ),
    risen,
  };
}

function concerns({ people, units, groups, before, after }: AbridgedChange, viewer: Viewer): boolean {
  return (
    people.has(viewer.id) ||
    units.has(unitOf(viewer)) ||
    (groups.size > 0 && [before, after].some((state) => groups.has(state.groups.members[viewer.id] ?? '')))
  );
}

/** Fields that an abridged state keeps whole. */
const seenByAll = [
  'phase',
  'title',
  'classification',
  'startsAt',
  'endsAt',
  'startedAt',
  'endedAt',
  'breakUntil',
  'admission',
  'locked',
  'microphonePolicy',
  'locks',
  'stage',
  'floor',
  'agenda',
  'script',
  'chat',
  'documents',
  'groups',
  'privateWords',
] as const satisfies readonly (keyof ConferenceState)[];
const rollCallFace = ['phase', 'openedAt', 'closedAt'] as const;

/** Fields of a ballot with one entry per unit. */
const unitParts = ['entitled', 'answered', 'weights'] as const satisfies readonly (keyof Ballot)[];

const asSeenBy = (unit: string, ballot: Ballot): Ballot => {
  const own = <T>(record: Readonly<Record<string, T>>): Record<string, T> =>
    pick(record, (id) => id === unit);
  return {
    ...ballot,
    entitled: own(ballot.entitled),
    answered: own(ballot.answered),
    weights: own(ballot.weights),
    votes: ballot.votes && own(ballot.votes),
    box: [],
  };
};

/** What every viewer sees of a ballot, as a string that can be compared. */
const faceOf = (ballot: Ballot | undefined): string =>
  ballot === undefined
    ? ''
    : `${ballot.phase} ${ballot.openedAt} ${ballot.closedAt} ${ballot.totals === null}`;

/** Participants with a place on the stage, and the one that shows a document there. */
const inPlaces = (state: ConferenceState): readonly ParticipantId[] => {
  const { stage, floor, documents } = state;
  // Who of the script is next depends on who is there, so a viewer knows all that are still to come.
  const next = [...preparedAhead(state), ...currentQueue(state).slice(0, nextSpeakersNamed)];
  return [
    stage.chair,
    stage.slides,
    ...stage.pinned,
    floor.holder?.participantId,
    documents.shown?.by,
    ...next.map(({ participantId }) => participantId),
  ].filter((id) => id !== undefined);
};

type Test = (participant: Participant | undefined) => boolean;

/**
 * A participant is prominent if it leads, if its microphone is open, if it is on the stage, if it is prepared to
 * speak on the item under way, or if it is among the first that ask to.
 */
function prominence(state: ConferenceState): Test {
  const shown = inPlaces(state);
  return (participant) =>
    participant !== undefined &&
    (participant.microphone === 'open' ||
      participant.acting !== null ||
      isModerator(participant.role) ||
      shown.includes(participant.id));
}

/**
 * A participant is near if it is the viewer, is in the viewer's group, or has voted for the viewer's unit.
 */
function nearness(state: ConferenceState, viewer: Viewer): Test {
  const { members } = state.groups;
  const unit = unitOf(viewer);
  const group = members[viewer.id];
  return (participant) =>
    participant !== undefined &&
    (participant.id === viewer.id ||
      (group !== undefined && members[participant.id] === group) ||
      (unitOf(participant) === unit && hasVoted(state, participant)));
}

/** Whether it has voted for its unit, in any ballot. */
const hasVoted = ({ ballots }: ConferenceState, participant: Participant): boolean =>
  Object.values(ballots).some(({ answered }) => answered[unitOf(participant)] === participant.id);

const pick = <T>(
  record: Readonly<Record<string, T>>,
  isWanted: (key: string, value: T) => boolean,
): Record<string, T> =>
  Object.fromEntries(Object.entries(record).filter(([key, value]) => isWanted(key, value)));

function changedKeys(
  before: Readonly<Record<string, unknown>>,
  after: Readonly<Record<string, unknown>>,
): readonly string[] {
  if (before === after) return [];
  const changed = Object.keys(after).filter((key) => before[key] !== after[key]);
  return [...changed, ...Object.keys(before).filter((key) => !Object.hasOwn(after, key))];
}
