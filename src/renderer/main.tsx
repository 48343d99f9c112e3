import './base/fonts.css';
import '@mantine/core/styles/baseline.css';
import '@mantine/core/styles/default-css-variables.css';
import '@mantine/core/styles/global.css';
import './base/tokens.css';
import './base/signs.css';
import './base/base.css';
import { createRoot } from 'react-dom/client';
import { adoptNonce } from './base/nonce';
import { startLibrary } from './features/library/library-queries';
import { askForFirstRows } from './model/first-rows';
import { App } from './shell/app';

adoptNonce();
// Asked for before React starts: all of it is on its way while the first render runs.
startLibrary();
askForFirstRows();
void document.fonts.load('1em "Inter Variable"');

const root = document.getElementById('root');
if (root) createRoot(root).render(<App />);
