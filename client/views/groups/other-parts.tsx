import type { JSX } from 'preact';
import { Button } from '../shared/controls.tsx';
import { CloseIcon } from '../shared/icons.tsx';
import { inviteeWords } from '../shared/invitees/words.ts';
import { sharedWords } from '../shared/words.ts';
import type { OtherPart } from './group-parts.ts';
import { groupsPageWords } from './words.ts';

interface OtherPartsProps {
  readonly label: string;
  readonly parts: readonly OtherPart[];
  readonly onChange: (parts: readonly OtherPart[]) => void;
}

/** The parts of a group that can only be taken out here; nothing where there are none. */
export function OtherParts({ label, parts, onChange }: OtherPartsProps): JSX.Element | null {
  if (parts.length === 0) return null;
  return (
    <div class="field">
      <span class="field__label">{label}</span>
      {parts.map((part) => {
        const text = part.worded.name === '' ? groupsPageWords().unseen : sharedWords().worded(part.worded);
        return (
          <span key={JSON.stringify(part.one)} class="picked" data-testid="group-other-part">
            <strong>{text}</strong>
            <Button
              look="quiet"
              label={inviteeWords().takeOut(text)}
              testId="group-other-drop"
              onPress={() => onChange(parts.filter((each) => each !== part))}
            >
              <CloseIcon />
            </Button>
          </span>
        );
      })}
    </div>
  );
}
