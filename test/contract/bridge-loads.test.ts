import { expect } from 'chai';
import { v7 as uuid } from 'uuid';
import type { LoadOnBridge } from '../../server/media/remote/loads-elsewhere.ts';
import { createBridgeLoadRepository } from '../../server/storage/repositories/bridge-load-repository.ts';
import { createBridgeRepository } from '../../server/storage/repositories/bridge-repository.ts';
import { execute } from '../support/storage/database.ts';
import { TestProcess } from '../support/storage/test-process.ts';
import { onEachDatabase } from './databases.ts';
import { morning, populate } from './fixtures.ts';

onEachDatabase('What servers take of bridges', (database) => {
  const bridges = () => createBridgeRepository(database());
  let accountId: string;
  before(async () => {
    accountId = (await populate(database())).secretary.id;
  });
  afterEach(() => execute(database(), 'delete from control_process'));

  const bridge = async (): Promise<string> => {
    const id = uuid();
    const code = { hash: id, expiresAtMs: morning };
    await bridges().insert({ id, name: `Máy ${id}`, siteId: null }, code, accountId);
    return id;
  };
  const load = (participants: number): LoadOnBridge => ({
    conferences: [
      {
        conferenceId: uuid(),
        sitePath: [uuid(), uuid()],
        participants,
        present: participants - 1,
        eachPacketsPerS: 212.5,
      },
    ],
    workers: [{ workerId: 'máy/run/0.0', participants, packetsPerS: 1_000.25 }],
  });
  const started = async () => {
    const process = await TestProcess.start(database());
    return { process, loads: createBridgeLoadRepository(database(), process.id) };
  };

  it('is told to the others as it was said last, and not to itself', async () => {
    const [one, two, three] = [await started(), await started(), await started()];
    const [near, far] = [await bridge(), await bridge()];
    await one.loads.tell(new Map([[near, load(7)]]));
    const [later, beside, there] = [load(8), load(2), load(3)];
    await one.loads.tell(new Map([[near, later]]));
    await two.loads.tell(
      new Map([
        [near, beside],
        [far, there],
      ]),
    );
    expect(await one.loads.ofOthers()).to.deep.equal(
      new Map([
        [near, [beside]],
        [far, [there]],
      ]),
    );
    expect(await two.loads.ofOthers()).to.deep.equal(new Map([[near, [later]]]));
    const ofBoth = await three.loads.ofOthers();
    expect(ofBoth.get(near)).to.have.deep.members([later, beside]);
    expect(ofBoth.get(far)).to.deep.equal([there]);
  });

  it('ends with a bridge that a server has nothing on any more, or that was removed', async () => {
    const [one, two] = [await started(), await started()];
    const [left, removed] = [await bridge(), await bridge()];
    const both = new Map([left, removed].map((id) => [id, load(4)] as const));
    await one.loads.tell(both);
    await bridges().remove(removed);
    expect([...(await two.loads.ofOthers()).keys()]).to.deep.equal([left]);
    await one.loads.tell(both);
    expect([...(await two.loads.ofOthers()).keys()], 'the server has not heard of it').to.deep.equal([left]);
    await one.loads.tell(new Map());
    expect(await two.loads.ofOthers()).to.deep.equal(new Map());
  });

  it('ends with the server, and nothing counts of one whose lease has ended', async () => {
    const [one, two] = [await started(), await started()];
    const id = await bridge();
    await one.loads.tell(new Map([[id, load(5)]]));
    await one.process.silentFor(7);
    expect(await two.loads.ofOthers()).to.deep.equal(new Map());
    await one.process.stop();
    await one.loads.tell(new Map([[id, load(6)]]));
    expect(await two.loads.ofOthers(), 'it is no server any more').to.deep.equal(new Map());
  });
});
