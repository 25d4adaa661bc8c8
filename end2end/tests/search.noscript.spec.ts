import type { Page } from '@playwright/test';

import { expectNoSidewaysScroll } from './support/frame.ts';
import { LIST } from './support/list.ts';
import { VIGGO } from './support/people.ts';
import { opener } from './support/search.ts';
import { expect, test } from './support/test.ts';

test.use({ signedInAs: 'caseworker' });

async function search(page: Page, text: string) {
  await page.getByLabel('Namn, personnummer, enhet eller sida').fill(text);
  await page.getByRole('main').getByRole('button', { name: 'Sök' }).click();
}

test('somebody is found on a page of its own, and no name stands in the address', async ({ page }) => {
  await page.goto(LIST);
  await opener(page).click();
  await expect(page).toHaveURL('/sok');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Sök personer, enheter och sidor');
  await search(page, 'viggo dahl');
  await expect(page).toHaveURL(/\/sok\?f=[0-9a-f]+$/);
  const viggo = page.getByRole('main').getByRole('link', { name: /^Dahl, Viggo\s*20080817-2381/ });
  await expect(viggo).toBeVisible();
  await expectNoSidewaysScroll(page);
  await page.reload();
  await expect(page.getByLabel('Namn, personnummer, enhet eller sida')).toHaveValue('viggo dahl');
  await viggo.click();
  await expect(page).toHaveURL(new RegExp(`${LIST}/\\d+$`));
  await page.goBack();
  await search(page, VIGGO.civicNumber);
  await expect(page.getByRole('main').getByRole('status')).toHaveText('1 träff');
});

test('nothing found, too little and a page are told as with script', async ({ page }) => {
  await page.goto('/sok');
  const told = page.getByRole('main').getByRole('status');
  await search(page, 'qzxw');
  await expect(told).toHaveText(/^Inget hittades/);
  await search(page, 'q');
  await expect(told).toHaveText(/^Skriv minst två tecken/);
  await search(page, 'ärenden');
  await page.getByRole('main').getByRole('link', { name: 'Aktivitetsansvar' }).click();
  await expect(page).toHaveURL(LIST);
});
