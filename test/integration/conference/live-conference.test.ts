import { expect } from 'chai';
import { v7 as newId } from 'uuid';
import type { LoggedEvent } from '../../../protocol/events.ts';
import { replay } from '../../../domain/conference/evolve.ts';
import type { ConferenceLog } from '../../../server/conference/conference-log.ts';
import { offerDeadline } from '../../../domain/conference/topics/private-words.ts';
import { DeadlineClock } from '../../../server/conference/deadline-clock.ts';
import { LiveConference, type Overtaker } from '../../../server/conference/live-conference.ts';
import { createConferenceLog } from '../../../server/storage/repositories/conference-log.ts';
import { openDatabase } from '../../../server/storage/database.ts';
import type { OpenDatabase } from '../../../server/storage/database.ts';
import { testPace } from '../../support/rest/default-limits.ts';
import { glassBox, opening, participantNamed, roomy } from '../../support/conference/conference-history.ts';
import { eventually } from '../../support/eventually.ts';
import { silent, temporaryPglite } from '../../support/storage/database.ts';
import { livingProcess, owned, ownershipOf } from '../../support/storage/owning.ts';

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

  async function conference(now: () => number = Date.now) {
    const log = fallibleLog();
    const taken: Overtaker[] = [];
    const lease = {
      certain: true,
      gaps: 0,
      isCertain: () => lease.certain,
      interruptions: () => lease.gaps,
    };
    const ownership = await owned(storage.database, newId());
    const context = {
      log,
      owners: await livingProcess(storage.database),
      lease,
      logger: silent,
      now,
      limits: roomy,
      pace: testPace,
      box: glassBox,
      logAppended: () => {},
      overtaken: (by: Overtaker) => void taken.push(by),
    };
    const live = await LiveConference.load(ownership, context);
    const told: LoggedEvent[] = [];
    live.subscribe((events) => told.push(...events));
    await live.system(opening());
    return { live, log, told, taken, lease, reload: () => LiveConference.load(ownership, context) };
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

  it('ends a private word that the room does not answer, though the clock is set meanwhile', async () => {
    let setMs = 0;
    const now = () => Date.now() + setMs;
    const { live } = await conference(now);
    const operator = participantNamed('kỹ thuật', 'operator');
    const room = participantNamed('xã vắng kỹ thuật');
    const clock = new DeadlineClock(live, now, { deadlineOf: offerDeadline, command: { type: 'offerTime' } });
    for (const each of [operator, room]) await live.command({ type: 'join', payload: {} }, each);
    const payload = { participantId: room.id };
    expect(await live.command({ type: 'privateWord.offer', payload }, operator)).to.include({ ok: true });
    setMs = 60_000;
    const ended = await eventually(
      () => live.state.privateWords[room.id]?.phase === 'over' && live.state.privateWords[room.id],
      'the private word to end',
    );
    expect(ended).to.include({ ending: 'unanswered' });
    clock.stop();
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
    expect(taken).to.deep.equal([]);
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
    const ownership = await ownershipOf(storage.database, live.id);
    await createConferenceLog(storage.database).append(ownership, seq, [foreign]);
    const outcomes = [];
    for (const participant of [chair, ...communes.slice(0, 3)]) {
      outcomes.push(await live.command({ type: 'join', payload: {} }, participant));
    }
    expect(outcomes.map((outcome) => (outcome.ok ? 'ok' : outcome.code))).to.deep.equal(
      Array.from({ length: 4 }, () => 'unavailable'),
    );
    expect(taken).to.deep.equal(['stranger']);
    expect(told.at(-1)?.seq).to.equal(seq);
    expect(await log.lastSeq(live.id)).to.equal(seq + 1);
  });

  it('lets go of a conference that has another owner, once, and writes nothing to it any more', async () => {
    const { live, log, told, taken } = await conference();
    const { seq } = live.state;
    await owned(storage.database, live.id);
    const outcomes = [];
    for (const participant of [chair, ...communes.slice(0, 3)]) {
      outcomes.push(await live.command({ type: 'join', payload: {} }, participant));
    }
    expect(outcomes.map((outcome) => (outcome.ok ? 'ok' : outcome.code))).to.deep.equal(
      Array.from({ length: 4 }, () => 'unavailable'),
    );
    expect(taken).to.deep.equal(['owner']);
    expect(told.at(-1)?.seq).to.equal(seq);
    expect(await log.lastSeq(live.id)).to.equal(seq);
  });

  it('acknowledges nothing while another server may have taken it over, and continues afterwards', async () => {
    const { live, log, lease, taken } = await conference();
    await live.command({ type: 'join', payload: {} }, chair);
    log.appends = 0;
    lease.certain = false;
    const { seq } = live.state;
    expect(await live.command({ type: 'conference.lock', payload: {} }, chair)).to.include({
      code: 'unavailable',
    });
    // This one would write nothing.
    expect(await live.command({ type: 'conference.unlock', payload: {} }, chair)).to.include({
      code: 'unavailable',
    });
    expect(log.appends).to.equal(0);
    expect(live.state.seq).to.equal(seq);
    lease.certain = true;
    expect(await live.command({ type: 'conference.lock', payload: {} }, chair)).to.include({ ok: true });
    expect(taken).to.deep.equal([]);
  });

  it('refuses at once while it waits for a database that does not answer', async () => {
    const { live, log, lease } = await conference();
    await live.command({ type: 'join', payload: {} }, chair);
    const [begun, answers] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
    log.beforeAppend = () => {
      begun.resolve();
      return answers.promise;
    };
    const written = live.command({ type: 'conference.lock', payload: {} }, chair);
    await begun.promise;
    lease.certain = false;
    expect(await live.command({ type: 'conference.unlock', payload: {} }, chair)).to.include({
      code: 'unavailable',
    });
    lease.certain = true;
    answers.resolve();
    expect(await written).to.include({ ok: true });
    expect(live.state.locked).to.equal(true);
  });

  it('reads the log before its first answer after another server may have written to it', async () => {
    const { live, log, lease, taken, told } = await conference();
    await live.command({ type: 'join', payload: {} }, chair);
    lease.gaps += 1;
    expect(await live.command({ type: 'conference.unlock', payload: {} }, chair)).to.include({ ok: true });
    const { seq } = live.state;
    const next = await owned(storage.database, live.id);
    await log.append(next, seq, [{ seq: seq + 1, at: 1, by: null, type: 'conference.locked', payload: {} }]);
    lease.gaps += 1;
    // It is locked by now: that there is nothing to unlock would be wrong.
    expect(await live.command({ type: 'conference.unlock', payload: {} }, chair)).to.include({
      code: 'unavailable',
    });
    expect(taken).to.deep.equal(['owner']);
    expect(told.at(-1)?.seq).to.equal(seq);
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
