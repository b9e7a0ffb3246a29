import { expect } from 'chai';
import { agendaView, sessionTiming } from '../../../client/state/conference/agenda.ts';
import {
  ballotNews,
  ballotViews,
  newBallot,
  nextBallot,
  rulesTyped,
  unitsToVote,
  voteCards,
  votesHere,
} from '../../../client/state/conference/ballots.ts';
import {
  announcementShown,
  conversation,
  latestAt,
  mayWrite,
  Reading,
  unread,
} from '../../../client/state/conference/chat.ts';
import { documentViews, pageBeside, presentation } from '../../../client/state/documents/documents.ts';
import {
  bySubtree,
  groupsTyped,
  groupViews,
  inEqualParts,
  ownGroup,
  reassigned,
} from '../../../client/state/conference/groups.ts';
import { isAskedToReport, reportTyped } from '../../../client/state/conference/roll-call.ts';
import { landing, unitLevel } from '../../../client/state/unit-tree.ts';
import { rollCall } from '../../../domain/conference/roll-call.ts';
import type { Identity } from '../../../protocol/conference/presence.ts';
import type { Participant } from '../../../protocol/state.ts';
import {
  districts,
  everybody,
  History,
  items,
  participantNamed,
  province,
} from '../../support/conference/conference-history.ts';

const [yenLac, binhXuyen] = districts;
const chair = participantNamed('chair', 'chair');
const secretary = participantNamed('secretary', 'secretary');
const tamHong = participantNamed('Tam Hồng', 'delegate', yenLac);
const dongVan = participantNamed('Đồng Văn', 'delegate', yenLac);
const huongCanh = participantNamed('Hương Canh', 'delegate', binhXuyen);
const observer = participantNamed('Dự thính', 'observer');
const idOf = (n: number): string => `00000000-0000-7000-8000-00000000000${n}`;

/** In session; all have joined. */
function session(): History {
  const history = new History().open().join(chair, secretary, tamHong, dongVan, huongCanh, observer);
  history.command(chair, 'conference.start');
  return history;
}

function own({ state }: History, { id }: Identity): Participant {
  const participant = state.participants[id];
  if (!participant) throw new Error('not in the conference');
  return participant;
}

const drafted = (rules: object = {}): History => {
  const history = session();
  history.command(chair, 'ballot.draft', {
    ...newBallot,
    ballotId: idOf(1),
    question: 'Thông qua Nghị quyết?',
    ...rules,
  });
  return history;
};

const opened = (rules: object = {}): History => {
  const history = drafted(rules);
  history.command(chair, 'ballot.open', { ballotId: idOf(1) });
  return history;
};

const cast = (history: History, who: Identity, choice: string) =>
  history.command(who, 'ballot.cast', { ballotId: idOf(1), choice });

const say = (history: History, who: Identity, n: number, to: object = { kind: 'all' }) =>
  history.command(who, 'chat.send', { messageId: idOf(n), to, text: `Tin ${n}`, documentIds: [] });

function withDocument(): History {
  const history = session();
  history.take({
    system: {
      type: 'addDocument',
      document: {
        id: idOf(1),
        title: 'Báo cáo.pdf',
        mediaType: 'application/pdf',
        bytes: 1000,
        pages: 3,
        visibleTo: 'all',
      },
    },
  });
  return history;
}

