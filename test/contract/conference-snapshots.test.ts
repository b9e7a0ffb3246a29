import { expect } from 'chai';
import { v7 as uuid } from 'uuid';
import { planned } from '../../domain/conference/state.ts';
import { conferenceState } from '../../protocol/state.ts';
import { createConferenceLog } from '../../server/storage/repositories/conference-log.ts';
import { justJoined, participantNamed } from '../support/conference/conference-history.ts';
import { onEachDatabase } from './databases.ts';

const arrived = (name: string) => ({ ...participantNamed(name), ...justJoined });

onEachDatabase('Snapshots of conferences', (database) => {
  it('are read as they were saved, including the order of joining', async () => {
    const log = createConferenceLog(database());
    const [first, second] = [arrived('xã Tam Hồng'), arrived('xã "Trung" Mỹ')].sort((a, b) =>
      a.id < b.id ? 1 : -1,
    );
    if (!first || !second) throw new Error('there are two');
    const participants = { [first.id]: first, [second.id]: second };
    const state = { ...planned, seq: 7, participants };
    const conferenceId = uuid();
    await log.saveSnapshot(conferenceId, state, 1);
    const kept = conferenceState.parse(await log.latestSnapshot(conferenceId));
    expect(kept).to.deep.equal(state);
    expect(Object.keys(kept.participants)).to.deep.equal([first.id, second.id]);
  });

  it('are absent before one is saved', async () => {
    expect(await createConferenceLog(database()).latestSnapshot(uuid())).to.equal(undefined);
  });

  it('are replaced by newer ones and never by older ones', async () => {
    const log = createConferenceLog(database());
    const conferenceId = uuid();
    for (const seq of [5, 9, 7]) await log.saveSnapshot(conferenceId, { ...planned, seq }, seq);
    expect(await log.latestSnapshot(conferenceId)).to.deep.include({ seq: 9 });
  });
});
