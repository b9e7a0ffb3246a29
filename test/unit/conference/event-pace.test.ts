import { expect } from 'chai';
import { commands, isCommandType } from '../../../protocol/commands.ts';
import type { ConferenceEvent } from '../../../protocol/events.ts';
import type { Role } from '../../../protocol/roles.ts';
import { neverTooFast } from '../../../domain/conference/pace.ts';
import { EventPace } from '../../../server/conference/event-pace.ts';
import { defaultPace } from '../../support/rest/default-limits.ts';

const hand: ConferenceEvent = { type: 'hand.lowered', payload: { participantId: 'a' } };
const message = (text: string): ConferenceEvent => ({
  type: 'chat.sent',
  payload: { messageId: 'm', to: { kind: 'all' }, text, documentIds: [], announcement: false },
});

describe('the pace of events', () => {
  let now = 0;
  const by = (role: Role, id = 'a') => ({ id, role });
  /** The number of tries that pass at once. */
  const passing = (
    pace: EventPace,
    who: ReturnType<typeof by>,
    event: ConferenceEvent,
    tries = 2_000,
  ): number => {
    let passed = 0;
    for (let n = 0; n < tries; n += 1) passed += pace.charge(who, 'chat.send', [event]) === 0 ? 1 : 0;
    return passed;
  };
  const fresh = (): EventPace => new EventPace(defaultPace, () => now);

  it('is counted for each participant, with a higher limit for moderators', () => {
    const pace = fresh();
    expect(passing(pace, by('delegate'), hand)).to.equal(60);
    expect(passing(pace, by('delegate', 'b'), hand)).to.equal(60);
    expect(passing(pace, by('observer', 'c'), hand)).to.equal(60);
    for (const [n, role] of (['chair', 'secretary', 'operator'] as const).entries()) {
      expect(passing(pace, by(role, `m${n}`), hand)).to.equal(300);
    }
  });

  it('recovers with time, and returns the wait in seconds', () => {
    const pace = fresh();
    passing(pace, by('delegate'), hand);
    expect(pace.charge(by('delegate'), 'hand.raise', [hand])).to.equal(1);
    now += 1_000;
    expect(passing(pace, by('delegate'), hand)).to.equal(1);
    now += 60_000;
    expect(passing(pace, by('delegate'), hand)).to.equal(60);
  });

  it('lets few messages through, and fewer of the longest', () => {
    expect(passing(fresh(), by('delegate'), message('Xin chào'))).to.equal(10);
    expect(passing(fresh(), by('delegate'), message('ạ'.repeat(2_000)))).to.equal(5);
    expect(passing(fresh(), by('chair'), message('Xin chào'))).to.equal(30);
  });

  it('lets one large message pass whole, and makes the next one wait for its cost', () => {
    const pace = fresh();
    const seating: ConferenceEvent = {
      type: 'floor.reordered',
      payload: { participantIds: Array.from({ length: 15_000 }, (_, n) => `00000000-0000-4000-8000-${n}`) },
    };
    expect(pace.charge(by('chair'), 'floor.reorder', [seating])).to.equal(0);
    const waitS = pace.charge(by('chair'), 'floor.reorder', [hand]);
    expect(waitS).to.be.within(1, 120);
    now += waitS * 1_000;
    expect(pace.charge(by('chair'), 'floor.reorder', [hand])).to.equal(0);
  });

  it('delays every command except those to mute, leave, vote or restore order', () => {
    const pace = fresh();
    for (const role of ['delegate', 'chair'] as const) {
      passing(pace, by(role), hand);
      const passed = Object.keys(commands)
        .filter(isCommandType)
        .filter((command) => pace.charge(by(role), command, [hand]) === 0);
      expect(new Set(passed)).to.deep.equal(neverTooFast);
    }
  });
});
