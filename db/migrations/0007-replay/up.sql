-- What was looked at before a strategy is changed: each replay of a past date or range, with its answer. Inserted and read, never updated.
create table decision.replay (
  replay_id integer generated always as identity primary key,
  portfolio_id integer not null references book.portfolio,
  starts_on date not null,
  ends_on date not null,
  -- what was asked: the candidate as given, what it replaces, how many examples
  parameters jsonb not null,
  -- the tables of both sides by decision point, with the SHA-256 of their content
  tables jsonb not null,
  result jsonb not null,
  created_at timestamptz not null default clock_timestamp(),
  constraint replay_ends_before_it_starts check (starts_on <= ends_on)
);
create index replay_by_portfolio on decision.replay (portfolio_id, replay_id);
