import { v5 as idFrom } from 'uuid';
import fc from 'fast-check';
import type { Command } from '../../protocol/commands.ts';
import type { Target } from '../../protocol/conference/contract.ts';
import type { Identity } from '../../protocol/conference/presence.ts';
import { seat } from '../../protocol/conference/stage.ts';
import type { EventPayload, LoggedEvent } from '../../protocol/events.ts';
import { role } from '../../protocol/roles.ts';
import type { Role } from '../../protocol/roles.ts';
import type { ConferenceState, Participant } from '../../protocol/state.ts';
import { decideSystem } from '../../domain/conference/decide-system.ts';
import type { SystemCommand } from '../../domain/conference/decide-system.ts';
import { decide } from '../../domain/conference/decide.ts';
import type { BallotBox, Decision, Limits } from '../../domain/conference/decision.ts';
import { policy } from '../../domain/conference/policy.ts';
import { evolve } from '../../domain/conference/evolve.ts';
import { planned, unitOf } from '../../domain/conference/state.ts';
import type { MediaWorld, PlanLimits } from '../../domain/media/plan.ts';
import { streamKey } from '../../domain/media/sources.ts';
import { source } from '../../protocol/media.ts';

const namespace = '6ba7b810-9dad-11d1-80b4-00c04fd430c8';
export const idNamed = (name: string): string => idFrom(name, namespace);

export const province = idNamed('tỉnh');
export const districts = [idNamed('huyện Yên Lạc'), idNamed('huyện Bình Xuyên')] as const;

/** A participant whose ids follow from its name, so that a failing test reads the same each time. */
export function participantNamed(name: string, as: Role = 'delegate', district?: string): Identity {
  const siteId = as === 'delegate' ? idNamed(`site of ${name}`) : null;
  return {
    id: idNamed(name),
    kind: 'endpoint',
    name,
    siteId,
    siteName: 'Tỉnh Vĩnh Phúc',
    sitePath: siteId === null ? [province] : [province, district ?? districts[0], siteId],
    levelId: siteId === null ? null : 'commune',
    role: as,
  };
}

export type Step =
  { readonly command: Command; readonly actor: Identity } | { readonly system: SystemCommand };

export const roomy: Limits = { participants: 1000 };

/** Keeps a vote from nobody: what is tested with it is what is in the box, not how it is locked. */
export const glassBox: BallotBox = { seal: (_, content) => content, open: (_, sealed) => sealed };

export const items = ['Khai mạc', 'Báo cáo', 'Thảo luận'].map((title) => ({
  id: idNamed(title),
  title,
  plannedMinutes: 15,
}));

export const opening = (
  admission: ConferenceState['admission'] = 'open',
): SystemCommand & { type: 'open' } => ({
  type: 'open',
  title: 'Họp giao ban',
  classification: 'unclassified',
  admission,
  startsAt: 1_700_000_000_000,
  endsAt: 1_700_007_200_000,
  agenda: items,
  microphonePolicy: 'floor',
  floor: { turnMs: 300_000, unitBudgetMs: null, warnBeforeMs: 30_000, handsBack: true },
});

export const pdf = (
  title: string,
  more: Partial<EventPayload<'document.added'>> = {},
): EventPayload<'document.added'> => ({
  id: idNamed(title),
  title,
  mediaType: 'application/pdf',
  bytes: 1000,
  pages: 3,
  visibleTo: 'all',
  ...more,
});

/** A conference as a test leads it: the same decide → place → evolve as the server, with a clock of its own. */
export class History {
  readonly events: LoggedEvent[] = [];
  readonly limits: Limits;
  readonly box: BallotBox;
  state: ConferenceState;
  now = 1_700_000_000_000;

  constructor(limits: Limits = roomy, state: ConferenceState = planned, box: BallotBox = glassBox) {
    this.limits = limits;
    this.state = state;
    this.box = box;
  }

  take(step: Step): Decision {
    if ('system' in step) {
      return this.#keep(null, { ok: true, events: decideSystem(this.state, step.system, this.now) });
    }
    const context = { now: this.now, limits: this.limits, box: this.box };
    return this.#keep(step.actor.id, decide(this.state, step.command, step.actor, context));
  }

