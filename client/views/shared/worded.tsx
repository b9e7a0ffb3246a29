import type { JSX } from 'preact';
import type { WordedSelection } from '../../../protocol/rest/meetings/selections.ts';
import { sharedWords } from './words.ts';

/** A selection in words: what it includes, and what it leaves out. */
export const wordedText = ({ include, except }: WordedSelection): string =>
  except.length === 0 ? said(include) : `${said(include)} – ${sharedWords().except}: ${said(except)}`;

export const Worded = ({ selection }: { readonly selection: WordedSelection }): JSX.Element => (
  <span>{wordedText(selection)}</span>
);

const said = (part: WordedSelection['include']): string => part.map(sharedWords().worded).join('; ');
