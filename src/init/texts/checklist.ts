/** What to go through before a migration runs where the data is. */
export const checklist = `# Database preflight checklist

For every migration, before it runs on a database whose data anybody would miss. One copy per change, in the ticket or the pull request.
An open box stops the change. "Does not apply" needs a reason. (Set up by farout-guard init; yours to adapt.)

Change: …  Database: …  Window (UTC): …  Runs it: …  Approves it: …

## 1. The data can be brought back

- [ ] Backup or restore point: name, time, place: …
- [ ] It was restored somewhere else within the last 30 days: by …, on …, took … minutes
- [ ] Point-in-time recovery reaches back beyond the start of this change (last archived WAL: …)
- [ ] What is dropped, emptied or rewritten was copied first: table or dump …, kept until …

## 2. What it touches

- [ ] Row counts and sizes of the affected tables, from production, today:

      SELECT count(*) FROM <table>;
      SELECT pg_size_pretty(pg_total_relation_size('<table>'));

- [ ] Everything that reads or writes them still works before, during and after (application, jobs, reports, replication)
- [ ] \`npx farout-guard lint <file>\` finds nothing, or each approval in the file has a name and a reason that you would sign

## 3. Locks and time

- [ ] \`SET lock_timeout = '5s'\` and a \`statement_timeout\` that fits are set for this run
- [ ] The strongest lock it takes and for how long (measured on a copy of production's size): …
- [ ] Indexes of tables in use are built with \`CREATE INDEX CONCURRENTLY\`; constraints are added \`NOT VALID\` and validated later
- [ ] Backfills run in batches, and each batch commits
- [ ] Nothing old holds it up: no session in \`pg_stat_activity\` is "idle in transaction" for more than a minute
- [ ] Disk has room for twice the largest table that is rewritten; replicas are not behind

## 4. The way back

- [ ] The down migration was run on a copy, after the up migration, and the schema was compared
- [ ] What a rollback cannot bring back is written down: …
- [ ] From which point on one goes forward instead of back: …
- [ ] Who decides that, and how they are reached during the window: …

## 5. Tested

- [ ] Up, up again, down, up: on … (version of PostgreSQL the same as production's, data as of …)
- [ ] The application's tests ran against the new schema, and the running release ran against it, too

## 6. Go

- [ ] A second person has read the statements that will run, not only the pull request
- [ ] Approved by (name, time): …

## 7. Afterwards

- [ ] Row counts again: before …, after …, difference explained: …
- [ ] No invalid index and no unvalidated constraint is left:

      SELECT indexrelid::regclass FROM pg_index WHERE NOT indisvalid;
      SELECT conrelid::regclass, conname FROM pg_constraint WHERE NOT convalidated;

- [ ] Errors and latency watched for 30 minutes by …
- [ ] Copies made in step 1 have a date on which they are deleted
- [ ] Something went wrong, even if it was saved: an entry in INCIDENTS.md
`;