  command(actor: Identity, type: Command['type'], payload: object = {}): Decision {
    // Tests write commands down as a client would; their types are checked by the protocol's own tests.
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion
    return this.take({ actor, command: { type, payload } as Command });
  }

  open(
    admission: ConferenceState['admission'] = 'open',
    facts: Partial<EventPayload<'conference.opened'>> = {},
  ): this {
    this.take({ system: { ...opening(admission), ...facts } });
    return this;
  }

  join(...actors: readonly Identity[]): this {
    for (const actor of actors) this.command(actor, 'join');
    return this;
  }

  /** Lets time go by, and the server's clock act on it. */
  wait(ms: number): this {
    this.now += ms;
    this.take({ system: { type: 'floorTime' } });
    return this;
  }

  participant({ id }: Pick<Identity, 'id'>): Participant {
    const found = this.state.participants[id];
    if (!found) throw new Error('it is not there');
    return found;
  }

  /** The kinds of the events that have come since. */
  since(seq: number): readonly string[] {
    return this.events.slice(seq).map(({ type }) => type);
  }

  #keep(by: string | null, decision: Decision): Decision {
    this.now += 1;
    if (!decision.ok) return decision;
    for (const event of decision.events) {
      const logged = { seq: this.state.seq + 1, at: this.now, by, ...event };
      this.state = evolve(this.state, logged);
      this.events.push(logged);
    }
    return decision;
  }
}

export const codeOf = (decision: Decision): string => (decision.ok ? 'ok' : decision.code);
export const typesOf = (decision: Decision): readonly string[] =>
  decision.ok ? decision.events.map(({ type }) => type) : [];

export const participants = (...participantIds: readonly string[]): Target => ({
  kind: 'participants',
  participantIds: [...participantIds],
});
export const everybody: Target = { kind: 'all' };

/** A world in which everybody offers everything and can receive, be it allowed or not. */
export function fullWorld(state: ConferenceState): MediaWorld {
  const ids = Object.keys(state.participants);
  return {
    streams: new Map(
      ids.flatMap((id, index) =>
        source.options.map((each) => [streamKey(id, each), `w${index % 2}`] as const),
      ),
    ),
    receivers: new Map(ids.map((id, index) => [id, `w${index % 2}`])),
  };
}

export const planLimits: PlanLimits = {
  openMicrophones: 3,
  layers: { large: 2, half: 1, small: 1, thumb: 0 },
};

/** Two of each role, and of delegates two of each of two districts. */
export const cast: readonly Identity[] = [
  ...role.options.flatMap((each) => [1, 2].map((n) => participantNamed(`${each} ${n}`, each, districts[0]))),
  ...[3, 4].map((n) => participantNamed(`delegate ${n}`, 'delegate', districts[1])),
];
const anyone = fc.constantFrom(...cast);
const anyId = anyone.map(({ id }) => id);
const someIds = fc.uniqueArray(anyId, { minLength: 1, maxLength: 4 });
const anyTarget: fc.Arbitrary<Target> = fc.oneof(
  someIds.map((ids) => participants(...ids)),
  fc.constantFrom<Target>(
    everybody,
    { kind: 'subtree', siteId: districts[0] },
    { kind: 'subtree', siteId: districts[1] },
    { kind: 'level', levelId: 'commune' },
  ),
);
const fewIds = (what: string) => fc.constantFrom(...[1, 2, 3].map((n) => idNamed(`${what} ${n}`)));
const ballotId = fc.constantFrom(idNamed('ballot 1'), idNamed('ballot 2'));
const text = fc.constantFrom('', 'Ý kiến', 'Đề nghị làm rõ mục 2');

const weightsOfSome = Object.fromEntries(cast.slice(6, 9).map((each, index) => [unitOf(each), index + 2]));

