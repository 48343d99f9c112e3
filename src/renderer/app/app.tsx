import { MantineProvider } from '@mantine/core';
import { QueryClientProvider } from '@tanstack/react-query';
import { Suspense } from 'react';
import { queryClient } from '../ipc/query-client';
import { FailedScreen } from '../library/failed-screen';
import { useLibraryState } from '../library/library-queries';
import { OpeningScreen } from '../library/opening-screen';
import { WelcomeScreen } from '../library/welcome-screen';
import { afterPaint } from '../ui/after-paint';
import { ErrorBoundary } from './error-boundary';
import { MessageStack } from './message-stack';
import { styleNonce } from './nonce';
import { Shell } from './shell';
import { theme } from './theme';

const ExportDialog = afterPaint(() =>
  import('../export/export-dialog').then((module) => module.ExportDialog),
);

/** The whole window. */
export function App() {
  return (
    <MantineProvider
      theme={theme}
      defaultColorScheme="auto"
      getStyleNonce={styleNonce}
      withGlobalClasses={false}
    >
      <QueryClientProvider client={queryClient}>
        <ErrorBoundary>
          <Stage />
        </ErrorBoundary>
        <MessageStack />
      </QueryClientProvider>
    </MantineProvider>
  );
}

/** What the library's state calls for. */
function Stage() {
  const state = useLibraryState();
  switch (state?.phase) {
    case undefined:
      return null;
    case 'none':
      return <WelcomeScreen />;
    case 'opening':
      return <OpeningScreen path={state.path} progress={state.progress} />;
    case 'failed':
      return <FailedScreen path={state.path} error={state.error} />;
    case 'open':
      return (
        <>
          <Shell key={state.library.id} library={state.library} />
          <Suspense fallback={null}>
            <ExportDialog />
          </Suspense>
        </>
      );
  }
}
