import { tellOfAMessage } from './support/message-story.ts';
import { signIn } from './support/sign-in.ts';
import { expect, open, test } from './support/test.ts';

const PAIRS: Record<string, [string, string, string, string]> = {
  'desktop without script': ['ulrika.strand', 'Ulrika Strand', 'tomas.hage', 'Tomas Hage'],
  'phone without script': ['johan.sandell', 'Johan Sandell', 'sara.holmqvist', 'Sara Holmqvist'],
};

test('a message is written, read, answered and put away', async ({ page, openElsewhere }, { project }) => {
  const [writer, writerName, reader, readerName] = PAIRS[project.name] ?? ['', '', '', ''];
  const elsewhere = await openElsewhere();
  await signIn(page, writer);
  await signIn(elsewhere, reader);
  await tellOfAMessage(page, elsewhere, { writer: writerName, reader: readerName }, project.name);
});

test('whoever is alone in an organisation is told why there is nobody to write to', async ({ page }) => {
  await signIn(page, 'karin.nyman');
  await open(page, '/meddelanden/nytt');
  await expect(page.getByText('Ingen annan arbetar i organisationen')).toBeVisible();
  await expect(page.getByRole('button', { name: 'Skicka' })).toHaveCount(0);
});