describe('client: ballots', () => {
  it('shows drafts only to participants that lead', () => {
    const history = drafted();
    expect(ballotViews(history.state, own(history, chair))).to.have.length(1);
    expect(ballotViews(history.state, own(history, tamHong))).to.have.length(0);
  });

  it('gives a card to every entitled unit, and shows when the unit has voted', () => {
    const history = opened({ chairVotes: false });
    const cardOf = (who: Identity) => voteCards(history.state, own(history, who))[0];
    expect(cardOf(tamHong)).to.deep.include({ weight: 1, votedBy: undefined });
    expect(cardOf(chair)).to.equal(undefined);
    expect(cardOf(observer)).to.equal(undefined);
    expect(ballotNews(own(history, tamHong), history.state)).to.equal(1);
    cast(history, tamHong, 'agree');
    expect(cardOf(tamHong)?.votedBy?.id).to.equal(tamHong.id);
    expect(ballotNews(own(history, tamHong), history.state)).to.equal(0);
  });

  it('shows who has not answered, and no result before it is published', () => {
    const history = opened();
    cast(history, tamHong, 'agree');
    const viewOf = () => ballotViews(history.state, own(history, secretary))[0];
    expect(viewOf()?.progress).to.include({ answered: 1, entitled: 4 });
    expect(viewOf()?.waitingFor).to.have.length(3);
    history.command(chair, 'ballot.close', { ballotId: idOf(1) });
    expect(viewOf()).to.include({ result: undefined });
    expect(viewOf()?.votes).to.deep.equal([]);
    expect(ballotNews(own(history, secretary), history.state)).to.equal(1);
    expect(ballotNews(own(history, tamHong), history.state)).to.equal(0);
  });

  it('lists a published named ballot unit by unit, also units that did not vote', () => {
    const history = opened({ quorumPercent: 50 });
    cast(history, tamHong, 'agree');
    cast(history, chair, 'agree');
    cast(history, huongCanh, 'disagree');
    history.command(chair, 'ballot.close', { ballotId: idOf(1) });
    history.command(chair, 'ballot.publish', { ballotId: idOf(1) });
    const [view] = ballotViews(history.state, own(history, tamHong));
    expect(view?.result).to.equal('carried');
    expect(view?.votes.map(({ choice }) => choice)).to.have.members(['agree', 'agree', 'disagree', null]);
  });

  it('proposes the body of the previous ballot, and counts the votes that are present', () => {
    const history = opened({ bodyVotes: 45 });
    expect(nextBallot(history.state)).to.deep.equal({ ...newBallot, bodyVotes: 45 });
    expect(nextBallot(session().state)).to.deep.equal(newBallot);
    const units = unitsToVote(history.state, newBallot);
    const weights = { [units[0]?.unit ?? '']: 3 };
    expect(votesHere(history.state, newBallot)).to.equal(units.length);
    expect(votesHere(history.state, { ...newBallot, weights })).to.equal(units.length + 2);
    expect(votesHere(history.state, { ...newBallot, weights, kind: 'secret' })).to.equal(units.length);
  });

  it('accepts typed rules only where the server would accept them', () => {
    expect(rulesTyped({ ...newBallot, question: 'Thông qua?', bodyVotes: 0 })).to.equal(undefined);
    expect(rulesTyped(newBallot)).to.equal(undefined);
    expect(rulesTyped({ ...newBallot, question: 'Thông qua?', quorumPercent: 101 })).to.equal(undefined);
    const weights = { [idOf(1)]: 1, [idOf(2)]: 3 };
    expect(rulesTyped({ ...newBallot, question: ' Thông qua? ', weights })).to.deep.include({
      question: 'Thông qua?',
      weights: { [idOf(2)]: 3 },
    });
  });
});

describe('client: roll call', () => {
  const sites = [
    { id: province, name: 'Tỉnh Vĩnh Phúc', parentId: null },
    { id: yenLac, name: 'Huyện Yên Lạc', parentId: province },
    { id: binhXuyen, name: 'Huyện Bình Xuyên', parentId: province },
  ];

  it('asks rooms and delegates until they have answered', () => {
    const history = session();
    expect(isAskedToReport(history.state, own(history, tamHong))).to.equal(false);
    history.command(secretary, 'rollCall.open');
    expect(isAskedToReport(history.state, own(history, tamHong))).to.equal(true);
    history.command(tamHong, 'rollCall.report', { headCount: 5, delegates: 5 });
    expect(isAskedToReport(history.state, own(history, tamHong))).to.equal(false);
  });

  it('takes counts, and no more delegates than people', () => {
    expect(reportTyped('12', '10')).to.deep.equal({ headCount: 12, delegates: 10 });
    expect(reportTyped('12', '13')).to.equal(undefined);
    expect(reportTyped('', '0')).to.equal(undefined);
    expect(reportTyped('1.5', '1')).to.equal(undefined);
    expect(reportTyped('-3', '-3')).to.equal(undefined);
  });

  it('goes down from the province to the endpoint and finds its way back', () => {
    const history = new History().open().join(tamHong, dongVan, huongCanh);
    const called = rollCall([], history.state, sites);
    expect(landing(called)).to.equal(province);
    const top = unitLevel(called, landing(called));
    expect(top.units.map(({ name }) => name)).to.deep.equal(['Huyện Yên Lạc']);
    // The only endpoint of its district is listed here, so the district is no level of its own.
    expect(top.rows.map(({ name }) => name)).to.deep.equal(['Hương Canh']);
    const district = unitLevel(called, yenLac);
    expect(district.path.map(({ siteId }) => siteId)).to.deep.equal([province, yenLac]);
    expect(district.path.at(-1)).to.include({ total: 2, unconfirmed: 2 });
    expect(district.units).to.deep.equal([]);
    expect(district.rows.map(({ name }) => name)).to.deep.equal(['Đồng Văn', 'Tam Hồng']);
    expect(unitLevel(called, idOf(9)).path).to.deep.equal([]);
  });
});

