import type { JSX } from 'preact';
import { Select } from '../../shared/controls.tsx';
import { pairingWords } from './words.ts';

/** How long a code may be valid, in seconds. */
export const codeLives = ['600', '86400', '259200', '604800', '1209600'] as const;
export type CodeLife = (typeof codeLives)[number];

interface CodeLifeFieldProps {
  readonly value: CodeLife;
  readonly onChange: (value: CodeLife) => void;
}

export const CodeLifeField = ({ value, onChange }: CodeLifeFieldProps): JSX.Element => (
  <Select
    label={pairingWords().validFor}
    value={value}
    onChange={onChange}
    options={codeLives.map((life) => ({ value: life, text: pairingWords().lives[life] }))}
    testId="code-life"
  />
);

/** Opens the pairing page with the code filled in. The server never sees the part after `#`. */
export const pairingAddress = (code: string): string => `${location.origin}/room#${code}`;
