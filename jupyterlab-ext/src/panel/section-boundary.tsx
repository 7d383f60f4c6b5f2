import { Component, type ReactNode } from 'react';

/** Keeps a fault of one section out of the others, and shows it where it happened. */
export class SectionBoundary extends Component<{ readonly children: ReactNode }, { readonly message?: string }> {
  override readonly state: { readonly message?: string } = {};

  static getDerivedStateFromError(error: unknown): { readonly message: string } {
    return { message: error instanceof Error ? error.message : String(error) };
  }

  override componentDidCatch(error: unknown): void {
    console.error('A part of the sidebar failed.', error);
  }

  override render(): ReactNode {
    if (this.state.message === undefined) return this.props.children;
    return (
      <p className="tj-note" role="alert">
        {this.state.message}
      </p>
    );
  }
}
