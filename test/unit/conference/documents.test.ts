import { expect } from 'chai';
import { mayPresent } from '../../../domain/conference/topics/documents.ts';
import { stateFor } from '../../../domain/conference/view.ts';
import type { Identity } from '../../../protocol/conference/presence.ts';
import {
  codeOf,
  History,
  idNamed,
  participantNamed,
  pdf,
  typesOf,
} from '../../support/conference/conference-history.ts';

const chair = participantNamed('chủ tọa', 'chair');
const operator = participantNamed('kỹ thuật', 'operator');
const tamHong = participantNamed('xã Tam Hồng');
const trungMy = participantNamed('xã Trung Mỹ');
const observer = participantNamed('dự thính', 'observer');
const report = pdf('Báo cáo.pdf');
const internal = pdf('Nội bộ.pdf', { visibleTo: 'moderators' });
const sheet = pdf('Số liệu.xlsx', { pages: null });

function session(): History {
  const history = new History().open().join(chair, operator, tamHong, trungMy, observer);
  for (const document of [report, internal, sheet]) {
    history.take({ system: { type: 'addDocument', document } });
  }
  return history;
}
const show = (history: History, by: Identity, { id }: { readonly id: string } = report, page = 1) =>
  history.command(by, 'document.show', { documentId: id, page });
const seenBy = (history: History, viewer: Identity): readonly string[] =>
  Object.values(stateFor(history.state, viewer).documents.byId).map(({ title }) => title);
const setVisibility = (history: History, { id }: { readonly id: string }, visibleTo: string) =>
  history.command(operator, 'document.setVisibility', { documentId: id, visibleTo });

describe('documents on the stage', () => {
  it('are presented only by moderators, the floor and the holder of the slides’ seat', () => {
    const history = session();
    expect(codeOf(show(history, tamHong))).to.equal('forbidden');
    expect(codeOf(show(history, operator))).to.equal('ok');
    history.command(chair, 'floor.grant', { participantId: tamHong.id });
    expect(codeOf(show(history, tamHong, report, 2))).to.equal('ok');
    expect(history.state.documents.shown).to.deep.equal({ documentId: report.id, page: 2, by: tamHong.id });
    history.command(chair, 'stage.give', { seat: 'slides', participantId: trungMy.id });
    expect(codeOf(show(history, trungMy, report, 3))).to.equal('ok');
    history.command(chair, 'floor.revoke');
    expect(codeOf(show(history, tamHong))).to.equal('forbidden');
    expect(codeOf(history.command(tamHong, 'document.hide'))).to.equal('forbidden');
    expect(codeOf(history.command(trungMy, 'document.hide'))).to.equal('ok');
    expect(history.state.documents.shown).to.equal(null);
    expect(codeOf(history.command(tamHong, 'document.hide'))).to.equal('ok');
  });

  it('can be presented only by moderators while screens are locked', () => {
    const history = session();
    history.command(chair, 'floor.grant', { participantId: tamHong.id });
    history.command(operator, 'locks.set', { chat: false, hands: false, screen: true });
    expect(codeOf(show(history, tamHong))).to.equal('locked-by-moderator');
    expect(mayPresent(history.state, history.participant(tamHong))).to.equal(false);
    expect(codeOf(show(history, operator))).to.equal('ok');
  });

  it('can be turned only to pages that they have', () => {
    const history = session();
    expect(codeOf(show(history, chair, report, 3))).to.equal('ok');
    expect(codeOf(show(history, chair, report, 4))).to.equal('not-found');
    expect(codeOf(show(history, chair, sheet, 1))).to.equal('ok');
    expect(codeOf(show(history, chair, sheet, 2))).to.equal('not-found');
    expect(typesOf(show(history, chair, sheet, 1))).to.deep.equal([]);
  });

  it('must be visible to all', () => {
    const history = session();
    expect(codeOf(show(history, chair, internal))).to.equal('forbidden');
    // A delegate cannot learn from the answer that the document exists.
    history.command(chair, 'floor.grant', { participantId: tamHong.id });
    expect(codeOf(show(history, tamHong, internal))).to.equal('not-found');
    expect(codeOf(show(history, tamHong, { id: chair.id }))).to.equal('not-found');
  });

  it('leave the stage when they are removed, or when not all may see them any longer', () => {
    const history = session();
    show(history, chair);
    setVisibility(history, sheet, 'moderators');
    expect(history.state.documents.shown?.documentId).to.equal(report.id);
    setVisibility(history, report, 'moderators');
    expect(history.state.documents.shown).to.equal(null);
    setVisibility(history, report, 'all');
    show(history, chair);
    history.command(operator, 'document.remove', { documentId: report.id });
    expect(history.state.documents.shown).to.equal(null);
    expect(codeOf(show(history, chair))).to.equal('not-found');
  });
});

describe('documents', () => {
  it('are visible to all or to the moderators, and to others from the moment that they may see them', () => {
    const history = session();
    expect(seenBy(history, tamHong)).to.deep.equal([report.title, sheet.title]);
    expect(seenBy(history, operator)).to.deep.equal([report.title, internal.title, sheet.title]);
    setVisibility(history, internal, 'all');
    expect(seenBy(history, tamHong)).to.deep.equal([report.title, internal.title, sheet.title]);
    setVisibility(history, report, 'moderators');
    expect(seenBy(history, tamHong)).to.deep.equal([internal.title, sheet.title]);
    expect(typesOf(setVisibility(history, report, 'moderators'))).to.deep.equal([]);
  });

  it('for delegates are kept from observers, also on the stage and in the chat', () => {
    const history = session();
    expect(typesOf(setVisibility(history, internal, 'delegates'))).to.deep.equal(['document.added']);
    expect(seenBy(history, tamHong)).to.include(internal.title);
    expect(seenBy(history, observer)).to.deep.equal([report.title, sheet.title]);
    expect(typesOf(setVisibility(history, report, 'delegates'))).to.deep.equal(['document.visibilitySet']);
    expect(seenBy(history, observer)).to.deep.equal([sheet.title]);
    expect(seenBy(history, tamHong)).to.include(report.title);
    expect(codeOf(show(history, chair, report))).to.equal('forbidden');
    const send = (by: Identity) =>
      history.command(by, 'chat.send', {
        messageId: idNamed(by.name),
        to: { kind: 'all' },
        text: 'Xem tài liệu.',
        documentIds: [report.id],
      });
    expect(codeOf(send(observer))).to.equal('not-found');
    expect(codeOf(send(tamHong))).to.equal('ok');
    expect(typesOf(setVisibility(history, report, 'moderators'))).to.deep.equal(['document.visibilitySet']);
    expect(seenBy(history, tamHong)).not.to.include(report.title);
  });

  it('are added once', () => {
    const history = session();
    expect(typesOf(history.take({ system: { type: 'addDocument', document: report } }))).to.deep.equal([]);
  });
});
