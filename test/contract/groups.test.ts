import { expect } from 'chai';
import { v7 as uuid } from 'uuid';
import type { Group } from '../../server/scheduling/invitations/group-repository.ts';
import { createGroupRepository } from '../../server/storage/repositories/group-repository.ts';
import { createSelectionRepository } from '../../server/storage/repositories/selection-repository.ts';
import { onEachDatabase } from './databases.ts';
import { covered, meetingsIn, seriesIn } from '../support/storage/covered.ts';
import { hour, inviting, meeting, morning, populate } from './fixtures.ts';

onEachDatabase('Saved groups', (database) => {
  const groups = () => createGroupRepository(database());
  let place: Awaited<ReturnType<typeof populate>>;
  before(async () => {
    place = await populate(database());
  });

  const group = (given: Partial<Group> = {}) =>
    covered<Group>({
      id: uuid(),
      siteId: place.province.id,
      name: 'Miền núi',
      include: [{ kind: 'tag', tag: 'miền núi' }],
      people: [],
      except: [{ kind: 'subtree', siteId: place.lapThach.id }],
      createdByAccountId: place.secretary.id,
      createdAtMs: morning,
      ...given,
    });

  it('are stored, changed and removed; a name is unique in a unit', async () => {
    const first = group();
    const elsewhere = group({ siteId: place.lapThach.id });
    expect(await groups().insert(first)).to.equal(true);
    expect(await groups().insert(elsewhere)).to.equal(true);
    expect(await groups().insert(group())).to.equal(false);
    const second = group({ name: 'Đồng bằng', except: [] });
    expect(await groups().insert(second)).to.equal(true);
    expect(await groups().byIds([first.id, uuid()])).to.deep.equal([first]);
    expect(await groups().list([place.lapThach.id])).to.deep.equal([elsewhere]);
    expect(await groups().list(undefined)).to.have.length(3);
    expect(await groups().change(second, { ...second, name: 'Miền núi' })).to.equal(false);
    const changed = { ...second, name: 'Vùng thấp', include: first.include };
    expect(await groups().change(second, changed)).to.equal(true);
    expect(await groups().byIds([second.id])).to.deep.equal([changed]);
    await groups().remove(first);
    expect(await groups().byIds([first.id])).to.deep.equal([]);
  });

  it('and other selections are stored with their invitations, and copied to the occurrences of a series', async () => {
    const first = meeting({
      siteId: place.province.id,
      createdByAccountId: place.secretary.id,
      state: 'draft',
    });
    await meetingsIn(database()).insert(first);
    const sent = {
      sentByAccountId: place.secretary.id,
      sentAtMs: morning,
      role: 'delegate' as const,
      worded: { include: [{ kind: 'group' as const, name: 'Miền núi' }], except: [] },
      endpointIds: [place.wardHall.id],
    };
    const series = seriesIn(database());
    const invited = [inviting(place.wardHall.id)];
    expect(
      await series.inviteToAll([{ ...first, version: 7 }], invited, morning, place.secretary.id, sent),
    ).to.equal(false);
    const selections = createSelectionRepository(database());
    expect(await selections.sent(first.id)).to.deep.equal([]);
    expect(await series.inviteToAll([first], invited, morning, place.secretary.id, sent)).to.equal(true);
    expect(await selections.sent(first.id)).to.deep.equal([sent]);
    const made = {
      id: uuid(),
      rule: 'FREQ=DAILY;COUNT=2',
      timeZone: 'Asia/Ho_Chi_Minh',
      createdByAccountId: place.secretary.id,
      createdAtMs: morning,
    };
    const copy = { id: uuid(), startsAtMs: morning + 24 * hour, endsAtMs: morning + 25 * hour };
    expect(await series.repeat(made, { ...first, version: 2 }, [copy], morning)).to.equal(true);
    expect(await selections.sent(copy.id)).to.deep.equal([sent]);
  });
});
