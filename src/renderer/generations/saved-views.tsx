import { IconBookmark, IconBookmarkPlus, IconTrash } from '@tabler/icons-react';
import { useRef, useState } from 'react';
import { setPreferences, usePreference } from '../app/preferences';
import { IconButton } from '../ui/icon-button';
import { Menu, MenuParts } from '../ui/menu';
import classes from './saved-views.module.css';
import { type CurrentView, parseState, showState, stateParams } from './view';

/** Views that were given a name: conditions and order, ready to be shown again. */
export function SavedViews({ current }: Readonly<{ current: CurrentView }>) {
  const views = usePreference('savedViews');
  const [opened, setOpened] = useState(false);
  const [name, setName] = useState('');
  const input = useRef<HTMLInputElement>(null);
  const params = stateParams(current.state);
  const save = () => {
    const wanted = name.trim();
    if (wanted === '') return;
    const others = views.filter((view) => view.name !== wanted);
    setPreferences({ savedViews: [...others, { name: wanted, params }] });
    setName('');
    setOpened(false);
  };
  return (
    <Menu position="bottom-end" width={260} opened={opened} onChange={setOpened}>
      <MenuParts.Target>
        <IconButton label="Saved views">
          <IconBookmark size={16} stroke={1.75} />
        </IconButton>
      </MenuParts.Target>
      <MenuParts.Dropdown>
        {views.map((view) => (
          <div key={view.name} className={classes.view} role="none">
            <MenuParts.Item
              className={classes.open}
              data-current={view.params === params || undefined}
              onClick={() => showState(parseState(view.params))}
            >
              {view.name}
            </MenuParts.Item>
            <MenuParts.Item
              className={classes.remove}
              aria-label={`Delete view ${view.name}`}
              closeMenuOnClick={false}
              onClick={() => setPreferences({ savedViews: views.filter((one) => one !== view) })}
            >
              <IconTrash size={14} stroke={1.75} aria-hidden />
            </MenuParts.Item>
          </div>
        ))}
        {views.length === 0 && <MenuParts.Label>No saved views yet</MenuParts.Label>}
        <MenuParts.Divider />
        <form
          className={classes.form}
          onSubmit={(event) => {
            event.preventDefault();
            save();
          }}
        >
          <input
            ref={input}
            aria-label="Name of the view"
            className={classes.input}
            placeholder="Save this view as…"
            value={name}
            maxLength={60}
            onChange={(event) => setName(event.target.value)}
            onKeyDown={(event) => event.key !== 'Escape' && event.stopPropagation()}
          />
          <IconButton label="Save view" type="submit" disabled={name.trim() === ''}>
            <IconBookmarkPlus size={16} stroke={1.75} />
          </IconButton>
        </form>
      </MenuParts.Dropdown>
    </Menu>
  );
}
