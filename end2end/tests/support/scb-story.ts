import { readFileSync } from 'node:fs';

import { expect, type Page } from '@playwright/test';

import { DEVICES, press, saved, summary } from './casework.ts';
import { open } from './test.ts';

const EXPORTS = '/scb-export';
export const OBSTACLES = '/hinder-for-rapportering';

/** A half-year for each device, so that what one closes is open to the others. */
function period(device: string): [string, string] {
  const place = DEVICES.indexOf(device);
  expect(place, 'a device with a half-year of its own').toBeGreaterThanOrEqual(0);
  const year = 2024 + Math.floor(place / 2);
  return place % 2 === 0 ? [`${year}-01-01`, `${year}-06-30`] : [`${year}-07-01`, `${year}-12-31`];
}

async function ask(page: Page, [from, to]: [string, string]) {
  await open(page, EXPORTS);
  await page.locator('#falt-municipality').selectOption({ label: 'Norrköping' });
  await page.locator('#falt-from').fill(from);
  await page.locator('#falt-to').fill(to);
  await press(page, 'Skapa');
}

/** Says that a file is to be made though its period is closed. */
async function again(page: Page) {
  await page.locator('#falt-again').check();
  await press(page, 'Skapa');
}

/** A report is asked for, made, looked at, fetched, closed, and made again. */
export async function aReport(page: Page, device: string) {
  const [from, to] = period(device);
  await ask(page, [to, from]);
  await expect(summary(page).getByRole('link')).toHaveText([/^Till datum ligger före/]);
  await ask(page, [from, to]);
  // the register may have been told this story before
  await expect(saved(page).or(summary(page))).toBeVisible();
  if (await summary(page).isVisible()) await again(page);
  await expect(saved(page)).toContainText(/^Export \d+ är skapad/);
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(/^SCB-export \d+$/);
  const coming = page.waitForEvent('download');
  await page.getByRole('link', { name: 'Hämta filen' }).click();
  const file = readFileSync(await (await coming).path()).toString('latin1');
  const [header, ...rows] = file.split('\r\n').filter((line) => line !== '');
  expect(header).toContain('PersonNr;KommunKod;RegDatum;');
  expect(rows.length).toBeGreaterThan(0);
  for (const row of rows) expect(row.split(';')).toHaveLength(header?.split(';').length ?? 0);
  const log = await page.request.get((await page.getByRole('link', { name: 'Hämta loggen' }).getAttribute('href')) ?? '');
  expect((await log.text()).split('\r\n')[0]).toContain('Personnummer;Personen;');

  await press(page, 'Stäng perioden');
  await expect(saved(page)).toContainText('Perioden är stängd.');
  await ask(page, [from, to]);
  await expect(summary(page).getByRole('link')).toHaveText([/är stängd av/]);
  await again(page);
  await expect(page.getByRole('region', { name: 'Skillnad mot förra exporten' })).toContainText('Filerna är lika.');
}

/** What is in the way of a report leads to where it is mended. */
export async function anObstacle(page: Page) {
  await open(page, OBSTACLES);
  await expect(page.getByRole('heading', { level: 1, name: 'Hinder för rapportering' })).toBeVisible();
  await page.locator('#fran').fill('2026-01-01');
  await page.locator('#tom').fill('2026-06-30');
  await press(page, 'Visa');
  await expect(page.getByRole('heading', { level: 2, name: /^Norrköping, 2026-01-01 – 2026-06-30/ })).toBeVisible();
  const mend = page.getByRole('link', { name: /^Rätta .+ för / }).first();
  const target = (await mend.getAttribute('href')) ?? '';
  await mend.click();
  await expect(page).toHaveURL(target);
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
}
