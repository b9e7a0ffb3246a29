import { expect } from 'chai';
import { unknownIds, unusedIds } from '../../../scripts/test-ids.ts';

const unused = (client: string, test: string): readonly string[] =>
  unusedIds({ 'a.tsx': client }, { 't.ts': test });
const unknown = (client: string, test: string): readonly string[] =>
  unknownIds({ 'a.tsx': client }, { 't.ts': test });

describe('test ids', () => {
  it('are used where a test finds an element by one', () => {
    for (const test of [
      "page.getByTestId('room-name')",
      'page.locator(\'[data-testid="room-name"][data-room="1"]\')',
      'page.locator(`[data-testid=room-name][data-room=${id}]`)',
      "for (const field of ['room-name', 'room-phone']) await page.getByTestId(field).fill('');",
      'page.getByTestId(`room-${field}`)',
    ])
      expect(unused('<input data-testid="room-name" />', test), test).to.deep.equal([]);
  });

  it('are told with their file where no test uses them', () => {
    for (const client of [
      '<input data-testid="room-name" />',
      '<Field value={name} testId="room-name" />',
      "<Field testId={isNew ? 'room-name' : 'room-new'} />",
      "const field = { label: '', testId: 'room-name' };",
      'const field = { label: title, testId: `room-name` };',
      "const page = { menuTestId: 'room-name' };",
      '<Field reasonTestId={`room-name`} />',
    ])
      expect(unused(client, "page.getByTestId('room-new')"), client).to.deep.equal([
        'a.tsx: no browser test uses room-name',
      ]);
  });

  it('are used where a component adds a part, and where a part is known only at run time', () => {
    expect(unused('<Toggle testId="scale" />', "page.getByTestId('scale-month')")).to.deep.equal([]);
    expect(unused('<p data-testid="scale" />', "page.getByTestId('scale-month')")).to.have.length(1);
    expect(
      unused('<Dialog testId="scale" /><p data-testid="scale-open" />', "page.getByTestId('scale-open')"),
      'the part is an id of its own',
    ).to.have.length(1);
    expect(unused('<p data-testid={`lock-${name}`} />', "page.getByTestId('lock-chat')")).to.deep.equal([]);
    expect(unused('<p data-testid={`lock-${name}`} />', "page.getByTestId('chat')")).to.have.length(1);
    expect(unused('<p data-testid="lock-chat" />', 'page.getByTestId(`lock-${name}`)')).to.deep.equal([]);
    expect(unused('<p data-testid="lock-chat" />', 'photograph(`lock-${name}`)')).to.have.length(1);
  });

  it('of tests exist in the client, also where a component makes them', () => {
    for (const test of [
      "page.getByTestId('room')",
      "page.getByTestId('room-search')",
      "page.getByTestId('room-all')",
      "page.getByTestId('vote-agree')",
      'page.getByTestId(`vote-${choice}`)',
      'page.locator(\'[data-testid="room"]\')',
    ])
      expect(
        unknown(
          '<Find testId="room" /> <p data-testid={`${testId}-search`} /> <b data-testid={`${testId}-${value}`} /> <i data-testid={`vote-${choice}`} />',
          test,
        ),
        test,
      ).to.deep.equal([]);
  });

  it('of tests are told with their file where the client has none', () => {
    expect(
      unknown('<p data-testid={`${testId}-search`} testId="room" />', "page.getByTestId('unit-search')"),
    ).to.deep.equal(['t.ts: the client has no unit-search']);
    expect(unknown('<p data-testid="room" />', 'page.locator(\'[data-testid="unit"]\')')).to.deep.equal([
      't.ts: the client has no unit',
    ]);
  });
});
