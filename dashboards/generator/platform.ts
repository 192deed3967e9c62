/** What readers may want beside the figures. */
export interface Platform {
  statusPage: string;
  chat: { name: string; url: string };
}

/** Links of the service document of Open Source Observer, whose catalogue is the shipped one. */
export const OSO_PLATFORM: Platform = {
  statusPage: 'https://www.opensource.observer/status',
  chat: { name: 'Discord', url: 'https://www.opensource.observer/discord' },
};
