import { expect, type Locator, type Page } from '@playwright/test';

import { openTool } from './list.ts';

/** The tool of the profiles, open. */
export const openProfiles = (page: Page) => openTool(page, 'Profil');

/** What the tool says of the chosen profile, also while it is folded. */
export const profile = (page: Page) => page.locator('.tool-profile');

/** What the last form of the profiles came to. */
export const outcome = (page: Page, text: string | RegExp) => page.locator('.notice').filter({ hasText: text });

/** What folds within the tool, such as *Byt namn*, open. */
export async function openAction(page: Page, name: string | RegExp): Promise<Locator> {
  const tool = await openProfiles(page);
  const action = tool.locator('details').filter({ has: page.locator('summary', { hasText: name }) });
  if (!(await action.evaluate((details: HTMLDetailsElement) => details.open))) await action.locator('summary').click();
  await expect(action).toHaveAttribute('open');
  return action;
}

/** Saves what the list shows under a name. */
export async function saveAs(page: Page, name: string, isShared = false) {
  const form = await openAction(page, 'Spara som');
  await form.getByLabel(/^Namn/).fill(name);
  await form.getByLabel('Dela med organisationen').setChecked(isShared);
  await form.getByRole('button', { name: 'Spara profilen' }).click();
}

/** The profiles to choose from, over the list. */
export const tabs = (page: Page) => page.getByRole('list', { name: 'Profiler' }).getByRole('button');

/** Chooses a profile by what its tab says. */
export async function choose(page: Page, name: string | RegExp) {
  await tabs(page).filter({ hasText: name }).click();
}

/** Presses a button of the tool itself, such as *Spara*. */
export async function press(page: Page, name: string) {
  const tool = await openProfiles(page);
  await tool.getByRole('button', { name, exact: true }).click();
}

/** Goes back to the chosen profile as it was saved. */
export const reset = (page: Page) => page.getByRole('button', { name: 'Återställ', exact: true }).click();
