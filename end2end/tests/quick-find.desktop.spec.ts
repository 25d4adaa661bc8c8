import { chips, EVERYTHING, find, rows } from './support/list.ts';
import { VIGGO } from './support/people.ts';
import { signIn } from './support/sign-in.ts';
import { expect, open, test } from './support/test.ts';
import { USERS } from './support/users.ts';

test.use({ signedInAs: 'caseworker' });

test('the address of a selection by name opens it for the same account, and for no other', async ({ page, openElsewhere }) => {
  await open(page, EVERYTHING);
  await find(page, VIGGO.civicNumber);
  await expect(rows(page)).toHaveCount(1);
  const address = page.url();

  const elsewhere = await openElsewhere();
  await signIn(elsewhere, USERS.caseworker, address);
  await expect(elsewhere).toHaveURL(address);
  await expect(rows(elsewhere)).toHaveCount(1);
  await expect(chips(elsewhere)).toHaveText([`Hittar ”${VIGGO.civicNumber}”`]);

  const colleague = await openElsewhere('colleague');
  await open(colleague, address);
  await expect(colleague.getByText(VIGGO.civicNumber)).toHaveCount(0);
  await expect(chips(colleague)).toHaveCount(0);
  await expect(rows(colleague)).toHaveCount(15);
});
