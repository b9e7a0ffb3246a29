import { expect } from 'chai';
import { backoffMs } from '../../../client/signaling/backoff.ts';
import type { Farewell } from '../../../client/state/conference/conference.ts';
import { afterView, roomScreen, triesAgain } from '../../../client/state/room/room.ts';
import { roleAfterActing, roster, rosterActions } from '../../../client/state/conference/roster.ts';
import { slidesTile, stageGrid, tiles } from '../../../client/state/conference/stage.ts';
import { planned } from '../../../domain/conference/state.ts';
import type { RoomView } from '../../../protocol/rest/meetings/rooms.ts';
import type { ConferenceState, Participant } from '../../../protocol/state.ts';
import { roomNumbered } from '../../support/conference/conference-history.ts';

const chair = roomNumbered(1, 'Hội trường tỉnh', { role: 'chair', microphone: 'open' });
const operator = roomNumbered(2, 'Kỹ thuật', { role: 'operator' });
const secretary = roomNumbered(7, 'Thư ký', { role: 'secretary', presence: 'left' });
const hoa = roomNumbered(3, 'Xuân Hoà', { microphone: 'open' });
const away = roomNumbered(4, 'Đồng Cương', { presence: 'away' });
const waiting = roomNumbered(5, 'Ánh Dương', { presence: 'waiting' });
const left = roomNumbered(6, 'Bình Định', { presence: 'left' });
const all = [hoa, away, waiting, left, operator, chair];
const conference: ConferenceState = {
  ...planned,
  phase: 'in-session',
  participants: Object.fromEntries(all.map((one) => [one.id, one])),
  stage: { ...planned.stage, chair: chair.id },
  floor: {
    ...planned.floor,
    holder: { participantId: hoa.id, since: 1, endsAt: null, warned: false },
  },
};

const kinds = (own: Participant, target: Participant): readonly string[] =>
  rosterActions(conference, own, target).map((action) =>
    'seat' in action ? `${action.kind} ${action.seat}` : action.kind,
  );

describe('client: roster', () => {
  it('groups participants that are here or reconnecting, in Vietnamese order', () => {
    const { waiting: lobby, moderators, endpoints } = roster(conference, '');
    expect(lobby).to.deep.equal([waiting]);
    expect(moderators).to.deep.equal([chair, operator]);
    expect(endpoints).to.deep.equal([away, hoa]);
  });

  it('finds by name or site, with or without accents', () => {
    expect(roster(conference, 'xuan hoa').endpoints).to.deep.equal([hoa]);
    expect(roster(conference, 'XUÂN HÒA').endpoints).to.deep.equal([hoa]);
    expect(roster(conference, 'yen lac').endpoints).to.deep.equal([away, hoa]);
    expect(roster(conference, 'vĩnh tường').endpoints).to.deep.equal([]);
  });

  it('offers exactly the actions that the policy and the state allow', () => {
    expect(kinds(chair, hoa)).to.deep.equal([
      'revoke',
      'mute',
      'hold-camera',
      'pin',
      'give chair',
      'give slides',
      'role',
      'move',
      'remove',
    ]);
    expect(kinds(secretary, chair)).to.deep.equal(['grant', 'pin', 'clear chair', 'give slides']);
    expect(kinds(operator, hoa)).to.deep.equal(['mute', 'hold-camera', 'pin']);
    expect(kinds(operator, chair)).to.deep.equal(['pin']);
    const listening = { ...hoa, id: roomNumbered(8, 'Tề Lỗ').id };
    expect(kinds(operator, listening)).to.deep.equal(['mute', 'private-word', 'hold-camera', 'pin']);
    expect(kinds(operator, { ...listening, presence: 'away' })).not.to.include('private-word');
    expect(kinds(operator, waiting)).to.deep.equal(['admit']);
    expect(kinds(chair, waiting)).to.deep.equal(['admit', 'remove']);
    expect(kinds(hoa, chair)).to.deep.equal([]);
  });

  it('lets the holder of a seat leave it, and otherwise only participants that lead', () => {
    const given = { ...conference, stage: { ...conference.stage, slides: hoa.id } };
    const clears = (own: Participant) =>
      rosterActions(given, own, hoa).flatMap((action) =>
        'seat' in action && action.seat === 'slides' ? action.kind : [],
      );
    expect([clears(hoa), clears(chair), clears(operator)]).to.deep.equal([['yield'], ['clear'], []]);
  });

  it('lets an acting chair give the chair back, and no other leader take it away', () => {
    const acting: Participant = { ...hoa, role: 'chair', acting: 'delegate' };
    const actedFor = { ...conference, participants: { [acting.id]: acting, [secretary.id]: secretary } };
    const mayStop = (own: Participant) =>
      rosterActions(actedFor, own, acting).some(({ kind }) => kind === 'stop-acting');
    expect([mayStop(acting), mayStop(secretary)]).to.deep.equal([true, false]);
    expect(roleAfterActing(actedFor, acting, acting)).to.equal('delegate');
  });
});

