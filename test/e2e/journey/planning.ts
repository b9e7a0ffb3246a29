import { expect } from 'chai';
import { daysLater, offeredStartMs } from '../../../client/state/planning/calendar.ts';
import { typedDay } from '../../../client/state/typed-times.ts';
import { dayInVietnam } from '../../../domain/sites/calendar.ts';
import { colouredPages } from '../../support/pdfs.ts';
import { type Journey, mails } from './journey.ts';

const slides = colouredPages([
  [1, 0, 0],
  [0, 0, 1],
]);

/** The secretary plans a weekly series; letters go out, and those invited answer. */
export function planning(journey: () => Journey): void {
  it('a weekly series is planned for the district, with chair, secretary, rooms and papers', async () => {
    const { secretary, planned, photograph, presses } = journey();
    const press = presses.begin('a weekly series of four meetings, with its papers');
    await secretary.goto('/');
    await press(secretary.getByTestId('new-meeting'));
    const form = secretary.getByTestId('new-meeting-form');
    // What the form offers.
    planned.startsAtMs = offeredStartMs(Date.now());
    await form.getByTestId('meeting-title').fill('Giao ban tuần huyện Yên Lạc');
    await form.getByTestId('meeting-admission').selectOption('lobby');
    await form.getByTestId('room-search').fill('nguyen van chu');
    await press(form.getByTestId('choose-person').first());
    await form.getByTestId('chosen-role').first().selectOption('chair');
    await form.getByTestId('room-search').fill('tran thi hoa');
    await press(form.getByTestId('choose-person').first());
    await form.getByTestId('chosen-role').nth(1).selectOption('secretary');
    await photograph(secretary, 'new-meeting');
    await press(form.getByTestId('meeting-create'));
    await secretary.getByTestId('meeting-plan').waitFor();
    await press(secretary.getByTestId('plan-tab-invitees'));
    await press(secretary.getByTestId('selection-invite'));
    await secretary.getByTestId('selection-result').waitFor();
    await photograph(secretary, 'invitees');
    await press(secretary.getByTestId('plan-tab-papers'));
    await secretary
      .getByTestId('upload-file')
      .setInputFiles({ name: 'Báo cáo tuần.pdf', mimeType: 'application/pdf', buffer: slides });
    await secretary.getByTestId('paper').waitFor();
    await photograph(secretary, 'papers');
    await press(secretary.getByTestId('plan-tab-times'));
    await press(secretary.getByTestId('meeting-repeat'));
    await secretary.getByTestId('repeat-until').fill(typedDay(daysLater(dayInVietnam(Date.now()), 21)));
    await press(secretary.getByTestId('repeat-create'));
    await secretary.getByTestId('reach-all').waitFor();
    await press(secretary.getByTestId('meeting-schedule'));
    await secretary.locator('[data-testid="meeting-state"][data-state="scheduled"]').first().waitFor();
  });

  it('letters arrive, and the plan says so', async () => {
    const { secretary, mailTo, photograph } = journey();
    for (const address of [mails.chair, mails.dongVan])
      expect(await mailTo(address, 'GIẤY MỜI')).to.contain('Giao ban tuần huyện Yên Lạc');
    await secretary.getByTestId('plan-tab-letters').click();
    await secretary.locator('[data-testid="letter"][data-state="sent"]').first().waitFor();
    await secretary.locator('[data-testid="letter"][data-state="no-address"]').first().waitFor();
    await photograph(secretary, 'letters');
  });

  it('rooms confirm on their screens, the chair by the link of the letter, and one by telephone', async () => {
    const { secretary, screens, planned, mailTo, newPage, photograph, presses } = journey();
    const [first] = screens;
    const press = presses.begin('an answer of a room');
    await press(first.getByTestId('attend-confirm'));
    await press(first.getByTestId('attend-send'));
    await first.getByTestId('own-reply').waitFor();
    await photograph(first, 'room');
    // The series has a letter for each meeting: this is the one of today, or of tomorrow late at night.
    const [year, month, date] = dayInVietnam(planned.startsAtMs).split('-');
    const text = await mailTo(mails.chair, `${date}/${month}/${year}`);
    const replying = await newPage();
    await replying.goto(/(?<link>https?:\S+\/reply\/\S+)/.exec(text)?.groups?.['link'] ?? '');
    await replying.getByTestId('attend-confirm').click();
    await replying.getByTestId('attend-send').click();
    await replying.getByTestId('own-reply').waitFor();
    await photograph(replying, 'reply');
    const row = secretary.getByTestId('letter').filter({ hasText: 'Hội trường Trung Nguyên' });
    await row.getByTestId('letter-reply').click();
    await secretary.getByTestId('telephone-said-by').fill('Anh Nguyên, văn phòng xã');
    await secretary.getByTestId('telephone-save').click();
    await row.getByText('Anh Nguyên, văn phòng xã trả lời').waitFor();
    await secretary
      .getByTestId('letter')
      .filter({ hasText: 'Nguyễn Văn Chủ' })
      .getByText('Xác nhận dự')
      .waitFor();
  });
}
