import { expect } from 'chai';
import { goesElsewhere } from '../../../domain/media/lost-bridge.ts';
import type { LostBridge } from '../../../domain/media/lost-bridge.ts';

/** The first whole second away in which the conference goes elsewhere, of the first twenty. */
const after = (lost: Partial<LostBridge>): number | undefined =>
  Array.from({ length: 20 }, (_, s) => s).find((s) =>
    goesElsewhere({
      isSilent: true,
      heardBeforeMs: 3_000,
      heardAfterMs: undefined,
      lastsMs: 600_000,
      ...lost,
      awayForMs: s * 1_000,
    }),
  );

describe('a conference whose bridge is away', () => {
  it('goes elsewhere at once where participants were heard while the bridge left a ping unanswered', () => {
    expect(after({ heardBeforeMs: 1_900 })).to.equal(0);
    expect(after({ heardBeforeMs: 2_000 })).to.equal(undefined);
  });

  it('waits for a bridge that fell silent where participants are heard only afterwards: the line may be back', () => {
    expect(after({ heardAfterMs: 200 })).to.equal(5);
  });

  it('waits three seconds for a connection that ended', () => {
    expect(after({ isSilent: false, heardAfterMs: 200 })).to.equal(3);
    expect(after({ isSilent: false, heardBeforeMs: 100 })).to.equal(undefined);
  });

  it('stays while nobody is heard: the line is cut, and they hear each other behind it', () => {
    expect(after({})).to.equal(undefined);
    expect(after({ isSilent: false })).to.equal(undefined);
  });

  it('stays no longer than its bridge keeps the media', () => {
    expect(after({ lastsMs: 15_000 })).to.equal(15);
  });

  it('waits for its bridge where the participants come back late, as the line is there again', () => {
    expect(after({ heardAfterMs: 8_000 })).to.equal(12);
    expect(after({ isSilent: false, heardAfterMs: 8_000 })).to.equal(12);
  });
});
