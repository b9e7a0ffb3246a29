import { expect } from 'chai';
import { v7 as uuid } from 'uuid';
import type { LoggedEvent } from '../../protocol/events.ts';
import { ConflictError } from '../../server/conference/conference-log.ts';
import { createConferenceLog } from '../../server/storage/repositories/conference-log.ts';
import { execute } from '../support/storage/database.ts';
import { owned } from '../support/storage/owning.ts';
import { onEachDatabase } from './databases.ts';

const events = (first: number, count: number): LoggedEvent[] =>
  Array.from({ length: count }, (_, index) => ({
    seq: first + index,
    at: 1_764_000_000_123 + index,
    by: index % 2 === 0 ? uuid() : null,
    type: 'participant.joined',
    payload: {
      identity: {
        id: uuid(),
        kind: 'endpoint',
        name: 'Hội trường Xuân Hoà',
        siteId: null,
        siteName: 'Phường Xuân Hoà, Thành phố "Phúc Yên"',
        sitePath: [],
        levelId: null,
        role: 'delegate',
      },
      microphone: 'muted',
    },
  }));

const rejection = (promise: Promise<unknown>): Promise<unknown> =>
  promise.then(
    () => expect.fail('should have been rejected'),
    (error: unknown) => error,
  );

onEachDatabase('The conference log', (database) => {
  it('returns the events as they were appended, in order, after a sequence number', async () => {
    const log = createConferenceLog(database());
    const conference = uuid();
    const ownership = await owned(database(), conference);
    const written = events(1, 7);
    await log.append(ownership, 0, written.slice(0, 3));
    await log.append(ownership, 3, written.slice(3));
    await log.append(ownership, 7, []);
    expect(await log.read(conference, 0)).to.deep.equal(written);
    expect(await log.read(conference, 5)).to.deep.equal(written.slice(5));
    expect(await log.lastSeq(conference)).to.equal(7);
  });

  it('returns the events of some types only', async () => {
    const log = createConferenceLog(database());
    const conference = uuid();
    const [joined] = events(1, 1);
    const place = { at: 1_764_000_000_999, by: null, payload: {} };
    const written = [
      ...(joined ? [joined] : []),
      { ...place, seq: 2, type: 'conference.started' as const },
      { ...place, seq: 3, type: 'conference.locked' as const },
      { ...place, seq: 4, type: 'conference.started' as const },
    ];
    await log.append(await owned(database(), conference), 0, written);
    const found = await log.ofTypes(conference, ['conference.started', 'agenda.begun']);
    expect(found.map(({ seq }) => seq)).to.deep.equal([2, 4]);
    expect(await log.ofTypes(conference, [])).to.deep.equal([]);
  });

  it('is empty for a conference without events', async () => {
    const log = createConferenceLog(database());
    expect(await log.read(uuid(), 0)).to.deep.equal([]);
    expect(await log.lastSeq(uuid())).to.equal(0);
  });

  it('accepts two thousand events at once', async () => {
    const log = createConferenceLog(database());
    const conference = uuid();
    const ownership = await owned(database(), conference);
    await log.append(ownership, 0, events(1, 2_000));
    expect(await log.lastSeq(conference)).to.equal(2_000);
  });

  it('stores nothing of an append that overlaps the log or leaves a gap', async () => {
    const log = createConferenceLog(database());
    const conference = uuid();
    const ownership = await owned(database(), conference);
    await log.append(ownership, 0, events(1, 3));
    expect(await rejection(log.append(ownership, 2, events(3, 2)))).to.be.instanceOf(ConflictError);
    expect(await rejection(log.append(ownership, 5, events(6, 1)))).to.be.instanceOf(ConflictError);
    expect(await rejection(log.append(ownership, 3, events(5, 1)))).to.be.instanceOf(RangeError);
    expect(await log.lastSeq(conference)).to.equal(3);
  });

  it('accepts exactly one of many concurrent writers', async () => {
    const log = createConferenceLog(database());
    const conference = uuid();
    const ownership = await owned(database(), conference);
    const outcomes = await Promise.allSettled(
      Array.from({ length: 20 }, () => log.append(ownership, 0, events(1, 2))),
    );
    const refusals = outcomes.filter((outcome) => outcome.status === 'rejected');
    expect(refusals).to.have.length(19);
    for (const { reason } of refusals) expect(reason).to.be.instanceOf(ConflictError);
    expect(await log.lastSeq(conference)).to.equal(2);
  });

  it('cannot be changed, shortened or emptied', async () => {
    const log = createConferenceLog(database());
    const conference = uuid();
    const ownership = await owned(database(), conference);
    const written = events(1, 1);
    await log.append(ownership, 0, written);
    for (const statement of [
      "update conference_event set type = 'forged'",
      'delete from conference_event',
      'delete from conference_event where false',
      'truncate conference_event',
    ]) {
      const error = await rejection(execute(database(), statement));
      expect(error)
        .to.be.instanceOf(Error)
        .with.property('message')
        .that.matches(/append-only/);
    }
    expect(await log.read(conference, 0)).to.deep.equal(written);
  });
});
