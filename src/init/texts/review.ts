/** What a reviewer of a migration answers for. */
export const review = `## Database migration

Delete this section when no migration changes. (From farout-guard init.)

- Migration: <file>
- What changes, and why: …
- Tables: <name>, about … rows, … per second
- Tested on: <database, version of PostgreSQL, data as of …>; up, up again, down, up
- If it goes wrong: <the command or steps that undo it; what they cannot bring back>

Author

- [ ] \`farout-guard lint\` passes; each approval in the file names a person and a reason
- [ ] A published migration is not edited: the change is a new file
- [ ] It can run twice, and the down migration was run
- [ ] Locks: the strongest is …, held for …; \`lock_timeout\` is set
- [ ] The release that runs now works with the schema before and after

Reviewer

- [ ] I have read every statement, and I know which rows each of them touches
- [ ] Nothing is dropped, emptied or narrowed that anybody still needs; a copy is kept until …
- [ ] Row counts before and after are known, and the difference is what we want
- [ ] The backup that we would use exists, and somebody has restored it
- [ ] I would run this on production myself
`;

/** The whole of a template for pull requests. */
export const pullRequest = `## What and why

…

${review}`;
