import { randomInt } from 'node:crypto';
import { type Page } from '@playwright/test';

import { expect, expectProblem, open } from './test.ts';
import { expectSignedIn, sendSignIn, SIGN_IN } from './sign-in.ts';

export const ACCESS = '/behorigheter';

/** Fills in the form of a user and sends it. */
async function save(page: Page, [first, last, hsaId, eMail]: [string, string, string, string]) {
  await page.getByLabel('Förnamn').fill(first);
  await page.getByLabel('Efternamn').fill(last);
  await page.getByLabel('HSA-id').fill(hsaId);
  await page.getByLabel('E-post').fill(eMail);
  await page.getByRole('button', { name: 'Spara' }).click();
}

const part = (page: Page, name: string) => page.getByRole('region', { name });

/** Every step of the manual: a user is added, given permissions and a role, changed, lets in, and removed. */
export async function tellOfAUser(page: Page, elsewhere: Page) {
  const hsaId = `SE2120000456-${randomInt(1e9)}`;
  await open(page, ACCESS);
  await page.getByRole('link', { name: 'Lägg till användare' }).click();
  await save(page, ['Josef', '', 'två ord', 'namn@x']);
  const summary = page.getByRole('alert');
  for (const wrong of [/Efternamn saknas/, /HSA-id går inte att använda/, /E-postadressen går inte att använda/]) {
    await expect(summary).toContainText(wrong);
  }
  await save(page, ['Josef', 'Svensson', hsaId.toLowerCase(), 'josef@kommun.example']);
  await expect(page.getByRole('heading', { level: 1, name: 'Josef Svensson' })).toBeVisible();
  await expect(part(page, 'Användaruppgifter')).toContainText(hsaId);
  await expect(part(page, 'Aktuella behörigheter')).toContainText('Inga behörigheter');
  const user = new URL(page.url()).pathname;

  await page.getByRole('link', { name: 'Ändra och lägg till behörigheter' }).click();
  await page.getByRole('link', { name: 'Ansök om statlig ersättning' }).click();
  await page.getByLabel('Asylsökande i förskola', { exact: true }).check();
  await page.getByRole('button', { name: 'Klar' }).click();
  await expect(summary).toContainText('Motivering saknas');
  await expect(page.getByLabel('Asylsökande i förskola', { exact: true })).toBeChecked();
  await page.getByLabel('Motivering').fill('Ny tjänst');
  await page.getByLabel(/^Gäller till/).fill('2027-06-30');
  await page.getByRole('button', { name: 'Klar' }).click();
  const permissions = part(page, 'Aktuella behörigheter');
  await expect(permissions).toContainText('Asylsökande i förskola Given för sig, till och med 2027-06-30');

  await page.getByRole('link', { name: 'Ge en roll' }).click();
  await page.getByLabel('Roll', { exact: true }).selectOption('Handläggare');
  await page.getByLabel('Motivering').fill('Ny handläggare');
  await page.getByRole('button', { name: 'Ge en roll' }).click();
  await expect(permissions).toContainText('Ändra aktivitetsansvar Genom rollen Handläggare');

  await page.getByRole('link', { name: 'Varför får användaren, eller inte?' }).click();
  await page.getByLabel('Behörighet', { exact: true }).selectOption('Läsa loggen');
  await page.getByRole('button', { name: 'Fråga' }).click();
  await expect(page.getByText('Får inte: ingen har gett behörigheten.')).toBeVisible();

  await page.goto(user);
  await page.getByRole('button', { name: 'Skapa engångslösenord' }).click();
  const shown = page.locator('.one-time');
  const password = await shown.innerText();
  const userName = await page.locator('main code').first().innerText();
  await page.reload();
  await expect(page.getByRole('heading', { level: 1, name: 'Josef Svensson' })).toBeVisible();
  await expect(shown).toHaveCount(0);
  await elsewhere.goto(SIGN_IN);
  await sendSignIn(elsewhere, userName, password);
  await expect(elsewhere.getByRole('heading', { level: 1, name: 'Välj ett eget lösenord' })).toBeVisible();

  // with an invitation nobody but the user has ever known the password
  await page.getByRole('button', { name: 'Skapa inbjudan' }).click();
  await elsewhere.goto(await shown.innerText());
  await expect(elsewhere.getByRole('heading', { level: 1, name: 'Välkommen, Josef Svensson' })).toBeVisible();
  await expect(elsewhere.getByLabel('Ditt användarnamn')).toHaveValue(userName);
  await elsewhere.getByLabel('Nytt lösenord', { exact: true }).fill('kort');
  await elsewhere.getByRole('button', { name: 'Välj lösenordet' }).click();
  await expect(elsewhere.getByRole('alert')).toContainText('Lösenordet är för kort.');
  for (const field of ['Nytt lösenord', 'Nytt lösenord en gång till']) {
    await elsewhere.getByLabel(field, { exact: true }).fill('tre gula paraplyer');
  }
  await elsewhere.getByRole('button', { name: 'Välj lösenordet' }).click();
  await expect(elsewhere.getByRole('heading', { level: 1, name: 'Lösenordet är valt' })).toBeVisible();
  await elsewhere.getByRole('link', { name: 'Logga in' }).click();
  await sendSignIn(elsewhere, userName, 'tre gula paraplyer');
  await expectSignedIn(elsewhere);

  await page.getByRole('link', { name: 'Ändra användaruppgifter' }).click();
  await save(page, ['Josefin', 'Svensson', hsaId, 'josefin@kommun.example']);
  await expect(page.getByRole('heading', { level: 1, name: 'Josefin Svensson' })).toBeVisible();

  await page.getByRole('link', { name: 'Ta bort användare' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Ta bort Josefin Svensson?' })).toBeVisible();
  await page.getByRole('button', { name: 'Ta bort användare' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Behörigheter' })).toBeVisible();
  await expect(page.getByRole('link', { name: 'Josefin Svensson' })).toHaveCount(0);
  // whoever was signed in is not any more
  await elsewhere.goto('/min-sida');
  await expect(elsewhere).toHaveURL(/\/logga-in/);
  await expect(page).not.toHaveURL(user);
}

/** Whoever administers permissions reads nothing that is administered. */
export async function tellOfWhatIsNotTheirs(page: Page, problems: string[]) {
  await open(page, '/');
  const menu = page.getByRole('navigation', { name: 'Huvudmeny' });
  await expect(menu.getByRole('link', { name: 'Aktivitetsansvar' })).toHaveCount(0);
  const answer = await page.goto('/aktivitetsansvar');
  expect(answer?.status()).toBe(403);
  await expectProblem(problems, /403/);
}


