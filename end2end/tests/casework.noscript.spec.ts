import { aContact, aMeasure, aPostalAddress, aWayToReach, theResponsibility } from './support/casework-story.ts';
import { test } from './support/test.ts';

test.use({ signedInAs: 'caseworker' });

test('a measure is registered, ended and removed', async ({ page }, { project }) => aMeasure(page, project.name));
test('a contact is registered, its follow-up closed, and removed', async ({ page }, { project }) => aContact(page, project.name));
test('a way to reach a person is added and removed', async ({ page }, { project }) => aWayToReach(page, project.name));
test('the postal address is entered and removed', async ({ page }, { project }) => aPostalAddress(page, project.name));
test('the fields of the case are changed', async ({ page }, { project }) => theResponsibility(page, project.name));
