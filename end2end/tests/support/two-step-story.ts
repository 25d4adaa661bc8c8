import { type Page } from '@playwright/test';

import { codeOf } from './authenticator.ts';
import { changePassword, OWN_PAGE } from './own-page-story.ts';
import { makeUser } from './register.ts';
import { expectSignedIn, sendSignIn, SIGN_IN } from './sign-in.ts';
import { expect } from './test.ts';

const CHOSEN = 'tre gula paraplyer';

/** Somebody new who has chosen a password and reads Min sida. */
export async function newcomer(page: Page) {
  const { userName, password } = makeUser();
  await page.goto(SIGN_IN);
  await sendSignIn(page, userName, password);
  await changePassword(page, password, CHOSEN);
  await page.goto(OWN_PAGE);
  return { userName, password: CHOSEN };
}

/** The form of a button: passkeys stand on the same page and ask for the password too. */
function formWith(page: Page, button: string) {
  return page.locator('form', { has: page.getByRole('button', { name: button }) });
}

/** Begins to turn it on, and returns the secret that is shown for typing. */
export async function beginTwoStep(page: Page, password: string): Promise<string> {
  const form = formWith(page, 'Slå på');
  await form.getByLabel('Ditt lösenord').fill(password);
  await form.getByRole('button', { name: 'Slå på' }).click();
  await expect(page.getByRole('img', { name: /^QR-kod/ })).toBeVisible();
  return (await page.locator('code.secret').textContent()) ?? '';
}

/** Answers with a code where one signs in. */
export async function sendCode(page: Page, code: string) {
  await page.getByLabel('Kod', { exact: true }).fill(code);
  await page.getByRole('button', { name: 'Logga in', exact: true }).click();
}

/** Somebody turns it on, signs in elsewhere with a code and once more with a recovery code, and turns it off. */
export async function tellOfTwoStep(page: Page, elsewhere: Page, further: Page) {
  const { userName, password } = await newcomer(page);
  const secret = await beginTwoStep(page, password);
  const code = page.getByLabel('Kod från appen');
  await code.fill('tolv');
  await page.getByRole('button', { name: 'Bekräfta' }).click();
  await expect(page.getByRole('alert')).toContainText('Det där är ingen kod.');
  await expect(code).toHaveAttribute('aria-invalid', 'true');
  await expect(code).toHaveValue('');
  const confirming = codeOf(secret);
  await code.fill(confirming);
  await page.getByRole('button', { name: 'Bekräfta' }).click();
  await expect(page.locator('.notice').filter({ hasText: 'Tvåstegsinloggningen är på.' })).toBeVisible();
  const recovery = page.getByRole('list', { name: 'Dina återställningskoder' }).getByRole('listitem');
  await expect(recovery).toHaveCount(10);
  const [first, second] = await recovery.allTextContents();

  await elsewhere.goto(`${SIGN_IN}?till=%2Fpersoner`);
  await sendSignIn(elsewhere, userName, password);
  await expect(elsewhere.getByRole('heading', { level: 1, name: 'Skriv din kod' })).toBeVisible();
  await elsewhere.goto('/personer');
  await expect(elsewhere).toHaveURL(/\/logga-in\?till=%2Fpersoner$/);
  await sendSignIn(elsewhere, userName, password);
  await sendCode(elsewhere, 'tolv');
  await expect(elsewhere.getByRole('alert')).toContainText('Det där är ingen kod.');
  await expect(elsewhere.getByLabel('Kod', { exact: true })).toHaveAccessibleDescription(/Sex siffror.*ingen kod/);
  // the one that confirmed it is worth nothing any more
  await sendCode(elsewhere, confirming);
  await expect(elsewhere.getByRole('alert')).toContainText('Koden stämmer inte, eller så är den redan använd.');
  // a later one is good, also of an app whose clock is a little fast
  await sendCode(elsewhere, codeOf(secret, 1));
  await expectSignedIn(elsewhere);
  await expect(elsewhere).toHaveURL('/personer');

  await further.goto(SIGN_IN);
  await sendSignIn(further, userName, password);
  await sendCode(further, (first ?? '').toUpperCase());
  await expectSignedIn(further);
  await further.goto(OWN_PAGE);
  await expect(further.getByText('Återställningskoder kvar: 9.')).toBeVisible();

  await page.goto(OWN_PAGE);
  await expect(recovery).toHaveCount(0);
  const form = formWith(page, 'Stäng av');
  await form.getByLabel('Ditt lösenord').fill(password);
  await form.getByLabel('Kod från appen').fill(second ?? '');
  await form.getByRole('button', { name: 'Stäng av' }).click();
  await expect(page.locator('.notice').filter({ hasText: 'Tvåstegsinloggningen är av.' })).toBeVisible();
}
