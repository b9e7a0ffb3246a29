import { expect } from 'chai';
import { upcomingSpeakers } from '../../../domain/conference/upcoming.ts';
import type { Identity } from '../../../protocol/conference/presence.ts';
import { loggedEvent } from '../../../protocol/events.ts';
import { conferenceState } from '../../../protocol/state.ts';
import {
  codeOf,
  History,
  idNamed,
  items,
  participantNamed,
  preparedFor,
  typesOf,
} from '../../support/conference/conference-history.ts';

const chair = participantNamed('chủ tọa', 'chair');
const tamHong = participantNamed('xã Tam Hồng');
const trungMy = participantNamed('xã Trung Mỹ');
const daoDuc = participantNamed('xã Đạo Đức');
const thanhLang = participantNamed('xã Thanh Lãng');
const [report, discussion] = items;

/** The report is under way; Tam Hồng, Trung Mỹ and Đạo Đức are prepared to speak on it. */
const session = (present: readonly Identity[] = [tamHong, trungMy, daoDuc, thanhLang]): History => {
  const history = new History()
    .open('open', {
      agenda: [
        { ...report, speakers: preparedFor([tamHong, trungMy, daoDuc], 5) },
        { ...discussion, speakers: preparedFor([thanhLang], null) },
      ],
    })
    .join(chair, ...present);
  history.command(chair, 'conference.start');
  history.command(chair, 'agenda.begin', { itemId: report.id });
  return history;
};
const next = ({ state }: History) =>
  upcomingSpeakers(state).map(({ participantId }) => state.participants[participantId]?.name);
const step = (history: History, type: 'script.skip' | 'script.restore', { id }: Identity) =>
  history.command(chair, type, { itemId: report.id, participantId: id });
const marks = ({ state }: History) => state.script[report.id] ?? {};

