import { IconListNumbers } from '@tabler/icons-react';
import type { LibraryInfo } from '../../../shared/library';
import { formatQuantity } from '../../base/format/numbers';
import { usePainted } from '../../base/painted';
import { standingsQuery } from '../../model/insight-queries';
import { useShownPage } from '../../model/paged-rows';
import { Button } from '../../ui/button';
import { ListFailed } from '../../ui/list-failed';
import { Notice } from '../../ui/notice';
import { Screen, ScreenFoot, ScreenToolbar, ToolbarGroup } from '../../ui/screen';
import { SearchField } from '../../ui/search-field';
import { Segmented } from '../../ui/segmented';
import { StandingGrid } from './standing-grid';
import { setStandingsView, useStandingsView } from './standings-view';

const boards = [
  ['prompts', 'Prompts'],
  ['models', 'Models'],
] as const;

const texts = {
  prompts: 'Every prompt that was submitted appears here with how its generations went.',
  models: 'Every model that was asked for appears here with how its generations went.',
} as const;

const windows = [
  ['all', 'All time'],
  ['30', '30 days'],
  ['7', '7 days'],
] as const;

/** Which prompts and models are used most, and how their generations go. */
export function PromptsScreen({ library }: Readonly<{ library: LibraryInfo }>) {
  const view = useStandingsView();
  const shown = useShownPage(view, standingsQuery);
  const { total, error } = shown;
  usePainted(total !== null || error !== null);
  const { of } = view;
  return (
    <Screen title="Prompts">
      <ScreenToolbar>
        <ToolbarGroup>
          <Segmented
            label="Leaderboard"
            value={of}
            options={boards}
            onChange={(next) => setStandingsView({ of: next, search: '' })}
          />
          <Segmented
            label="Time"
            value={view.days === 7 ? '7' : view.days === 30 ? '30' : 'all'}
            options={windows}
            onChange={(days) => setStandingsView({ days: days === 'all' ? null : Number(days) })}
          />
        </ToolbarGroup>
        <SearchField
          label={`Search ${of}`}
          value={view.search}
          onChange={(search) => setStandingsView({ search })}
        />
      </ScreenToolbar>
      {error ? (
        <ListFailed error={error} />
      ) : total === 0 ? (
        <Notice
          icon={<IconListNumbers size={22} stroke={1.5} />}
          title={view.search === '' && view.days === null ? `No ${of} yet` : `No ${of} match`}
          text={texts[of]}
          actions={
            (view.search !== '' || view.days !== null) && (
              <Button onClick={() => setStandingsView({ search: '', days: null })}>
                Clear filters
              </Button>
            )
          }
        />
      ) : (
        total !== null && (
          <StandingGrid shown={shown} total={total} readOnlyReason={library.readOnlyReason} />
        )
      )}
      <ScreenFoot>
        {total !== null && formatQuantity(total, shown.view.of === 'prompts' ? 'prompt' : 'model')}
      </ScreenFoot>
    </Screen>
  );
}
