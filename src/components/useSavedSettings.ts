import { useState } from 'react';
import { sameSettings, type SettingsDraft } from './settingsChange';

/** The settings as they were loaded or last saved, and whether the draft differs from them. Saving raises the version. */
export function useSavedSettings(draft: SettingsDraft): { saved: SettingsDraft; isUnsaved: boolean } {
  const [saved, setSaved] = useState(draft);
  const isNewVersion = draft.version !== saved.version || draft.uid !== saved.uid;
  if (isNewVersion) {
    setSaved(draft);
  }
  return { saved, isUnsaved: !isNewVersion && !sameSettings(draft, saved) };
}
