import type { JSX } from 'preact';
import type { Participant } from '../../../protocol/state.ts';

interface SiteLabelProps {
  readonly of: Pick<Participant, 'name' | 'siteName'>;
  readonly as?: 'small' | 'span';
}

/** The unit of a participant beside its name; nothing where the name says it already. */
export const SiteLabel = ({
  of: { name, siteName },
  as: Tag = 'small',
}: SiteLabelProps): JSX.Element | null =>
  siteName === '' || siteName === name ? null : <Tag>{siteName}</Tag>;
