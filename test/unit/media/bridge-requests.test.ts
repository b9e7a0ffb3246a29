import { expect } from 'chai';
import { pino } from 'pino';
import { BridgeRequests, defaultTiming } from '../../../server/media/bridge-requests.ts';
import { eventually } from '../../support/eventually.ts';

const total = 40;
const atOnce = 16;

describe('requests to a bridge', () => {
  let answers: (() => void)[];
  let sent: number[];
  let wakes: number;
  let requests: BridgeRequests;
  let irrelevant: Set<number>;

  /** A round that wants forty requests to one worker. */
  const round = (): void =>
    requests.round(
      () => new Set(),
      () => {
        for (let n = 0; n < total; n += 1) {
          requests.start({
            key: `request ${n}`,
            workerId: 'worker',
            relevant: () => !irrelevant.has(n),
            work: async () => {
              sent.push(n);
              await new Promise<void>((answered) => answers.push(answered));
            },
          });
        }
      },
    );
  const answerOne = async (): Promise<void> => {
    const before = sent.length;
    answers.shift()?.();
    await eventually(() => sent.length > before, 'the next request');
  };

  beforeEach(() => {
    answers = [];
    sent = [];
    wakes = 0;
    irrelevant = new Set();
    requests = new BridgeRequests({
      timing: defaultTiming,
      now: () => 0,
      logger: pino({ enabled: false }),
      wake: () => (wakes += 1),
    });
  });

  it('are sent one by one beyond the limit of a worker, in their order, without another round', async () => {
    round();
    expect(sent).to.have.lengthOf(atOnce);
    while (sent.length < total) await answerOne();
    expect(sent).to.deep.equal(Array.from({ length: total }, (_, n) => n));
    expect(wakes).to.equal(0);
  });

  it('are not sent once they have lost their purpose', async () => {
    round();
    irrelevant.add(atOnce);
    await answerOne();
    expect(sent.at(-1)).to.equal(atOnce + 1);
  });

  it('are sent once where a later round wants them too', async () => {
    round();
    round();
    while (sent.length < total) await answerOne();
    expect(sent).to.have.lengthOf(total);
  });

  it('are forgotten where they are queued and what they were for has changed', async () => {
    round();
    requests.discardQueued();
    for (const answered of answers) answered();
    await requests.close();
    expect(sent).to.have.lengthOf(atOnce);
  });
});
