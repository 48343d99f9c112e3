import './app/fonts.css';
import '@mantine/core/styles/baseline.css';
import '@mantine/core/styles/default-css-variables.css';
import '@mantine/core/styles/global.css';
import './app/tokens.css';
import './app/signs.css';
import './app/base.css';
import { createRoot } from 'react-dom/client';
import { App } from './app/app';
import { adoptNonce } from './app/nonce';
import { askForFirstRows } from './generations/first-rows';
import { startLibrary } from './library/library-queries';

adoptNonce();
// Asked for before React starts: all of it is on its way while the first render runs.
startLibrary();
askForFirstRows();
void document.fonts.load('1em "Inter Variable"');

const root = document.getElementById('root');
if (root) createRoot(root).render(<App />);
