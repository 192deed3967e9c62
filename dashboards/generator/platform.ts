/** What readers may want beside the figures; what there is not, no dashboard names. */
export interface Platform {
  statusPage?: string;
  chat?: { name: string; url: string };
}

/** Links of the service document of Open Source Observer, whose catalogue is the shipped one. */
export const OSO_PLATFORM = {
  statusPage: 'https://www.opensource.observer/status',
  chat: { name: 'Discord', url: 'https://www.opensource.observer/discord' },
} satisfies Platform;
