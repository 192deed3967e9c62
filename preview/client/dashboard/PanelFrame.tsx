import React, { useEffect, useMemo, useState } from 'react';
import { css } from '@emotion/css';
import { CoreApp, DashboardCursorSync, LoadingState } from '@grafana/data';
import { ErrorBoundaryAlert, Menu, PanelChrome, PanelContextProvider, type PanelContext } from '@grafana/ui';
import { notePanelDrawn } from '../page/paintMarks';
import type { Box } from '../page/layout';
import { useNear } from '../page/useNear';
import { unknownParts } from '../panels/unknownParts';
import { Visualization } from '../panels/Visualization';
import type { DashboardPanel } from './dashboardJson';
import type { PanelData } from './packets';
import { PanelCorner } from './PanelCorner';
import { QueriesDrawer } from './QueriesDrawer';
import { RefusedPanel } from './RefusedPanel';
import type { Scene } from './scene';
import { showsIn } from './useAnnotations';
import { useQueries } from './useQueries';

interface PanelFrameProps {
  panel: DashboardPanel;
  box: Box;
  scene: Scene;
}

const NO_QUERIES: PanelData = { state: LoadingState.Done, frames: [], errors: [] };

/** A panel with its frame: title, corner, state, and in it either its drawing or why there is none. */
export function PanelFrame({ panel, box, scene }: PanelFrameProps) {
  const [element, near] = useNear();
  const refusals = useMemo(() => [...panel.refusals, ...unknownParts(panel)], [panel]);
  const refused = refusals.length > 0;
  const asks = panel.targets.length > 0 && !refused;
  const answer = useQueries(panel, scene, near && asks);
  const data = asks ? answer : NO_QUERIES;
  const [showsQueries, setShowsQueries] = useState(false);
  const title = scene.replaceVariables(panel.title);
  const state = stateOf(data.state, refused);

  useEffect(notePanelDrawn, [state]);

  const context = useMemo<PanelContext>(
    () => ({
      eventsScope: scene.uid,
      eventBus: scene.eventBus,
      sync: () => (scene.sharedCrosshair ? DashboardCursorSync.Crosshair : DashboardCursorSync.Off),
      app: CoreApp.Dashboard,
    }),
    [scene.uid, scene.eventBus, scene.sharedCrosshair]
  );
  const annotations = useMemo(
    () => scene.annotations.filter(({ json }) => showsIn(json, panel.id)).map(({ layer }) => layer),
    [scene.annotations, panel.id]
  );

  return (
    <div ref={element} className={frame} style={box} data-panel-id={panel.id} data-panel-state={state}>
      <PanelContextProvider value={context}>
        <PanelChrome
          width={box.width}
          height={box.height}
          title={title}
          hoverHeader={title === ''}
          description={panel.description && scene.replaceVariables(panel.description)}
          displayMode={panel.transparent ? 'transparent' : 'default'}
          loadingState={asks && near ? data.state : LoadingState.Done}
          statusMessage={data.errors.map(({ message }) => message ?? 'The query failed').join('\n') || undefined}
          titleItems={<PanelCorner panel={panel} frames={data.frames} replaceVariables={scene.replaceVariables} />}
          menu={asks ? () => <PanelMenu onShowQueries={() => setShowsQueries(true)} /> : undefined}
        >
          {(width, height) =>
            refused ? (
              <RefusedPanel refusals={refusals} />
            ) : (
              <ErrorBoundaryAlert
                title="This panel could not be drawn"
                dependencies={[data.frames, panel]}
                errorLogger={console.error}
              >
                {near || data.frames.length > 0 ? (
                  <Visualization
                    panel={panel}
                    frames={data.frames}
                    annotations={annotations}
                    state={data.state}
                    timeRange={scene.range}
                    timeZone={scene.timeZone}
                    width={width}
                    height={height}
                    replaceVariables={scene.replaceVariables}
                    onChangeTimeRange={scene.changeTimeRange}
                  />
                ) : null}
              </ErrorBoundaryAlert>
            )
          }
        </PanelChrome>
      </PanelContextProvider>
      {showsQueries && <QueriesDrawer title={title} frames={data.frames} onClose={() => setShowsQueries(false)} />}
    </div>
  );
}

function PanelMenu({ onShowQueries }: { onShowQueries(): void }) {
  return (
    <Menu>
      <Menu.Item label="Show queries" icon="info-circle" onClick={onShowQueries} />
    </Menu>
  );
}

function stateOf(state: LoadingState, refused: boolean): 'loading' | 'done' | 'error' {
  if (refused || state === LoadingState.Error) {
    return 'error';
  }
  return state === LoadingState.Done ? 'done' : 'loading';
}

const frame = css({ position: 'absolute' });
