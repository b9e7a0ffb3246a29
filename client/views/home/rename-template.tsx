import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import type { Refusal } from '../../../protocol/rest/problem.ts';
import { t } from '../../i18n/messages.ts';
import type { Rest } from '../../signaling/rest.ts';
import { Alert, Button, Dialog, Field } from '../controls.tsx';

interface RenameTemplateProps {
  readonly rest: Rest;
  readonly template: { readonly id: string; readonly name: string };
  readonly onClose: () => void;
  readonly onRenamed: () => void;
}

/** Another name for a template that a unit keeps. */
export function RenameTemplate({ rest, template, onClose, onRenamed }: RenameTemplateProps): JSX.Element {
  const [name, setName] = useState(template.name);
  const [refusal, setRefusal] = useState<Refusal>();
  const words = t().templates;
  const rename = async (): Promise<void> => {
    const renamed = await rest.call('template.rename', {
      params: { templateId: template.id },
      body: { name },
    });
    if (renamed.ok) onRenamed();
    else setRefusal(renamed.error);
  };
  return (
    <Dialog title={words.rename} onClose={onClose} testId="rename-dialog">
      <form
        onSubmit={(event) => {
          event.preventDefault();
          void rename();
        }}
      >
        <Field
          label={words.name}
          value={name}
          onInput={setName}
          maxLength={200}
          required
          testId="rename-name"
        />
        {refusal && <Alert>{t().errors[refusal.code]}</Alert>}
        <div class="dialog__buttons">
          <Button onPress={onClose}>{t().cancel}</Button>
          <Button type="submit" look="primary" disabled={name.trim() === ''} testId="rename-save">
            {words.rename}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