describe('client: agenda', () => {
  const [first, second, third] = items;
  const minuteMs = 60_000;

  it('counts the time of the current item, and its overtime', () => {
    const history = session();
    history.command(chair, 'agenda.begin', { itemId: first.id });
    const since = history.now;
    const view = agendaView(history.state, since + 20 * minuteMs);
    expect(view.items[0]).to.include({ standing: 'current', usedMs: 20 * minuteMs, overMs: 5 * minuteMs });
    expect(view.next?.id).to.equal(second.id);
  });

  it('keeps what an item has used, and adds to it when the item starts again', () => {
    const history = session();
    history.command(chair, 'agenda.begin', { itemId: first.id });
    history.now += 5 * minuteMs;
    history.command(chair, 'agenda.begin', { itemId: third.id });
    const used = agendaView(history.state, history.now).items[0]?.usedMs ?? 0;
    expect(used).to.be.at.least(5 * minuteMs);
    expect(agendaView(history.state, history.now).next).to.equal(undefined);
    history.command(chair, 'agenda.begin', { itemId: first.id });
    const again = agendaView(history.state, history.now + minuteMs).items[0];
    expect(again).to.include({ standing: 'current', usedMs: used + minuteMs });
  });

  it('shows how long the session and its break last', () => {
    const history = session();
    const { endsAt } = history.state;
    expect(sessionTiming(history.state, endsAt + 1000)).to.include({ leftMs: -1000, breakLeftMs: null });
    history.command(chair, 'conference.pause', { minutes: 10 });
    expect(sessionTiming(history.state, history.now).breakLeftMs).to.be.within(9 * minuteMs, 10 * minuteMs);
  });
});

describe('client: chat', () => {
  it('sorts public and private messages together by time', () => {
    const history = session();
    say(history, tamHong, 1);
    say(history, dongVan, 2, { kind: 'moderators' });
    say(history, chair, 3);
    const views = conversation(history.state, own(history, chair));
    expect(views.map(({ message }) => message.id)).to.deep.equal([idOf(1), idOf(2), idOf(3)]);
    expect(views.map(({ isOwn }) => isOwn)).to.deep.equal([false, false, true]);
  });

  it('counts the messages of others', () => {
    const history = session();
    say(history, tamHong, 1);
    say(history, chair, 2);
    expect(unread(history.state, own(history, chair), 0)).to.equal(1);
    expect(unread(history.state, own(history, chair), latestAt(history.state))).to.equal(0);
    history.command(chair, 'chat.delete', { messageId: idOf(1) });
    expect(unread(history.state, own(history, chair), 0)).to.equal(0);
  });

  it('keeps the way to the moderators open while it is locked', () => {
    const history = session();
    history.command(chair, 'locks.set', { chat: true, hands: false, screen: false });
    expect(mayWrite(history.state, own(history, tamHong), 'all')).to.equal(false);
    expect(mayWrite(history.state, own(history, tamHong), 'moderators')).to.equal(true);
    expect(mayWrite(history.state, own(history, chair), 'all')).to.equal(true);
  });

  it('shows the latest announcement until it is dismissed, removed, or old', () => {
    const history = session();
    history.command(chair, 'chat.announce', { messageId: idOf(1), text: 'Nghỉ 10 phút' });
    history.command(chair, 'chat.announce', { messageId: idOf(2), text: 'Mời vào họp' });
    const shown = (dismissed: readonly string[] = [], now = history.now) =>
      announcementShown(history.state, new Set(dismissed), now)?.text;
    expect(shown()).to.equal('Mời vào họp');
    expect(shown([idOf(2)])).to.equal(undefined);
    expect(shown([], history.now + 11 * 60_000)).to.equal(undefined);
    history.command(chair, 'chat.delete', { messageId: idOf(2) });
    expect(shown()).to.equal('Nghỉ 10 phút');
  });
});

