import { IconListNumbers } from '@tabler/icons-react';
import type { LibraryInfo } from '../../shared/library';
import { usePainted } from '../app/painted';
import { formatQuantity } from '../format/numbers';
import { ListFailed } from '../generations/list-failed';
import { promptsQuery } from '../insights/insight-queries';
import { Button } from '../ui/button';
import { Notice } from '../ui/notice';
import { useShownPage } from '../ui/paged-rows';
import { Screen, ScreenFoot, ScreenToolbar } from '../ui/screen';
import { SearchField } from '../ui/search-field';
import { Segmented } from '../ui/segmented';
import { PromptGrid } from './prompt-grid';
import { setPromptsView, usePromptsView } from './prompts-view';

const windows = [
  ['all', 'All time'],
  ['30', '30 days'],
  ['7', '7 days'],
] as const;

/** Which prompts are used most, and how their generations go. */
export function PromptsScreen({ library }: Readonly<{ library: LibraryInfo }>) {
  const view = usePromptsView();
  const shown = useShownPage(view, promptsQuery);
  const { total, error } = shown;
  usePainted(total !== null || error !== null);
  return (
    <Screen title="Prompts">
      <ScreenToolbar>
        <Segmented
          label="Time"
          value={view.days === 7 ? '7' : view.days === 30 ? '30' : 'all'}
          options={windows}
          onChange={(days) => setPromptsView({ days: days === 'all' ? null : Number(days) })}
        />
        <SearchField
          label="Search prompts"
          value={view.search}
          onChange={(search) => setPromptsView({ search })}
        />
      </ScreenToolbar>
      {error ? (
        <ListFailed error={error} />
      ) : total === 0 ? (
        <Notice
          icon={<IconListNumbers size={22} stroke={1.5} />}
          title={view.search === '' && view.days === null ? 'No prompts yet' : 'No prompts match'}
          text="Every prompt that was submitted appears here with how its generations went."
          actions={
            (view.search !== '' || view.days !== null) && (
              <Button onClick={() => setPromptsView({ search: '', days: null })}>
                Clear filters
              </Button>
            )
          }
        />
      ) : (
        total !== null && (
          <PromptGrid shown={shown} total={total} readOnlyReason={library.readOnlyReason} />
        )
      )}
      <ScreenFoot>{total !== null && formatQuantity(total, 'prompt')}</ScreenFoot>
    </Screen>
  );
}
