import { expect } from 'chai';
import type { SeenDevices } from '../../../client/state/conference/device-states.ts';
import { noFindings } from '../../../client/state/conference/qualities.ts';
import {
  groupKeys,
  removedKey,
  rosterList,
  steadyLines,
} from '../../../client/state/conference/roster-list.ts';
import type { RosterFilter, RosterLine, RosterSight } from '../../../client/state/conference/roster-list.ts';
import {
  districts,
  History,
  idNamed,
  participantNamed,
  participants,
} from '../../support/conference/conference-history.ts';

const [yenLac, binhXuyen] = districts;
const chair = participantNamed('Chủ tịch', 'chair');
const secretary = participantNamed('Thư ký', 'secretary');
const rooms = [
  participantNamed('Xã Tam Hồng', 'delegate', yenLac),
  participantNamed('Xã Đồng Cương', 'delegate', yenLac),
  participantNamed('Xã Hương Canh', 'delegate', binhXuyen),
] as const;
const [tamHong, dongCuong, huongCanh] = rooms;

function session(): History {
  const history = new History().open().join(chair, secretary, ...rooms);
  history.command(chair, 'conference.start');
  return history;
}

const everything: RosterSight = { query: '', filter: 'all', closed: new Set() };
const list = (
  { state }: History,
  sight: Partial<RosterSight> = {},
  reader = secretary,
  found = noFindings,
  devices: readonly SeenDevices[] = [],
) =>
  rosterList(
    state,
    reader,
    { ...everything, ...sight },
    found,
    new Map(devices.map((each) => [each.participantId, each])),
  );
const names = (history: History, lines: readonly RosterLine[]): readonly string[] =>
  lines.map((line) =>
    line.kind === 'group' ? `${line.count}` : (history.state.participants[line.key]?.name ?? ''),
  );

