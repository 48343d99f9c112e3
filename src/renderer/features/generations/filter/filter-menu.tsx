import { IconFilter } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { FindingKind } from '../../../../shared/audio-check';
import type { MetadataFacet } from '../../../../shared/insights';
import { type MetadataValue, metadataValueText } from '../../../../shared/query';
import { formatCount } from '../../../base/format/numbers';
import { noRange } from '../../../model/filter/seconds-range';
import { facetsQuery } from '../../../model/insight-queries';
import { kindLabels, takeFindings } from '../../../model/kind-labels';
import { type CurrentView, choose } from '../../../model/view';
import { IconButton } from '../../../ui/icon-button';
import { Menu, MenuParts } from '../../../ui/menu';
import { checkStateQuery } from '../../check/check-queries';
import { type EditedCondition, editedCondition } from './edited-condition';

const day = 86_400_000;
const presets = [
  ['Last hour', day / 24],
  ['Last 24 hours', day],
  ['Last 7 days', 7 * day],
  ['Last 30 days', 30 * day],
] as const;
const lengths = [
  ['up to 10 s', { maxDurationSeconds: 10 }],
  ['10 to 20 s', { minDurationSeconds: 10, maxDurationSeconds: 20 }],
  ['20 s and more', { minDurationSeconds: 20 }],
] as const;
const taken = [
  ['over 30 s', { overTimeTakenSeconds: 30 }],
  ['over 1 minute', { overTimeTakenSeconds: 60 }],
  ['over 5 minutes', { overTimeTakenSeconds: 300 }],
] as const;

const judgements = [
  ['Unheard', { heard: false }],
  ['Heard', { heard: true }],
  ['Starred', { starred: true }],
  ['Rejected', { rejected: true }],
  ['Not rejected', { rejected: false }],
  ['Unrated', { rated: false }],
  ['Rated 3 and more', { minRating: 3, maxRating: undefined }],
  ['Rated 4 and more', { minRating: 4, maxRating: undefined }],
  ['Rated 5', { minRating: 5, maxRating: undefined }],
] as const;

