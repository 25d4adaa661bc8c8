import { type Page } from '@playwright/test';

import { expect, open } from './test.ts';

export const APPLY = '/min-sida/ansok';
export const APPLICATIONS = '/behorigheter/ansokningar';

const own = (page: Page) => page.getByRole('region', { name: 'Dina ansökningar' });

/** Applies for a role, having been told what is missing. */
async function apply(page: Page, role: string, reason: string) {
  await page.getByLabel('Ansökan gäller').selectOption('Få en roll');
  await page.getByRole('button', { name: 'Skicka ansökan' }).click();
  await expect(page.getByRole('alert')).toContainText('Motivering saknas');
  await page.getByLabel('Roll', { exact: true }).selectOption(role);
  await page.getByLabel('Motivering').fill(reason);
  await page.getByRole('button', { name: 'Skicka ansökan' }).click();
  await expect(page.locator('.notice-good')).toContainText('Ansökan är skickad');
}

/** A role is applied for, taken back, applied for anew, refused with a reason, and the applicant is answered. */
export async function tellOfAnApplication(applicant: Page, decider: Page, name: string) {
  const reason = `Granskar loggen ${String(Date.now())}`;
  await open(applicant, '/min-sida');
  await applicant.getByRole('main').getByRole('link', { name: 'Ansök om behörighet' }).click();
  await expect(applicant.getByRole('heading', { level: 1, name: 'Ansök om behörighet' })).toBeVisible();
  await apply(applicant, 'Granskare', reason);
  await expect(own(applicant).getByRole('listitem').first()).toContainText('Väntar på beslut');
  await own(applicant).getByRole('button', { name: 'Återta ansökan' }).first().click();
  await expect(own(applicant).getByRole('listitem').first()).toContainText('Återtagen');
  await apply(applicant, 'Granskare', reason);

  await open(decider, '/behorigheter');
  await expect(decider.getByText(/Ansökningar som väntar på beslut/)).toBeVisible();
  await open(decider, APPLICATIONS);
  await decider.getByRole('listitem').filter({ hasText: name }).filter({ hasText: 'Väntar på beslut' }).first().getByRole('link').click();
  await expect(decider.getByText(reason)).toBeVisible();
  await decider.getByRole('button', { name: 'Avslå' }).click();
  await expect(decider.getByRole('alert')).toContainText('Motivering saknas');
  await decider.getByLabel('Motivering').fill('En granskare räcker');
  await decider.getByRole('button', { name: 'Avslå' }).click();
  await expect(decider.locator('.notice-good')).toContainText('Ansökan är avslagen');
  await expect(decider.getByRole('button', { name: 'Bevilja' })).toHaveCount(0);

  await open(applicant, APPLY);
  await expect(own(applicant).getByRole('listitem').first()).toContainText('Avslagen');
  await expect(own(applicant).getByRole('listitem').first()).toContainText('En granskare räcker');
  // both have been told of what the other did
  await open(applicant, '/meddelanden');
  await applicant.getByRole('listitem').filter({ hasText: 'Din ansökan: avslagen' }).first().getByRole('link').click();
  await applicant.getByRole('link', { name: 'Visa', exact: true }).click();
  await expect(applicant.getByRole('heading', { level: 1, name: 'Ansök om behörighet' })).toBeVisible();
  await open(decider, '/meddelanden');
  await decider.getByRole('listitem').filter({ hasText: name }).filter({ hasText: 'En ansökan väntar' }).first().getByRole('link').click();
  await decider.getByRole('link', { name: 'Visa', exact: true }).click();
  await expect(decider.getByRole('heading', { level: 1, name: 'Få en roll: Granskare' })).toBeVisible();
}
