import { expect } from 'chai';
import { commands } from '../../../protocol/commands.ts';
import type { CommandType } from '../../../protocol/commands.ts';
import { role } from '../../../protocol/roles.ts';
import type { Role } from '../../../protocol/roles.ts';
import { phase } from '../../../protocol/state.ts';
import type { Phase } from '../../../protocol/state.ts';
import { allowed } from '../../../domain/conference/policy.ts';
import {
  everybody,
  History,
  items,
  participantNamed,
  participants,
} from '../../support/conference-history.ts';

const types = Object.keys(commands).filter((type): type is CommandType => Object.hasOwn(commands, type));
const chair = participantNamed('chủ tọa', 'chair');
const commune = participantNamed('xã Tam Hồng');
const spare = participantNamed('xã Trung Mỹ');

const ballotId = '019aa000-0000-7000-8000-000000000001';
const other = '019aa000-0000-7000-8000-000000000002';

/** A payload with which each command would be accepted, were it only for role and phase. */
const payloads: Partial<Record<CommandType, object>> = {
  'participant.admit': { target: participants(spare.id) },
  'participant.mute': { target: participants(commune.id) },
  'participant.askToUnmute': { participantId: commune.id },
  'participant.remove': { participantId: commune.id, reason: '' },
  'participant.move': { participantId: commune.id, to: other },
  'role.give': { participantId: commune.id, role: 'secretary' },
  'admission.set': { admission: 'lobby' },
  'microphones.setPolicy': { policy: 'open' },
  'camera.hold': { target: everybody },
  'camera.allow': { target: everybody },
  'locks.set': { chat: true, hands: true, screen: true },
  'stage.give': { seat: 'slides', participantId: commune.id },
  'stage.take': { seat: 'slides' },
  'stage.clear': { seat: 'slides' },
  'stage.yield': { seat: 'slides' },
  'stage.setPinned': { participantIds: [commune.id] },
  'stage.setLayout': { layout: 'grid' },
  'stage.setText': { title: 'Nghỉ', ticker: '' },
  'hand.raise': { category: 'speech', subject: '' },
  'floor.reorder': { participantIds: [commune.id] },
  'floor.grant': { participantId: commune.id },
  'floor.configure': { turnMs: 60_000, unitBudgetMs: null, warnBeforeMs: 0, handsBack: true },
  'rollCall.report': { headCount: 3, delegates: 2 },
  'rollCall.excuse': { inviteeId: spare.id, reason: 'ốm' },
  'ballot.draft': {
    ballotId: other,
    question: 'Thông qua?',
    kind: 'named',
    quorumPercent: 50,
    majority: 'simple',
    lateJoiners: 'excluded',
    chairVotes: true,
    weights: {},
  },
  'ballot.discard': { ballotId },
  'ballot.open': { ballotId },
  'ballot.cast': { ballotId, choice: 'agree' },
  'ballot.close': { ballotId },
  'ballot.publish': { ballotId },
  'agenda.begin': { itemId: items[0]?.id },
  'conference.pause': { minutes: 10 },
  'conference.extend': { minutes: 10 },
  'chat.send': { messageId: other, to: { kind: 'all' }, text: 'Xin chào', documentIds: [] },
  'chat.announce': { messageId: other, text: 'Xin chào' },
  'chat.delete': { messageId: other },
  'document.show': { documentId: other, page: 1 },
  'document.setVisibility': { documentId: other, visibleTo: 'all' },
  'document.remove': { documentId: other },
  'groups.open': { groups: [{ groupId: other, title: 'Tổ 1', target: everybody }] },
  'groups.assign': { participantId: commune.id, groupId: null },
};

function conferenceIn(wanted: Phase): History {
  const history = new History();
  if (wanted === 'planned') return history;
  history.open().join(chair, commune, spare);
  history.command(chair, 'ballot.draft', { ...payloads['ballot.draft'], ballotId });
  if (wanted === 'opening') return history;
  history.command(chair, 'conference.start');
  if (wanted === 'break') history.command(chair, 'conference.pause', { minutes: 10 });
  if (wanted === 'closed') history.command(chair, 'conference.end');
  return history;
}

describe('the policy table', () => {
  for (const each of phase.options) {
    for (const as of role.options) {
      for (const type of types) {
        it(`${as} · ${type} · ${each}: ${allowed(type, as, each) ? 'allowed' : 'refused'}`, () => {
          const history = conferenceIn(each);
          const actor = participantNamed('người thử', as);
          if (type !== 'join') history.join(actor);
          const before = history.state.seq;
          const decision = history.command(actor, type, payloads[type]);
          const code = decision.ok ? 'ok' : decision.code;
          if (!allowed(type, as, each)) {
            expect(code).to.equal(each === 'closed' ? 'not-live' : expectedRefusal(type, as));
            expect(history.state.seq).to.equal(before);
          } else {
            // Beyond the table some depend on the state: without the floor, a delegate's microphone stays shut.
            const held = type === 'microphone.open' && as === 'delegate';
            expect(code).to.equal(held ? 'microphone-held' : (beyondTheTable[type] ?? 'ok'));
          }
        });
      }
    }
  }
});

/** Nobody waits in the lobby, no seat and no floor is held, the ballot is a draft, and there are no messages or documents. */
const beyondTheTable: Partial<Record<CommandType, string>> = {
  'participant.admit': 'not-found',
  'stage.yield': 'forbidden',
  'floor.yield': 'forbidden',
  'rollCall.report': 'roll-call-closed',
  'ballot.cast': 'ballot-phase',
  'ballot.close': 'ballot-phase',
  'ballot.publish': 'ballot-phase',
  'chat.delete': 'not-found',
  'document.show': 'not-found',
  'document.setVisibility': 'not-found',
  'document.remove': 'not-found',
};

/** Whoever may never do it is told `forbidden`, whoever may at another time `wrong-phase`. */
const expectedRefusal = (type: CommandType, as: Role): string =>
  phase.options.some((each) => allowed(type, as, each)) ? 'wrong-phase' : 'forbidden';
