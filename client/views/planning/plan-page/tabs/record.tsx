import type { JSX } from 'preact';
import { ConfirmedButton } from '../../../shared/controls.tsx';
import { ExportSheet } from '../../../shared/sheets/export-sheet.tsx';
import { recordWords } from '../../record-words.ts';
import type { TabProps } from './tab-props.ts';

/** What can be downloaded of a session that has ended. */
const sheets = [
  { name: 'sheet.rollCall', fileName: 'diem-danh', label: 'attendance', testId: 'export-roll-call' },
  { name: 'sheet.ballots', fileName: 'bieu-quyet', label: 'votes', testId: 'export-ballots' },
  { name: 'sheet.speeches', fileName: 'phat-bieu', label: 'speeches', testId: 'export-speeches' },
  { name: 'sheet.chat', fileName: 'tro-chuyen', label: 'chat', testId: 'export-chat' },
  { name: 'sheet.papers', fileName: 'tai-lieu', label: 'papers', testId: 'export-papers' },
] as const;

/** What a session came to: who came, how they voted, who spoke and what was written; and the signing off. */
export function RecordTab({ plan: { rest, meeting, change } }: TabProps): JSX.Element {
  const words = recordWords();
  const { id: meetingId, state, self } = meeting;
  const params = { meetingId };
  return (
    <>
      <p data-testid="record-state" data-state={state}>
        {state === 'closed' ? words.isClosed : words.isEnded}
      </p>
      <div class="plan__steps">
        {sheets.map(({ name, fileName, label, testId }) => (
          <ExportSheet
            key={name}
            rest={rest}
            name={name}
            request={{ params }}
            fileName={fileName}
            label={words[label]}
            testId={testId}
          />
        ))}
        {self.mayPlan && state === 'ended' && (
          <ConfirmedButton
            question={words.closeConfirm}
            confirm={words.close}
            confirmLook="primary"
            look="primary"
            testId="meeting-close"
            onConfirm={() => void change((version) => rest.call('meeting.close', { params, version }))}
          >
            {words.close}
          </ConfirmedButton>
        )}
      </div>
    </>
  );
}
