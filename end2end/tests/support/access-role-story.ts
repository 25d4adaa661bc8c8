import { randomInt } from 'node:crypto';
import { type Page } from '@playwright/test';

import { choose } from './many-story.ts';
import { expect, open } from './test.ts';

export const ROLES = '/anvandarroller';
export const REPORT = '/behorigheter-per-datum';

/** A user of a name that nobody else has, and the path of their page. */
async function addUser(page: Page, first: string, last: string): Promise<string> {
  await open(page, '/behorigheter/ny');
  await page.getByLabel('Förnamn').fill(first);
  await page.getByLabel('Efternamn').fill(last);
  await page.getByLabel('HSA-id').fill(`SE2120000456-${randomInt(1e9)}`);
  await page.getByLabel('E-post').fill('roll@kommun.example');
  await page.getByRole('button', { name: 'Spara' }).click();
  await expect(page.getByRole('heading', { level: 1, name: `${first} ${last}` })).toBeVisible();
  return new URL(page.url()).pathname;
}

const part = (page: Page, name: string) => page.getByRole('region', { name });

/** Decides about a role of chosen users. */
async function decide(page: Page, decision: string, role: string) {
  await page.getByLabel('Beslut', { exact: true }).selectOption(decision);
  await page.getByLabel('Roll', { exact: true }).selectOption(role);
  await page.getByLabel('Motivering').fill('Omorganisation');
  await page.getByRole('button', { name: 'Verkställ' }).click();
}

/** Users are pasted as rows, looked at, mended and saved. */
export async function tellOfAnImport(page: Page) {
  const number = randomInt(1e8);
  const row = (first: string, last: string, nth: number) =>
    [first, last, `SE2120000456-I${number}${nth}`, 'import@kommun.example'].join('\t');
  await open(page, '/behorigheter');
  await page.getByRole('link', { name: 'Importera användare' }).click();
  const table = page.getByLabel('Rader');
  const preview = page.getByRole('button', { name: 'Förhandsgranska' });
  await preview.click();
  await expect(page.getByRole('alert')).toContainText('Tabellen är tom');
  await table.fill([row('Rad', 'Ett', 1), row('Rad', '', 2)].join('\n'));
  await preview.click();
  const outcomes = part(page, 'Det här händer');
  await expect(outcomes).toContainText('1 rader lägger till eller ändrar användare, 1 tas inte med.');
  await expect(outcomes).toContainText('Efternamn saknas');
  await table.fill([row('Rad', 'Ett', 1), row('Rad', 'Två', 2)].join('\n'));
  await preview.click();
  await page.getByRole('button', { name: 'Spara 2 användare' }).click();
  await expect(page.getByText('Importen är klar: 2 tillagda eller ändrade, 0 togs inte med.').first()).toBeVisible();
  await table.fill([row('Rad', 'Ettan', 1), row('Rad', 'Två', 2)].join('\n'));
  await preview.click();
  await expect(outcomes).toContainText('Ändras: Efternamn');
  await expect(outcomes).toContainText('Finns redan likadan');
  for (const nth of [1, 2]) {
    await open(page, '/behorigheter?size=50');
    const added = page.getByRole('row').filter({ hasText: `I${number}${nth}` });
    await added.getByRole('rowheader').getByRole('link').click();
    await page.getByRole('link', { name: 'Ta bort användare' }).click();
    await page.getByRole('button', { name: 'Ta bort användare' }).click();
    await expect(page.getByRole('heading', { level: 1, name: 'Behörigheter' })).toBeVisible();
  }
}

