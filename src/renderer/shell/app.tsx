import { MantineProvider } from '@mantine/core';
import { QueryClientProvider } from '@tanstack/react-query';
import { Suspense } from 'react';
import { afterPaint } from '../base/after-paint';
import { queryClient } from '../base/ipc/query-client';
import { styleNonce } from '../base/nonce';
import { FailedScreen } from '../features/library/failed-screen';
import { useLibraryState } from '../features/library/library-queries';
import { OpeningScreen } from '../features/library/opening-screen';
import { WelcomeScreen } from '../features/library/welcome-screen';
import { ErrorBoundary } from './error-boundary';
import { MessageStack } from './message-stack';
import { Shell } from './shell';
import { theme } from './theme';

const ExportDialog = afterPaint(() =>
  import('../features/export/export-dialog').then((module) => module.ExportDialog),
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
