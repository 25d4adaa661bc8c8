import { expect, type Page } from '@playwright/test';

import { ready } from './test.ts';
import { PASSWORD } from './users.ts';

export const SIGN_IN = '/logga-in';

/** Fills in and sends the form of the page that asks for it, in either language. */
export async function sendSignIn(page: Page, userName: string, password: string) {
  await page.getByLabel(/^(Användarnamn|User name)$/).fill(userName);
  await page.getByLabel(/^(Lösenord|Password)$/).fill(password);
  await page.getByRole('button', { name: /^(Logga in|Sign in)$/ }).click();
}

/** That the page of somebody who is signed in is there. */
export async function expectSignedIn(page: Page) {
  await expect(page.getByRole('button', { name: /^(Logga ut|Sign out)$/ })).toBeVisible();
}

/** Signs in from an address on, as a person does, and waits for the page behind it. */
export async function signIn(page: Page, userName: string, path = SIGN_IN) {
  await page.goto(path);
  await sendSignIn(page, userName, PASSWORD);
  await expectSignedIn(page);
  await ready(page);
}

/** Loses the session behind the page's back, as when it has expired. */
export async function expireSession(page: Page) {
  await page.context().clearCookies({ name: '__Host-fyren' });
}