/** A role is made, given, prolonged, copied, changed, seen in the report of a day and withdrawn. */
export async function tellOfARole(page: Page) {
  const number = randomInt(1e6);
  const name = `Läsare ${number}`;
  await open(page, ROLES);
  await page.getByRole('link', { name: 'Skapa en roll' }).click();
  await page.getByLabel('Se aktivitetsansvar').check();
  await page.getByRole('button', { name: 'Spara' }).click();
  const summary = page.getByRole('alert');
  await expect(summary).toContainText('Rollen behöver ett namn');
  await expect(summary).toContainText('Motivering saknas');
  await expect(page.getByLabel('Se aktivitetsansvar')).toBeChecked();
  await page.getByLabel('Rollens namn').fill(name);
  await page.getByLabel('Motivering').fill('Ny enhet');
  await page.getByRole('button', { name: 'Spara' }).click();
  await expect(page.getByRole('heading', { level: 1, name })).toBeVisible();
  await expect(part(page, 'Har rollen')).toContainText('Ingen har rollen.');
  const role = new URL(page.url()).pathname;

  const [given, copied] = [`Given${number}`, `Kopierad${number}`];
  const user = await addUser(page, 'Rut', given);
  await page.getByRole('link', { name: 'Ge en roll' }).click();
  await page.getByLabel('Roll', { exact: true }).selectOption(name);
  await page.getByLabel(/^Gäller till/).fill('2026-12-31');
  await page.getByLabel('Motivering').fill('Vikariat');
  await page.getByRole('button', { name: 'Ge en roll' }).click();
  await expect(part(page, 'Aktuella behörigheter')).toContainText(`Genom rollen ${name}, till och med 2026-12-31`);

  await page.getByRole('link', { name: 'Ändra sista dag' }).click();
  await expect(page.getByLabel(/^Gäller till/)).toHaveValue('2026-12-31');
  await page.getByLabel(/^Gäller till/).fill('2027-06-30');
  await page.getByLabel('Motivering').fill('Förlängt vikariat');
  await page.getByRole('button', { name: 'Spara' }).click();
  await expect(part(page, 'Aktuella behörigheter')).toContainText('till och med 2027-06-30');

  const other = await addUser(page, 'Rut', copied);
  await page.getByRole('link', { name: 'Kopiera från en annan användare' }).click();
  await page.getByLabel('Användare att kopiera från').selectOption(`Rut ${given}`);
  await page.getByLabel('Motivering').fill('Samma uppdrag');
  await page.getByRole('button', { name: 'Kopiera från en annan användare' }).click();
  await expect(part(page, 'Aktuella behörigheter')).toContainText(`Genom rollen ${name}, till och med 2027-06-30`);

  await page.goto(role);
  await expect(part(page, 'Har rollen').getByRole('listitem')).toHaveCount(2);
  await page.getByRole('link', { name: 'Ändra rollen' }).click();
  await expect(page.getByLabel('Se aktivitetsansvar')).toBeChecked();
  await page.getByLabel('Läsa loggen').check();
  await page.getByLabel('Motivering').fill('Ska granska');
  await page.getByRole('button', { name: 'Spara' }).click();
  await expect(part(page, 'Rollen ger')).toContainText('Läsa loggen');
  await page.goto(user);
  await expect(part(page, 'Aktuella behörigheter')).toContainText(`Läsa loggen Genom rollen ${name}`);

  await open(page, REPORT);
  const row = page.getByRole('row', { name: new RegExp(given) });
  await expect(row).toContainText(name);
  await page.getByLabel('Den dag').fill('2026-11-20');
  await page.getByRole('button', { name: 'Visa' }).click();
  await expect(page).toHaveURL(/datum=2026-11-20/);
  await expect(page.getByRole('row', { name: /Anna Berg/ })).not.toHaveCount(0);
  await expect(row).toHaveCount(0);

  // of both at once, each by themselves
  const chosen = [user, other].map((address) => address.split('/').at(-1) ?? '');
  await choose(page, 'access-users', 'roles', chosen);
  await page.getByRole('button', { name: 'Verkställ' }).click();
  await expect(summary).toContainText('Välj om rollen ska ges eller avslutas.');
  await decide(page, 'Avsluta rollen', name);
  await expect(page.getByText('Beslutet är verkställt för 2 av 2.').first()).toBeVisible();
  await page.goto(role);
  await expect(part(page, 'Har rollen')).toContainText('Ingen har rollen.');
  await choose(page, 'access-users', 'roles', chosen.slice(0, 1));
  await decide(page, 'Ge rollen', name);
  await expect(page.getByText('Beslutet är verkställt för 1 av 1.').first()).toBeVisible();
  await choose(page, 'access-users', 'roles', chosen);
  await decide(page, 'Ge rollen', name);
  await expect(page.getByText('Beslutet är verkställt för 1 av 2.').first()).toBeVisible();
  await expect(page.getByText(/^Rut Given\d+: Användaren har redan det/).first()).toBeVisible();

  await page.goto(role);
  await page.getByRole('link', { name: 'Dra in rollen' }).click();
  await page.getByRole('button', { name: 'Dra in rollen' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Användarroller' })).toBeVisible();
  await page.getByRole('link', { name, exact: true }).click();
  await expect(page.getByText(/Den ges inte längre/)).toBeVisible();
  await page.goto(`${user}/roll`);
  await expect(page.getByLabel('Roll', { exact: true }).getByRole('option', { name })).toHaveCount(0);
  // it was a mistake, and it is given again
  await page.goto(role);
  await page.getByRole('button', { name: 'Återinför rollen' }).click();
  await expect(page.locator('.notice-good')).toContainText('Rollen kan ges och ändras igen');
  await page.goto(`${user}/roll`);
  await expect(page.getByLabel('Roll', { exact: true }).getByRole('option', { name })).toHaveCount(1);
  for (const made of [user, other]) {
    await page.goto(`${made}/ta-bort`);
    await page.getByRole('button', { name: 'Ta bort användare' }).click();
    await expect(page.getByRole('heading', { level: 1, name: 'Behörigheter' })).toBeVisible();
  }
}
