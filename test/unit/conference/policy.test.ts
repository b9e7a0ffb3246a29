import { expect } from 'chai';
import { commands } from '../../../protocol/commands.ts';
import type { CommandType } from '../../../protocol/commands.ts';
import { role } from '../../../protocol/roles.ts';
import type { Role } from '../../../protocol/roles.ts';
import { phase } from '../../../protocol/state.ts';
import type { Phase } from '../../../protocol/state.ts';
import { allowed } from '../../../domain/conference/policy.ts';
import { History, participantNamed } from '../../support/conference-history.ts';

const types = Object.keys(commands).filter((type): type is CommandType => Object.hasOwn(commands, type));
const chair = participantNamed('chủ tọa', 'chair');
const commune = participantNamed('xã Tam Hồng');
const spare = participantNamed('xã Trung Mỹ');

/** A payload with which each command would be accepted, were it only for role and phase. */
const payloads: Partial<Record<CommandType, object>> = {
  'participant.admit': { participantIds: [spare.id] },
  'participant.mute': { participantIds: [commune.id] },
  'participant.askToUnmute': { participantId: commune.id },
  'participant.remove': { participantId: commune.id, reason: '' },
  'stage.give': { seat: 'speaker', participantId: commune.id },
  'stage.take': { seat: 'slides' },
  'stage.clear': { seat: 'speaker' },
  'stage.yield': { seat: 'slides' },
};

function conferenceIn(wanted: Phase): History {
  const history = new History();
  if (wanted === 'planned') return history;
  history.open().join(chair, commune, spare);
  if (wanted === 'in-session') history.command(chair, 'conference.start');
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
            // Beyond the table some depend on the state: nobody waits in the lobby here, and no seat is held.
            expect(code).to.equal(beyondTheTable[type] ?? 'ok');
          }
        });
      }
    }
  }
});

const beyondTheTable: Partial<Record<CommandType, string>> = {
  'participant.admit': 'not-found',
  'stage.yield': 'forbidden',
};

/** Whoever may never do it is told `forbidden`, whoever may at another time `wrong-phase`. */
const expectedRefusal = (type: CommandType, as: Role): string =>
  phase.options.some((each) => allowed(type, as, each)) ? 'wrong-phase' : 'forbidden';
