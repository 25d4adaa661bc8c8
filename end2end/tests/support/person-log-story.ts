import { type Page } from '@playwright/test';

import { expect, open } from './test.ts';

/** An auditor asks who has seen somebody, whose number stands in no address. */
export async function tellOfAPersonsLog(page: Page) {
  await open(page, '/register-per-datum');
  const text = await page.locator('main').innerText();
  const number = /\b\d{8}-\d{4}\b/.exec(text)?.[0] ?? '';
  expect(number, 'somebody who has a case').not.toBe('');
  await open(page, '/logg');
  await page.goto('/logg/person');
  const field = page.locator('main').getByLabel('Personnummer');
  const show = page.getByRole('button', { name: 'Visa' });
  await show.click();
  await expect(page.getByRole('alert')).toContainText('Skriv ett personnummer.');
  await field.fill('20080817-0000');
  await show.click();
  await expect(page.getByRole('alert')).toContainText('Det är inget personnummer');
  await field.fill(number);
  await show.click();
  await expect(page.getByRole('heading', { level: 1, name: `Loggutdrag för ${number}` })).toBeVisible();
  expect(page.url()).not.toContain(number.slice(0, 8));
  const rows = page.getByRole('row');
  await expect(rows.nth(1)).toContainText('Läst loggutdrag');
  const answer = await page.request.get((await page.getByRole('link', { name: 'Hämta som CSV' }).getAttribute('href')) ?? '');
  expect(answer.status()).toBe(200);
  expect((await answer.text()).split('\r\n')[0]).toContain('Tid;Vem;');
}
