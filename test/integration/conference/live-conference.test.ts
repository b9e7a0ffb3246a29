import { expect } from 'chai';
import { v7 as newId } from 'uuid';
import type { LoggedEvent } from '../../../protocol/events.ts';
import { replay } from '../../../domain/conference/evolve.ts';
import type { ConferenceLog } from '../../../server/conference/conference-log.ts';
import { LiveConference } from '../../../server/conference/live-conference.ts';
import { createConferenceLog } from '../../../server/storage/repositories/conference-log.ts';
import { openDatabase } from '../../../server/storage/database.ts';
import type { OpenDatabase } from '../../../server/storage/database.ts';
import { testPace } from '../../support/default-limits.ts';
import { glassBox, opening, participantNamed, roomy } from '../../support/conference-history.ts';
import { silent, temporaryPglite } from '../../support/database.ts';

const chair = participantNamed('chủ tọa', 'chair');
const communes = Array.from({ length: 200 }, (_, n) => participantNamed(`xã ${n}`));

describe('a live conference on a real log', function () {
  this.timeout(60_000);
  let storage: OpenDatabase;
  before(async () => {
    storage = await openDatabase({ ...(await temporaryPglite()), logger: silent });
  });
  after(() => storage[Symbol.asyncDispose]());

  /** The real log, whose next append can fail before or after the database stores it. */
  function fallibleLog(): ConferenceLog & {
    appends: number;
    fail: 'before' | 'after' | undefined;
    /** The arguments of the append that failed. */
    refused: Parameters<ConferenceLog['append']>[];
    beforeAppend: () => Promise<void>;
  } {
    const log = createConferenceLog(storage.database);
    return {
      ...log,
      appends: 0,
      fail: undefined,
      refused: [],
      beforeAppend: async () => {},
      async append(...entries) {
        const { fail } = this;
        this.fail = undefined;
        this.appends += 1;
        if (fail === 'before') {
          this.refused.push(entries);
          throw new Error('the database is away');
        }
        const { beforeAppend } = this;
        this.beforeAppend = async () => {};
        await beforeAppend();
        await log.append(...entries);
        if (fail === 'after') throw new Error('the answer was lost');
      },
    };
  }

  async function conference() {
    const log = fallibleLog();
    let taken = 0;
    const id = newId();
    const context = {
      log,
      logger: silent,
      now: Date.now,
      limits: roomy,
      pace: testPace,
      box: glassBox,
      logAppended: () => {},
      overtaken: () => {
        taken += 1;
      },
    };
    const live = await LiveConference.load(id, context);
    const told: LoggedEvent[] = [];
    live.subscribe((events) => told.push(...events));
    await live.system(opening());
    return { live, log, told, taken: () => taken, reload: () => LiveConference.load(id, context) };
  }

  it('writes commands that arrive together with one append, in order', async () => {
    const { live, log, told, reload } = await conference();
    log.appends = 0;
    const outcomes = await Promise.all(
      communes.map((commune) => live.command({ type: 'join', payload: {} }, commune)),
    );
    expect(outcomes.every(({ ok }) => ok)).to.equal(true);
    expect(log.appends).to.equal(1);
    expect(told.map(({ seq }) => seq)).to.deep.equal(Array.from({ length: 201 }, (_, index) => index + 1));
    expect((await reload()).state).to.deep.equal(live.state);
  });

  it('sends no event that could not be logged, and continues afterwards', async () => {
    const { live, log, told } = await conference();
    await live.command({ type: 'join', payload: {} }, chair);
    const before = live.state;
    log.fail = 'before';
    const refused = await live.command({ type: 'conference.lock', payload: {} }, chair);
    expect(refused).to.include({ ok: false, code: 'unavailable' });
    expect(live.state).to.equal(before);
    expect(await live.command({ type: 'conference.lock', payload: {} }, chair)).to.include({ ok: true });
    expect(told.filter(({ type }) => type === 'conference.locked').length).to.equal(1);
  });

  it('finds stored events although the answer was lost, and does not write them twice', async () => {
    const { live, log, told, reload } = await conference();
    await live.command({ type: 'join', payload: {} }, chair);
    log.fail = 'after';
    expect(await live.command({ type: 'conference.start', payload: {} }, chair)).to.include({
      code: 'unavailable',
    });
    const again = await live.command({ type: 'conference.start', payload: {} }, chair);
    expect(again).to.include({ ok: false, code: 'wrong-phase' });
    expect(live.state.phase).to.equal('in-session');
    expect(told.filter(({ type }) => type === 'conference.started').length).to.equal(1);
    expect((await reload()).state).to.deep.equal(live.state);
    expect(replay(told)).to.deep.equal(live.state);
  });

  it('distinguishes its own append that the database stored late from one of another server', async () => {
    const { live, log, told, taken } = await conference();
    log.fail = 'before';
    await live.command({ type: 'join', payload: {} }, chair);
    // The statement was still running when the log was read for it: it is stored after that.
    const late = log.refused.at(-1);
    log.beforeAppend = async () => {
      if (late) await createConferenceLog(storage.database).append(...late);
    };
    expect(await live.command({ type: 'join', payload: {} }, chair)).to.include({ code: 'unavailable' });
    expect(taken()).to.equal(0);
    expect(told.filter(({ type }) => type === 'participant.joined').length).to.equal(1);
    expect(await live.command({ type: 'conference.lock', payload: {} }, chair)).to.include({ ok: true });
  });

  it('abandons a log to which another server has appended, once, and writes nothing to it any more', async () => {
    const { live, log, told, taken } = await conference();
    const { seq } = live.state;
    const foreign: LoggedEvent = {
      seq: seq + 1,
      at: Date.now(),
      by: null,
      type: 'conference.locked',
      payload: {},
    };
    await createConferenceLog(storage.database).append(live.id, seq, [foreign]);
    const outcomes = [];
    for (const participant of [chair, ...communes.slice(0, 3)]) {
      outcomes.push(await live.command({ type: 'join', payload: {} }, participant));
    }
    expect(outcomes.map((outcome) => (outcome.ok ? 'ok' : outcome.code))).to.deep.equal(
      Array.from({ length: 4 }, () => 'unavailable'),
    );
    expect(taken()).to.equal(1);
    expect(told.at(-1)?.seq).to.equal(seq);
    expect(await log.lastSeq(live.id)).to.equal(seq + 1);
  });

  it('accepts nothing after it is closed, so that it cannot write to a log that another server continues', async () => {
    const { live, log, reload } = await conference();
    const last = live.command({ type: 'join', payload: {} }, chair);
    const closed = live.close();
    expect(await last).to.include({ ok: true });
    await closed;
    log.appends = 0;
    const late = await live.command({ type: 'conference.start', payload: {} }, chair);
    expect(late).to.include({ ok: false, code: 'unavailable' });
    expect(await live.system({ type: 'end', reason: 'schedule' })).to.deep.equal([late]);
    expect(log.appends).to.equal(0);
    expect((await reload()).state).to.deep.equal(live.state);
  });
});
