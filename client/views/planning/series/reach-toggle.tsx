import type { JSX } from 'preact';
import { reach as reaches, type Reach } from '../../../../protocol/rest/meetings/series.ts';
import { seriesWords } from './words.ts';
import { Toggle } from '../../shared/controls.tsx';

interface ReachToggleProps {
  readonly reach: Reach;
  readonly onChange: (reach: Reach) => void;
  readonly testId: string;
}

/** How far a change of one occurrence reaches in its series. */
export const ReachToggle = ({ reach, onChange, testId }: ReachToggleProps): JSX.Element => (
  <Toggle
    label={seriesWords().reach}
    value={reach}
    onChange={onChange}
    testId={testId}
    options={reaches.options.map((value) => ({ value, text: seriesWords().reaches[value] }))}
  />
);
