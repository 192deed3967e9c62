/** What readers may want beside the figures; what there is not, no dashboard names. */
/** Uid of the provisioned data source (provisioning/datasources/). */
export const DATA_SOURCE_UID = 'errorbudget';

export interface Platform {
  /** Uid of the data source that dashboards begin with, whatever others there are; absent: the provisioned one. */
  dataSourceUid?: string;
  statusPage?: string;
  chat?: { name: string; url: string };
}

/** Links of the service document of Open Source Observer, whose catalogue is the shipped one. */
export const OSO_PLATFORM = {
  statusPage: 'https://www.opensource.observer/status',
  chat: { name: 'Discord', url: 'https://www.opensource.observer/discord' },
} satisfies Platform;
