import type { JSX } from 'preact';
import type { SheetKind, SheetProblem } from '../../../../protocol/rest/sheets.ts';
import { Alert } from '../controls.tsx';
import { headingOf } from './heading.ts';
import { sheetWords } from './words.ts';

/** A person who corrects a file needs no more; the next check shows the rest. */
const mostShown = 500;

interface SheetProblemsProps {
  readonly kind: SheetKind;
  readonly problems: readonly SheetProblem[];
  /** Number of all problems, listed or not. */
  readonly count: number;
  readonly levels: readonly string[];
}

/** What is wrong with a sheet, by row and column. */
export function SheetProblems({ kind, problems, count, levels }: SheetProblemsProps): JSX.Element {
  return (
    <>
      <Alert>{sheetWords().problemCount(count)}</Alert>
      <div class="import__problems" tabIndex={0} role="region" aria-label={sheetWords().problem}>
        <table>
          <thead>
            <tr>
              <th scope="col">{sheetWords().row}</th>
              <th scope="col">{sheetWords().column}</th>
              <th scope="col">{sheetWords().problem}</th>
              <th scope="col">{sheetWords().value}</th>
            </tr>
          </thead>
          <tbody>
            {problems.slice(0, mostShown).map(({ row, column, code, value, proposal }) => (
              <tr key={`${row} ${column} ${code} ${value}`} data-testid="import-problem">
                <td>{row}</td>
                <td>{headingOf(kind, column)}</td>
                <td>
                  {sheetWords().problems[code]}
                  {code === 'unknown-level' && levels.length > 0 && (
                    <>: {sheetWords().levelIsOneOf(levels)}</>
                  )}
                  {code === 'invalid' && sheetWords().expected[column] !== undefined && (
                    <>: {sheetWords().expected[column]}</>
                  )}
                </td>
                <td>
                  {value}
                  {proposal !== undefined && (
                    <>
                      {' '}
                      → <ins>{proposal}</ins>
                    </>
                  )}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
        {count > mostShown && <p>{sheetWords().more(count - mostShown)}</p>}
      </div>
    </>
  );
}
