import { expect } from 'chai';
import { v7 as uuid } from 'uuid';
import { planned } from '../../domain/conference/state.ts';
import type { LoggedEvent } from '../../protocol/events.ts';
import { ChangesElsewhere } from '../../server/conference/changes-elsewhere.ts';
import { Claims } from '../../server/conference/claims.ts';
import { FollowedConferences } from '../../server/conference/followed-conferences.ts';
import { OtherConferences } from '../../server/conference/other-conferences.ts';
import { everything } from '../../server/identity/accounts/standing-changes.ts';
import { createConferenceLog } from '../../server/storage/repositories/conference-log.ts';
import { createConferenceRequestRepository } from '../../server/storage/repositories/conference-request-repository.ts';
import { createStandingChangeRepository } from '../../server/storage/repositories/standing-change-repository.ts';
import { execute, silent } from '../support/storage/database.ts';
import { eventually } from '../support/eventually.ts';
import { owned } from '../support/storage/owning.ts';
import { TestProcess } from '../support/storage/test-process.ts';
import { onEachDatabase } from './databases.ts';

onEachDatabase('A server beside others', (database) => {
  afterEach(async () => {
    await execute(database(), 'delete from control_process');
    await execute(database(), 'delete from standing_change');
  });

  describe('claims a conference that falls to another one', () => {
    /** A conference, the process to which it falls, and another one, whose clock the test sets. */
    const two = async () => {
      const processes = [await TestProcess.start(database()), await TestProcess.start(database())];
      const time = { ms: 0 };
      const sides = processes.map(({ id, owners }) => new Claims(owners, id, silent, () => time.ms));
      const [one, other] = sides;
      if (!one || !other) throw new Error('there are two');
      for (;;) {
        const conferenceId = uuid();
        if ((await other.claim(conferenceId, false)) === undefined) return { conferenceId, one, other, time };
      }
    };

    it('after ten seconds in which nobody did', async () => {
      const { conferenceId, one, other, time } = await two();
      time.ms += 9_999;
      expect(await other.claim(conferenceId, false)).to.equal(undefined);
      time.ms += 1;
      expect(await other.claim(conferenceId, false)).to.include({ conferenceId });
      expect(await one.claim(conferenceId, false)).to.equal(undefined);
    });

    it('at once for a person who opens it, and where it must hold it', async () => {
      const { conferenceId, one, other } = await two();
      expect(await other.claim(conferenceId, true)).to.include({ epoch: 1 });
      expect([await one.hold(conferenceId), await other.hold(conferenceId)]).to.deep.equal([false, true]);
      expect(await other.claim(conferenceId, false), 'holding it raises no epoch').to.include({ epoch: 2 });
      const next = await two();
      expect(await next.other.hold(next.conferenceId)).to.equal(true);
      expect(await next.one.claim(next.conferenceId, false)).to.equal(undefined);
    });

    it('not while another one leads it, however long that is', async () => {
      const { conferenceId, one, other, time } = await two();
      await one.claim(conferenceId, false);
      for (let look = 0; look < 3; look += 1) {
        time.ms += 20_000;
        expect(await other.claim(conferenceId, false)).to.equal(undefined);
      }
    });
  });

  it('follows the state of a live conference in its log, from event to event and to its end', async () => {
    const log = createConferenceLog(database());
    const conferenceId = uuid();
    const ownership = await owned(database(), conferenceId);
    const followed = new FollowedConferences(log, silent);
    const happens = (event: LoggedEvent): Promise<void> => log.append(ownership, event.seq - 1, [event]);
    const said = { at: 1, by: null };
    expect(await followed.stateOf(conferenceId)).to.equal(undefined);
    await happens({
      ...said,
      seq: 1,
      type: 'conference.opened',
      payload: {
        title: 'Họp',
        classification: 'unclassified',
        admission: 'open',
        needsChair: false,
        startsAt: 1,
        endsAt: 2,
        agenda: [],
        microphonePolicy: planned.microphonePolicy,
        floor: planned.floor.settings,
      },
    });
    expect(await followed.stateOf(conferenceId)).to.include({ seq: 1, locked: false });
    await happens({ ...said, seq: 2, type: 'conference.locked', payload: {} });
    const [state, again] = await Promise.all([
      followed.stateOf(conferenceId),
      followed.stateOf(conferenceId),
    ]);
    expect([state?.locked, again?.seq]).to.deep.equal([true, 2]);
    await happens({ ...said, seq: 3, type: 'conference.ended', payload: { reason: 'schedule' } });
    expect(await followed.stateOf(conferenceId)).to.equal(undefined);
  });

  describe('hears of changes of standing', () => {
    const sessions = (...sessionIds: string[]) => ({ of: 'sessions' as const, sessionIds });
    const server = async () => {
      const process = await TestProcess.start(database());
      const time = { ms: 0 };
      const changes = new ChangesElsewhere(
        createStandingChangeRepository(database(), process.id),
        silent,
        () => time.ms,
      );
      return { process, changes, time };
    };

    it('that others were asked for, each once, and not of its own', async () => {
      const [one, other] = [await server(), await server()];
      await using changes = one.changes;
      changes.tell(sessions('một'));
      changes.tell(sessions('hai'));
      const heard = await eventually(async () => {
        const news = await other.changes.hear();
        return news.length > 0 && news;
      }, 'the news');
      expect(heard).to.deep.equal([sessions('một'), sessions('hai')]);
      expect(await other.changes.hear()).to.deep.equal([]);
      expect(await one.changes.hear()).to.deep.equal([]);
    });

    it('as of everyone after it could not look for 30 seconds', async () => {
      const { changes, time } = await server();
      expect(await changes.hear()).to.deep.equal([]);
      time.ms += 30_000;
      expect(await changes.hear()).to.deep.equal([]);
      time.ms += 30_001;
      expect(await changes.hear()).to.deep.equal([everything]);
    });

    it('as of everyone once another one has gone', async () => {
      const [one, other] = [await server(), await server()];
      expect(await one.changes.hear()).to.deep.equal([]);
      await other.process.silentFor(7);
      expect(await one.changes.hear()).to.deep.equal([everything]);
      expect(await one.changes.hear()).to.deep.equal([]);
    });
  });

  it('withdraws what it asks of a conference whose owner does not answer', async () => {
    const requests = createConferenceRequestRepository(database());
    const conferenceId = uuid();
    const live = { stateOf: () => Promise.resolve({ ...planned, phase: 'in-session' as const }) };
    const others = new OtherConferences(live, requests, silent, 0);
    const there = await others.reach(conferenceId);
    const asked = { type: 'sendBack' as const, participantId: uuid(), to: uuid() };
    expect(await there?.ask(asked)).to.deep.equal({ ok: false, code: 'unavailable' });
    expect(await requests.waiting([conferenceId])).to.deep.equal([]);
  });
});
