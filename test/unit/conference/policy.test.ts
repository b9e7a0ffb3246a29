import { expect } from 'chai';
import { commands } from '../../../protocol/commands.ts';
import type { CommandType } from '../../../protocol/commands.ts';
import { role } from '../../../protocol/roles.ts';
import type { Role } from '../../../protocol/roles.ts';
import { phase } from '../../../protocol/state.ts';
import type { Phase } from '../../../protocol/state.ts';
import { allowed } from '../../../domain/conference/policy.ts';
import {
  History,
  items,
  participantNamed,
  preparedFor,
} from '../../support/conference/conference-history.ts';
import { sensiblePayloads } from '../../support/conference/sensible-commands.ts';

const types = Object.keys(commands).filter((type): type is CommandType => Object.hasOwn(commands, type));
const chair = participantNamed('chủ tọa', 'chair');
const commune = participantNamed('xã Tam Hồng');
const spare = participantNamed('xã Trung Mỹ');

const ballotId = '019aa000-0000-7000-8000-000000000001';
const other = '019aa000-0000-7000-8000-000000000002';

const [item] = items;
const scripted = { ...item, speakers: preparedFor([commune], null) };

const payloads = sensiblePayloads({
  commune: commune.id,
  spare: spare.id,
  itemId: item.id,
  ballotId,
  other,
});

function conferenceIn(wanted: Phase): History {
  const history = new History();
  if (wanted === 'planned') return history;
  history.open('open', { agenda: [scripted] }).join(chair, commune, spare);
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
            // Some commands also depend on the state: without the floor, a delegate's microphone stays shut.
            const held = type === 'microphone.open' && as === 'delegate';
            expect(code).to.equal(held ? 'microphone-held' : (beyondTheTable[type] ?? 'ok'));
          }
        });
      }
    }
  }
});

/**
 * No participant is in the lobby, removed or moved, no seat and no floor is held, the ballot is a draft, and there
 * are no messages or documents.
 */
const beyondTheTable: Partial<Record<CommandType, string>> = {
  'participant.admit': 'not-found',
  'participant.readmit': 'not-found',
  'participant.recall': 'not-found',
  'floor.yield': 'forbidden',
  'rollCall.report': 'roll-call-closed',
  'ballot.cast': 'ballot-phase',
  'ballot.close': 'ballot-phase',
  'ballot.publish': 'ballot-phase',
  'chat.delete': 'not-found',
  'document.show': 'not-found',
  'document.setVisibility': 'not-found',
  'document.remove': 'not-found',
  'privateWord.accept': 'not-found',
};

/**
 * A role that may never send the command gets `forbidden`; one that may at another time gets `wrong-phase`.
 */
const expectedRefusal = (type: CommandType, as: Role): string =>
  phase.options.some((each) => allowed(type, as, each)) ? 'wrong-phase' : 'forbidden';
