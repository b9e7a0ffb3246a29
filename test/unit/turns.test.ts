import { expect } from 'chai';
import { Failure } from '../../protocol/failure.ts';
import { createTurns } from '../../server/identity/turns.ts';

describe('turns', () => {
  it('run so many at a time in the order of their coming, and refuse those beyond who wait', async () => {
    const inTurn = createTurns(2, 3);
    const doors = Array.from({ length: 6 }, () => Promise.withResolvers<void>());
    const begun: number[] = [];
    const works = doors.map(({ promise }, n) =>
      inTurn(async () => {
        begun.push(n);
        await promise;
        if (n === 1) throw new Error('broke');
        return n;
      }).catch((error: unknown) => (error instanceof Failure ? error.code : 'broke')),
    );
    expect(await works[5]).to.equal('unavailable');
    expect(begun).to.deep.equal([0, 1]);
    doors[1]?.resolve();
    expect(await works[1]).to.equal('broke');
    doors[0]?.resolve();
    expect(await works[0]).to.equal(0);
    for (const { resolve } of doors) resolve();
    expect(await Promise.all(works)).to.deep.equal([0, 'broke', 2, 3, 4, 'unavailable']);
    expect(begun).to.deep.equal([0, 1, 2, 3, 4]);
    expect(await inTurn(() => Promise.resolve('again'))).to.equal('again');
  });
});
