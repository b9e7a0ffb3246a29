import { expect } from 'chai';
import fc from 'fast-check';
import { v7 as uuid } from 'uuid';
import type { LoggedEvent } from '../../protocol/events.ts';
import { ConflictError } from '../../server/conference/conference-log.ts';
import type { Ownership } from '../../server/conference/ownership.ts';
import { createConferenceLog } from '../../server/storage/repositories/conference-log.ts';
import { execute } from '../support/storage/database.ts';
import { meetingsIn } from '../support/storage/covered.ts';
import { TestProcess } from '../support/storage/test-process.ts';
import { onEachDatabase } from './databases.ts';
import { meeting, populate } from './fixtures.ts';

/** An event that says who wrote it, and in which epoch. */
const eventOf = ({ processId, epoch }: Ownership, seq: number): LoggedEvent => ({
  seq,
  at: epoch,
  by: processId,
  type: 'conference.locked',
  payload: {},
});

onEachDatabase('The owners of conferences', (database) => {
  afterEach(() => execute(database(), 'delete from control_process'));

  const start = (): Promise<TestProcess> => TestProcess.start(database());

  it('raise the epoch of a conference with each claim', async () => {
    const [one, other] = [await start(), await start()];
    const conferenceId = uuid();
    const first = await one.owners.claim(conferenceId);
    expect(first).to.deep.equal({ conferenceId, processId: one.id, epoch: 1 });
    expect(await other.owners.claim(conferenceId)).to.equal(undefined);
    const again = await one.owners.claim(conferenceId);
    expect(again).to.deep.equal({ conferenceId, processId: one.id, epoch: 2 });
    if (!first || !again) throw new Error('both were claimed');
    expect(await one.owners.holds(first)).to.equal(false);
    expect(await one.owners.holds(again)).to.equal(true);
    expect(await one.owners.outdated([first])).to.deep.equal([first]);
    expect(await one.owners.outdated([again])).to.deep.equal([]);
    expect(await other.owners.outdated([again])).to.deep.equal([again]);
    expect(await other.owners.ownerOf(conferenceId)).to.deep.equal({
      processId: one.id,
      address: `/c/${one.id}/`,
      isAlive: true,
    });
  });

  it('are one process for each conference, where many claim the same or different ones at once', async () => {
    const processes = await Promise.all(Array.from({ length: 6 }, start));
    const shared = uuid();
    const claims = await Promise.all(processes.map(({ owners }) => owners.claim(shared)));
    expect(claims.filter((claim) => claim !== undefined)).to.have.length(1);
    const own = await Promise.all(processes.map(({ owners }) => owners.claim(uuid())));
    expect(own.map((claim) => claim?.processId)).to.deep.equal(processes.map(({ id }) => id));
  });

  it('share new conferences and those of a dead one out among the living, where each claims in its turn', async () => {
    const processes = [await start(), await start(), await start()] as const;
    const conferenceIds = Array.from({ length: 40 }, () => uuid());
    /** Who owns each conference after all have claimed all. */
    const claimAll = async (living: readonly TestProcess[]): Promise<readonly string[]> => {
      for (const process of living) await process.silentFor(0);
      await Promise.all(
        processes.flatMap(({ owners }) => conferenceIds.map((id) => owners.claim(id, { inTurn: true }))),
      );
      const found = await Promise.all(conferenceIds.map((id) => processes[0].owners.ownerOf(id)));
      return found.map((owner) => owner?.processId ?? 'nobody');
    };
    const before = await claimAll(processes);
    expect(new Set(before)).to.have.all.keys(processes.map(({ id }) => id));
    const [dead, ...others] = processes;
    await dead.silentFor(7);
    const after = await claimAll(others);
    expect(new Set(after)).to.have.all.keys(others.map(({ id }) => id));
    const stayed = before.filter((owner) => owner !== dead.id);
    expect(after.filter((_, index) => before[index] !== dead.id)).to.deep.equal(stayed);
    expect(await claimAll(processes), 'nothing moves when it is back').to.deep.equal(after);
  });

  it('keep what is theirs when a process comes to which it would fall, and claim it again', async () => {
    const one = await start();
    const conferenceIds = Array.from({ length: 20 }, () => uuid());
    for (const id of conferenceIds) await one.owners.claim(id);
    await start();
    const again = await Promise.all(conferenceIds.map((id) => one.owners.claim(id, { inTurn: true })));
    expect(again.map((claim) => claim?.epoch)).to.deep.equal(conferenceIds.map(() => 2));
  });

  it('are replaced once their lease has ended', async () => {
    const [one, other] = [await start(), await start()];
    const conferenceId = uuid();
    const held = await one.owners.claim(conferenceId);
    if (!held) throw new Error('it was claimed');
    expect(await other.owners.eldest()).to.deep.include({ processId: one.id });
    await one.silentFor(5.5);
    expect(await other.owners.claim(conferenceId)).to.equal(undefined);
    await one.silentFor(6.1);
    expect((await other.owners.ownerOf(conferenceId))?.isAlive).to.equal(false);
    expect(await one.owners.eldest()).to.deep.include({ processId: other.id });
    expect(await other.owners.claim(conferenceId)).to.deep.include({ processId: other.id });
    await one.silentFor(0);
    expect(await one.owners.claim(conferenceId)).to.equal(undefined);
    expect(await one.owners.holds(held)).to.equal(false);
  });

  it('are replaced once they have stopped, and the new one stays when they are back', async () => {
    const [one, other] = [await start(), await start()];
    const conferenceId = uuid();
    const first = await one.owners.claim(conferenceId);
    if (!first) throw new Error('it was claimed');
    await one.stop();
    const second = await other.owners.claim(conferenceId);
    if (!second) throw new Error('it was free');
    expect(second.processId).to.equal(other.id);
    const back = await start();
    expect(await back.owners.claim(conferenceId)).to.equal(undefined);
    // This is the other's now.
    await one.owners.release(first);
    expect(await other.owners.holds(second)).to.equal(true);
    await other.owners.release(second);
    expect(await other.owners.ownerOf(conferenceId)).to.equal(undefined);
    const third = await other.owners.claim(conferenceId);
    expect(third?.epoch).to.be.above(second.epoch);
  });

  it('are not replaced by a process whose own lease has ended, or that has just returned from an outage', async () => {
    const [one, other] = [await start(), await start()];
    const conferenceId = uuid();
    await one.owners.claim(conferenceId);
    await one.silentFor(7);
    await other.silentFor(7);
    expect(await other.owners.claim(conferenceId)).to.equal(undefined);
    await other.silentFor(0);
    other.mayTakeOver = false;
    expect(await other.owners.claim(conferenceId)).to.equal(undefined);
    other.mayTakeOver = true;
    expect(await other.owners.claim(conferenceId)).to.deep.include({ processId: other.id });
  });

  it('are replaced after the clock of the database was set back, unless they have renewed their lease since', async () => {
    const [one, other] = [await start(), await start()];
    const conferenceId = uuid();
    await one.owners.claim(conferenceId);
    await one.silentFor(-3_600);
    await one.silentFor(0);
    expect(await other.owners.claim(conferenceId)).to.equal(undefined);
    await one.silentFor(-3_600);
    expect(await other.owners.claim(conferenceId)).to.deep.include({ processId: other.id });
  });

  it('are missed where they lead a live meeting and are dead', async () => {
    const [one, other] = [await start(), await start()];
    const { province, secretary } = await populate(database());
    const live = meeting({ state: 'live', siteId: province.id, createdByAccountId: secretary.id });
    await meetingsIn(database()).insert(live);
    await one.owners.claim(live.id);
    await one.owners.claim(uuid());
    expect(await other.owners.areOrphaned()).to.equal(false);
    await one.silentFor(7);
    expect(await other.owners.areOrphaned()).to.equal(true);
    await other.owners.claim(live.id);
    expect(await other.owners.areOrphaned()).to.equal(false);
  });

  it('alone append, and an earlier owner stores nothing', async () => {
    const [one, other] = [await start(), await start()];
    const log = createConferenceLog(database());
    const conferenceId = uuid();
    const first = await one.owners.claim(conferenceId);
    await one.stop();
    const second = await other.owners.claim(conferenceId);
    if (!first || !second) throw new Error('both were claimed');
    const refused = await log.append(first, 0, [eventOf(first, 1)]).catch((error: unknown) => error);
    expect(refused).to.be.instanceOf(ConflictError);
    await log.append(second, 0, [eventOf(second, 1)]);
    const forged = { ...second, processId: one.id };
    expect(
      await log.append(forged, 1, [eventOf(forged, 2)]).catch((error: unknown) => error),
    ).to.be.instanceOf(ConflictError);
    expect(await log.lastSeq(conferenceId)).to.equal(1);
  });

  it('write one after the other and leave no gap, whatever the order of heartbeats, pauses, takeovers and appends', async () => {
    const processCount = 3;
    const step = fc.record({
      process: fc.nat({ max: processCount - 1 }),
      act: fc.constantFrom(
        'renew',
        'pause',
        'pause',
        'claim',
        'claim',
        'append',
        'append',
        'append',
        'release',
      ),
      events: fc.integer({ min: 1, max: 3 }),
    });
    /** Steps of one list are under way at the same time. */
    const history = fc.array(fc.array(step, { minLength: 1, maxLength: 4 }), { maxLength: 20 });
    const log = createConferenceLog(database());
    await fc.assert(
      fc.asyncProperty(history, async (lists) => {
        const conferenceId = uuid();
        await execute(database(), 'delete from control_process');
        const processes = await Promise.all(
          Array.from({ length: processCount }, async () => ({
            process: await start(),
            held: undefined as Ownership | undefined,
            seq: 0,
          })),
        );
        let acknowledged = 0;
        const take = async ({ process: index, act, events }: (typeof lists)[number][number]) => {
          const of = processes[index];
          if (!of) throw new Error('no such process');
          const { process, held, seq } = of;
          if (act === 'renew') await process.silentFor(0);
          else if (act === 'pause') await process.silentFor(7);
          else if (act === 'claim') {
            const claimed = await process.owners.claim(conferenceId);
            if (claimed) [of.held, of.seq] = [claimed, await log.lastSeq(conferenceId)];
          } else if (held && act === 'release') await process.owners.release(held);
          else if (held) {
            const written = Array.from({ length: events }, (_, n) => eventOf(held, seq + 1 + n));
            try {
              await log.append(held, seq, written);
              acknowledged += events;
              of.seq = seq + events;
            } catch (error) {
              if (!(error instanceof ConflictError)) throw error;
            }
          }
        };
        for (const list of lists) await Promise.all(list.map(take));

        const written = await log.read(conferenceId, 0);
        expect(written.map(({ seq }) => seq)).to.deep.equal(written.map((_, index) => index + 1));
        expect(written).to.have.length(acknowledged);
        const epochs = written.map(({ at }) => at);
        expect(epochs).to.deep.equal(epochs.toSorted((a, b) => a - b));
        const writers = new Set(written.map(({ by, at }) => `${by} ${at}`));
        expect(writers.size, 'one writer per epoch').to.equal(new Set(epochs).size);
      }),
      { numRuns: 40 },
    );
  });
});
