import { IconListNumbers } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import type { LibraryInfo } from '../../shared/library';
import { usePainted } from '../app/painted';
import { formatCount, formatQuantity } from '../format/numbers';
import { ListFailed } from '../generations/list-failed';
import { promptsQuery } from '../insights/insight-queries';
import { Button } from '../ui/button';
import { Notice } from '../ui/notice';
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
  const { data, error, isPlaceholderData } = useQuery({
    ...promptsQuery(view),
    placeholderData: (before) => before,
  });
  usePainted(data !== undefined || error !== null);
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
      ) : data?.total === 0 ? (
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
        data && (
          <PromptGrid
            rows={data.rows}
            view={view}
            waiting={isPlaceholderData}
            readOnlyReason={library.readOnlyReason}
          />
        )
      )}
      <ScreenFoot>
        {data && data.rows.length < data.total
          ? `The first ${data.rows.length} of ${formatCount(data.total)} prompts`
          : data && formatQuantity(data.total, 'prompt')}
      </ScreenFoot>
    </Screen>
  );
}
