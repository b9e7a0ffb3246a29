import { commandWeights } from './command-weights.ts';
import fc from 'fast-check';
import type { Command } from '../../../protocol/commands.ts';
import type { Target } from '../../../protocol/conference/contract.ts';
import type { Identity } from '../../../protocol/conference/presence.ts';
import { exclusion } from '../../../protocol/conference/presence.ts';
import { layout, seat } from '../../../protocol/conference/stage.ts';
import { role } from '../../../protocol/roles.ts';
import type { ConferenceState } from '../../../protocol/state.ts';
import type { SystemCommand } from '../../../domain/conference/decide-system.ts';
import { policy } from '../../../domain/conference/policy.ts';
import { unitOf } from '../../../domain/conference/state.ts';
import {
  districts,
  everybody,
  idNamed,
  items,
  opening,
  participantNamed,
  participants,
  preparedFor,
} from './conference-history.ts';
import type { Step } from './conference-history.ts';

export interface CommandStep {
  readonly command: Command;
  readonly actor: Identity;
}

/** The objects that random commands use. */
export interface Around {
  readonly cast: readonly Identity[];
  /** Items of the agenda. */
  readonly itemIds: readonly string[];
  readonly ballots: number;
  readonly messages: number;
  /** Units for targets that are subtrees. */
  readonly subtrees?: readonly [string, string];
}

const idsOf = (what: string, count: number): fc.Arbitrary<string> =>
  fc.integer({ min: 1, max: count }).map((n) => idNamed(`${what} ${n}`));
const fewIds = (what: string): fc.Arbitrary<string> => idsOf(what, 3);
const text = fc.constantFrom('', 'Ý kiến', 'Đề nghị làm rõ mục 2');

const nothing = fc.constant({});
const onSeat = fc.record({ seat: fc.constantFrom(...seat.options) });

