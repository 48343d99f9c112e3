import { IconFilterOff, IconMusic } from '@tabler/icons-react';
import { statusLabel } from '../../model/status';
import { clearFilters, showsEverything, type View } from '../../model/view';
import { Button } from '../../ui/button';
import { Notice } from '../../ui/notice';

/** The list without rows: because nothing matches, or because the library is empty. */
export function EmptyList({ view }: Readonly<{ view: View }>) {
  const { statuses } = view.filter;
  if (showsEverything(view)) {
    return (
      <Notice
        icon={<IconMusic size={22} stroke={1.5} />}
        title="No generations yet"
        text="Jobs that DGX Music puts into this library appear here."
      />
    );
  }
  const only = statuses?.length === 1 && Object.keys(view.filter).length === 1 ? statuses[0] : null;
  return (
    <Notice
      icon={<IconFilterOff size={22} stroke={1.5} />}
      title={only ? `Nothing is ${statusLabel(only).toLowerCase()}` : 'No generations match'}
      text={only ? 'No generation has this status at the moment.' : 'Try with fewer conditions.'}
      actions={<Button onClick={clearFilters}>Clear filters</Button>}
    />
  );
}
