import type { Page } from '@playwright/test';

/** Where somebody is registered by hand. */
export const ENTER = '/aktivitetsansvar/ny';

/** The stories that are told at the same time, by their devices: each registers people of its own. */
const STORIES = ['desktop', 'tablet', 'phone', 'desktop without script', 'phone without script'];

/** A number of somebody nobody has heard of, of the series for tests: younger than whom the demo makes. */
export function unknown(story: string, nth: number): string {
  const day = String(1 + 5 * nth + STORIES.indexOf(story)).padStart(2, '0');
  const nine = `1601${day}238`;
  const products = [...nine].map((digit, place) => Number(digit) * (place % 2 === 0 ? 2 : 1));
  const sum = products.reduce((total, product) => total + Math.floor(product / 10) + (product % 10), 0);
  return `201601${day}-238${String((10 - (sum % 10)) % 10)}`;
}

/** The fields and buttons of the form. */
export const form = (page: Page) => ({
  municipality: page.getByLabel(/^Kommun/),
  number: page.getByLabel(/^Personnummer/),
  registered: page.getByLabel(/^Datum för registrering/),
  occupation: page.getByLabel(/^Sysselsättning vid registrering/),
  notes: page.getByLabel(/^Anteckningar/),
  said: page.locator('#uppslag'),
  hasRead: page.getByLabel(/^Jag har läst det här, och personen/),
  save: page.locator('.entry .bulk-bar').getByRole('button', { name: 'Spara', exact: true }),
  saveAndNew: page.locator('.entry .bulk-bar').getByRole('button', { name: / ny$/ }),
});
