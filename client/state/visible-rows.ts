/** The visible rows of equal height, from `first` to before `end`, with some beyond the edges. */
export function rowsInSight(
  count: number,
  {
    scrollTop,
    height,
    rowHeight,
  }: { readonly scrollTop: number; readonly height: number; readonly rowHeight: number },
): { readonly first: number; readonly end: number } {
  const beyond = 4;
  return {
    first: Math.max(0, Math.min(count, Math.floor(scrollTop / rowHeight)) - beyond),
    end: Math.min(count, Math.ceil((scrollTop + height) / rowHeight) + beyond),
  };
}