/** Chooses conditions from what the library holds. */
export function FilterMenu({ current }: Readonly<{ current: CurrentView }>) {
  const [opened, setOpened] = useState(false);
  const facets = useQuery({ ...facetsQuery, enabled: opened });
  const checked = useQuery({ ...checkStateQuery, enabled: opened });
  const { chosen } = current.state;
  const models = chosen.models ?? [];
  const setModel = (name: string, on: boolean) => {
    const next = on ? [...models, name] : models.filter((model) => model !== name);
    choose({ models: next.length > 0 ? next : undefined });
  };
  const found = takeFindings.filter((kind) => checked.data?.counts[kind]);
  const setAudio = (kind: FindingKind, on: boolean) => {
    const others = (chosen.audio ?? []).filter((other) => other !== kind);
    const next = on ? [...others, kind] : others;
    choose({ audio: next.length > 0 ? next : undefined });
  };
  const tags = chosen.tags ?? [];
  const setTag = (name: string, on: boolean) => {
    const next = on ? [...tags, name] : tags.filter((tag) => tag !== name);
    choose({ tags: next.length > 0 ? next : undefined });
  };
  return (
    <Menu position="bottom-end" width={190} opened={opened} onChange={setOpened}>
      <MenuParts.Target>
        <IconButton label="Filter">
          <IconFilter size={16} stroke={1.75} />
        </IconButton>
      </MenuParts.Target>
      <MenuParts.Dropdown>
        <Sub label="Model">
          {(facets.data?.models ?? []).slice(0, 30).map(({ name, count }) => (
            <MenuParts.CheckboxItem
              key={name}
              checked={models.includes(name)}
              onChange={(on) => setModel(name, on)}
              rightSection={formatCount(count)}
            >
              {name}
            </MenuParts.CheckboxItem>
          ))}
        </Sub>
        <MenuParts.CheckboxItem
          checked={chosen.stalled === true}
          onChange={(on) => choose({ stalled: on ? true : undefined })}
        >
          Stalled?
        </MenuParts.CheckboxItem>
        <Sub label="Created">
          {presets.map(([label, span]) => (
            <MenuParts.Item
              key={label}
              onClick={() =>
                choose({
                  createdFrom: new Date(Date.now() - span).toISOString(),
                  createdBefore: undefined,
                })
              }
            >
              {label}
            </MenuParts.Item>
          ))}
          <Custom label="Between two days…" condition={{ kind: 'created' }} />
        </Sub>
        <Sub label="Length">
          {lengths.map(([label, range]) => (
            <MenuParts.Item
              key={label}
              onClick={() => choose({ ...noRange('DurationSeconds'), ...range })}
            >
              {label}
            </MenuParts.Item>
          ))}
          <Custom label="Other…" condition={{ kind: 'length' }} />
        </Sub>
        <Sub label="Time taken">
          {taken.map(([label, range]) => (
            <MenuParts.Item
              key={label}
              onClick={() => choose({ ...noRange('TimeTakenSeconds'), ...range })}
            >
              {label}
            </MenuParts.Item>
          ))}
          <Custom label="Other…" condition={{ kind: 'timeTaken' }} />
        </Sub>
        <Sub label="Judgement">
          {judgements.map(([label, condition]) => (
            <MenuParts.Item key={label} onClick={() => choose(condition)}>
              {label}
            </MenuParts.Item>
          ))}
          {(facets.data?.tags.length ?? 0) > 0 && <MenuParts.Label>Tag</MenuParts.Label>}
          {facets.data?.tags.slice(0, 20).map(({ name, count }) => (
            <MenuParts.CheckboxItem
              key={name}
              checked={tags.includes(name)}
              onChange={(on) => setTag(name, on)}
              rightSection={formatCount(count)}
            >
              {name}
            </MenuParts.CheckboxItem>
          ))}
        </Sub>
        {found.length > 0 && (
          <Sub label="Audio check">
            {found.map((kind) => (
              <MenuParts.CheckboxItem
                key={kind}
                checked={chosen.audio?.includes(kind) ?? false}
                onChange={(on) => setAudio(kind, on)}
                rightSection={formatCount(checked.data?.counts[kind] ?? 0)}
              >
                {kindLabels[kind]}
              </MenuParts.CheckboxItem>
            ))}
          </Sub>
        )}
        <MenuParts.Divider />
        <MenuParts.Label>Metadata</MenuParts.Label>
        {(facets.data?.metadata ?? []).slice(0, 12).map((facet) => (
          <MetadataSub key={facet.path.join('.')} facet={facet} current={current} />
        ))}
        {facets.data?.metadata.length === 0 && (
          <MenuParts.Item disabled>No metadata in recent rows</MenuParts.Item>
        )}
        <MenuParts.Item onClick={() => editedCondition.set({ kind: 'metadata', index: null })}>
          Other condition…
        </MenuParts.Item>
      </MenuParts.Dropdown>
    </Menu>
  );
}

/** Leads to the dialog for what the items before it do not offer. */
function Custom({ label, condition }: Readonly<{ label: string; condition: EditedCondition }>) {
  return (
    <>
      <MenuParts.Divider />
      <MenuParts.Item onClick={() => editedCondition.set(condition)}>{label}</MenuParts.Item>
    </>
  );
}

type SubProps = Readonly<{ label: string; children: React.ReactNode }>;

function Sub({ label, children }: SubProps) {
  return (
    <MenuParts.Sub>
      <MenuParts.Sub.Target>
        <MenuParts.Sub.Item>{label}</MenuParts.Sub.Item>
      </MenuParts.Sub.Target>
      <MenuParts.Sub.Dropdown>{children}</MenuParts.Sub.Dropdown>
    </MenuParts.Sub>
  );
}

function MetadataSub({ facet, current }: Readonly<{ facet: MetadataFacet; current: CurrentView }>) {
  const path = [...facet.path];
  const name = path.join('.');
  const others = (current.state.chosen.metadata ?? []).filter(
    (condition) => condition.path.join('.') !== name,
  );
  const add = (
    condition: Readonly<{ operator: '=' | 'absent' | 'present'; value?: MetadataValue }>,
  ) =>
    choose({
      metadata: [...others, { path, ...condition }],
    });
  return (
    <Sub label={name}>
      {facet.values.map(({ value, count }) => (
        <MenuParts.Item
          key={metadataValueText(value)}
          onClick={() => add({ operator: '=', value })}
          rightSection={formatCount(count)}
        >
          {metadataValueText(value).slice(0, 60)}
        </MenuParts.Item>
      ))}
      <MenuParts.Divider />
      <MenuParts.Item onClick={() => add({ operator: 'present' })}>has any value</MenuParts.Item>
      <MenuParts.Item onClick={() => add({ operator: 'absent' })}>is not there</MenuParts.Item>
    </Sub>
  );
}
