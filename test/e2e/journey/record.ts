import { expect } from 'chai';
import { colouredPages } from '../../support/pdfs.ts';
import { downloaded, type Journey } from './journey.ts';

const conclusions = colouredPages([[0, 1, 0]]);

/** The secretary signs the session off, takes its record along, and finds it again. */
export function record(journey: () => Journey): void {
  it('takes the conclusions among its papers after the end', async () => {
    const { secretary } = journey();
    await secretary.goto('/');
    await secretary.getByTestId('due-part-sign-off').click();
    await secretary.getByTestId('plan-tab-papers').click();
    await secretary
      .getByTestId('upload-file')
      .setInputFiles({ name: 'Thông báo kết luận.pdf', mimeType: 'application/pdf', buffer: conclusions });
    await secretary.getByTestId('paper').filter({ hasText: 'Thông báo kết luận' }).waitFor();
  });

  it('is signed off, and its attendance and votes are downloaded', async () => {
    const { secretary, photograph, presses } = journey();
    const press = presses.begin('the sign-off');
    await secretary.goto('/');
    await press(secretary.getByTestId('due-part-sign-off'));
    const attendance = await downloaded(secretary, 'export-roll-call');
    expect(attendance.find((row) => row.includes('Hội trường Tam Hồng'))).to.contain('Có mặt');
    const votes = await downloaded(secretary, 'export-ballots');
    expect(votes).to.have.length(2);
    expect(votes[1])
      .to.match(/^Thông qua kế hoạch tuần\? \| Bỏ phiếu kín/)
      .and.contain(' | 3 | 1 | 0 | Đã thông qua');
    const speeches = await downloaded(secretary, 'export-speeches');
    expect(speeches.filter((row) => row.includes('Hội trường'))).to.have.length(3);
    expect(await downloaded(secretary, 'export-chat')).to.have.length(1);
    const papers = await downloaded(secretary, 'export-papers');
    expect(papers.map((row) => row.split(' | ', 1)[0])).to.deep.equal([
      'Tài liệu',
      'Báo cáo tuần.pdf',
      'Thông báo kết luận.pdf',
    ]);
    await press(secretary.getByTestId('meeting-close'));
    await press(secretary.getByTestId('confirm'));
    await secretary.locator('[data-testid="record-state"][data-state="closed"]').waitFor();
    await photograph(secretary, 'record');
  });

  it('is found among the sessions that have ended, by its name', async () => {
    const { secretary, photograph } = journey();
    await secretary.getByTestId('plan-back').click();
    await secretary.getByTestId('shown-ended').click();
    await secretary.getByTestId('ended-search').fill('giao ban tuan');
    const session = secretary
      .getByTestId('ended')
      .getByTestId('meeting')
      .filter({ hasText: 'Giao ban tuần' });
    await session.locator('[data-state="closed"]').waitFor();
    await photograph(secretary, 'ended');
    await session.getByTestId('meeting-details').click();
    await secretary.locator('[data-testid="record-state"][data-state="closed"]').waitFor();
  });
}