/** A command of a type with a payload that its schema accepts, be it wise or not. */
type Payloads = { [T in Command['type']]: fc.Arbitrary<Extract<Command, { type: T }>['payload']> };
const nothing = fc.constant({});
const on = fc.record({ target: anyTarget });
const one = fc.record({ participantId: anyId });
const onSeat = fc.record({ seat: fc.constantFrom(...seat.options) });
const ofBallot = fc.record({ ballotId });
export const payloads: Payloads = {
  join: nothing,
  leave: nothing,
  'participant.admit': on,
  'participant.remove': fc.record({ participantId: anyId, reason: text }),
  'participant.move': fc.record({ participantId: anyId, to: fewIds('conference') }),
  'role.give': fc.record({
    participantId: anyId,
    role: fc.constantFrom('chair', 'secretary', 'operator', 'delegate', 'observer'),
  }),
  'admission.set': fc.record({ admission: fc.constantFrom('open', 'lobby') }),
  'conference.lock': nothing,
  'conference.unlock': nothing,
  'microphone.open': nothing,
  'microphone.mute': nothing,
  'participant.mute': on,
  'participant.askToUnmute': one,
  'microphones.setPolicy': fc.record({ policy: fc.constantFrom('floor', 'open') }),
  'camera.hold': on,
  'camera.allow': on,
  'locks.set': fc.record({ chat: fc.boolean(), hands: fc.boolean(), screen: fc.boolean() }),
  'stage.give': fc.record({ seat: fc.constantFrom(...seat.options), participantId: anyId }),
  'stage.take': onSeat,
  'stage.clear': onSeat,
  'stage.yield': onSeat,
  'stage.setPinned': fc.record({ participantIds: fc.uniqueArray(anyId, { maxLength: 8 }) }),
  'stage.setLayout': fc.record({
    layout: fc.constantFrom('speaker', 'chair-and-speaker', 'grid', 'slides-and-speaker'),
  }),
  'stage.setText': fc.record({ title: text, ticker: text }),
  'hand.raise': fc.record({
    category: fc.constantFrom('speech', 'question', 'point-of-order'),
    subject: text,
  }),
  'hand.lower': nothing,
  'floor.reorder': fc.record({ participantIds: someIds }),
  'floor.grant': fc.oneof(one, fc.record({ participantId: anyId, turnMs: fc.constantFrom(5_000, 60_000) })),
  'floor.revoke': nothing,
  'floor.yield': nothing,
  'floor.configure': fc.record({
    turnMs: fc.constantFrom(null, 60_000),
    unitBudgetMs: fc.constantFrom(null, 1_000, 120_000),
    warnBeforeMs: fc.constantFrom(0, 10_000),
    handsBack: fc.boolean(),
  }),
  'rollCall.open': nothing,
  'rollCall.close': nothing,
  'rollCall.report': fc.record({ headCount: fc.nat(20), delegates: fc.nat(20) }),
  'rollCall.excuse': fc.record({ inviteeId: anyId, reason: fc.constant('ốm') }),
  'ballot.draft': fc.record({
    ballotId,
    question: fc.constant('Thông qua?'),
    kind: fc.constantFrom('named', 'secret'),
    quorumPercent: fc.constantFrom(0, 50, 100),
    majority: fc.constantFrom('simple', 'two-thirds'),
    lateJoiners: fc.constantFrom('excluded', 'included'),
    chairVotes: fc.boolean(),
    weights: fc.constantFrom({}, weightsOfSome),
  }),
  'ballot.discard': ofBallot,
  'ballot.open': ofBallot,
  'ballot.cast': fc.record({ ballotId, choice: fc.constantFrom('agree', 'disagree', 'abstain') }),
  'ballot.close': ofBallot,
  'ballot.publish': ofBallot,
  'conference.start': nothing,
  'agenda.begin': fc.record({ itemId: fc.constantFrom(...items.map(({ id }) => id)) }),
  'agenda.finish': nothing,
  'conference.pause': fc.record({ minutes: fc.constant(10) }),
  'conference.resume': nothing,
  'conference.extend': fc.record({ minutes: fc.constant(30) }),
  'conference.end': nothing,
  'chat.send': fc.record({
    messageId: fewIds('message'),
    to: fc.oneof(
      fc.constantFrom({ kind: 'all' as const }, { kind: 'moderators' as const }),
      anyId.map((participantId) => ({ kind: 'participant' as const, participantId })),
    ),
    text: fc.constant('Xin chào'),
    documentIds: fc.constant([]),
  }),
  'chat.announce': fc.record({ messageId: fewIds('announcement'), text: fc.constant('Nghỉ 10 phút') }),
  'chat.delete': fc.record({ messageId: fewIds('message') }),
  'document.show': fc.record({ documentId: fewIds('document'), page: fc.integer({ min: 1, max: 4 }) }),
  'document.hide': nothing,
  'document.setVisibility': fc.record({
    documentId: fewIds('document'),
    visibleTo: fc.constantFrom('all', 'moderators'),
  }),
  'document.remove': fc.record({ documentId: fewIds('document') }),
  'groups.open': fc.record({
    groups: fc.uniqueArray(
      fc.record({ groupId: fewIds('group'), title: fc.constant('Tổ'), target: anyTarget }),
      { minLength: 1, maxLength: 3, selector: ({ groupId }) => groupId },
    ),
  }),
  'groups.assign': fc.record({ participantId: anyId, groupId: fc.option(fewIds('group')) }),
  'groups.close': nothing,
};

