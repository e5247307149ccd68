/** Where it is kept what went wrong, so that it does so once. */
export const incidents = `# Database incidents

What went wrong with data, newest first. Written within two working days, by those who were there; about causes, not about guilt.
Entries are never deleted. (Set up by farout-guard init; the levels continue those of its rules.)

- **Level 3**: data was destroyed or would have been, and all of it was brought back or nothing was lost (a near miss counts).
- **Level 4**: data was lost or wrong for good, or was seen by people who may not see it.

| date | level | what | data lost | prevented by |
|---|---|---|---|---|
| | | | | |

## Template

Copy this, put it above the older entries, and add a row to the table.

### YYYY-MM-DD: <what happened, in one line>

- **Level**: 3 or 4
- **Where**: <database, environment, version of PostgreSQL>
- **Migration or statement**: <file and commit, or the statement as it ran>
- **From, noticed, ended (UTC)**: <when it began; when and how it was noticed; when it was over>
- **Data**: <tables; rows before and after; what was lost, what was wrong, who was affected>
- **Recovery**: <what was done, in order, with times; from which backup; how it was proved to be complete>
- **Still missing**: <nothing, or what>
- **Cause**: <why it could happen: not the last action, but what let it through: review, test, hook, right, missing backup>
- **What prevents it now**: <the rule, test, right or check that would have stopped it, with its commit>
- **Who owns what is left to do, until when**: <name, date>
- **Told**: <who was informed, when; for level 4 also whether the law asks for a notice>
`;
