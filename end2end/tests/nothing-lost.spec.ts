import { expectNoAxeViolations } from './support/accessibility.ts';
import { add, card, ownCase, press, remove, saved, summary } from './support/casework.ts';
import { expireSession, sendSignIn } from './support/sign-in.ts';
import { expect, open, test } from './support/test.ts';
import { PASSWORD, USERS } from './support/users.ts';

test.use({ signedInAs: 'caseworker' });

test('two change the same, and the second sees both values and chooses', async ({ page, openElsewhere }, { project }) => {
  const address = await ownCase(page, 'conflict', project.name);
  // the register may have been told this story before
  const now = String(Date.now());
  const [theirs, mine] = [`Mamma svarar ${now}.`, `Pappa svarar ${now}.`];
  const form = `${address}/aktivitetsansvaret/andra`;
  await open(page, form);
  const colleague = await openElsewhere('colleague');
  await open(colleague, form);
  await colleague.getByLabel(/^Anteckningar/).fill(theirs);
  const outside = colleague.getByLabel(/^Boende utanför/);
  const lives = (await outside.inputValue()) === 'nordic' ? '' : 'nordic';
  await outside.selectOption(lives);
  await press(colleague, 'Spara');
  await expect(saved(colleague)).toBeVisible();

  await page.getByLabel(/^Anteckningar/).fill(mine);
  await press(page, 'Spara');
  const conflict = page.locator('.conflict');
  await expect(conflict).toContainText('Mikael Öberg');
  await expect(conflict.getByRole('radiogroup', { name: 'Anteckningar' })).toContainText(theirs);
  await expect(conflict).toContainText(mine);
  // what only the other has changed is shown as it is now
  await expect(page.getByLabel(/^Boende utanför.*ändrat av Mikael Öberg/)).toHaveValue(lives);
  await expectNoAxeViolations(page);
  await press(page, 'Spara');
  await expect(summary(page)).toContainText('Välj vilket värde som ska gälla');
  await conflict.getByRole('radio', { name: /^Det du fyllde i/ }).check();
  await press(page, 'Spara');
  // what the other changed besides is kept, and told
  await expect(saved(page)).toContainText('Mikael Öberg har under tiden ändrat Boende utanför hemkommun');
  await expect(page.locator('.case-main')).toContainText(mine);
});

test('what another has removed meanwhile is still filled in, and can be registered anew', async ({ page, openElsewhere }, { project }) => {
  const address = await ownCase(page, 'removed', project.name);
  // the register may have been told this story before
  const heading = `Samtal ${Date.now()}`;
  await add(page, address, 'Registrera kontakt');
  await page.getByLabel('Orsak', { exact: true }).fill(heading);
  await page.getByLabel(/^Kontaktsätt/).selectOption({ label: 'Telefon' });
  await press(page, 'Registrera kontakttillfället');
  await card(page, heading).getByRole('link', { name: /^Ändra/ }).click();
  await expect(page.getByRole('heading', { level: 2, name: 'Ändra kontakttillfället' })).toBeVisible();

  const colleague = await openElsewhere('colleague');
  await open(colleague, page.url());
  await remove(colleague, 'Ta bort kontakttillfället', 'Ja, ta bort kontakttillfället');
  await expect(saved(colleague)).toContainText('Kontakttillfället är borttaget.');

  await page.getByLabel(/^Anteckningar/).fill('Ringer på torsdag.');
  await press(page, 'Spara');
  await expect(summary(page)).toContainText('Mikael Öberg har tagit bort uppgiften medan du skrev');
  await expect(page.getByLabel('Orsak', { exact: true })).toHaveValue(heading);
  await expect(page.getByLabel(/^Anteckningar/)).toHaveValue('Ringer på torsdag.');
  await expectNoAxeViolations(page);
  await press(page, 'Registrera kontakttillfället');
  await expect(saved(page)).toContainText('Kontakttillfället är registrerat.');
  await expect(card(page, heading)).toContainText('Ringer på torsdag.');
});

test('nothing typed is lost when the session has ended', async ({ page }, { project }) => {
  const address = await ownCase(page, 'signed out', project.name);
  await add(page, address, 'Registrera kontakt');
  await page.getByLabel('Orsak', { exact: true }).fill('Möte i väntan på svar');
  await expireSession(page);
  await press(page, 'Registrera kontakttillfället');
  await expect(page).toHaveURL(/logga-in\?till=/);
  expect(page.url()).not.toContain('intan');
  await sendSignIn(page, USERS.caseworker, PASSWORD);
  await expect(page.getByRole('alert')).toContainText('Inget av det här är sparat än');
  await expect(page.getByLabel('Orsak', { exact: true })).toHaveValue('Möte i väntan på svar');
});

test('notes that are too long say how long they may be, and stay', async ({ page }, { project }) => {
  const address = await ownCase(page, 'long', project.name);
  await add(page, address, 'Registrera kontakt');
  const long = 'å'.repeat(50_000);
  await page.getByLabel(/^Anteckningar/).fill(long);
  await press(page, 'Registrera kontakttillfället');
  await expect(summary(page)).toContainText(/högst 10\s000 tecken/);
  await expect(page.getByLabel(/^Anteckningar/)).toHaveValue(long);
});

test('markup is shown as the text that it is', async ({ page }, { project }) => {
  const address = await ownCase(page, 'markup', project.name);
  const heading = '<img src=x onerror=alert(1)> & "citat"';
  await add(page, address, 'Registrera kontakt');
  await page.getByLabel('Orsak', { exact: true }).fill(heading);
  await page.getByLabel(/^Anteckningar/).fill('</textarea><script>alert(2)</script>');
  await press(page, 'Registrera kontakttillfället');
  await expect(summary(page)).toBeVisible();
  await expect(page.getByLabel('Orsak', { exact: true })).toHaveValue(heading);
  await expect(page.getByLabel(/^Anteckningar/)).toHaveValue('</textarea><script>alert(2)</script>');
  await expectNoAxeViolations(page);
  await page.getByLabel(/^Kontaktsätt/).selectOption({ label: 'SMS' });
  await press(page, 'Registrera kontakttillfället');
  await expect(card(page, heading)).toContainText('</textarea><script>alert(2)</script>');
});
