import { ENTER, form, unknown } from './support/entry.ts';
import { LIST } from './support/list.ts';
import { VIGGO } from './support/people.ts';
import { expect, open, ready, test } from './support/test.ts';

test.use({ signedInAs: 'administrator' });

test('the name comes while the number is typed, and stands in no address', async ({ page }) => {
  const asked: string[] = [];
  page.on('request', (request) => asked.push(request.url()));
  await open(page, LIST);
  await page.getByRole('link', { name: 'Ny', exact: true }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Ny individ i aktivitetsansvaret');
  const { municipality, number, said } = form(page);
  await municipality.selectOption('Norrköping');
  await number.fill(VIGGO.civicNumber);
  await expect(said).toContainText('Dahl');
  await expect(said).toContainText('har redan ett öppet aktivitetsansvar');
  await expect(number).toHaveAttribute('aria-invalid', 'true');
  // What is said of one number is gone as soon as another is typed.
  await number.fill(VIGGO.civicNumber.slice(0, -1));
  await expect(said).not.toContainText('Dahl');
  await number.blur();
  await expect(said).toContainText('Personnumret har fel form');
  expect(asked.filter((address) => address.includes('20080817'))).toEqual([]);
});

test('cancelling leads back to the list as it was, without a question', async ({ page }, { project }) => {
  await open(page, `${LIST}?size=5`);
  await page.getByRole('link', { name: 'Ny', exact: true }).click();
  const { municipality, number, notes, said } = form(page);
  await municipality.selectOption('Motala');
  await number.fill(unknown(project.name, 2));
  await expect(said).toContainText('Personen finns inte i systemet');
  await notes.fill('Gick ut nian ett år tidigare.');
  await page.getByRole('link', { name: 'Avbryt', exact: true }).click();
  await expect(page).toHaveURL(`${LIST}?size=5`);
});

test('somebody unknown is registered once what is to be known has been read, and then another', async ({ page }, { project }) => {
  await open(page, ENTER);
  const { municipality, number, occupation, notes, said, hasRead, save, saveAndNew } = form(page);
  await municipality.selectOption('Motala');
  await number.fill(unknown(project.name, 0));
  await expect(said).toContainText('Personen finns inte i systemet');
  await notes.fill('Gick ut nian ett år tidigare.');
  await saveAndNew.click();
  // What is missing is told with a link to where it is mended, and nothing typed is lost.
  const summary = page.getByRole('alert');
  await expect(summary).toContainText('Inget sparades');
  await ready(page);
  await summary.getByRole('link', { name: /Sysselsättning/ }).click();
  await expect(occupation).toBeFocused();
  await expect(notes).toHaveValue('Gick ut nian ett år tidigare.');
  // What stands above the form is of what stood in the field: it goes when that is mended.
  await occupation.selectOption('Arbete');
  await expect(summary.getByRole('link', { name: /Sysselsättning/ })).toHaveCount(0);
  await saveAndNew.click();
  await expect(summary).toContainText('kryssa i att personen ska registreras');
  await hasRead.check();
  await expect(summary).toHaveCount(0);
  await saveAndNew.click();
  await expect(page.getByText('Personen är registrerad')).toBeVisible();
  await expect(number).toHaveValue('');
  await ready(page);

  // What is said while typing is not taken as read: whoever saves says so, then or before.
  await number.fill(unknown(project.name, 1));
  await expect(said).toContainText('Personen finns inte i systemet');
  await occupation.selectOption('Arbete');
  await save.click();
  await expect(summary).toContainText('kryssa i att personen ska registreras');
  await ready(page);
  await hasRead.check();
  await save.click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Personen är registrerad');
  expect(page.url()).not.toContain('201601');
  await page.getByRole('link', { name: 'Till listan' }).click();
  await expect(page).toHaveURL(new RegExp(`${LIST}$`));
});
