import { type Page } from '@playwright/test';

import { openTool } from './list.ts';
import { choose, openAction, outcome, profile, reset, saveAs, tabs } from './profiles.ts';
import { signIn } from './sign-in.ts';
import { expect, open } from './test.ts';

/** Who shares a profile and who reads it: the only two of their municipality, so that no other test sees what they share. */
const MAKER = 'tomas.hage';
const READER = 'ulrika.strand';

async function changeUser(page: Page, userName: string, list: string) {
  await page.getByRole('button', { name: 'Logga ut' }).click();
  await signIn(page, userName, `/logga-in?till=${encodeURIComponent(list)}`);
  await expect(page).toHaveURL(list);
}

const size = (page: Page, rows: number) =>
  page.getByRole('list', { name: 'Rader per sida' }).getByRole('link', { name: String(rows), exact: true });

async function spreadOut(page: Page) {
  const tool = await openTool(page, 'Kolumner');
  await tool.getByText('Bredd och täthet').click();
  await tool.getByLabel('Täthet').selectOption({ label: 'Luftig' });
  await tool.getByRole('button', { name: 'Verkställ' }).last().click();
  await expect(page).toHaveURL(/density=roomy/);
}

/** What a reader changes in a profile that a colleague shares is theirs alone, and there again until they reset it. */
export async function tellOfAnOverlay(page: Page, list: string, name: string) {
  await signIn(page, MAKER);
  await open(page, `${list}?size=25`);
  await saveAs(page, name, true);
  await expect(profile(page)).toHaveText(`Profil: ${name}`);

  await changeUser(page, READER, list);
  await choose(page, name);
  await expect(profile(page)).toHaveText(`Profil: ${name}`);
  await expect(page.getByRole('button', { name: 'Återställ', exact: true })).toHaveCount(0);
  await size(page, 5).click();
  await expect(profile(page)).toHaveText(`Profil: ${name} ändrad`);
  await expect(tabs(page).filter({ hasText: name })).toContainText('ändrad');
  await spreadOut(page);
  await expect(page).not.toHaveURL(/_change/);

  await changeUser(page, READER, list);
  await expect(profile(page)).toHaveText(`Profil: ${name} ändrad`);
  await expect(size(page, 5)).toHaveAttribute('aria-current');
  await expect(page.getByRole('table')).toHaveAttribute('data-density', 'roomy');
  const link = await size(page, 50).getAttribute('href');
  expect(link).toContain('_change=');

  // the same link from elsewhere is looked at, and changes nothing
  await open(page, link ?? '');
  await expect(page).not.toHaveURL(/_change/);
  await expect(size(page, 50)).toHaveAttribute('aria-current');
  await open(page, list);
  await expect(size(page, 5)).toHaveAttribute('aria-current');
  await choose(page, 'Standard');
  await expect(size(page, 15)).toHaveAttribute('aria-current');
  await choose(page, name);
  await expect(size(page, 5)).toHaveAttribute('aria-current');

  await changeUser(page, MAKER, list);
  await expect(profile(page)).toHaveText(`Profil: ${name}`);
  await expect(size(page, 25)).toHaveAttribute('aria-current');

  await changeUser(page, READER, list);
  await reset(page);
  await expect(outcome(page, 'Profilen är som den sparades.')).toBeVisible();
  await expect(profile(page)).toHaveText(`Profil: ${name}`);
  await expect(size(page, 25)).toHaveAttribute('aria-current');
  await size(page, 5).click();
  const form = page.locator('.views-changed').locator('details');
  await form.locator('summary', { hasText: 'Spara som ny' }).click();
  await form.getByLabel(/^Namn/).fill(`${name} för mig`);
  await form.getByRole('button', { name: 'Spara profilen' }).click();
  await expect(profile(page)).toHaveText(`Profil: ${name} för mig`);
  await expect(tabs(page).filter({ hasText: 'ändrad' })).toHaveCount(0);
  await (await openAction(page, 'Ta bort')).getByRole('button').click();
  // the list is read again before anybody signs out
  await expect(profile(page)).toHaveText('Profil');

  await changeUser(page, MAKER, list);
  await (await openAction(page, 'Ta bort')).getByRole('button').click();
  await expect(profile(page)).toHaveText('Profil');
}
