import type { Bar, Figure } from '../report.ts';

export const atMost = (value: number, of: Bar['of'] = 'median'): Bar => ({ of, sign: '<=', value });
export const atLeast = (value: number, of: Bar['of'] = 'median'): Bar => ({ of, sign: '>=', value });

type MakeFigure<Round> = (name: string, unit: string, of: (round: Round) => number, bar?: Bar) => Figure;

/** Makes figures that have one number per round. */
export function figuresOf<Round>(rounds: readonly Round[]): MakeFigure<Round> {
  return (name, unit, of, bar) => ({ name, unit, samples: rounds.map(of), ...(bar && { bar }) });
}

export const sum = (numbers: readonly number[]): number =>
  numbers.reduce((total, number) => total + number, 0);
