import type { JSX } from 'preact';
import type { EndpointView } from '../../../protocol/rest/sites/endpoints.ts';
import type { Rest } from '../../signaling/rest.ts';
import type { NamedUnit } from '../shared/units/named-unit.ts';
import { EditEndpoint } from './edit-endpoint.tsx';
import type { EndpointAction } from './endpoint-row.tsx';
import { EndpointTags } from './endpoint-tags.tsx';
import { MoveEndpoint } from './move-endpoint.tsx';
import { PairEndpoint } from './pairing/pair-endpoint.tsx';

export interface OpenedEndpoint {
  readonly action: EndpointAction;
  readonly endpoint: EndpointView;
}

interface EndpointDialogProps {
  readonly rest: Rest;
  readonly opened: OpenedEndpoint;
  readonly all: readonly EndpointView[];
  readonly units: readonly NamedUnit[];
  readonly onOpen: (opened: OpenedEndpoint | undefined) => void;
  /** Something has changed; the dialog may stay open. */
  readonly onChanged: () => void;
}

/** The dialog of one action on one room. */
export function EndpointDialog(props: EndpointDialogProps): JSX.Element {
  const { rest, opened, all, units, onOpen, onChanged } = props;
  const { action, endpoint } = opened;
  const close = (): void => onOpen(undefined);
  const done = (): void => {
    close();
    onChanged();
  };
  switch (action) {
    case 'edit':
      return (
        <EditEndpoint
          rest={rest}
          endpoint={endpoint}
          all={all}
          onMove={() => onOpen({ action: 'move', endpoint })}
          onClose={close}
          onChanged={done}
        />
      );
    case 'move':
      return <MoveEndpoint rest={rest} endpoint={endpoint} units={units} onClose={close} onDone={done} />;
    case 'tags':
      return <EndpointTags rest={rest} endpoint={endpoint} onClose={close} onChanged={done} />;
    case 'pair':
      return <PairEndpoint rest={rest} endpoint={endpoint} onClose={close} onPaired={onChanged} />;
    default:
      return action satisfies never;
  }
}