describe('client: stage', () => {
  it('shows the chair large to the speaker, and the speaker small to itself', () => {
    const seen = tiles(conference, hoa.id).map((tile) => [tile.place, tile.size]);
    expect(seen).to.deep.equal([
      ['chair', 'large'],
      ['speaker', 'small'],
    ]);
  });

  it('shows the speaker large, the chair small, and marks the own picture', () => {
    expect(tiles(conference, chair.id)).to.deep.equal([
      {
        kind: 'stream',
        place: 'speaker',
        participantId: hoa.id,
        source: 'camera',
        size: 'large',
        participant: hoa,
        isOwn: false,
      },
      {
        kind: 'stream',
        place: 'chair',
        participantId: chair.id,
        source: 'camera',
        size: 'small',
        participant: chair,
        isOwn: true,
      },
    ]);
  });

  it('gives the faces the space of slides that are on another display', () => {
    const shown = { documentId: chair.id, page: 2, by: chair.id };
    const presenting = { ...conference, documents: { byId: {}, shown } };
    const seen = (...asked: Parameters<typeof tiles>) =>
      tiles(...asked).map((tile) => [tile.place, tile.size]);
    expect(seen(presenting, chair.id)).to.deep.equal([
      ['slides', 'large'],
      ['speaker', 'small'],
      ['chair', 'small'],
    ]);
    expect(seen(presenting, chair.id, false)).to.deep.equal(seen(conference, chair.id));
    expect(seen(presenting, hoa.id, false), 'the speaker').to.deep.equal(seen(conference, hoa.id));
    expect(slidesTile(presenting, chair.id)).to.deep.include({ kind: 'document', page: 2 });
    expect(slidesTile(conference, chair.id)).to.equal(undefined);
  });
});

const sizes = (...all: readonly ('large' | 'half' | 'small' | 'thumb')[]) => all.map((size) => ({ size }));

describe('client: places on the stage', () => {
  it('puts the small ones at the side, in one column or in two', () => {
    expect(stageGrid(sizes('large', 'small', 'thumb'))).to.deep.equal({
      largeColumns: 1,
      sideColumns: 1,
      sideRows: 2,
      places: [null, { row: 1, column: 1 }, { row: 2, column: 1 }],
    });
    const { largeColumns, sideColumns, sideRows, places } = stageGrid(
      sizes('half', 'half', 'small', 'thumb', 'thumb', 'thumb', 'thumb'),
    );
    expect([largeColumns, sideColumns, sideRows]).to.deep.equal([2, 2, 3]);
    expect(places.at(-1)).to.deep.equal({ row: 3, column: 1 });
  });

  it('makes a grid of equal tiles, as square as possible', () => {
    const columns = [0, 1, 2, 4, 5, 9, 11].map(
      (count) => stageGrid(Array.from({ length: count }, () => ({ size: 'thumb' as const }))).largeColumns,
    );
    expect(columns).to.deep.equal([1, 1, 2, 2, 3, 3, 4]);
  });
});

