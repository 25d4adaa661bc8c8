import { type Page } from '@playwright/test';

import { makeUser } from './register.ts';
import { expectSignedIn, sendSignIn, SIGN_IN } from './sign-in.ts';
import { expect } from './test.ts';

export const OWN_PAGE = '/min-sida';

const CHOSEN = 'tre gula paraplyer';

/** Fills in the form of the password and sends it. */
export async function changePassword(page: Page, current: string, chosen: string, again = chosen) {
  await page.getByLabel(/^(Nuvarande lösenord|Lösenordet du loggade in med)/).fill(current);
  await page.getByLabel('Nytt lösenord', { exact: true }).fill(chosen);
  await page.getByLabel('Nytt lösenord en gång till').fill(again);
  await page.getByRole('button', { name: 'Byt lösenord' }).click();
}

/** Somebody new signs in with a password that was made for them, and does nothing before they have chosen their own. */
export async function tellOfAOneTimePassword(page: Page) {
  const { userName, password } = makeUser();
  await page.goto(`${SIGN_IN}?till=%2Fpersoner`);
  await sendSignIn(page, userName, password);
  await expect(page.getByRole('heading', { level: 1, name: 'Välj ett eget lösenord' })).toBeVisible();
  await expect(page.getByRole('navigation', { name: 'Huvudmeny' }).getByRole('link', { name: 'Aktivitetsansvar' })).toHaveCount(0);
  await page.goto('/aktivitetsansvar');
  await expect(page).toHaveURL(/\/min-sida\?till=%2Faktivitetsansvar$/);

  await changePassword(page, password, 'kort');
  await expect(page).toHaveTitle(/^Fel: /);
  const summary = page.getByRole('alert');
  await expect(summary).toContainText('Lösenordet är för kort. Använd minst 12 tecken.');
  await changePassword(page, password, 'qwertyuiop12');
  await expect(summary).toContainText('Lösenordet är lätt att gissa.');
  await changePassword(page, password, CHOSEN, 'tre gula paraply');
  await expect(summary).toContainText('inte skrivet lika');
  await changePassword(page, 'ett annat', CHOSEN);
  await expect(summary).toContainText('Det nuvarande lösenordet stämmer inte.');
  await changePassword(page, password, CHOSEN);
  // on to where one was going
  await expect(page.getByRole('heading', { level: 1, name: 'Aktivitetsansvar' })).toBeVisible();
  await expect(page).toHaveURL('/aktivitetsansvar');

  await page.goto(OWN_PAGE);
  await expect(page.getByText(/^Du valde ditt lösenord 20\d\d-/)).toBeVisible();
  return { userName, password: CHOSEN };
}

/** Somebody who has signed in elsewhere too ends that, and nobody goes on there. */
export async function tellOfSessions(page: Page, elsewhere: Page, further: Page) {
  const { userName, password } = await tellOfAOneTimePassword(page);
  for (const other of [elsewhere, further]) {
    await other.goto(SIGN_IN);
    await sendSignIn(other, userName, password);
    await expectSignedIn(other);
  }
  await page.goto(OWN_PAGE);
  const sessions = page.locator('.own-sessions');
  await expect(sessions.getByText('Den här', { exact: true })).toHaveCount(1);
  const ending = sessions.getByRole('button', { name: /^Avsluta inloggningen Chrome/ });
  await expect(ending).toHaveCount(2);
  await ending.first().click();
  await expect(page.locator('.notice').filter({ hasText: 'Inloggningen är avslutad.' })).toBeVisible();
  await expect(ending).toHaveCount(1);
  await sessions.getByRole('button', { name: 'Avsluta alla andra' }).click();
  await expect(page.locator('.notice').filter({ hasText: 'Dina andra inloggningar är avslutade.' })).toBeVisible();
  await expect(page.getByText('Du är inte inloggad någon annanstans.')).toBeVisible();
  for (const other of [elsewhere, further]) {
    await other.goto(OWN_PAGE);
    await expect(other).toHaveURL(/\/logga-in\?till=%2Fmin-sida$/);
  }
}
