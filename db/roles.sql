-- Who may do what in the database, made anew after every migration. The account that owns the tables makes them and changes the schema; the program
-- works as curebook_app, the keeper of the log as curebook_sequencer, and an auditor may be given curebook_auditor. Evidence can be added to and read by
-- the application, and nothing else; what could be taken away stays with the owner, and triggers stand in the way even there.
do $$
declare
  name text;
begin
  foreach name in array array['curebook_app', 'curebook_sequencer', 'curebook_auditor'] loop
    begin
      if not exists (select from pg_roles where rolname = name) then
        execute format('create role %I nologin', name);
      end if;
    exception when duplicate_object or unique_violation then
      -- another database of this server was first
      null;
    end;
    if not pg_has_role(current_user, name, 'member') then
      execute format('grant %I to current_user', name);
    end if;
  end loop;
end $$;

grant usage on schema platform, book, permission, resolution, decision, strategy, night, evidence, vault to curebook_app;
grant select, insert, update, delete on all tables in schema book, permission, resolution, decision, strategy, night to curebook_app;
grant usage on all sequences in schema book, permission, resolution, decision, strategy, night to curebook_app;
alter default privileges in schema book, permission, resolution, decision, strategy, night
  grant select, insert, update, delete on tables to curebook_app;
grant select on all tables in schema platform to curebook_app;
grant insert on platform.master_key to curebook_app;

grant select on all tables in schema evidence to curebook_app;
grant insert on evidence.outbox, evidence.payload, evidence.actor, evidence.index_snapshot, evidence.index_part to curebook_app;
-- erasing a person is destroying the key
grant select, insert, delete on vault.customer_key to curebook_app;
-- locks a key against an erasure; a trigger refuses the update itself
grant update (customer_id) on vault.customer_key to curebook_app;
grant select, insert on vault.customer_erased, vault.legal_hold, vault.legal_hold_lifted to curebook_app;
grant select on vault.standing_hold to curebook_app;
grant select, insert on vault.attachment, vault.attachment_destroyed to curebook_app;
grant select, insert, delete on vault.unclaimed_chunks to curebook_app;

grant usage on schema evidence to curebook_sequencer;
grant select on all tables in schema evidence to curebook_sequencer;
grant insert on evidence.dossier, evidence.leaf, evidence.tile, evidence.tree, evidence.checkpoint, evidence.log_key, evidence.anchor, evidence.anchor_failure
  to curebook_sequencer;
-- an entry leaves the outbox by becoming a leaf; a trigger sees to it
grant delete on evidence.outbox to curebook_sequencer;

grant usage on schema platform, book, permission, resolution, decision, strategy, night, evidence to curebook_auditor;
grant select on all tables in schema platform, book, permission, resolution, decision, strategy, night, evidence to curebook_auditor;
alter default privileges in schema book, permission, resolution, decision, strategy, night grant select on tables to curebook_auditor;
