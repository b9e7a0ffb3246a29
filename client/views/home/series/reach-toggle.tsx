import type { JSX } from 'preact';
import { reach as reaches, type Reach } from '../../../../protocol/rest/meetings/series.ts';
import { t } from '../../../i18n/messages.ts';
import { Toggle } from '../../controls.tsx';

interface ReachToggleProps {
  readonly reach: Reach;
  readonly onChange: (reach: Reach) => void;
  readonly testId: string;
}

/** How far a change of one occurrence reaches in its series. */
export const ReachToggle = ({ reach, onChange, testId }: ReachToggleProps): JSX.Element => (
  <Toggle
    label={t().series.reach}
    value={reach}
    onChange={onChange}
    testId={testId}
    options={reaches.options.map((value) => ({ value, text: t().series.reaches[value] }))}
  />
);
