import type { JSX } from 'preact';
import { visibilities } from '../../../../protocol/conference/documents.ts';
import type { Visibility } from '../../../../protocol/conference/documents.ts';
import { Select } from '../controls.tsx';
import { paperListWords } from './words.ts';

interface VisibilitySelectProps {
  readonly value: Visibility;
  readonly testId: string;
  readonly onChange: (visibleTo: Visibility) => void;
}

/** Chooses who may see a paper. */
export const VisibilitySelect = ({ value, testId, onChange }: VisibilitySelectProps): JSX.Element => (
  <Select
    label={paperListWords().visibleTo}
    value={value}
    options={visibilities.map((each) => ({ value: each, text: paperListWords().visibilities[each] }))}
    testId={testId}
    onChange={onChange}
  />
);
