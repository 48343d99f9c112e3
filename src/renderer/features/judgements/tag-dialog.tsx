import { useState } from 'react';
import { Button } from '../../ui/button';
import { Dialog } from '../../ui/dialog';
import { judgeChosen } from './judge';
import classes from './judgement-section.module.css';
import { tagging } from './tagging';
import { TagsField } from './tags-field';

/** Asks for tags to give to what is chosen, or to take from it. */
export function TagDialog() {
  return (
    <Dialog opened onClose={close} title="Tag" size={380}>
      <TagForm />
    </Dialog>
  );
}

const close = (): void => tagging.set(false);

function TagForm() {
  const [tags, setTags] = useState<readonly string[]>([]);
  const finish = (which: 'addTags' | 'removeTags') => {
    close();
    judgeChosen({ [which]: [...tags] });
  };
  return (
    <div className={classes.judgement}>
      <TagsField tags={tags} onChange={setTags} autoFocus />
      <div className={classes.line}>
        <span className={classes.space} />
        <Button disabled={tags.length === 0} onClick={() => finish('removeTags')}>
          Take away
        </Button>
        <Button look="primary" disabled={tags.length === 0} onClick={() => finish('addTags')}>
          Add
        </Button>
      </div>
    </div>
  );
}
