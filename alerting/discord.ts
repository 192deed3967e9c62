import type { AlertRule } from './alertRule';
import type { Delivery } from './grafanaRules';

/** The contact point of provisioning/alerting-discord/contact-point.yaml. */
export const DISCORD_CONTACT_POINT = 'Error Budget Discord';
/** The mute timing of provisioning/alerting-discord/mute-timing.yaml. */
export const OUTSIDE_WORKING_HOURS = 'Error Budget outside working hours';

/** Pages always, tickets within working hours. One message per objective and severity. */
export function toDiscord({ severity }: AlertRule): Delivery {
  return {
    receiver: DISCORD_CONTACT_POINT,
    group_by: ['objective', 'severity'],
    ...(severity === 'ticket' && { mute_time_intervals: [OUTSIDE_WORKING_HOURS] }),
  };
}
