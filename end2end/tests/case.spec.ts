import { openCase } from './support/list.ts';
import { VIGGO } from './support/people.ts';
import { expect, test } from './support/test.ts';

test.use({ signedInAs: 'caseworker' });

test('the case says who it is, and why he is here, rule by rule with the law', async ({ page }) => {
  await openCase(page, VIGGO.civicNumber);
  await expect(page).toHaveTitle(/Viggo.*Dahl – Fyren/);
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(/Viggo.*Dahl.*Åtgärdas/);
  const facts = page.locator('.key-facts');
  for (const fact of [VIGGO.civicNumber, '18 år', 'Norrköping', '2026-10-14']) await expect(facts).toContainText(fact);

  await expect(page.getByRole('heading', { name: 'Varför finns Viggo här?' })).toBeVisible();
  const rules = page.locator('.why-rules').first().getByRole('listitem');
  await expect(rules).toContainText([
    'Folkbokförd i Norrköping sedan 2019-03-02',
    'Skolplikten fullgjord',
    'Fyller 20 den 2028-08-17',
    'Placeringen på EE, De Geergymnasiet, slutade 2026-10-09',
    'Ingen examen registrerad',
  ]);
  for (const rule of await rules.all()) {
    await expect(rule).toContainText('Uppfyllt: ');
    await expect(rule).toContainText('29 kap. 9 §');
    await expect(rule).toContainText('skollagen (2010:800)');
  }
});

const TABS = [
  { name: 'Åtgärder', path: '/atgarder', shows: 'Ingen åtgärd är registrerad' },
  { name: 'Adresser', path: '/adresser', shows: 'Norrköping' },
  { name: 'Elevhistorik', path: '/elevhistorik', shows: 'De Geergymnasiet' },
  { name: 'Tidslinje', path: '/tidslinje', shows: 'Slutade EE' },
  { name: 'Aktivitetsansvaret', path: '/aktivitetsansvaret', shows: 'Sysselsättning vid registrering' },
  { name: 'Kontaktuppgifter', path: '/kontaktuppgifter', shows: 'Mobil' },
  { name: 'Kontakttillfällen', path: '', shows: 'Samtal om komvux' },
];

test('each tab is a link with its own address, marked when it is open', async ({ page }) => {
  const address = await openCase(page, VIGGO.civicNumber);
  const tabs = page.getByRole('navigation', { name: 'Delar av ärendet' });
  for (const { name, path, shows } of TABS) {
    await tabs.getByRole('link', { name }).click();
    await expect(page).toHaveURL(({ pathname }) => pathname === `${address}${path}`);
    await expect(tabs.locator('[aria-current=page]')).toHaveText(new RegExp(`^${name}`));
    await expect(page.locator('.case-main')).toContainText(shows);
  }
});