describe('client: reading the chat', () => {
  /** A list of 1000 px; 300 px are visible. */
  const at = (scrollTop: number) => ({ scrollTop, scrollHeight: 1_000, clientHeight: 300 });
  const another = { isOwn: false };

  it('follows new messages while the reader is at the end, or nearly there', () => {
    const reading = new Reading();
    expect(reading.grew(another)).to.equal(true);
    reading.scrolled(at(690));
    expect(reading.grew(another)).to.equal(true);
    expect(reading.hasNew.value).to.equal(false);
  });

  it('keeps the position while the reader is above, and marks new messages until the reader is at the end', () => {
    const reading = new Reading();
    reading.scrolled(at(200));
    expect(reading.isAtEnd.value).to.equal(false);
    expect(reading.hasNew.value).to.equal(false);
    expect(reading.grew(another)).to.equal(false);
    expect(reading.hasNew.value).to.equal(true);
    reading.scrolled(at(400));
    expect(reading.hasNew.value).to.equal(true);
    reading.scrolled(at(700));
    expect([reading.isAtEnd.value, reading.hasNew.value]).to.deep.equal([true, false]);
  });

  it('goes to the reader’s own new message from any position', () => {
    const reading = new Reading();
    reading.scrolled(at(200));
    expect(reading.grew({ isOwn: true })).to.equal(true);
    expect(reading.hasNew.value).to.equal(false);
  });
});

describe('client: documents', () => {
  it('offers documents that all may see to participants that may present', () => {
    const history = withDocument();
    const mayShow = (who: Identity) => documentViews(history.state, own(history, who))[0]?.mayShow;
    expect(mayShow(chair)).to.equal(true);
    expect(mayShow(tamHong)).to.equal(false);
    history.command(chair, 'floor.grant', { participantId: tamHong.id });
    expect(mayShow(tamHong)).to.equal(true);
    history.command(chair, 'document.setVisibility', { documentId: idOf(1), visibleTo: 'moderators' });
    expect(mayShow(chair)).to.equal(false);
    expect(mayShow(tamHong)).to.equal(undefined);
  });

  it('turns pages between the first and the last', () => {
    const history = withDocument();
    expect(presentation(history.state, own(history, chair))).to.equal(undefined);
    history.command(chair, 'document.show', { documentId: idOf(1), page: 3 });
    const shown = presentation(history.state, own(history, chair));
    expect(shown).to.include({ page: 3, pages: 3, mayTurn: true, mayHide: true });
    expect(presentation(history.state, own(history, tamHong))).to.include({ mayTurn: false });
    expect(shown && pageBeside(shown, 1)).to.equal(undefined);
    expect(shown && pageBeside(shown, -1)).to.equal(2);
  });
});

describe('client: groups', () => {
  let made = 0;
  const newId = (): string => idOf((made = (made % 9) + 1));

  it('are one for each district, with all its participants that do not lead', () => {
    const history = session();
    const names = new Map([
      [yenLac, 'Huyện Yên Lạc'],
      [binhXuyen, 'Huyện Bình Xuyên'],
    ]);
    const plan = bySubtree(history.state, (siteId) => names.get(siteId), newId);
    expect(plan.map(({ title, members }) => [title, members.map(({ name }) => name)])).to.deep.equal([
      ['Huyện Bình Xuyên', ['Hương Canh']],
      ['Huyện Yên Lạc', ['Đồng Văn', 'Tam Hồng']],
    ]);
    history.command(chair, 'groups.open', { groups: groupsTyped(plan) });
    expect(ownGroup(history.state, dongVan.id)?.members.map(({ name }) => name)).to.deep.equal([
      'Đồng Văn',
      'Tam Hồng',
    ]);
    expect(ownGroup(history.state, chair.id)).to.equal(undefined);
    expect(groupViews(history.state, chair.id).at(-1)).to.include({ id: null, isOwn: true });
    history.command(chair, 'groups.close');
    expect(groupViews(history.state, chair.id)).to.deep.equal([]);
  });

  it('may be of equal size, and may be changed by hand', () => {
    const history = session();
    const plan = inEqualParts(history.state, 2, (n) => `Tổ ${n}`, newId);
    expect(plan.map(({ members }) => members.length)).to.deep.equal([2, 2]);
    const [first, second] = plan;
    const moved = first?.members[0];
    if (!first || !second || !moved) throw new Error('two groups of two');
    const changed = reassigned(plan, moved, second.groupId);
    expect(changed.map(({ members }) => members.length)).to.deep.equal([1, 3]);
    expect(reassigned(plan, moved, null).map(({ members }) => members.length)).to.deep.equal([1, 2]);
    history.command(chair, 'groups.open', { groups: groupsTyped(changed) });
    expect(history.state.groups.members[moved.id]).to.equal(second.groupId);
  });

  it('need a title and at least one member', () => {
    const member = own(session(), tamHong);
    const group = { groupId: idOf(1), title: 'Tổ 1', target: everybody, members: [member] };
    expect(groupsTyped([group])).to.have.length(1);
    expect(groupsTyped([{ ...group, title: ' ' }])).to.equal(undefined);
    expect(groupsTyped([{ ...group, members: [] }])).to.equal(undefined);
  });
});
