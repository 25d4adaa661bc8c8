import { expect, type Page } from '@playwright/test';

import { open } from './test.ts';

export type User = { name: string; password: string };

/** Signs in on the page that asks for it, as a person does, and waits until that page is left. */
export async function signIn(page: Page, user: User) {
  await open(page, '/sign-in');
  await page.getByLabel(/^(Användarnamn|User name)/).fill(user.name);
  await page.getByLabel(/^(Lösenord|Password)/).fill(user.password);
  await page.getByRole('button', { name: /^(Logga in|Sign in)$/ }).click();
  await expect(page).not.toHaveURL(/\/sign-in/);
}
