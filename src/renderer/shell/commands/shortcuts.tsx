import { closeDialog } from './commands';
import { Sheet } from './sheet';
import classes from './shortcuts.module.css';

const shortcuts: readonly (readonly [group: string, readonly (readonly [string, string])[]])[] = [
  [
    'Anywhere',
    [
      ['Ctrl+K', 'Commands'],
      ['/', 'Search'],
      ['?', 'This list'],
      ['Alt+← Alt+→', 'Back, forward'],
      ['Ctrl+1 Ctrl+2 Ctrl+,', 'Generations, prompts, settings'],
    ],
  ],
  [
    'List',
    [
      ['J K ↓ ↑', 'Next, previous'],
      ['PageUp PageDown', 'A page on or back'],
      ['Home End', 'First, last'],
      ['Enter', 'Details'],
      ['Esc', 'Clear selection, close details'],
      ['R', 'Retry'],
      ['N', 'New generation'],
      ['Del', 'Delete'],
      ['Ctrl+Z', 'Undo'],
    ],
  ],
  [
    'Selection',
    [
      ['X', 'Select or unselect'],
      ['Shift+↓ Shift+↑', 'Extend'],
      ['Ctrl+A', 'All matches'],
      ['C', 'Compare'],
    ],
  ],
  [
    'Judgement',
    [
      ['1 2 3 4 5', 'Rate'],
      ['0', 'Take the rating away'],
      ['S', 'Star or unstar'],
      ['Shift+X', 'Reject or keep'],
      ['A', 'Audition the unheard takes'],
    ],
  ],
  [
    'Columns',
    [
      ['← →', 'Next header'],
      ['Alt+← Alt+→', 'Move the column'],
      ['Shift+← Shift+→', 'Make it narrower, wider'],
    ],
  ],
  [
    'Player',
    [
      ['Space', 'Play, pause'],
      ['[ ]', 'Previous, next take'],
    ],
  ],
  [
    'Compare',
    [
      ['1 2 3 4', 'Switch to a take'],
      ['[ ] ↑ ↓', 'Previous, next take'],
      ['← →', 'Five seconds back, on'],
      ['V', 'Vote for the take one hears'],
      ['Esc', 'Back'],
    ],
  ],
];

/** What the keys do. */
export function Shortcuts() {
  return (
    <Sheet label="Keyboard shortcuts" onClose={closeDialog}>
      <header className={classes.header}>
        <h2>Keyboard shortcuts</h2>
        <button type="button" className={classes.close} onClick={closeDialog}>
          Close
        </button>
      </header>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls by keys. */}
      <div className={classes.body} tabIndex={0}>
        {shortcuts.map(([group, entries]) => (
          <section key={group} className={classes.group}>
            <h3>{group}</h3>
            <dl>
              {entries.map(([keys, what]) => (
                <div key={keys} className={classes.entry}>
                  <dt>{what}</dt>
                  <dd>
                    {keys.split(' ').map((key) => (
                      <kbd key={key}>{key}</kbd>
                    ))}
                  </dd>
                </div>
              ))}
            </dl>
          </section>
        ))}
      </div>
    </Sheet>
  );
}
