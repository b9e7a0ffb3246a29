import { signal } from '@preact/signals';
import { expect } from 'chai';
import { cameraTile, showsPicture } from '../../../client/state/conference/stage.ts';
import { Viewing } from '../../../client/state/conference/viewing.ts';
import { wallGrid, wallPage, wallSizes } from '../../../client/state/conference/wall.ts';
import { planned } from '../../../domain/conference/state.ts';
import { mostOnPage, view } from '../../../protocol/media.ts';
import type { ConferenceState, Participant } from '../../../protocol/state.ts';
import { roomNumbered } from '../../support/conference/conference-history.ts';

const meeting = (...participants: readonly Participant[]): ConferenceState => ({
  ...planned,
  phase: 'in-session',
  participants: Object.fromEntries(participants.map((one) => [one.id, one])),
});
const chair = roomNumbered(900, 'Ủy ban tỉnh', { role: 'chair' });
// Thôn 1 to Thôn 11: sorted by letters alone, they would be in another order.
const rooms = Array.from({ length: 11 }, (_, index) => roomNumbered(index + 1, `Thôn ${index + 1}`));
const names = (members: readonly Participant[]): string =>
  members.map(({ name }) => name.replace('Thôn ', '')).join(' ');
const without = (...gone: readonly (Participant | undefined)[]): ConferenceState =>
  meeting(
    ...[chair, ...rooms].map((one): Participant => (gone.includes(one) ? { ...one, presence: 'left' } : one)),
  );
const all = without();

describe('client: pages of the wall', () => {
  it('shows every participant once, in the order of the roster', () => {
    const pages: string[] = [];
    let from: string | undefined;
    for (let number = 1; number <= 3; number += 1) {
      const page = wallPage(all, 4, from);
      expect([page.number, page.of]).to.deep.equal([number, 3]);
      pages.push(names(page.members));
      from = page.nextFrom;
    }
    expect(pages).to.deep.equal(['Ủy ban tỉnh 1 2 3', '4 5 6 7', '8 9 10 11']);
    expect(from).to.equal(chair.id);
  });

  it('goes round in both directions, and knows the next page', () => {
    const last = wallPage(all, 9, wallPage(all, 9, undefined).previousFrom);
    expect([names(last.members), last.number, last.of]).to.deep.equal(['9 10 11', 2, 2]);
    expect(names(last.next)).to.equal('Ủy ban tỉnh 1 2 3 4 5 6 7 8');
    const only = wallPage(all, 16, undefined);
    expect([only.members.length, only.next.length, only.of]).to.deep.equal([12, 0, 1]);
  });

  it('keeps its first participant when others join and leave', () => {
    const from = rooms[3]?.id;
    const fewer = wallPage(without(rooms[0], rooms[1]), 4, from);
    expect([names(fewer.members), fewer.number, fewer.of]).to.deep.equal(['4 5 6 7', 2, 3]);
    const more = wallPage(meeting(chair, roomNumbered(90, 'Thôn 0'), ...rooms), 4, from);
    expect([names(more.members), more.number, more.of]).to.deep.equal(['4 5 6 7', 3, 4]);
    expect(names(wallPage(all, 4, fewer.previousFrom).members)).to.equal('Ủy ban tỉnh 1 2 3');
  });

  it('closes the gap of a participant that leaves, also of the first on the page', () => {
    const from = rooms[3]?.id;
    expect(names(wallPage(without(rooms[4]), 4, from).members)).to.equal('4 6 7 8');
    expect(names(wallPage(without(rooms[3]), 4, from).members)).to.equal('5 6 7 8');
    expect(names(wallPage(without(...rooms.slice(3)), 4, from).members)).to.equal('Ủy ban tỉnh 1 2 3');
  });

  it('keeps participants that are away, and leaves out those that only listen or wait', () => {
    const conference = meeting(
      roomNumbered(1, 'A', { presence: 'away' }),
      roomNumbered(2, 'B', { role: 'observer' }),
      roomNumbered(3, 'C', { presence: 'waiting' }),
    );
    expect(names(wallPage(conference, 4, undefined).members)).to.equal('A');
    expect(wallPage(meeting(), 4, undefined)).to.deep.include({ members: [], number: 1, of: 1 });
  });

  it('has no page larger than the contract allows, and tiles of one size', () => {
    expect(Math.max(...wallSizes)).to.equal(mostOnPage);
    const grids = wallSizes.map((size) => wallGrid(size, wallPage(all, size, undefined)));
    expect(grids.map(({ columns, rows }) => `${columns}×${rows}`)).to.deep.equal([
      '2×2',
      '3×3',
      '4×3',
      '4×3',
    ]);
  });
});

