import type { JSX } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import type { Refusal } from '../../../../protocol/rest/problem.ts';
import type { TemplateView } from '../../../../protocol/rest/meetings/templates.ts';
import { templateWords } from './template-words.ts';
import { offeredStartMs } from '../../../state/planning/calendar.ts';
import { errorWords } from '../../../i18n/errors.ts';
import { commonWords } from '../../../i18n/common.ts';
import type { Rest } from '../../../signaling/rest.ts';
import { Alert, Button, Checkbox, ConfirmedButton, Select } from '../../shared/controls.tsx';
import { useIdempotent } from '../../../hooks/idempotent.ts';
import { RenameTemplate } from './rename-template.tsx';
import { OnHoliday } from '../series/repeat-meeting.tsx';
import { SitePicker, useOwnSite } from '../../shared/units/site-picker.tsx';
import { StartFields, useStartForm } from '../plan-form/start-fields.tsx';
import { Refused } from '../../shared/refused.tsx';

interface FromTemplateProps {
  readonly rest: Rest;
  /** The planner's own unit, which organises the meeting unless another is chosen. */
  readonly siteId: string | null;
  readonly onCreated: (meetingId: string) => void;
}

/** Makes a draft, or a series of drafts, from a template; the planner changes the rest in the draft. */
export function FromTemplate({ rest, siteId, onCreated }: FromTemplateProps): JSX.Element {
  const [templates, setTemplates] = useState<readonly TemplateView[]>();
  const [chosenId, setChosenId] = useState('');
  const [repeat, setRepeat] = useState(false);
  const [site, setSite] = useOwnSite(rest, siteId);
  const [refusal, setRefusal] = useState<Refusal>();
  const [busy, setBusy] = useState(false);
  const [renaming, setRenaming] = useState(false);
  const start = useStartForm(() => offeredStartMs(Date.now()));
  const idempotent = useIdempotent();
  const load = async (): Promise<void> => {
    const result = await rest.call('template.list', {});
    if (result.ok) setTemplates(result.value.templates);
    else setRefusal(result.error);
  };
  useEffect(() => void load(), [rest]);
  const words = templateWords();
  const chosen = templates?.find(({ id }) => id === chosenId) ?? templates?.[0];

  const use = async (): Promise<void> => {
    if (!chosen || !site || Number.isNaN(start.startsAtMs)) return;
    setBusy(true);
    const request = {
      params: { templateId: chosen.id },
      body: { siteId: site.id, startsAtMs: start.startsAtMs, repeat: repeat && chosen.rule !== null },
    };
    const made = await idempotent((idempotencyKey) =>
      rest.call('template.use', { ...request, idempotencyKey }),
    );
    setBusy(false);
    setRefusal(made.ok ? undefined : made.error);
    if (made.ok) onCreated(made.value.id);
  };
  const remove = async (templateId: string): Promise<void> => {
    const removed = await rest.call('template.remove', { params: { templateId } });
    if (!removed.ok) setRefusal(removed.error);
    await load();
  };

  if (!templates || !chosen) {
    return refusal ? (
      <Alert>{errorWords()[refusal.code]}</Alert>
    ) : (
      <p class="empty">{commonWords().loading}</p>
    );
  }
  return (
    <>
      <form
        class="panel planning"
        onSubmit={(event) => {
          event.preventDefault();
          void use();
        }}
      >
        <Select
          label={words.template}
          value={chosen.id}
          onChange={setChosenId}
          options={templates.map(({ id, name, siteName }) => ({
            value: id,
            text: siteName === '' ? name : `${name} (${siteName})`,
          }))}
          testId="template"
        />
        <p class="muted">
          {words.about(chosen.durationMinutes, chosen.agenda.length)}{' '}
          {chosen.invitesBelow ? words.invitesBelow : words.invitesByName(chosen.invitesByName)}
        </p>
        <StartFields form={start} />
        {!Number.isNaN(start.startsAtMs) && <OnHoliday atMs={start.startsAtMs} />}
        <SitePicker rest={rest} chosen={site} onChoose={setSite} />
        {chosen.rule !== null && (
          <Checkbox label={words.repeat} checked={repeat} onChange={setRepeat} testId="template-repeat" />
        )}
        {refusal && <Refused {...refusal} />}
        <div class="dialog__buttons">
          {chosen.siteId !== null && (
            <>
              <Button look="quiet" testId="template-rename" onPress={() => setRenaming(true)}>
                {words.rename}
              </Button>
              <ConfirmedButton
                look="quiet"
                testId="template-remove"
                question={words.removeQuestion(chosen.name)}
                confirm={words.remove}
                onConfirm={() => void remove(chosen.id)}
              >
                {words.remove}
              </ConfirmedButton>
            </>
          )}
          <Button type="submit" look="primary" disabled={busy || !site} testId="template-use">
            {words.use}
          </Button>
        </div>
      </form>
      {renaming && (
        <RenameTemplate
          rest={rest}
          template={chosen}
          onClose={() => setRenaming(false)}
          onRenamed={() => {
            setRenaming(false);
            void load();
          }}
        />
      )}
    </>
  );
}
