import type { JSX } from 'preact';
import { templateWords } from './template-words.ts';
import type { Rest } from '../../../signaling/rest.ts';
import { NameDialog } from '../../shared/name-dialog.tsx';

interface RenameTemplateProps {
  readonly rest: Rest;
  readonly template: { readonly id: string; readonly name: string };
  readonly onClose: () => void;
  readonly onRenamed: () => void;
}

export const RenameTemplate = ({ rest, template, onClose, onRenamed }: RenameTemplateProps): JSX.Element => (
  <NameDialog
    title={templateWords().rename}
    label={templateWords().name}
    initial={template.name}
    onSave={async (name) => {
      const params = { templateId: template.id };
      const renamed = await rest.call('template.rename', { params, body: { name } });
      if (!renamed.ok) return renamed.error;
      onRenamed();
      return undefined;
    }}
    onClose={onClose}
    testId="rename"
  />
);