describe('client: room screen', () => {
  const id = '00000000-0000-7000-8000-0000000000aa';
  const view = (state: 'scheduled' | 'live'): RoomView => ({
    endpoint: {
      id: hoa.id,
      siteId: id,
      name: hoa.name,
      siteName: 'Huyện Yên Lạc',
      parentSiteName: null,
      email: null,
      phone: null,
      equipment: null,
      tags: [],
      lineDownKbps: null,
      lineUpKbps: null,
      cleared: false,
      retiredAtMs: null,
    },
    meeting: {
      id,
      title: 'Họp',
      startsAtMs: 1,
      endsAtMs: 2,
      state,
      classification: 'unclassified',
      admission: 'open',
      seriesId: null,
      departs: false,
      emergency: false,
      siteId: id,
      siteName: 'UBND tỉnh',
      version: 1,
      role: 'delegate',
      checkAskedAtMs: null,
    },
    emergency: null,
    nowMs: 0,
  });

  it('waits for the next meeting and joins it once it is live', () => {
    const scheduled = view('scheduled');
    expect(roomScreen(scheduled, undefined)).to.deep.equal({ kind: 'waiting', next: scheduled.meeting });
    expect(roomScreen(view('live'), undefined)).to.deep.equal({ kind: 'conference', meetingId: id });
  });

  it('waits again after the end, and does not return to a meeting that removed it', () => {
    const live = view('live');
    expect(roomScreen(live, { meetingId: id, farewell: 'ended' }).kind).to.equal('waiting');
    const reopened = { meetingId: id, farewell: 'ended', isGone: true } as const;
    expect(roomScreen(live, reopened)).to.deep.equal({ kind: 'conference', meetingId: id });
    const offered = { meetingId: id, farewell: 'ended', offers: 2 } as const;
    expect(roomScreen(live, offered).kind, 'opened again between two questions').to.equal('conference');
    for (const farewell of ['removed', 'seat-taken-over'] as const) {
      expect(roomScreen(live, { meetingId: id, farewell })).to.deep.equal({ kind: 'parted', farewell });
    }
  });

  it('returns to a meeting that let it in again, also where no answer of the server came in between', () => {
    const live = view('live');
    const removed = { meetingId: id, farewell: 'removed' } as const;
    const once = afterView(removed, live);
    expect(roomScreen(live, once).kind, 'the answer may be from before').to.equal('parted');
    expect(roomScreen(live, afterView(once, live)).kind).to.equal('conference');
    const without = { ...live, meeting: null };
    expect(roomScreen(live, afterView(afterView(removed, without), live)).kind).to.equal('conference');
  });

  it('goes at once to the meeting that a moderator sends it to', () => {
    expect(roomScreen(view('live'), { meetingId: id, farewell: 'moved', to: hoa.id })).to.deep.equal({
      kind: 'conference',
      meetingId: hoa.id,
    });
  });

  it('rings for an emergency until it is answered, and in another meeting says where to go', () => {
    const { meeting: called } = view('live');
    if (!called) throw new Error('nothing is live');
    const emergency = { ...called, id: hoa.id, emergency: true };
    const idle = { ...view('scheduled'), emergency };
    expect(roomScreen(idle, undefined)).to.deep.equal({ kind: 'called', by: emergency });
    expect(roomScreen({ ...view('live'), emergency }, undefined)).to.deep.equal({
      kind: 'conference',
      meetingId: id,
      calledBy: emergency,
    });
    for (const seen of [idle, { ...view('live'), emergency }]) {
      expect(roomScreen(seen, undefined, hoa.id)).to.deep.equal({ kind: 'conference', meetingId: hoa.id });
    }
  });

  it('tries again by itself after a temporary fault, while the meeting is offered', () => {
    const again: Readonly<Record<Farewell, boolean>> = {
      'signed-out': true,
      refused: true,
      'not-invited': true,
      'not-cleared': true,
      // It waits for the next meeting, goes where it was sent, or reloads.
      ended: false,
      moved: false,
      outdated: false,
      // A person decided this.
      left: false,
      removed: false,
      'seat-taken-over': false,
    };
    for (const farewell of Object.keys(again).filter((key): key is Farewell => key in again)) {
      const parting = { meetingId: id, farewell };
      expect(triesAgain(parting, view('live')), farewell).to.equal(again[farewell]);
      expect(triesAgain(parting, view('scheduled')), farewell).to.equal(false);
      expect(triesAgain({ ...parting, meetingId: hoa.id }, view('live')), farewell).to.equal(false);
    }
    expect(triesAgain(undefined, view('live'))).to.equal(false);
  });

  it('joins another meeting than the one that it left', () => {
    expect(roomScreen(view('live'), { meetingId: hoa.id, farewell: 'removed' }).kind).to.equal('conference');
  });
});

describe('client: backoff', () => {
  it('grows, spreads, and has an upper limit', () => {
    expect(backoffMs(0, 0)).to.equal(150);
    expect(backoffMs(0, 1)).to.equal(300);
    expect(backoffMs(2, 0)).to.equal(600);
    for (const failures of [4, 20, 5000]) {
      expect(backoffMs(failures, 0)).to.equal(1500);
      expect(backoffMs(failures, 1)).to.equal(3000);
    }
  });
});