/** Some are what sessions consist of, some undo others, and one ends it: their share is not that of the others. */
const weights: Partial<Record<Command['type'], number>> = {
  join: 30,
  leave: 1,
  'conference.start': 4,
  'conference.pause': 1,
  'conference.resume': 10,
  'conference.end': 0,
  'conference.lock': 1,
  'conference.unlock': 8,
  'participant.admit': 8,
  'participant.remove': 1,
  'participant.move': 1,
  'microphone.open': 12,
  'microphones.setPolicy': 4,
  'camera.allow': 6,
  'floor.grant': 10,
  'floor.reorder': 6,
  'hand.raise': 12,
  'ballot.draft': 6,
  'ballot.open': 16,
  'ballot.cast': 40,
  'ballot.close': 8,
  'ballot.publish': 16,
  'chat.send': 6,
  'chat.delete': 4,
  'document.show': 6,
  'document.setVisibility': 6,
  'document.hide': 4,
  'groups.open': 4,
  'groups.assign': 8,
};
const commandTypes = Object.keys(payloads).filter((type): type is Command['type'] =>
  Object.hasOwn(payloads, type),
);
const commandOf = (type: Command['type']): fc.Arbitrary<Command> =>
  // The table pairs each type with its payload, which TypeScript cannot follow through a lookup.
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion
  payloads[type].map((payload) => ({ type, payload }) as Command);

/** Mostly by one who may, and now and then by anybody. */
const byWhomMay = (type: Command['type']): fc.Arbitrary<Step> =>
  fc.record({
    command: commandOf(type),
    actor: fc.oneof(
      {
        weight: 6,
        arbitrary: fc.constantFrom(...cast.filter(({ role }) => policy[type].roles.includes(role))),
      },
      { weight: 1, arbitrary: anyone },
    ),
  });

const anySystemCommand: fc.Arbitrary<SystemCommand> = fc.oneof(
  fc.record({ type: fc.constant('connectionLost' as const), participantId: anyId }),
  fc.record({ type: fc.constant('absenceConfirmed' as const), participantId: anyId }),
  fc.record({ type: fc.constant('floorTime' as const) }),
  fc.record({
    type: fc.constant('addDocument' as const),
    document: fc.record({
      id: fewIds('document'),
      title: fc.constant('Báo cáo.pdf'),
      mediaType: fc.constant('application/pdf'),
      bytes: fc.constant(1000),
      pages: fc.constant(3),
      visibleTo: fc.constantFrom('all', 'moderators'),
    }),
  }),
);

const ending: Step = {
  command: { type: 'conference.end', payload: {} },
  actor: participantNamed('chair 1', 'chair'),
};

export const anyStep: fc.Arbitrary<Step> = fc.oneof(
  ...commandTypes.map((type) => ({ weight: weights[type] ?? 2, arbitrary: byWhomMay(type) })),
  { weight: 30, arbitrary: fc.record({ system: anySystemCommand }) },
);

/** Whole sessions of random, valid and invalid steps by the cast; some of them end. */
export const anySession: fc.Arbitrary<readonly Step[]> = fc
  .tuple(
    fc.constantFrom<ConferenceState['admission']>('open', 'lobby'),
    // Its own choice would be about a dozen, in which little can happen.
    fc.array(anyStep, { minLength: 20, maxLength: 200, size: 'max' }),
    fc.boolean(),
  )
  .map(([admission, steps, ends]): readonly Step[] => [
    { system: opening(admission) },
    ...cast.map((actor) => ({ actor, command: { type: 'join', payload: {} } }) as const),
    { actor: participantNamed('chair 1', 'chair'), command: { type: 'conference.start', payload: {} } },
    ...steps,
    ...(ends ? [ending] : []),
  ]);
