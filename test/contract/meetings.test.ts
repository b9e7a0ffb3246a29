import { expect } from 'chai';
import { v7 as uuid } from 'uuid';
import type { Invitation, MeetingWithInvitations } from '../../domain/schedule/meeting.ts';
import { createIdempotencyRepository } from '../../server/storage/repositories/idempotency-repository.ts';
import { onEachDatabase } from './databases.ts';
import { meetingsIn, seriesIn } from '../support/storage/covered.ts';
import { hour, meeting, morning, populate } from './fixtures.ts';

const invite = (given: Partial<Invitation>): Invitation => ({
  id: uuid(),
  endpointId: null,
  accountId: null,
  role: 'delegate',
  transferred: false,
  delegates: [],
  ...given,
});
const ids = (found: readonly { readonly id: string }[]) => found.map(({ id }) => id);
const at = (startsAtMs: number) => ({ startsAtMs, endsAtMs: startsAtMs + hour });
const answer = (subjectId: string, body: unknown) => ({
  key: 'key-1',
  subjectId,
  route: 'POST /api/v1/meetings',
  requestHash: 'hash',
  status: 201,
  body,
  createdAtMs: morning,
});

onEachDatabase('Meetings', (database) => {
  const meetings = () => meetingsIn(database());
  let place: Awaited<ReturnType<typeof populate>>;
  before(async () => {
    place = await populate(database());
  });

  let planned = 0;
  /** Inserts a meeting on its own day, since a room can be in only one meeting at a time. */
  const plan = async (given: Partial<MeetingWithInvitations> = {}) => {
    planned += 1;
    const one = meeting({
      ...at(morning + planned * 24 * hour),
      siteId: place.province.id,
      createdByAccountId: place.secretary.id,
      invitations: [invite({ endpointId: place.wardHall.id })],
      ...given,
    });
    await meetings().insert(one);
    return one;
  };

  it('are read as they were planned', async () => {
    const planned = await plan({
      invitations: [
        invite({ endpointId: place.wardHall.id }),
        invite({ accountId: place.secretary.id, role: 'chair' }),
      ],
    });
    expect(await meetings().byId(planned.id)).to.deep.equal(planned);
    expect(await meetings().byId(uuid())).to.equal(undefined);
  });

  it('are not stored without their invitations', async () => {
    const planned = meeting({
      siteId: place.province.id,
      createdByAccountId: place.secretary.id,
      invitations: [invite({ endpointId: place.wardHall.id, accountId: place.secretary.id })],
    });
    const refused = await meetings()
      .insert(planned)
      .then(
        () => false,
        () => true,
      );
    expect(refused).to.equal(true);
    expect(await meetings().byId(planned.id)).to.equal(undefined);
  });

  it('are listed by time, state, organiser and invitation', async () => {
    const days = 24 * hour;
    const later = await plan({ ...at(morning + 101 * days), state: 'draft', siteId: place.phucYen.id });
    const sooner = await plan({
      ...at(morning + 100 * days),
      invitations: [
        invite({ endpointId: place.communeHall.id }),
        invite({ accountId: place.secretary.id, role: 'secretary' }),
      ],
    });
    const endsAfterMs = morning + 50 * days;
    const list = (filter: Parameters<ReturnType<typeof meetings>['list']>[0]) =>
      meetings()
        .list({ endsAfterMs, ...filter })
        .then(ids);

    const { invitations: _, ...bare } = sooner;
    expect(await meetings().list({ endsAfterMs, limit: 1 })).to.deep.equal([bare]);
    expect(await list({})).to.deep.equal([sooner.id, later.id]);
    expect(await list({ endsAfterMs: sooner.endsAtMs })).to.deep.equal([later.id]);
    expect(await list({ endsAfterMs: sooner.endsAtMs - 1 })).to.deep.equal([sooner.id, later.id]);
    expect(await list({ startsBeforeMs: later.startsAtMs })).to.deep.equal([sooner.id]);
    expect(await list({ states: ['draft', 'cancelled'] })).to.deep.equal([later.id]);
    expect(await list({ siteIds: [place.phucYen.id, place.ward.id] })).to.deep.equal([later.id]);
    expect(await list({ siteIds: [] })).to.deep.equal([]);
    expect(await list({ invitedEndpointId: place.communeHall.id })).to.deep.equal([sooner.id]);
    expect(await list({ invitedEndpointId: place.wardHall.id })).to.deep.equal([later.id]);
    expect(await list({ invitedAccountId: place.secretary.id })).to.deep.equal([sooner.id]);
    expect(
      await list({ invitedAccountId: place.secretary.id, invitedEndpointId: place.wardHall.id }),
    ).to.deep.equal([]);
  });

  it('change for exactly one of many writers that saw the same version', async () => {
    const planned = await plan();
    const outcomes = await Promise.all(
      Array.from({ length: 10 }, (_, index) =>
        meetings().update(planned, 1, { title: `Bản ${index}`, agenda: [] }, morning),
      ),
    );
    expect(outcomes.filter(Boolean)).to.have.length(1);
    expect(await meetings().byId(planned.id)).to.deep.equal({
      ...planned,
      title: `Bản ${outcomes.indexOf(true)}`,
      agenda: [],
      version: 2,
      updatedAtMs: morning,
    });
    const moved = { startsAtMs: morning + hour, endsAtMs: morning + 3 * hour };
    expect(await meetings().update(planned, 2, moved, morning + 1)).to.equal(true);
    expect(await meetings().byId(planned.id)).to.deep.include({
      ...moved,
      version: 3,
      updatedAtMs: morning + 1,
    });
    expect(await meetings().update({ ...planned, id: uuid() }, 1, { title: '' }, morning)).to.equal(false);
  });

  it('change their invitations under the same rule', async () => {
    const planned = await plan();
    const [first] = planned.invitations;
    const chair = invite({ accountId: place.secretary.id, role: 'chair' });
    const again = invite({ endpointId: place.wardHall.id, role: 'observer' });
    const invitations = async () => (await meetings().byId(planned.id))?.invitations;

    expect(await meetings().addInvitations(planned, 1, [chair, again], morning)).to.equal(true);
    const observing = { ...first, role: 'observer' };
    expect(await invitations()).to.deep.equal([observing, chair]);

    expect(await meetings().addInvitations(planned, 1, [], morning)).to.equal(false);
    const withdraw = (version: number) =>
      seriesIn(database()).withdrawFromAll([{ ...planned, version }], place.wardHall.id, morning);
    expect(await withdraw(1)).to.equal(false);
    expect(await invitations()).to.deep.equal([observing, chair]);

    expect(await withdraw(2)).to.equal(true);
    expect(await meetings().byId(planned.id)).to.deep.include({ version: 3, invitations: [chair] });
  });
});

onEachDatabase('Answers to repeated requests', (database) => {
  const answers = () => createIdempotencyRepository(database());

  it('are stored per subject and key, and the first one stays', async () => {
    const [one, other] = [uuid(), uuid()];
    expect(await answers().get(one, 'key-1')).to.equal(undefined);
    const first = answer(one, { some_key: ['ă', null] });
    expect(await answers().put(first)).to.deep.equal(first);
    expect(await answers().put({ ...first, status: 500 })).to.deep.equal(first);
    const second = answer(other, 'plain text');
    expect(await answers().put(second)).to.deep.equal(second);
    expect(await answers().get(one, 'key-1')).to.deep.equal(first);
    expect(await answers().put({ ...first, key: 'key-2', body: null })).to.have.property('body', null);
  });

  it('are deleted by their age', async () => {
    const subject = uuid();
    const old = answer(subject, 'old');
    const young = { ...old, key: 'key-2', createdAtMs: morning + hour };
    await answers().put(old);
    await answers().put(young);
    await answers().forgetBefore(morning + hour);
    expect(await answers().get(subject, 'key-1')).to.equal(undefined);
    expect(await answers().get(subject, 'key-2')).to.deep.equal(young);
  });
});
