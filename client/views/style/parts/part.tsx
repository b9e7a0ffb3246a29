import type { ComponentChildren, JSX } from 'preact';

interface PartProps {
  readonly title: string;
  readonly children: ComponentChildren;
}

/** A part of the page, with its heading. */
export const Part = ({ title, children }: PartProps): JSX.Element => (
  <section class="panel style__part">
    <h2>{title}</h2>
    {children}
  </section>
);