describe('client: the view of a page', () => {
  const conference = signal(all);
  const own = signal<Participant | undefined>(chair);
  const ids = (members: readonly Participant[]): string[] => members.map(({ id }) => id);

  it('is the stage, the wall, or one participant, as the server receives it', () => {
    const viewing = new Viewing({ conference, own }, 4);
    expect(viewing.view.value).to.deep.equal({ kind: 'stage' });
    viewing.showWall();
    expect(viewing.view.value).to.deep.equal({
      kind: 'wall',
      // The server sends no participant its own picture.
      page: ids(rooms.slice(0, 3)),
      next: ids(rooms.slice(3, 7)),
    });
    viewing.turn(1);
    viewing.resize('9');
    expect(viewing.view.value).to.deep.include({ page: ids(rooms.slice(3)) });
    expect(view.parse(viewing.view.value)).to.deep.equal(viewing.view.value);
    viewing.showSingle(chair.id);
    expect(viewing.view.value).to.deep.equal({ kind: 'single', participantId: chair.id });
    viewing.showWall();
    expect(viewing.view.value).to.deep.include({ page: ids(rooms.slice(3)) });
    viewing.showStage();
    expect(viewing.view.value).to.deep.equal({ kind: 'stage' });
    viewing.withSlides.value = false;
    expect(view.parse(viewing.view.value)).to.deep.equal({ kind: 'stage', slidesApart: true });
  });

  it('is the wall again when the single participant has left, and the stage once the viewer no longer leads', () => {
    const viewing = new Viewing({ conference, own }, 4);
    viewing.showWall();
    viewing.showSingle(rooms[0]?.id ?? '');
    conference.value = without(rooms[0]);
    expect(viewing.shown.value.kind).to.equal('wall');
    own.value = rooms[1];
    expect(viewing.shown.value.kind).to.equal('stage');
  });
});

describe('client: pictures', () => {
  const pictures = { audioOnly: false, picturesHeld: false };
  const room = roomNumbered(1, 'Xã Tam Hồng');
  const tile = cameraTile(room, false, 'thumb');
  const seen = (fields: Partial<Participant>, line = pictures, isOwn = false): boolean =>
    showsPicture(meeting({ ...room, ...fields }), tile, line, isOwn);

  it('are shown by the state of the conference, even while the client still has a stream', () => {
    expect(seen({})).to.equal(true);
    expect(seen({ cameraHeld: true })).to.equal(false);
    expect(seen({ presence: 'away' })).to.equal(true);
    expect(seen({ presence: 'left' })).to.equal(false);
  });

  it('of others are not shown on a thin line, and the own one not where only sound is wanted', () => {
    expect(seen({}, { ...pictures, audioOnly: true })).to.equal(false);
    expect(seen({}, { ...pictures, picturesHeld: true })).to.equal(false);
    expect(seen({}, { ...pictures, picturesHeld: true }, true)).to.equal(true);
    expect(seen({}, { ...pictures, audioOnly: true }, true)).to.equal(false);
    expect(seen({ cameraHeld: true }, pictures, true)).to.equal(false);
  });
});
