import { expect, type Page } from '@playwright/test';

import { expectNoAxeViolations } from './accessibility.ts';
import { select } from './bulk.ts';
import { press, summary } from './casework.ts';
import { LIST } from './list.ts';

/** The devices that tell the story at the same time: each has cases of its own, and a day of its own. */
const DEVICES = ['desktop', 'tablet', 'phone', 'desktop without script', 'phone without script'];

const FOLLOW_UPS = '/uppfoljning';

/** The rows that a list shows, by their identities. */
async function rowsOf(page: Page, address: string): Promise<string[]> {
  await page.goto(address);
  const boxes = page.locator('input[name="rows[]"]');
  await expect(boxes.first()).toBeAttached();
  return boxes.evaluateAll((found) => found.map((box) => (box as HTMLInputElement).value));
}

async function choose(page: Page, list: string, action: string, ids: string[]) {
  await select(page, [
    ['list', list],
    ['search', 'size=50'],
    ['action', action],
    ...ids.map((id): [string, string] => ['rows[]', id]),
  ]);
  await expect(page.locator('.record-form')).toBeVisible();
}

/** Where scripts run: what looks for what breaks the rules is one. */
async function breaksNoRule(page: Page, device: string) {
  if (!device.endsWith('without script')) await expectNoAxeViolations(page);
}

const report = (page: Page) => page.getByText('Klart', { exact: true });

/** A measure for two, which is refused the second time and opened again; contacts; follow-ups that are closed one by one. */
export async function askOfMany(page: Page, device: string) {
  const place = DEVICES.indexOf(device);
  expect(place, 'a device with cases of its own').toBeGreaterThanOrEqual(0);
  // nothing that the other devices do moves these
  const all = await rowsOf(page, `${LIST}?size=50&page=4`);
  const ids = all.slice(place * 2, place * 2 + 2);
  const day = `2027-03-0${String(place + 1)}`;

  await choose(page, 'cases', 'measures', ids);
  await press(page, 'Registrera');
  await expect(summary(page)).toContainText('Åtgärdstyp saknas');
  await breaksNoRule(page, device);
  for (const time of ['first', 'second']) {
    if (time === 'second') await choose(page, 'cases', 'measures', ids);
    await page.locator('#falt-kind').selectOption({ label: 'Praktik' });
    await page.locator('#falt-occupation_before').selectOption({ label: 'Arbete' });
    await page.locator('#falt-start').fill('2026-11-20');
    await press(page, 'Registrera');
    await expect(report(page)).toBeVisible();
  }
  // Those who have it already are opened again, with what was filled in.
  await press(page, 'Öppna dem i formuläret igen');
  await expect(page.getByText('2 aktivitetsansvar valda')).toBeVisible();
  await expect(page.locator('#falt-start')).toHaveValue('2026-11-20');

  await choose(page, 'cases', 'contacts', ids);
  await page.locator('#falt-way').selectOption({ label: 'Brev' });
  await page.locator('#falt-heading').fill('Kallelse');
  await page.locator('#falt-follows_up').check();
  await page.locator('#falt-follow_up').fill(day);
  await press(page, 'Registrera');
  await expect(report(page)).toBeVisible();

  const due = await rowsOf(page, `${FOLLOW_UPS}?size=50&follow-up=on:${day}`);
  await choose(page, 'follow-ups', 'contacts', due);
  await page.locator('#falt-way').selectOption({ label: 'Telefon' });
  await page.locator('#falt-heading').fill('Uppringd');
  await press(page, 'Registrera');
  await expect(report(page)).toBeVisible();
  await expect(page.getByRole('link', { name: 'Till uppföljningarna' })).toBeVisible();

  await choose(page, 'follow-ups', 'close', due);
  await expect(page.getByRole('row').filter({ hasText: day })).toHaveCount(due.length);
  await breaksNoRule(page, device);
  await page.locator('#falt-reason').fill('Nådd');
  await page.getByLabel(/uppföljning 2027/).first().fill('Har flyttat');
  await press(page, 'Avsluta');
  await expect(report(page)).toBeVisible();
}

/** How many cases it concerns is said before they are handed over. */
export async function askToHandOver(page: Page, device: string) {
  await page.goto(LIST);
  await page.getByRole('link', { name: 'Lämna över aktivitetsansvar', exact: true }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Lämna över aktivitetsansvar' })).toBeVisible();
  await page.locator('#falt-from').selectOption({ index: 1 });
  await page.locator('#falt-to').selectOption({ label: 'Åsa Lindqvist' });
  await press(page, 'Fortsätt');
  await expect(page.getByLabel(/^Ja, lämna över \d+ öppna aktivitetsansvar från .+ till Åsa Lindqvist/)).toBeVisible();
  await breaksNoRule(page, device);
}
