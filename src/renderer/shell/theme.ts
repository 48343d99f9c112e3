import { createTheme, type MantineColorsTuple } from '@mantine/core';

const plum: MantineColorsTuple = [
  '#f6effb',
  '#ecdff7',
  '#d7bbee',
  '#c9a3ee',
  '#ae73dc',
  '#9a55cf',
  '#8540bb',
  '#7435a5',
  '#612b8b',
  '#4e226f',
];
const dark: MantineColorsTuple = [
  '#e8e8eb',
  '#c3c5cb',
  '#a6a9b1',
  '#5c606a',
  '#35373d',
  '#25262b',
  '#1c1d21',
  '#141518',
  '#0f1012',
  '#0b0c0e',
];

/** Mantine dressed in the product's own tokens (tokens.css). */
export const theme = createTheme({
  primaryColor: 'plum',
  primaryShade: { light: 7, dark: 6 },
  colors: { plum, dark },
  fontFamily: 'var(--font)',
  fontFamilyMonospace: 'var(--font-mono)',
  fontSizes: { xs: '11px', sm: '12px', md: '13px', lg: '15px', xl: '18px' },
  lineHeights: { xs: '16px', sm: '18px', md: '20px', lg: '22px', xl: '26px' },
  spacing: { xs: '4px', sm: '8px', md: '12px', lg: '16px', xl: '24px' },
  radius: { xs: '3px', sm: '4px', md: '6px', lg: '8px', xl: '12px' },
  defaultRadius: 'md',
  cursorType: 'default',
  respectReducedMotion: true,
  components: {
    Tooltip: { defaultProps: { openDelay: 500, withArrow: false, fz: 12 } },
    Menu: { defaultProps: { shadow: 'none', transitionProps: { duration: 80 } } },
  },
});
