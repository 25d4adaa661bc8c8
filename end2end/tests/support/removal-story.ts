import { expect, type Page } from '@playwright/test';

import { DEVICES } from './casework.ts';
import { LIST } from './list.ts';
import { open, ready } from './test.ts';

/** A closed case is deleted once it has been said what goes and what stays, and is there no more. */
export async function aRemoval(page: Page, device: string) {
  // each device has closed cases of its own: those before may have gone meanwhile
  const place = DEVICES.indexOf(device) * DEVICES.length;
  await open(page, `${LIST}?status=any-of:closed&sort=-deregistered&size=50`);
  const target = await page.getByRole('rowheader').getByRole('link').nth(place).getAttribute('href');
  const address = (target ?? '').split('?')[0] ?? '';
  await open(page, `${address}/aktivitetsansvaret`);
  await page.getByRole('link', { name: 'Radera aktivitetsansvaret' }).click();
  await expect(page).toHaveURL(`${address}/radera`);
  await expect(page.getByText('Det går inte att ångra')).toBeVisible();
  await expect(page.getByRole('main').getByRole('heading', { level: 2 })).toHaveText(['Det här försvinner', 'Det här finns kvar']);
  await page.getByRole('link', { name: 'Avbryt' }).click();
  await expect(page).toHaveURL(`${address}/aktivitetsansvaret`);

  await page.getByRole('link', { name: 'Radera aktivitetsansvaret' }).click();
  await page.getByRole('button', { name: 'Ja, radera aktivitetsansvaret' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Aktivitetsansvaret är raderat' })).toBeVisible();
  await ready(page);
  await page.getByRole('link', { name: 'Till listan' }).click();
  await expect(page).toHaveURL(LIST);
  const gone = await page.request.get(address);
  expect(gone.status()).toBe(404);
}
