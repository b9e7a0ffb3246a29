import { expect } from 'chai';
import { watchHeartbeat } from '../../server/bridge/heartbeat.ts';
import { eventually } from '../support/eventually.ts';

const answered = (afterMs: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, afterMs));

describe('the heartbeat of a worker', function () {
  this.timeout(20_000);

  it('detects a worker that no longer answers, once', async () => {
    let asked = 0;
    let hung = 0;
    const ask = (): Promise<unknown> => (asked++ < 2 ? Promise.resolve() : new Promise(() => undefined));
    const stop = watchHeartbeat(ask, () => (hung += 1));
    await eventually(() => hung > 0, 'the silence to be found out');
    stop();
    expect([asked, hung]).to.deep.equal([3, 1]);
  });

  it('accepts slow answers', async () => {
    let asked = 0;
    let hung = 0;
    const stop = watchHeartbeat(
      () => {
        asked += 1;
        return answered(1_700);
      },
      () => (hung += 1),
    );
    await eventually(() => asked >= 3, 'the third question');
    stop();
    expect(hung).to.equal(0);
  });

  it('ignores missing answers while this process itself was blocked', async () => {
    let asked = 0;
    let hung = 0;
    const stop = watchHeartbeat(
      () => {
        asked += 1;
        const until = performance.now() + (asked === 1 ? 4_500 : 0);
        while (performance.now() < until);
        return answered(700);
      },
      () => (hung += 1),
    );
    await eventually(() => asked >= 3, 'the third question');
    stop();
    expect(hung).to.equal(0);
  });

  it('sends nothing more to a worker that has ended', async () => {
    let asked = 0;
    const stop = watchHeartbeat(
      () => {
        asked += 1;
        return Promise.reject(new Error('ended'));
      },
      () => expect.fail('it has ended and does not hang'),
    );
    let others = 0;
    const stopOther = watchHeartbeat(
      () => {
        others += 1;
        return Promise.resolve();
      },
      () => undefined,
    );
    await eventually(() => others >= 3, 'another one to be asked three times');
    stop();
    stopOther();
    expect(asked).to.equal(1);
  });
});
