import { expect } from 'chai';
import { pino } from 'pino';
import { v7 as newId } from 'uuid';
import type { Command } from '../../../protocol/commands.ts';
import { replay } from '../../../domain/conference/evolve.ts';
import { LiveConference } from '../../../server/conference/live-conference.ts';
import { createConferenceLog } from '../../../server/storage/repositories/conference-log.ts';
import { openDatabase } from '../../../server/storage/database.ts';
import type { OpenDatabase } from '../../../server/storage/database.ts';
import { testPace } from '../../support/rest/default-limits.ts';
import { glassBox, opening, participantNamed, roomy } from '../../support/conference/conference-history.ts';
import { execute, silent, temporaryPglite } from '../../support/storage/database.ts';
import { eventually } from '../../support/eventually.ts';
import { certain, livingProcess, owned } from '../../support/storage/owning.ts';

const chair = participantNamed('chủ tọa', 'chair');
const communes = Array.from({ length: 20 }, (_, n) => participantNamed(`xã ${n}`));

const raise: Command = { type: 'hand.raise', payload: { category: 'speech', subject: '' } };
const lower: Command = { type: 'hand.lower', payload: {} };

describe('snapshots of a conference', function () {
  this.timeout(60_000);
  let storage: OpenDatabase;
  before(async () => {
    storage = await openDatabase({ ...(await temporaryPglite()), logger: silent });
  });
  after(() => storage[Symbol.asyncDispose]());

  /** A log that records where it was read from, and fails to save snapshots on request. */
  function watchedLog() {
    const log = createConferenceLog(storage.database);
    const watched = {
      ...log,
      readAfter: [] as number[],
      failing: false,
      read(conferenceId: string, afterSeq: number) {
        watched.readAfter.push(afterSeq);
        return log.read(conferenceId, afterSeq);
      },
      saveSnapshot(...kept: Parameters<typeof log.saveSnapshot>) {
        return watched.failing ? Promise.reject(new Error('the disk is full')) : log.saveSnapshot(...kept);
      },
    };
    return watched;
  }

  async function conference() {
    const log = watchedLog();
    const logged: string[] = [];
    const logger = pino({ level: 'warn' }, { write: (line: string) => logged.push(line) });
    const id = newId();
    const ownership = await owned(storage.database, id);
    const context = {
      log,
      owners: await livingProcess(storage.database),
      lease: certain,
      logger,
      now: Date.now,
      limits: roomy,
      pace: testPace,
      box: glassBox,
      logAppended: () => {},
      overtaken: () => {},
    };
    const live = await LiveConference.load(ownership, context);
    await live.system(opening());
    for (const each of [chair, ...communes]) await live.command({ type: 'join', payload: {} }, each);
    /** Raises and lowers hands until this number of events has been added. */
    const go = async (events: number): Promise<void> => {
      const until = live.state.seq + events;
      while (live.state.seq < until) {
        await Promise.all(communes.map((each) => live.command(raise, each)));
        await Promise.all(communes.map((each) => live.command(lower, each)));
      }
      await live.settled();
    };
    return { id, live, log, logged, go, load: () => LiveConference.load(ownership, context) };
  }

  it('make it unnecessary to read the log before them', async () => {
    const { live, log, go, load } = await conference();
    await go(2_000);
    log.readAfter.length = 0;
    const again = await load();
    expect(log.readAfter).to.have.length(1);
    expect(log.readAfter[0]).to.be.at.least(1_000);
    expect(again.state).to.deep.equal(live.state);
    expect(Object.keys(again.state.participants)).to.deep.equal(Object.keys(live.state.participants));
    // The conference continues from there as if it had never stopped.
    expect(await again.command({ type: 'conference.start', payload: {} }, chair)).to.include({ ok: true });
  });

  it('are also taken at the end', async () => {
    const { id, live, log } = await conference();
    await live.command({ type: 'conference.end', payload: {} }, chair);
    await live.settled();
    expect(await log.latestSnapshot(id)).to.deep.include({ seq: live.state.seq, phase: 'closed' });
  });

  it('that can no longer be read are skipped, and the whole log is folded', async () => {
    const { id, live, log, logged, go, load } = await conference();
    await go(1_000);
    await execute(
      storage.database,
      `update conference_snapshot set state = '{"seq": 900, "phase": "of another age"}' where conference_id = '${id}'`,
    );
    log.readAfter.length = 0;
    const again = await load();
    expect(log.readAfter).to.deep.equal([0]);
    expect(again.state).to.deep.equal(live.state);
    expect(logged.join('\n')).to.contain('snapshot cannot be read');
  });

  it('that cannot be saved cost only time', async () => {
    const { id, live, log, logged, go, load } = await conference();
    log.failing = true;
    await go(1_100);
    expect(logged.join('\n')).to.contain('a snapshot could not be kept');
    expect((await load()).state).to.deep.equal(live.state);
    log.failing = false;
    await eventually(async () => {
      await go(1);
      return log.latestSnapshot(id);
    }, 'the next one to be kept');
    expect(replay(await log.read(id, 0))).to.deep.equal(live.state);
  });
});
