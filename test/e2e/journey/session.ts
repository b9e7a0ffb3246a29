import { eventually } from '../../support/eventually.ts';
import { patience, sees } from '../pages/witness.ts';
import { type Journey, panel } from './journey.ts';

/** The secretary and the chair hold the session with the three rooms. */
export function session(journey: () => Journey): void {
  it('opens: the rooms wait in the lobby until they are admitted', async () => {
    const { secretary, chair, screens, everyScreen, photograph, presses } = journey();
    const press = presses.begin('the opening, admission of all and beginning');
    await press(secretary.getByTestId('meeting-open'));
    const asked = secretary.getByTestId('confirm-dialog');
    await asked.getByText('đợi ở phòng chờ đến khi được cho vào').waitFor();
    await press(secretary.getByTestId('confirm'));
    await press(secretary.getByTestId('plan-join'));
    await press(secretary.getByTestId('join'));
    await secretary.getByTestId('conference').waitFor();
    await chair.goto('/');
    await chair.getByTestId('meeting-join').first().click();
    await chair.getByTestId('join').click();
    await chair.getByTestId('conference').waitFor();
    await everyScreen((screen) => screen.getByTestId('lobby').waitFor());
    const lobby = await panel(secretary, 'lobby');
    await eventually(
      async () => (await lobby.getByTestId('roster-row').count()) === screens.length,
      'all rooms to wait',
      patience,
    );
    await press(lobby.getByTestId('admit-all'));
    await everyScreen((screen) => screen.getByTestId('conference').waitFor());
    await press(secretary.getByTestId('conference-start'));
    await press(secretary.getByTestId('confirm'));
    await chair.locator('[data-testid="conference"][data-phase="in-session"]').waitFor();
    await photograph(secretary, 'console');
    await photograph(chair, 'chair');
  });

  it('calls the roll', async () => {
    const { secretary, everyScreen, presses } = journey();
    const press = presses.begin('a roll call, and its end');
    const rollCall = await panel(secretary, 'roll-call');
    await press(rollCall.getByTestId('roll-call-open'));
    await everyScreen(async (screen, index) => {
      await screen.getByTestId('head-count').fill(String(10 + index));
      await screen.getByTestId('delegate-count').fill('3');
      await screen.getByTestId('roll-call-report').click();
      await screen.getByTestId('roll-call-prompt').waitFor({ state: 'detached' });
    });
    await eventually(
      async () => (await rollCall.getByTestId('roll-head-count').innerText()) === '33',
      'the sum of the heads',
      patience,
    );
    await press(rollCall.getByTestId('roll-call-close'));
  });

  it('hears three speakers, in the order of their requests', async () => {
    const { secretary, screens, photograph, presses } = journey();
    const floor = await panel(secretary, 'floor');
    for (const [index, screen] of screens.entries()) {
      await screen.getByTestId('hand-raise').click();
      await screen.locator(`[data-testid="own-hand"][data-place="${index + 1}"]`).waitFor();
    }
    for (const [index, screen] of screens.entries()) {
      const press = presses.begin('the floor to a speaker');
      await sees(() => floor.getByTestId('queue-row').count(), screens.length - index);
      const first = floor.getByTestId('queue-row').first();
      await press(first.getByRole('button', { name: /^Mời phát biểu: .+$/ }));
      await screen.locator('[data-testid="own-microphone"][data-microphone="open"]').waitFor();
    }
    await photograph(screens[0], 'speaker');
    await floor.getByTestId('floor-revoke').click();
  });

  it('shows the paper that was uploaded with the plan, and turns its pages', async () => {
    const { secretary, screens, everyScreen, photograph, presses } = journey();
    const press = presses.begin('a page of slides on every screen');
    const documents = await panel(secretary, 'documents');
    await press(documents.getByTestId('document').getByTestId('document-show'));
    await everyScreen((screen) => screen.locator('[data-testid="slide-picture"][data-page="1"]').waitFor());
    await secretary.getByTestId('page-next').first().click();
    await everyScreen((screen) => screen.locator('[data-testid="slide-picture"][data-page="2"]').waitFor());
    await photograph(screens[1], 'slides');
    await documents.getByTestId('document-hide').click();
  });

  it('votes in secret: only the totals are published', async () => {
    const { secretary, chair, everyScreen, photograph, presses } = journey();
    const press = presses.begin('a secret ballot');
    const ballots = await panel(secretary, 'ballots');
    await press(ballots.getByTestId('ballot-new'));
    await secretary.getByTestId('ballot-question').fill('Thông qua kế hoạch tuần?');
    await press(secretary.getByTestId('ballot-kind-secret'));
    await press(secretary.getByTestId('ballot-save'));
    await press(ballots.getByTestId('ballot-open'));
    await press(secretary.getByTestId('confirm'));
    const choices = ['agree', 'agree', 'disagree'];
    await everyScreen(async (screen, index) => {
      await screen.getByTestId(`vote-${choices[index]}`).click();
      await screen.getByTestId('vote-send').click();
      await screen.getByTestId('vote-recorded').waitFor();
    });
    await chair.getByTestId('vote-prompt').getByTestId('vote-agree').click();
    await chair.getByTestId('vote-prompt').getByTestId('vote-send').click();
    await ballots.locator('[data-testid="ballot-answered"][data-answered="4"]').waitFor();
    await press(ballots.getByTestId('ballot-close'));
    await press(secretary.getByTestId('confirm'));
    await press(ballots.getByTestId('ballot-publish'));
    await press(secretary.getByTestId('confirm'));
    await ballots.locator('[data-testid="ballot-result"][data-result="carried"]').waitFor();
    await photograph(secretary, 'ballot');
  });

  it('breaks, and goes on', async () => {
    const { secretary, chair, screens, photograph, presses } = journey();
    const press = presses.begin('a break and its end');
    const conduct = await panel(secretary, 'conduct');
    await press(conduct.getByTestId('conference-pause'));
    await press(secretary.getByTestId('minutes-10'));
    await chair.locator('[data-testid="conference"][data-phase="break"]').waitFor();
    await photograph(screens[0], 'break');
    await press(secretary.getByTestId('conference-resume'));
    await chair.locator('[data-testid="conference"][data-phase="in-session"]').waitFor();
  });

  it('ends for all', async () => {
    const { secretary, everyScreen, presses } = journey();
    const press = presses.begin('the end');
    await press(secretary.getByTestId('conference-end'));
    await press(secretary.getByTestId('confirm'));
    await secretary.getByTestId('over-ended').waitFor();
    await everyScreen((screen) => screen.getByTestId('room-waiting').waitFor());
  });
}
