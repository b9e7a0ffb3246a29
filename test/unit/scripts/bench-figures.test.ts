import { expect } from 'chai';
import { faults, hashOfBench, marked } from '../../../scripts/bench-figures.ts';

const figures = '| figure | median |\n| ------ | -----: |\n| open   |     12 |\n';
const section = (name: string, state: string): string =>
  `## ${name}\n\n\`npm run bench -- ${name} --rounds 5\`. Commit f5d5607.\n\n<!-- bench ${name}: ${state} -->\n\n${figures}\n`;
const hashes: Readonly<Record<string, string>> = { stage: 'abc123', wall: 'def456' };
const hashOf = (name: string): string => hashes[name] ?? '';

describe('measured figures', () => {
  it('are valid while the bench is unchanged', () => {
    const text = section('stage', 'measured with abc123') + section('wall', 'measured with def456');
    expect(faults(text, hashOf)).to.deep.equal([]);
  });

  it('are faults when the bench has changed, without a mark, or beside "to be measured"', () => {
    const text =
      section('stage', 'measured with def456') +
      section('wall', 'to be measured') +
      '## soak\n\n`npm run bench -- soak`: 12 ms\n';
    expect(faults(text, hashOf)).to.deep.equal([
      'stage: its bench has changed since its figures were measured',
      'wall: to be measured, and has figures',
      'soak: its figures have no mark',
    ]);
    const none = section('wall', 'to be measured').replace(figures, '');
    expect(faults(none, hashOf)).to.deep.equal([]);
  });

  it('are marked as measured only for the named benches', () => {
    const text = section('stage', 'measured with 0') + section('wall', 'to be measured');
    expect(faults(marked(text, ['stage', 'wall'], hashOf), hashOf)).to.deep.equal([]);
    expect(marked(text, [], hashOf)).to.equal(text);
  });

  it('are tied to a hash of the files of the bench', () => {
    expect(hashOfBench('stage')).to.match(/^[\da-f]{12}$/);
    expect(hashOfBench('soak')).not.to.equal(hashOfBench('stage'));
    expect(() => hashOfBench('nothing')).to.throw('no bench');
  });
});
