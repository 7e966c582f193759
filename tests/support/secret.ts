/** What every site, worker and file of the tests seals its links with. */
export const secret = "a secret of the tests of thirty-two characters or more"
