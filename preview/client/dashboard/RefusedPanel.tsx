import React from 'react';
import { Alert, ScrollContainer } from '@grafana/ui';

/** Replaces a panel that uses what the preview does not know: no drawing is better than a wrong one. */
export function RefusedPanel({ refusals }: { refusals: readonly string[] }) {
  return (
    <ScrollContainer>
      <Alert severity="warning" title="Grafana shows this panel, the preview does not">
        {refusals.map((refusal) => (
          <p key={refusal}>{refusal}</p>
        ))}
      </Alert>
    </ScrollContainer>
  );
}
