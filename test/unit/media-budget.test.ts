import { expect } from 'chai';
import { fit } from '../../domain/media/budget.ts';
import { hasRoom, placeParticipant } from '../../domain/media/placement.ts';
import type { StreamSlot } from '../../domain/media/sources.ts';
import { planLimits as limits } from '../support/conference-history.ts';

describe('pictures on a thin line', () => {
  const slot = (id: string, of: Partial<StreamSlot> = {}): StreamSlot => ({
    kind: 'stream',
    place: 'pinned',
    participantId: id,
    source: 'camera',
    size: 'small',
    ...of,
  });
  const [slides, speaker, chair, pinned] = [
    slot('a', { source: 'screen', place: 'slides', size: 'large' }),
    slot('b', { place: 'speaker', size: 'large' }),
    slot('c', { place: 'chair' }),
    slot('d', { size: 'thumb' }),
  ];
  const at = (bps: number, ...slots: readonly StreamSlot[]): readonly unknown[] => {
    const chosen = fit(slots, bps, limits);
    return slots.map((each) => chosen.get(each));
  };

  it('are as large as their slots where they fit', () => {
    expect(at(Infinity, speaker, chair, pinned)).to.deep.equal([2, 1, 0]);
  });

  it('shrink and go from the least important on', () => {
    expect(at(2_100_000, speaker, chair, pinned)).to.deep.equal([2, 1, undefined]);
    expect(at(1_700_000, speaker, chair, pinned)).to.deep.equal([2, 0, undefined]);
    expect(at(700_000, speaker, chair, pinned)).to.deep.equal([1, 0, undefined]);
    expect(at(100_000, speaker, chair, pinned)).to.deep.equal([undefined, undefined, undefined]);
  });

  it('give way to slides, which have no smaller size that can be read', () => {
    expect(at(300_000, slides, speaker)).to.deep.equal([null, undefined]);
    expect(at(2_700_000, slides, speaker)).to.deep.equal([null, 0]);
  });
});

const load = (id: string, participants: number, ofConference: number) => ({
  id,
  participants,
  ofConference,
});

describe('the placement of participants', () => {
  it('takes the least loaded worker, and among equals the one that has the conference', () => {
    expect(placeParticipant([load('a', 3, 3), load('b', 2, 0)])).to.equal('b');
    expect(placeParticipant([load('a', 2, 0), load('b', 2, 1)])).to.equal('b');
    expect(placeParticipant([load('b', 0, 0), load('a', 0, 0)])).to.equal('a');
    expect(placeParticipant([])).to.equal(undefined);
  });

  it('ends where not even voices and the smallest picture fit', () => {
    expect(hasRoom([{ participants: 7 }], 1_000)).to.equal(true);
    expect(hasRoom([{ participants: 8 }], 1_000)).to.equal(false);
    expect(hasRoom([{ participants: 8 }, { participants: 2 }], 1_000)).to.equal(true);
    expect(hasRoom([], 1_000)).to.equal(false);
  });
});