describe('client: the roster of hundreds', () => {
  it('lists the moderators first, then the rooms unit by unit, each with its number', () => {
    const history = session();
    expect(names(history, list(history).lines)).to.deep.equal([
      '2',
      'Chủ tịch',
      'Thư ký',
      '2',
      'Xã Đồng Cương',
      'Xã Tam Hồng',
      '1',
      'Xã Hương Canh',
    ]);
  });

  it('folds the members of a group away and keeps its number', () => {
    const history = session();
    const closed = new Set(groupKeys(list(history).lines));
    expect(names(history, list(history, { closed }).lines)).to.deep.equal(['2', '2', '1']);
    closed.delete(yenLac);
    expect(names(history, list(history, { closed }).lines)).to.deep.equal([
      '2',
      '2',
      'Xã Đồng Cương',
      'Xã Tam Hồng',
      '1',
    ]);
  });

  it('finds names without their marks', () => {
    const history = session();
    expect(names(history, list(history, { query: 'dong cuong' }).lines)).to.deep.equal([
      '1',
      'Xã Đồng Cương',
    ]);
  });

  it('filters by hand, lost connection, poor line, missing sound and missing report, and counts them', () => {
    const history = session();
    history.command(tamHong, 'hand.raise', { category: 'speech', subject: '' });
    history.command(chair, 'floor.grant', { participantId: huongCanh.id });
    history.command(chair, 'rollCall.open');
    history.command(dongCuong, 'rollCall.report', { headCount: 12, delegates: 3 });
    history.take({ system: { type: 'connectionLost', participantId: dongCuong.id } });
    const findings = {
      ...noFindings,
      marks: new Map([[tamHong.id, [{ kind: 'audio', band: 'poor' } as const]]]),
      silent: new Set([huongCanh.id, tamHong.id]),
    };
    const filtered = (filter: RosterFilter) =>
      list(history, { filter }, secretary, findings).found.map(({ name }) => name);
    expect(filtered('all')).to.have.members(rooms.map(({ name }) => name));
    expect(filtered('hand')).to.deep.equal(['Xã Tam Hồng']);
    expect(filtered('lost')).to.deep.equal(['Xã Đồng Cương']);
    expect(filtered('poor')).to.deep.equal(['Xã Tam Hồng']);
    // A muted room that sends no sound does what it should.
    expect(filtered('silent')).to.deep.equal(['Xã Hương Canh']);
    expect(filtered('unconfirmed')).to.have.members(['Xã Hương Canh', 'Xã Tam Hồng']);
    expect(list(history, {}, secretary, findings).counts).to.include({
      all: 5,
      hand: 1,
      lost: 1,
      poor: 1,
      silent: 1,
    });
  });

  it('leaves the moderators out of a command for all that are found', () => {
    const history = session();
    history.command(chair, 'participant.remove', { participantId: tamHong.id, reason: '' });
    expect(list(history).found.map(({ name }) => name)).to.have.members(['Xã Đồng Cương', 'Xã Hương Canh']);
  });

  it('finds those in the lobby and those that were moved, by the search, while there is no filter', () => {
    const history = new History().open('lobby').join(chair, secretary, ...rooms);
    history.command(chair, 'participant.admit', { target: participants(huongCanh.id) });
    history.command(chair, 'participant.move', {
      participantId: huongCanh.id,
      to: idNamed('phiên họp khác'),
    });
    const ids = (sight: Partial<RosterSight>) => {
      const { waiting, moved } = list(history, sight);
      return [waiting.map(({ id }) => id), moved.map(({ id }) => id)];
    };
    expect(ids({})).to.deep.equal([[dongCuong.id, tamHong.id], [huongCanh.id]]);
    expect(ids({ query: 'tam hong' })).to.deep.equal([[tamHong.id], []]);
    expect(ids({ filter: 'hand' })).to.deep.equal([[], []]);
  });

  it('shows those that were removed to moderators only', () => {
    const history = session();
    history.command(chair, 'participant.remove', { participantId: tamHong.id, reason: '' });
    expect(groupKeys(list(history).lines)).to.include(removedKey);
    expect(groupKeys(list(history, {}, dongCuong).lines)).not.to.include(removedKey);
  });

  it('finds the rooms that lack a device, and says nothing of those whose connection is lost', () => {
    const history = session();
    const working = { state: 'working', name: '', forMs: 0 } as const;
    const devices = (participantId: string, fields: Partial<SeenDevices> = {}): SeenDevices => ({
      participantId,
      isConnected: true,
      forMs: 0,
      camera: working,
      microphone: working,
      speaker: working,
      soundBlocked: false,
      connectionSinceMs: 0,
      sinceMs: { camera: 0, microphone: 0, speaker: 0 },
      ...fields,
    });
    const missing = { ...working, state: 'missing' } as const;
    const found = (...known: readonly SeenDevices[]) =>
      list(history, { filter: 'devices' }, secretary, noFindings, known).found.map(({ id }) => id);
    expect(found(devices(tamHong.id), devices(dongCuong.id, { camera: missing }))).to.deep.equal([
      dongCuong.id,
    ]);
    expect(found(devices(huongCanh.id, { soundBlocked: true }))).to.deep.equal([huongCanh.id]);
    expect(found(devices(huongCanh.id, { camera: missing, isConnected: false }))).to.deep.equal([]);
    history.take({ system: { type: 'connectionLost', participantId: dongCuong.id } });
    expect(found(devices(dongCuong.id, { camera: missing }))).to.deep.equal([]);
  });

  it('keeps every line in its place under a pointer, and counts what waits', () => {
    const history = session();
    const held = list(history, { filter: 'hand' }).lines;
    expect(held).to.deep.equal([]);
    for (const room of rooms.slice(0, 2))
      history.command(room, 'hand.raise', { category: 'speech', subject: '' });
    const two = list(history, { filter: 'hand' }).lines;
    history.command(tamHong, 'hand.lower');
    history.command(huongCanh, 'hand.raise', { category: 'speech', subject: '' });
    const now = list(history, { filter: 'hand' }).lines;
    const { shown, waiting } = steadyLines(two, now);
    expect(shown.map(({ key }) => key)).to.deep.equal(two.map(({ key }) => key));
    // The heading of its unit, and the room itself.
    expect(waiting).to.equal(2);
    expect(steadyLines(undefined, now)).to.deep.equal({ shown: now, waiting: 0 });
  });
});
