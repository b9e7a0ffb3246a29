import { expect } from 'chai';
import { pino } from 'pino';
import { v7 as uuid } from 'uuid';
import { Part } from '../../../server/media/remote/part.ts';
import { RemoteBridge } from '../../../server/media/remote/remote-bridge.ts';
import { TrunkWatch } from '../../../server/media/remote/trunk-watch.ts';
import { silent } from '../../support/media/bridge.ts';
import { FarBridge } from '../../support/media/far-bridge.ts';

describe('the watch over trunks', () => {
  let said: string[];
  let watch: TrunkWatch;
  let one: FarBridge;
  let two: FarBridge;

  const partOn = (far: FarBridge): Part => {
    const bridge = new RemoteBridge(far.id, 'run', far.status(), silent);
    bridge.attach(far);
    return new Part(bridge, { conferenceId: uuid(), epoch: 1, isClassified: false });
  };
  /** What both ends have counted when it looks. */
  const look = async (sentBytes: number, receivedBytes: number): Promise<void> => {
    one.answer = { ok: true, result: { sentBytes, receivedBytes: 0 } };
    two.answer = { ok: true, result: { sentBytes: 0, receivedBytes } };
    await watch.look();
  };

  beforeEach(() => {
    said = [];
    [one, two] = [new FarBridge(), new FarBridge()];
    const trunk = { trunkId: uuid(), from: { part: partOn(one) }, to: { part: partOn(two) } };
    watch = new TrunkWatch(() => [trunk], pino({ level: 'error' }, { write: (line) => said.push(line) }));
  });
  afterEach(() => watch[Symbol.dispose]());

  it('says once that nothing arrives of what is sent, and again after something has arrived', async () => {
    await look(1_000, 0);
    await look(2_000, 0);
    expect(said).to.have.length(1);
    expect(said[0]).to.include(one.id).and.to.include(two.id);
    await look(3_000, 500);
    await look(4_000, 500);
    expect(said).to.have.length(2);
  });

  it('says nothing while nothing is sent, or what is sent arrives, or a bridge is away', async () => {
    await look(0, 0);
    await look(1_000, 900);
    await look(1_000, 900);
    one.answer = { ok: false, code: 'not-found', detail: 'gone' };
    await watch.look();
    expect(said).to.deep.equal([]);
  });
});
