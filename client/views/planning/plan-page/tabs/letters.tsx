import type { JSX } from 'preact';
import { useCallback, useState } from 'preact/hooks';
import type { ErrorCode } from '../../../../../protocol/errors.ts';
import { type LetterRow, mostLettersAgain } from '../../../../../protocol/rest/meetings/letters.ts';
import { errorWords } from '../../../../i18n/errors.ts';
import { usePolled } from '../../../../hooks/polled.ts';
import {
  found,
  hasAddress,
  isSendable,
  isStuck,
  isUnanswered,
  letterPollMs,
  takesReplies,
} from '../../../../state/planning/letters.ts';
import { Alert, Button, Field, Toggle } from '../../../shared/controls.tsx';
import { TelephoneReply } from '../../../shared/replies/telephone-reply.tsx';
import { LetterPreviewDialog } from '../../letters/letter-preview.tsx';
import { LetterLine } from '../../letters/letter-row.tsx';
import { type LetterFilter, letterWords } from '../../letters/words.ts';
import type { TabProps } from './tab-props.ts';

const shownBy: Readonly<Record<LetterFilter, (row: LetterRow) => boolean>> = {
  all: () => true,
  failed: (row) => isStuck(row) || row.state === 'retrying',
  'no-address': (row) => !hasAddress(row),
  unanswered: isUnanswered,
};
const filters: readonly LetterFilter[] = ['all', 'failed', 'no-address', 'unanswered'];

/** The letters to all invitees, what became of them, and the answers. */
export function LettersTab({ plan: { rest, meeting } }: TabProps): JSX.Element {
  const words = letterWords();
  const params = { meetingId: meeting.id };
  const ask = useCallback(
    () => rest.call('letter.list', { params: { meetingId: meeting.id } }),
    [rest, meeting.id],
  );
  const { value: list, error, refresh } = usePolled<'letter.list'>(ask, letterPollMs);
  const [filter, setFilter] = useState<LetterFilter>('all');
  const [text, setText] = useState('');
  const [opened, setOpened] = useState<{ readonly what: 'preview' | 'reply'; readonly row: LetterRow }>();
  const [refusal, setRefusal] = useState<ErrorCode>();
  const send = async (rows: readonly LetterRow[]): Promise<void> => {
    setRefusal(undefined);
    for (let from = 0; from < rows.length; from += mostLettersAgain) {
      const some = rows.slice(from, from + mostLettersAgain);
      const body = { inviteeIds: some.map(({ inviteeId }) => inviteeId) };
      const result = await rest.call('letter.resend', { params, body });
      if (!result.ok) setRefusal(result.error.code);
    }
    refresh();
  };
  const close = (): void => setOpened(undefined);
  if (list === undefined) return <>{error && <Alert>{errorWords()[error]}</Alert>}</>;
  const { mail, rows } = list;
  const maySend = (row: LetterRow): boolean => mail && isSendable(row, meeting, Date.now());
  const stuck = rows.filter((row) => isStuck(row) && maySend(row));
  const shown = found(rows, text).filter(shownBy[filter]);
  const isPlanned =
    meeting.state === 'draft' || meeting.state === 'submitted' || meeting.state === 'approved';
  return (
    <>
      {(refusal ?? error) && <Alert>{errorWords()[refusal ?? error ?? 'internal']}</Alert>}
      {!mail && (
        <p class="muted" data-testid="letters-no-mail">
          {words.noMail}
        </p>
      )}
      {mail && isPlanned && <p class="muted">{words.notYet}</p>}
      <div class="letters__tools">
        <Toggle
          label={words.filter}
          value={filter}
          options={filters.map((value) => ({
            value,
            text: `${words.filters[value]} (${rows.filter(shownBy[value]).length})`,
          }))}
          onChange={setFilter}
          testId="letters-filter"
        />
        <Field label={words.search} type="search" value={text} onInput={setText} testId="letters-search" />
        {stuck.length > 0 && (
          <Button testId="letters-resend-failed" onPress={() => void send(stuck)}>
            {words.resendAll(stuck.length)}
          </Button>
        )}
      </div>
      {mail && rows.some((row) => !hasAddress(row)) && <p class="muted">{words.addAddress}</p>}
      {shown.length === 0 && <p class="empty">{words.none}</p>}
      <ul class="letters">
        {shown.map((row) => (
          <LetterLine
            key={row.inviteeId}
            row={row}
            onPreview={() => setOpened({ what: 'preview', row })}
            onSend={maySend(row) ? () => void send([row]) : undefined}
            onReply={
              row.invitationId !== null && takesReplies(meeting)
                ? () => setOpened({ what: 'reply', row })
                : undefined
            }
          />
        ))}
      </ul>
      {opened?.what === 'preview' && (
        <LetterPreviewDialog
          rest={rest}
          meetingId={meeting.id}
          inviteeId={opened.row.inviteeId}
          onClose={close}
        />
      )}
      {opened?.what === 'reply' && opened.row.invitationId !== null && (
        <TelephoneReply
          rest={rest}
          meetingId={meeting.id}
          invitation={{ ...opened.row, id: opened.row.invitationId, asked: askedOf(meeting, opened.row) }}
          onClose={close}
          onEntered={() => {
            close();
            refresh();
          }}
        />
      )}
    </>
  );
}

const askedOf = ({ invitations }: TabProps['plan']['meeting'], { inviteeId }: LetterRow) =>
  invitations.find((invitation) => invitation.inviteeId === inviteeId)?.delegates ?? [];