describe('the script of an agenda item', () => {
  it('names its speakers before those that ask to speak, and each of them once', () => {
    const history = session();
    history.command(thanhLang, 'hand.raise', { category: 'point-of-order', subject: '' });
    history.command(daoDuc, 'hand.raise', { category: 'speech', subject: '' });
    expect(next(history)).to.deep.equal(['xã Tam Hồng', 'xã Trung Mỹ', 'xã Đạo Đức', 'xã Thanh Lãng']);
    expect(upcomingSpeakers(history.state).map(({ minutes }) => minutes)).to.deep.equal([5, 5, 5, null]);
  });

  it('marks a speaker that is given the floor on the item, however it is given', () => {
    const history = session();
    history.command(trungMy, 'hand.raise', { category: 'speech', subject: '' });
    history.command(chair, 'floor.grant', { participantId: trungMy.id });
    expect(marks(history)).to.deep.equal({ [trungMy.id]: 'called' });
    expect(next(history)).to.deep.equal(['xã Tam Hồng', 'xã Đạo Đức']);
    history.command(chair, 'floor.grant', { participantId: thanhLang.id });
    expect(marks(history)).to.deep.equal({ [trungMy.id]: 'called' });
  });

  it('gives its speakers their minutes, however the floor is given, until they have been called', () => {
    const history = session();
    const turnMs = (speaker: Identity): number | undefined => {
      history.command(chair, 'floor.grant', { participantId: speaker.id });
      const turn = history.state.floor.holder;
      return turn?.participantId === speaker.id && turn.endsAt !== null
        ? turn.endsAt - turn.since + 1
        : undefined;
    };
    const unitBudgetMs = 60_000;
    history.command(chair, 'floor.configure', {
      ...history.state.floor.settings,
      turnMs: 45_000,
      unitBudgetMs,
    });
    history.command(trungMy, 'hand.raise', { category: 'speech', subject: '' });
    expect(turnMs(trungMy)).to.equal(300_000);
    step(history, 'script.skip', daoDuc);
    expect(turnMs(daoDuc)).to.equal(300_000);
    expect(turnMs(thanhLang)).to.equal(45_000);
    history.now += 60_000;
    history.command(chair, 'floor.revoke');
    // The planned time is not cut by the unit's budget, which has it counted all the same.
    expect(turnMs(tamHong)).to.equal(300_000);
    history.now += 60_000;
    history.command(chair, 'floor.revoke');
    expect(turnMs(tamHong)).to.equal(undefined);
    step(history, 'script.restore', tamHong);
    expect(turnMs(tamHong)).to.equal(300_000);
  });

  it('passes over a speaker that is skipped, and puts it back at its place', () => {
    const history = session();
    expect(typesOf(step(history, 'script.skip', tamHong))).to.deep.equal(['script.skipped']);
    expect(next(history)).to.deep.equal(['xã Trung Mỹ', 'xã Đạo Đức']);
    expect(typesOf(step(history, 'script.skip', tamHong))).to.deep.equal([]);
    expect(typesOf(step(history, 'script.restore', tamHong))).to.deep.equal(['script.restored']);
    expect(next(history)).to.deep.equal(['xã Tam Hồng', 'xã Trung Mỹ', 'xã Đạo Đức']);
    expect(typesOf(step(history, 'script.restore', tamHong))).to.deep.equal([]);
  });

  it('lets a speaker that has spoken speak again once it is put back', () => {
    const history = session();
    history.command(chair, 'floor.grant', { participantId: tamHong.id });
    history.command(chair, 'floor.revoke');
    step(history, 'script.restore', tamHong);
    expect(next(history)[0]).to.equal('xã Tam Hồng');
  });

  it('keeps the place of a speaker that is not there, and passes over it until it is', () => {
    const history = session([trungMy, daoDuc]);
    expect(next(history)).to.deep.equal(['xã Trung Mỹ', 'xã Đạo Đức']);
    history.join(tamHong);
    expect(next(history)[0]).to.equal('xã Tam Hồng');
    history.take({ system: { type: 'connectionLost', participantId: tamHong.id } });
    expect(next(history)[0]).to.equal('xã Trung Mỹ');
  });

  it('counts on the item under way alone', () => {
    const history = session();
    history.command(chair, 'agenda.begin', { itemId: discussion.id });
    expect(next(history)).to.deep.equal(['xã Thanh Lãng']);
    history.command(chair, 'agenda.finish');
    expect(next(history)).to.deep.equal([]);
  });

  it('knows no speaker that the plan does not name', () => {
    const history = session();
    expect(codeOf(step(history, 'script.skip', thanhLang))).to.equal('not-found');
    expect(codeOf(step(history, 'script.restore', chair))).to.equal('not-found');
  });

  it('is empty in a log and in a snapshot from before there were scripts', () => {
    const history = new History().open();
    const [opened] = history.events;
    if (opened?.type !== 'conference.opened') throw new Error('it opens with an event');
    const agenda = opened.payload.agenda.map(({ id, title, plannedMinutes }) => ({
      id,
      title,
      plannedMinutes,
    }));
    const read = loggedEvent.parse({ ...opened, payload: { ...opened.payload, agenda } });
    expect(read).to.deep.equal(opened);
    const { script: _, ...earlier } = history.state;
    expect(conferenceState.parse(earlier)).to.deep.equal(history.state);
  });

  it('takes a participant that is added in the session as the last speaker of an item, once', () => {
    const history = session();
    const add = ({ id: participantId }: Identity, itemId: string = report.id, minutes: number | null = 3) =>
      history.command(chair, 'script.add', { itemId, participantId, minutes });
    expect(typesOf(add(thanhLang))).to.deep.equal(['script.added']);
    expect(next(history)).to.deep.equal(['xã Tam Hồng', 'xã Trung Mỹ', 'xã Đạo Đức', 'xã Thanh Lãng']);
    expect(upcomingSpeakers(history.state).map(({ minutes }) => minutes)).to.deep.equal([5, 5, 5, 3]);
    expect(typesOf(add(thanhLang))).to.deep.equal([]);
    step(history, 'script.skip', tamHong);
    expect(typesOf(add(tamHong))).to.deep.equal(['script.restored']);
    expect(typesOf(add(trungMy, discussion.id, null))).to.deep.equal(['script.added']);
    history.command(chair, 'agenda.begin', { itemId: discussion.id });
    expect(next(history)).to.deep.equal(['xã Thanh Lãng', 'xã Trung Mỹ']);
    expect(codeOf(add(participantNamed('xã vắng')))).to.equal('not-found');
    expect(codeOf(add(trungMy, idNamed('mục lạ')))).to.equal('not-found');
  });
});
