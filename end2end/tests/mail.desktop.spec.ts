import { expectNoAxeViolations } from './support/accessibility.ts';
import { signIn } from './support/sign-in.ts';
import { expect, open, test } from './support/test.ts';

/** Where the letters are read that the catcher of these tests has been given. */
const CATCHER = 'http://127.0.0.1:3920/letters?to=';
const ADDRESS = 'sara.holmqvist@kommun.example';

async function letters(): Promise<string[]> {
  const answer = await fetch(CATCHER + ADDRESS);
  return (await answer.json()) as string[];
}

test('whoever wants it is told by e-mail that there is a message, and nothing of it', async ({ page, openElsewhere }) => {
  await signIn(page, 'sara.holmqvist');
  await open(page, '/min-sida');
  await page.getByRole('button', { name: 'Skicka e-brev till mig' }).click();
  await expect(page.locator('.notice-good')).toContainText('Du får ett e-brev när du får ett meddelande');
  await expect(page.getByRole('main').getByText(ADDRESS).first()).toBeVisible();
  await expectNoAxeViolations(page);

  const before = await letters();
  const subject = `Schema ${String(Date.now())}`;
  const writer = await openElsewhere();
  await signIn(writer, 'johan.sandell');
  await open(writer, '/meddelanden/nytt');
  await writer.getByRole('checkbox', { name: 'Sara Holmqvist' }).check();
  await writer.getByLabel('Ämne').fill(subject);
  await writer.getByLabel('Meddelande', { exact: true }).fill('Det nya schemat gäller från måndag.');
  await writer.getByRole('button', { name: 'Skicka' }).click();
  await expect(writer.locator('.notice-good')).toContainText('Meddelandet är skickat');

  await expect.poll(async () => (await letters()).length, { timeout: 30_000 }).toBeGreaterThan(before.length);
  const letter = (await letters()).at(-1) ?? '';
  expect(letter).toContain('Subject: Nytt meddelande i Fyren / New message in Fyren');
  expect(letter).toContain('http://127.0.0.1:3917/meddelanden');
  for (const told of [subject, 'schemat', 'Johan', 'Sara']) expect(letter).not.toContain(told);

  await page.getByRole('button', { name: 'Skicka inga e-brev' }).click();
  await expect(page.locator('.notice-good')).toContainText('Du får inga fler e-brev');
});
