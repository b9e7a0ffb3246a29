import { expect } from 'chai';
import { pino } from 'pino';
import { v7 as uuid } from 'uuid';
import type { MediaKind } from '../../../server/media/media-bridge.ts';
import { Part } from '../../../server/media/remote/part.ts';
import { RemoteBridge } from '../../../server/media/remote/remote-bridge.ts';
import { TrunkWatch } from '../../../server/media/remote/trunk-watch.ts';
import { silent } from '../../support/media/bridge.ts';
import { FarBridge } from '../../support/media/far-bridge.ts';

interface Trunk {
  readonly trunkId: string;
  readonly kind: MediaKind;
  readonly from: { readonly part: Part };
  readonly to: { readonly part: Part };
}

describe('the watch over trunks', () => {
  let said: string[];
  let watch: TrunkWatch<Trunk>;
  let trunk: Trunk;
  let opened: number;
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
    const ends = { from: { part: partOn(one) }, to: { part: partOn(two) } };
    [trunk, opened] = [{ trunkId: uuid(), kind: 'audio', ...ends }, 0];
    const openAgain = (): void => {
      opened += 1;
      trunk = { ...trunk, trunkId: uuid() };
    };
    watch = new TrunkWatch(
      () => [trunk],
      openAgain,
      pino({ level: 'error' }, { write: (line) => said.push(line) }),
    );
  });
  afterEach(() => watch[Symbol.dispose]());

  it('opens a trunk again of which nothing arrives, after two looks, and says so', async () => {
    await look(1_000, 500);
    await look(2_000, 500);
    expect(opened).to.equal(0);
    await look(3_000, 500);
    expect([opened, said.length]).to.deep.equal([1, 1]);
    expect(said[0]).to.include(one.id).and.to.include(two.id);
  });

  it('waits longer before each further attempt, until something has arrived', async () => {
    const looksUntilOpened = async (): Promise<number> => {
      const before = opened;
      for (let looks = 1; ; looks += 1) {
        await look(1_000 * looks, 0);
        if (opened > before) return looks;
      }
    };
    expect([await looksUntilOpened(), await looksUntilOpened(), await looksUntilOpened()]).to.deep.equal([
      2, 4, 8,
    ]);
    await look(1_000, 900);
    await look(2_000, 900);
    await look(3_000, 900);
    expect(opened).to.equal(4);
  });

  it('says nothing while nothing is sent, or what is sent arrives, or a bridge is away', async () => {
    await look(0, 0);
    await look(1_000, 900);
    await look(1_000, 900);
    one.answer = { ok: false, code: 'not-found', detail: 'gone' };
    await watch.look();
    expect([opened, said.length]).to.deep.equal([0, 0]);
  });
});
