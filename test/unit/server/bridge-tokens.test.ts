import { expect } from 'chai';
import { BridgeTokens } from '../../../server/bridges/bridge-tokens.ts';

describe('the tokens of bridges', () => {
  /** How the database answers. */
  let answer: () => Promise<boolean>;
  let tokens: BridgeTokens;

  beforeEach(async () => {
    answer = async () => true;
    tokens = new BridgeTokens({
      bridges: { hasToken: () => answer(), withoutToken: async () => [] },
      isUnavailable: (error) => error instanceof Error && error.message === 'away',
    });
    await tokens.isGood('bridge', 'its own');
  });

  for (const [how, away] of [
    ['is away', () => Promise.reject(new Error('away'))],
    ['does not answer', () => new Promise<never>(() => undefined)],
  ] as const) {
    it(`let a bridge in again while the database ${how}, if it was let in before`, async () => {
      answer = away;
      expect(await tokens.isGood('bridge', 'its own')).to.equal(true);
    });

    it(`let nobody else in while the database ${how}`, async () => {
      answer = away;
      tokens.takeBack('bridge');
      const asked = [
        tokens.isGood('bridge', 'its own'),
        tokens.isGood('bridge', 'another'),
        tokens.isGood('other', 'any'),
      ];
      expect(await Promise.all(asked)).to.deep.equal([false, false, false]);
    });
  }
});
