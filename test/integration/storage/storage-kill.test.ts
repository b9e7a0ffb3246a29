import { expect } from 'chai';
import { killRounds } from '../../../bench/kill-storage.ts';
import { temporaryPglite } from '../../support/storage/database.ts';

describe('The embedded database killed while it writes', function () {
  this.timeout(180_000);

  it('has everything that was acknowledged, in order and undamaged', async () => {
    const { folder } = await temporaryPglite();
    const rounds = await killRounds(8, folder);
    expect(rounds).to.have.length(8);
    for (const { lostEvents, whole } of rounds)
      expect({ lostEvents, whole }).to.deep.equal({ lostEvents: 0, whole: true });
    expect(rounds.reduce((sum, { acknowledgedEvents }) => sum + acknowledgedEvents, 0)).to.be.above(0);
  });
});
