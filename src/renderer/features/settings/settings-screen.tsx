import { useMutation, useQuery } from '@tanstack/react-query';
import type { LibraryInfo } from '../../../shared/library';
import type { StalledAfter } from '../../../shared/outlook';
import type { Settings } from '../../../shared/settings';
import { formatBytes } from '../../base/format/numbers';
import { unwrap } from '../../base/ipc/call';
import { queryClient } from '../../base/ipc/query-client';
import { tellError } from '../../base/messages';
import { usePainted } from '../../base/painted';
import { setPreferences, usePreference } from '../../base/preferences';
import { settingsQuery } from '../../model/settings-queries';
import { Button } from '../../ui/button';
import { Fact, Facts } from '../../ui/facts';
import { Screen } from '../../ui/screen';
import { Segmented } from '../../ui/segmented';
import { resetColumns } from '../generations/use-columns';
import { ServiceSetting } from '../service/service-setting';
import { LibraryCare } from './library-care';
import { NumberField } from './number-field';
import { OutputFolders } from './output-folders';
import { Group, Setting } from './setting';
import classes from './settings-screen.module.css';

const themes = [
  ['system', 'System'],
  ['light', 'Light'],
  ['dark', 'Dark'],
] as const;
const densities = [
  ['comfortable', 'Comfortable'],
  ['compact', 'Compact'],
] as const;
const onOrOff = [
  ['on', 'On'],
  ['off', 'Off'],
] as const;
const times = [
  ['relative', 'Relative'],
  ['absolute', 'Date and time'],
] as const;

const origins: Readonly<Record<LibraryInfo['origin'], string>> = {
  alembic: 'DGX Music, by its migrations',
  create_all: 'DGX Music, without migrations',
  monitor: 'This application',
};

/** How the window looks and works; every change applies at once. */
export function SettingsScreen({ library }: Readonly<{ library: LibraryInfo }>) {
  const { data: settings } = useQuery(settingsQuery);
  const density = usePreference('density');
  const timeDisplay = usePreference('times');
  const change = useMutation({
    mutationFn: (next: Settings) => unwrap(window.monitor.settings.set(next)),
    onMutate: (next) => queryClient.setQueryData(settingsQuery.queryKey, next),
    onSuccess: (saved) => queryClient.setQueryData(settingsQuery.queryKey, saved),
    onError: (error) => {
      tellError(error);
      void queryClient.invalidateQueries({ queryKey: settingsQuery.queryKey });
    },
  });
  const setStalledAfter = (all: Settings, changes: Partial<StalledAfter>) =>
    change.mutate({ ...all, stalledAfter: { ...all.stalledAfter, ...changes } });
  usePainted(true);
  return (
    <Screen title="Settings">
      <div className={classes.page}>
        <Group title="Appearance">
          <Setting name="Theme" hint="System follows the setting of the desktop.">
            {settings && (
              <Segmented
                label="Theme"
                value={settings.theme}
                options={themes}
                onChange={(theme) => change.mutate({ ...settings, theme })}
              />
            )}
          </Setting>
          <Setting name="Density" hint="Height of the rows in lists.">
            <Segmented
              label="Density"
              value={density}
              options={densities}
              onChange={(value) => setPreferences({ density: value })}
            />
          </Setting>
          <Setting name="Times" hint="The exact time is in the tooltip either way.">
            <Segmented
              label="Times"
              value={timeDisplay}
              options={times}
              onChange={(value) => setPreferences({ times: value })}
            />
          </Setting>
          <Setting name="Columns" hint="Choice, order and widths of the list’s columns.">
            <Button size="small" onClick={resetColumns}>
              Reset columns
            </Button>
          </Setting>
        </Group>
        <Group title="Stalled jobs">
          <Setting
            name="Stalled after"
            hint="A running job seems stalled after so many times what its model usually takes."
          >
            {settings && (
              <NumberField
                label="Stalled after times the expected time"
                value={settings.stalledAfter.factor}
                least={1}
                most={1_000}
                unit="×"
                onChange={(factor) => setStalledAfter(settings, { factor })}
              />
            )}
          </Setting>
          <Setting name="But not before" hint="Seconds that every job may take.">
            {settings && (
              <NumberField
                label="Stalled not before seconds"
                value={settings.stalledAfter.leastSeconds}
                least={0}
                most={86_400}
                unit="s"
                onChange={(leastSeconds) => setStalledAfter(settings, { leastSeconds })}
              />
            )}
          </Setting>
        </Group>
        <Group title="Notifications">
          <Setting
            name="When jobs end"
            hint="Told on the desktop while the window is not in front, several at once."
          >
            {settings && (
              <Segmented
                label="Notifications"
                value={settings.notifications ? 'on' : 'off'}
                options={onOrOff}
                onChange={(value) => change.mutate({ ...settings, notifications: value === 'on' })}
              />
            )}
          </Setting>
        </Group>
        <Group title="Audio">
          <OutputFolders />
        </Group>
        <Group title="HTTP service">
          <ServiceSetting />
        </Group>
        <Group title="Library">
          <Facts>
            <Fact name="Name">{library.name}</Fact>
            <Fact name="File" mono>
              {library.path}
            </Fact>
            <Fact name="Size">{formatBytes(library.sizeBytes)}</Fact>
            <Fact name="Made by">{origins[library.origin]}</Fact>
            <Fact name="Schema">{library.alembicRevision}</Fact>
            <Fact name="Journal" mono>
              {library.journalMode}
            </Fact>
            <Fact name="Changes">{library.readOnlyReason ?? 'Possible'}</Fact>
          </Facts>
          <LibraryCare library={library} />
        </Group>
      </div>
    </Screen>
  );
}
