/** "Every 15 minutes", "Every 3 hours", "Once a day". */
export function sayInterval(
  t: (key: 'everyMinutes' | 'everyHours' | 'daily', values?: { count: number }) => string,
  minutes: number,
): string {
  if (minutes >= 1440) return t('daily');
  if (minutes % 60 === 0) return t('everyHours', { count: minutes / 60 });
  return t('everyMinutes', { count: minutes });
}