/** For each command, payloads that its schema accepts, sensible or not. */
type Payloads = { [T in Command['type']]: fc.Arbitrary<Extract<Command, { type: T }>['payload']> };
export function payloadsAmong({ cast, itemIds, ballots, messages, subtrees = districts }: Around): Payloads {
  const anyId = fc.constantFrom(...cast).map(({ id }) => id);
  const someIds = fc.uniqueArray(anyId, { minLength: 1, maxLength: 4 });
  const anyStage = {
    layout: fc.constantFrom(...layout.options),
    participantIds: fc.uniqueArray(anyId, { maxLength: 8 }),
  };
  const anyTarget: fc.Arbitrary<Target> = fc.oneof(
    someIds.map((ids) => participants(...ids)),
    fc.constantFrom<Target>(
      everybody,
      { kind: 'subtree', siteId: subtrees[0] },
      { kind: 'subtree', siteId: subtrees[1] },
      { kind: 'level', levelId: 'commune' },
    ),
  );
  const ballotId = idsOf('ballot', ballots);
  const weightsOfSome = Object.fromEntries(
    cast
      .filter(({ role }) => role === 'delegate')
      .slice(0, 3)
      .map((each, index) => [unitOf(each), index + 2]),
  );

  const on = fc.record({ target: anyTarget });
  const one = fc.record({ participantId: anyId });
  const ofBallot = fc.record({ ballotId });
  return {
    join: nothing,
    leave: nothing,
    'participant.admit': on,
    'participant.remove': fc.record({ participantId: anyId, reason: text }),
    'participant.readmit': one,
    'participant.move': fc.record({ participantId: anyId, to: fewIds('conference') }),
    'participant.recall': on,
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
    'participant.askToUnmute': on,
    'microphones.setPolicy': fc.record({ policy: fc.constantFrom('floor', 'open') }),
    'camera.hold': on,
    'camera.allow': on,
    'locks.set': fc.record({ chat: fc.boolean(), hands: fc.boolean(), screen: fc.boolean() }),
    'stage.give': fc.record({ seat: fc.constantFrom(...seat.options), participantId: anyId }),
    'stage.take': onSeat,
    'stage.clear': onSeat,
    'stage.yield': onSeat,
    'stage.setPinned': fc.record({ participantIds: anyStage.participantIds }),
    'stage.setLayout': fc.record({ layout: anyStage.layout }),
    'stage.arrange': fc.record({ ...anyStage, speakerId: fc.option(anyId) }),
    'stage.setText': fc.record({ title: text, ticker: text }),
    'stage.undo': nothing,
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
      bodyVotes: fc.constantFrom(null, 1, 20),
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
    'agenda.begin': fc.record({ itemId: fc.constantFrom(...itemIds) }),
    'agenda.finish': nothing,
    'script.add': fc.record({
      itemId: fc.constantFrom(...itemIds),
      participantId: anyId,
      minutes: fc.constantFrom(null, 5),
    }),
    'script.skip': fc.record({ itemId: fc.constantFrom(...itemIds), participantId: anyId }),
    'script.restore': fc.record({ itemId: fc.constantFrom(...itemIds), participantId: anyId }),
    'conference.pause': fc.record({ minutes: fc.constant(10) }),
    'conference.resume': nothing,
    'conference.extend': fc.record({ minutes: fc.constant(30) }),
    'conference.end': nothing,
    'chat.send': fc.record({
      messageId: idsOf('message', messages),
      to: fc.oneof(
        fc.constantFrom({ kind: 'all' as const }, { kind: 'moderators' as const }),
        anyId.map((participantId) => ({ kind: 'participant' as const, participantId })),
        fc
          .uniqueArray(anyId, { minLength: 1, maxLength: 4 })
          .map((participantIds) => ({ kind: 'participants' as const, participantIds })),
      ),
      text: fc.constant('Xin chào'),
      documentIds: fc.constant([]),
    }),
    'chat.announce': fc.record({ messageId: fewIds('announcement'), text: fc.constant('Nghỉ 10 phút') }),
    'chat.delete': fc.record({ messageId: idsOf('message', messages) }),
    'document.show': fc.record({ documentId: fewIds('document'), page: fc.integer({ min: 1, max: 4 }) }),
    'document.hide': nothing,
    'document.setVisibility': fc.record({
      documentId: fewIds('document'),
      visibleTo: fc.constantFrom('all', 'delegates', 'moderators'),
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
    'privateWord.offer': one,
    'privateWord.accept': nothing,
    'privateWord.end': nothing,
  };
}

/** Commands with payloads that their schemas accept; most actors may send them, some may not. */
export function commandsAmong(around: Around): fc.Arbitrary<CommandStep> {
  const payloads = payloadsAmong(around);
  const anyone = fc.constantFrom(...around.cast);
  const types = Object.keys(payloads).filter((type): type is Command['type'] =>
    Object.hasOwn(payloads, type),
  );
  return fc.oneof(
    ...types.map((type) => {
      const able = around.cast.filter(({ role }) => policy[type].roles.includes(role));
      return {
        weight: commandWeights[type] ?? 2,
        arbitrary: fc.record({
          // The table pairs each type with its payload, which TypeScript cannot follow through a lookup.
          // oxlint-disable-next-line typescript/no-unsafe-type-assertion
          command: payloads[type].map((payload) => ({ type, payload }) as Command),
          actor: fc.oneof(
            { weight: 6, arbitrary: fc.constantFrom(...able) },
            { weight: 1, arbitrary: anyone },
          ),
        }),
      };
    }),
  );
}

/** Two of each role; of delegates two in each of two districts. */
export const cast: readonly Identity[] = [
  ...role.options.flatMap((each) => [1, 2].map((n) => participantNamed(`${each} ${n}`, each, districts[0]))),
  ...[3, 4].map((n) => participantNamed(`delegate ${n}`, 'delegate', districts[1])),
];
const anyId = fc.constantFrom(...cast).map(({ id }) => id);

const anySystemCommand: fc.Arbitrary<SystemCommand> = fc.oneof(
  fc.record({ type: fc.constant('connectionLost' as const), participantId: anyId }),
  fc.record({ type: fc.constant('absenceConfirmed' as const), participantId: anyId }),
  fc.record({ type: fc.constantFrom('floorTime' as const, 'offerTime' as const) }),
  fc.record({
    type: fc.constant('exclude' as const),
    participantId: anyId,
    reason: fc.constantFrom(...exclusion.options),
  }),
  fc.record({
    type: fc.constant('setRole' as const),
    participantId: anyId,
    role: fc.constantFrom(...role.options),
  }),
  fc.record({
    type: fc.constant('expect' as const),
    sentOver: fc.record({
      participantId: anyId,
      from: fewIds('conference'),
      fromTitle: text,
      by: fc.constant({ id: idNamed('người chuyển'), name: 'Thư ký' }),
      pastLobby: fc.boolean(),
    }),
  }),
  fc.record({
    type: fc.constant('addDocument' as const),
    document: fc.record({
      id: fewIds('document'),
      title: fc.constant('Báo cáo.pdf'),
      mediaType: fc.constant('application/pdf'),
      bytes: fc.constant(1000),
      pages: fc.constant(3),
      visibleTo: fc.constantFrom('all', 'delegates', 'moderators'),
    }),
  }),
);

const ending: Step = {
  command: { type: 'conference.end', payload: {} },
  actor: participantNamed('chair 1', 'chair'),
};

/** The agenda with a script: one of each role, and delegates, in another order on each item. */
const scripted = items.map((item, turn) => ({
  ...item,
  speakers: preparedFor(
    [...cast.slice(turn), ...cast.slice(0, turn)].filter((_, index) => index % 2 === 0),
    turn === 0 ? null : turn,
  ),
}));

const around: Around = { cast, itemIds: items.map(({ id }) => id), ballots: 2, messages: 3 };

const anyStep: fc.Arbitrary<Step> = fc.oneof(
  { weight: 10, arbitrary: commandsAmong(around) },
  { weight: 1, arbitrary: fc.record({ system: anySystemCommand }) },
);

/** Whole sessions of random, valid and invalid steps by the cast; some of them end. */
export const anySession: fc.Arbitrary<readonly Step[]> = fc
  .tuple(
    fc.constantFrom<ConferenceState['admission']>('open', 'lobby'),
    fc.boolean(),
    // The default would be about a dozen steps, in which little can happen.
    fc.array(anyStep, { minLength: 20, maxLength: 200, size: 'max' }),
    fc.boolean(),
  )
  .map(([admission, needsChair, steps, ends]): readonly Step[] => [
    { system: { ...opening(admission), needsChair, agenda: scripted } },
    // A session that needs a chair has participants that wait for one.
    ...(needsChair ? cast.toReversed() : cast).map(
      (actor) => ({ actor, command: { type: 'join', payload: {} } }) as const,
    ),
    { actor: participantNamed('chair 1', 'chair'), command: { type: 'conference.start', payload: {} } },
    ...steps,
    ...(ends ? [ending] : []),
  ]);
