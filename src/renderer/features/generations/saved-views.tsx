import { IconBookmark, IconBookmarkPlus, IconTrash } from '@tabler/icons-react';
import { useState } from 'react';
import { setPreferences, usePreference } from '../../base/preferences';
import { type CurrentView, parseState, showState, stateParams } from '../../model/view';
import { Button } from '../../ui/button';
import { Dialog } from '../../ui/dialog';
import { IconButton } from '../../ui/icon-button';
import { Menu, MenuParts } from '../../ui/menu';
import { TextInput } from '../../ui/text-input';
import classes from './saved-views.module.css';

/** Views that were given a name: conditions and order, ready to be shown again. */
export function SavedViews({ current }: Readonly<{ current: CurrentView }>) {
  const views = usePreference('savedViews');
  const [naming, setNaming] = useState(false);
  const [name, setName] = useState('');
  const params = stateParams(current.state);
  const save = () => {
    const wanted = name.trim();
    if (wanted === '') return;
    const others = views.filter((view) => view.name !== wanted);
    setPreferences({ savedViews: [...others, { name: wanted, params }] });
    setName('');
    setNaming(false);
  };
  return (
    <>
      <Menu position="bottom-end" width={260}>
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
          <MenuParts.Item
            leftSection={<IconBookmarkPlus size={15} stroke={1.75} />}
            onClick={() => setNaming(true)}
          >
            Save this view…
          </MenuParts.Item>
        </MenuParts.Dropdown>
      </Menu>
      <Dialog opened={naming} onClose={() => setNaming(false)} title="Save this view" size={380}>
        <form
          className={classes.form}
          onSubmit={(event) => {
            event.preventDefault();
            save();
          }}
        >
          <TextInput
            aria-label="Name of the view"
            placeholder="Name"
            value={name}
            maxLength={60}
            data-autofocus
            onChange={(event) => setName(event.target.value)}
          />
          <Button type="submit" look="primary" disabled={name.trim() === ''}>
            Save
          </Button>
        </form>
      </Dialog>
    </>
  );
}
