import { readdir, readFile, writeFile, mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'chai';
import { v7 as newId } from 'uuid';
import { z } from 'zod';
import { replay } from '../../../domain/conference/evolve.ts';
import { joinResult } from '../../../protocol/commands.ts';
import type { Ballot } from '../../../protocol/conference/ballots.ts';
import { BallotKeys } from '../../../server/conference/ballot-keys.ts';
import { createConferenceLog } from '../../../server/storage/repositories/conference-log.ts';
import { openDatabase } from '../../../server/storage/database.ts';
import { execute, silent, temporaryFolder } from '../../support/storage/database.ts';
import { eventually } from '../../support/eventually.ts';
import { freePort } from '../../support/network/free-port.ts';
import type { TestParticipant } from '../../support/conference/participant.ts';
import { startService } from '../../support/service.ts';
import type { Service } from '../../support/service.ts';
import { openSession } from '../../support/conference/session.ts';
import type { Session } from '../../support/conference/session.ts';

const rows = z.array(z.object({ type: z.string(), text: z.string() }));

describe('ballots', function () {
  this.timeout(120_000);
  let folder: string;
  let service: Service;
  let session: Session;
  let start: () => Promise<Service>;
  before(async () => {
    folder = await temporaryFolder();
    const port = await freePort();
    start = () => startService({ folder, port });
    service = await start();
    session = await openSession(service);
    using chair = await session.join(session.chair);
    expect(await chair.outcome('conference.start')).to.equal('ok');
  });
  after(() => service[Symbol.asyncDispose]());

  /** Joins the chair and both halls. */
  async function everybody(): Promise<readonly [TestParticipant, TestParticipant, TestParticipant]> {
    const [first, second] = session.halls;
    return [await session.join(session.chair), await session.join(first), await session.join(second)];
  }

  async function opened(kind: Ballot['kind'], chair: TestParticipant): Promise<string> {
    const ballotId = newId();
    const question = 'Thông qua nghị quyết?';
    expect(await chair.outcome('ballot.draft', { ballotId, question, kind })).to.equal('ok');
    expect(await chair.outcome('ballot.open', { ballotId })).to.equal('ok');
    return ballotId;
  }

  const cast = (participant: TestParticipant, ballotId: string, choice: string): Promise<string> =>
    participant.outcome('ballot.cast', { ballotId, choice });

  async function ballotSeenBy(participant: TestParticipant, ballotId: string): Promise<Ballot | undefined> {
    const answer = await participant.request('join', { roster: true });
    const result = joinResult.parse(answer.ok ? answer.result : undefined);
    return result.outcome === 'joined' ? result.snapshot.ballots[ballotId] : undefined;
  }

  const keyFiles = (): Promise<readonly string[]> => readdir(join(folder, 'ballot-keys'));

  it('that are secret survive a killed server and stay secret afterwards', async () => {
    const ballotId = await (async () => {
      const [chair, first] = await everybody();
      const ballotId = await opened('secret', chair);
      expect(await cast(chair, ballotId, 'abstain')).to.equal('ok');
      expect(await cast(first, ballotId, 'agree')).to.equal('ok');
      return ballotId;
    })();
    await service.kill();
    expect(await keyFiles()).to.deep.equal([`${session.meetingId}.${ballotId}.key`]);
    // Like an attacker that can read the server's folder while the ballot is open.
    const stolen = await temporaryFolder();
    await mkdir(join(stolen, 'ballot-keys'));
    const key = await readFile(join(folder, 'ballot-keys', `${session.meetingId}.${ballotId}.key`));
    await writeFile(join(stolen, 'ballot-keys', `${session.meetingId}.${ballotId}.key`), key);

    service = await start();
    {
      const [chair, first, second] = await everybody();
      expect(await cast(first, ballotId, 'disagree')).to.equal('voted-already');
      expect(await cast(second, ballotId, 'disagree')).to.equal('ok');
      expect(await chair.outcome('ballot.close', { ballotId })).to.equal('ok');
      const closed = await ballotSeenBy(chair, ballotId);
      expect(closed).to.include({ phase: 'closed', totals: null, votes: null });
      expect(await chair.outcome('ballot.publish', { ballotId })).to.equal('ok');
      const published = await ballotSeenBy(chair, ballotId);
      expect(published).to.deep.include({
        phase: 'published',
        totals: { agree: 1, disagree: 1, abstain: 1 },
        votes: null,
        box: [],
      });
      expect(Object.keys(published?.answered ?? {})).to.have.length(3);
    }
    await eventually(async () => (await keyFiles()).length === 0, 'the key to be deleted');
    await service.kill();

    await using storage = await openDatabase({ folder, logger: silent });
    const answers = rows.parse(
      (
        await execute(
          storage.database,
          "select type, payload::text as text from conference_event where type = 'ballot.answered' order by seq",
        )
      ).rows,
    );
    expect(answers).to.have.length(3);
    for (const { text } of answers) expect(text).not.to.match(/agree|abstain/);

    const log = await createConferenceLog(storage.database).read(session.meetingId, 0);
    const before = log.slice(0, log.findIndex(({ type }) => type === 'ballot.closed') + 1);
    const sealed = before.flatMap((event) =>
      event.type === 'ballot.answered' ? [event.payload.sealed] : [],
    );
    // All have one length; the votes are only in a sum, in a box whose key is gone.
    expect(new Set(sealed.map(({ length }) => length)).size).to.equal(1);
    const state = replay(before);
    const thief = new BallotKeys(stolen, session.meetingId, silent);
    await thief.recall(state);
    expect(thief.open(ballotId, sealed[2] ?? '')).to.equal('000000000001'.repeat(3));
    const honest = new BallotKeys(folder, session.meetingId, silent);
    await honest.recall(state);
    for (const text of sealed) expect(() => honest.open(ballotId, text)).to.throw('no key');
    await storage[Symbol.asyncDispose]();
    service = await start();
  });

  it('that are named show at publication who voted what', async () => {
    const [chair, first, second] = await everybody();
    const ballotId = await opened('named', chair);
    for (const [participant, choice] of [
      [chair, 'agree'],
      [first, 'agree'],
      [second, 'abstain'],
    ] as const) {
      expect(await cast(participant, ballotId, choice)).to.equal('ok');
    }
    await chair.outcome('ballot.close', { ballotId });
    await chair.outcome('ballot.publish', { ballotId });
    const published = await ballotSeenBy(chair, ballotId);
    expect(published?.totals).to.deep.equal({ agree: 2, disagree: 0, abstain: 1 });
    expect(Object.values(published?.votes ?? {}).sort()).to.deep.equal(['abstain', 'agree', 'agree']);
    await eventually(async () => (await keyFiles()).length === 0, 'the key to be deleted');
  });

  it('do not stop a session when their key is lost, and leave no key after its end', async () => {
    const ballotId = await (async () => {
      const [chair] = await everybody();
      const ballotId = await opened('secret', chair);
      expect(await cast(chair, ballotId, 'agree')).to.equal('ok');
      return ballotId;
    })();
    await service.kill();
    await writeFile(join(folder, 'ballot-keys', `${session.meetingId}.${ballotId}.key`), '');
    service = await start();
    const [chair, first] = await everybody();
    const [vote, other] = await Promise.all([cast(first, ballotId, 'agree'), first.outcome('hand.raise')]);
    // Only the command that needs the key fails, not the one beside it.
    expect([vote, other]).to.deep.equal(['internal', 'ok']);
    expect(await chair.outcome('ballot.close', { ballotId })).to.equal('ok');
    expect(await chair.outcome('conference.end')).to.equal('ok');
    await eventually(async () => (await keyFiles()).length === 0, 'the key to be deleted');
  });
});
