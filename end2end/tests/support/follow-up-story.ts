import { expect, request, type Page } from '@playwright/test';

import { DEVICES, press, saved } from './casework.ts';
import { open } from './test.ts';

const FOLLOW_UPS = '/uppfoljning';
const AGENDA = '/uppfoljning/agenda';
const CALENDAR = '/uppfoljning/kalender';

/** From the list to the agenda, of all and of one's own, and from there to the contact of a case. */
export async function theAgenda(page: Page) {
  await open(page, FOLLOW_UPS);
  await page.getByRole('main').getByRole('link', { name: 'Agenda', exact: true }).click();
  await expect(page).toHaveURL(AGENDA);
  await expect(page.getByRole('heading', { level: 1, name: 'Agenda' })).toBeVisible();
  const whose = page.getByRole('navigation', { name: 'Vilkas uppföljningar' });
  await expect(whose.getByRole('link', { name: 'Alla' })).toHaveAttribute('aria-current', 'true');
  const parts = page.getByRole('region').getByRole('heading', { level: 2 });
  await expect(parts.first()).toBeVisible();
  await whose.getByRole('link', { name: 'Mina' }).click();
  await expect(page).toHaveURL(`${AGENDA}?mina=1`);
  await expect(whose.getByRole('link', { name: 'Mina' })).toHaveAttribute('aria-current', 'true');
  await whose.getByRole('link', { name: 'Alla' }).click();
  await expect(page).toHaveURL(AGENDA);
  await expect(whose.getByRole('link', { name: 'Alla' })).toHaveAttribute('aria-current', 'true');

  const line = page.locator('.agenda-line').first();
  const heading = (await line.locator('.agenda-what').textContent())?.trim() ?? '';
  await line.getByRole('link').click();
  await expect(page).toHaveURL(/\/aktivitetsansvar\/\d+\?kontakt=\d+$/);
  const contact = page.locator('.contact-asked');
  await expect(contact).toContainText(heading);
  await contact.getByRole('link', { name: /^Ändra/ }).click();
  await expect(page.getByRole('heading', { level: 2, name: 'Ändra kontakttillfället' })).toBeVisible();
}

/** What is to be followed up stays in the list when its case is closed, until somebody closes the follow-up. */
export async function aFollowUpOfAClosedCase(page: Page, device: string) {
  const list = `${FOLLOW_UPS}?size=50`;
  await open(page, list);
  const ofClosed = page.getByRole('row').filter({ has: page.locator('[data-label="Status"]', { hasText: 'Avslutad' }) });
  // so far from each other that each device has one of its own, also when others have closed theirs
  const row = ofClosed.nth(8 * (DEVICES.indexOf(device) + 1) - 4);
  const link = row.getByRole('rowheader').getByRole('link');
  const contact = /kontakt=\d+/.exec((await link.getAttribute('href')) ?? '')?.[0];
  expect(contact).toBeDefined();
  const inList = page.locator(`tbody a[href*="${contact}"]`);
  await expect(inList).not.toHaveCount(0);
  await link.click();
  await page.locator('.contact-asked').getByRole('link', { name: /^Ändra/ }).click();
  await page.getByLabel(/^Orsak avslutad/).fill('Ärendet är avslutat');
  await press(page, 'Spara');
  await expect(saved(page)).toContainText('Kontakttillfället är sparat.');
  await open(page, list);
  await expect(inList).toHaveCount(0);
}

/** An address is made, shown once, read by somebody who has not signed in, and removed. */
export async function aCalendar(page: Page, baseURL: string) {
  await open(page, CALENDAR);
  await expect(page.getByRole('heading', { level: 1, name: 'Kalenderprenumeration' })).toBeVisible();
  await page.getByRole('radio', { name: /^Alla aktivitetsansvar/ }).check();
  await page.getByRole('button', { name: 'Skapa adress' }).click();
  const address = page.getByLabel('Adress', { exact: true });
  await expect(address).toHaveValue(/\/kalender\/[0-9a-f]{64}\.ics$/);
  expect(page.url()).toBe(new URL(CALENDAR, baseURL).href);
  const file = new URL(await address.inputValue()).pathname;
  const outside = await request.newContext({ baseURL });
  const calendar = await outside.get(file);
  expect(calendar.headers()['content-type']).toBe('text/calendar; charset=utf-8');
  const text = await calendar.text();
  expect(text).toContain('BEGIN:VEVENT');
  expect(text).not.toMatch(/\d{8}-\d{4}/);

  await open(page, CALENDAR);
  await expect(address).toHaveCount(0);
  await page.getByRole('button', { name: /^Ta bort prenumerationen/ }).last().click();
  await expect(page.locator('.notice-good')).toContainText('Adressen svarar inte längre');
  await expect.poll(async () => (await outside.get(file)).status()).toBe(404);
  await outside.dispose();
}
