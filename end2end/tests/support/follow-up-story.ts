import { expect, request, type Page } from '@playwright/test';

import { open } from './test.ts';

const AGENDA = '/uppfoljning/agenda';
const CALENDAR = '/uppfoljning/kalender';

/** From the list to the agenda, of all and of one's own, and from there to the contact of a case. */
export async function theAgenda(page: Page) {
  await open(page, '/uppfoljning');
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
