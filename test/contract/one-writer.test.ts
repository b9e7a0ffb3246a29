import { expect } from 'chai';
import fc from 'fast-check';
import { v7 as uuid } from 'uuid';
import type { LoggedEvent } from '../../protocol/events.ts';
import { LiveConference } from '../../server/conference/live-conference.ts';
import { createConferenceLog } from '../../server/storage/repositories/conference-log.ts';
import type { Database } from '../../server/storage/schema.ts';
import { glassBox, opening, pdf, roomy } from '../support/conference/conference-history.ts';
import { execute, silent } from '../support/storage/database.ts';
import { testPace } from '../support/rest/default-limits.ts';
import { TestProcess } from '../support/storage/test-process.ts';
import { onEachDatabase } from './databases.ts';

/** A conference as one server led it, and what this server told its participants. */
interface Led {
  readonly live: LiveConference;
  readonly afterSeq: number;
  readonly told: LoggedEvent[];
}

/** A server whose heartbeats a test lets fail. */
class TestServer {
  readonly process: TestProcess;
  readonly #log: ReturnType<typeof createConferenceLog>;
  readonly #conferenceId: string;
  readonly #lease = { certain: true, gaps: 0 };
  readonly led: Led[] = [];

  private constructor(database: Database, process: TestProcess, conferenceId: string) {
    this.process = process;
    this.#conferenceId = conferenceId;
    this.#log = createConferenceLog(database);
  }

  static async start(database: Database, conferenceId: string): Promise<TestServer> {
    return new TestServer(database, await TestProcess.start(database), conferenceId);
  }

  async renew(): Promise<void> {
    await this.process.silentFor(0);
    if (!this.#lease.certain) this.#lease.gaps += 1;
    this.#lease.certain = true;
  }

  /** @param noticed false where its own clock stood still as well, as that of a suspended machine */
  async pause(noticed: boolean): Promise<void> {
    await this.process.silentFor(7);
    if (noticed) this.#lease.certain = false;
  }

  async takeOver(): Promise<void> {
    const ownership = await this.process.owners.claim(this.#conferenceId);
    if (!ownership) return;
    const live = await LiveConference.load(ownership, {
      log: this.#log,
      owners: this.process.owners,
      lease: { isCertain: () => this.#lease.certain, interruptions: () => this.#lease.gaps },
      logger: silent,
      now: Date.now,
      limits: roomy,
      pace: testPace,
      box: glassBox,
      logAppended: () => {},
      overtaken: () => {},
    });
    const led: Led = { live, afterSeq: live.state.seq, told: [] };
    live.subscribe((events) => led.told.push(...events));
    this.led.push(led);
  }
}

const steps = fc.record({
  server: fc.nat({ max: 2 }),
  act: fc.constantFrom('renew', 'pause', 'pause unnoticed', 'take over', 'take over', 'command', 'command'),
});

onEachDatabase('A conference that several servers want to lead', (database) => {
  it('has every acknowledged command once in its log, and no server tells what is not there', async () => {
    const log = createConferenceLog(database());
    await fc.assert(
      fc.asyncProperty(
        // Steps of one list are under way at the same time.
        fc.array(fc.array(steps, { minLength: 1, maxLength: 4 }), { maxLength: 15 }),
        async (lists) => {
          await execute(database(), 'delete from control_process');
          const conferenceId = uuid();
          const servers: TestServer[] = [];
          for (let n = 0; n < 3; n += 1) servers.push(await TestServer.start(database(), conferenceId));
          await servers[0]?.takeOver();
          await servers[0]?.led[0]?.live.system(opening());

          const acknowledged: string[] = [];
          const take = async ({ server: index, act }: (typeof lists)[number][number]): Promise<void> => {
            const server = servers[index];
            if (!server) throw new Error('no such server');
            if (act === 'renew') return server.renew();
            if (act === 'take over') return server.takeOver();
            if (act !== 'command') return server.pause(act === 'pause');
            const title = uuid();
            // A server that was paused has not let go of what it led before.
            for (const { live } of server.led.slice(-1)) {
              const [outcome] = await live.system({
                type: 'addDocument',
                document: pdf(title, { id: title }),
              });
              if (outcome?.ok) acknowledged.push(title);
            }
          };
          for (const list of lists) await Promise.all(list.map(take));

          const written = await log.read(conferenceId, 0);
          expect(written.map(({ seq }) => seq)).to.deep.equal(written.map((_, index) => index + 1));
          const documents = written.flatMap(({ type, payload }) =>
            type === 'document.added' && 'title' in payload ? payload.title : [],
          );
          expect(new Set(documents).size, 'nothing is written twice').to.equal(documents.length);
          expect(documents).to.include.members(acknowledged);
          for (const { afterSeq, told } of servers.flatMap(({ led }) => led))
            expect(told).to.deep.equal(written.slice(afterSeq, afterSeq + told.length));
        },
      ),
      { numRuns: 30 },
    );
  });
});
