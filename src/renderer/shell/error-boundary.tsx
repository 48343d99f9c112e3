import { IconAlertTriangle } from '@tabler/icons-react';
import { Component, type ErrorInfo, type ReactNode } from 'react';
import { queryClient } from '../base/ipc/query-client';
import { usePainted } from '../base/painted';
import { goHome } from '../base/route';
import { Button } from '../ui/button';
import { Notice } from '../ui/notice';

type State = Readonly<{ error: Error | null }>;

/** Shows a plain screen with a way back where a component failed: never a blank window. */
export class ErrorBoundary extends Component<Readonly<{ children: ReactNode }>, State> {
  override state: State = { error: null };

  static getDerivedStateFromError(thrown: unknown): State {
    return { error: thrown instanceof Error ? thrown : new Error(String(thrown)) };
  }

  override componentDidCatch(error: unknown, info: ErrorInfo): void {
    console.error('A component failed:', error, info.componentStack);
  }

  readonly recover = (): void => {
    queryClient.clear();
    goHome();
    this.setState({ error: null });
  };

  override render(): ReactNode {
    const { error } = this.state;
    return error ? <Fallen error={error} onRecover={this.recover} /> : this.props.children;
  }
}

function Fallen({ error, onRecover }: Readonly<{ error: Error; onRecover: () => void }>) {
  usePainted(true);
  return (
    <main role="alert" style={{ display: 'flex', height: '100%' }}>
      <Notice
        icon={<IconAlertTriangle size={22} stroke={1.5} />}
        title="This view stopped working"
        text={
          <>
            <p>Your library is not affected. The window can start over where it began.</p>
            <p style={{ marginTop: 8, fontFamily: 'var(--font-mono)', fontSize: 12 }}>
              {error.message}
            </p>
          </>
        }
        actions={
          <>
            <Button look="primary" onClick={onRecover}>
              Start over
            </Button>
            <Button onClick={() => window.location.reload()}>Reload the window</Button>
          </>
        }
      />
    </main>
  );
}
