-- The tree over the ledger: signed checkpoints, the roots of complete subtrees, and what outside witnesses signed.
-- Nothing here is personal, and nothing is trusted: a verifier recomputes all of it from the entries.
set role gestand_owner;

create table ledger.checkpoints (
  organisation_id text not null,
  size bigint not null check (size > 0),
  root bytea not null check (octet_length(root) = 32),
  -- the place of the last entry in the tree: everything after it is yet to be sequenced
  generation integer not null,
  last_tx xid8 not null,
  last_seq bigint not null,
  -- the right edge of the tree, largest subtree first: enough to go on appending
  frontier bytea not null check (octet_length(frontier) between 32 and 2016 and octet_length(frontier) % 32 = 0),
  note text not null check (length(note) <= 4000),
  made_at timestamptz not null default clock_timestamp(),
  primary key (organisation_id, size)
);

-- One row for each complete subtree of 256, 65,536 … entries (the entries of the C2SP tiles of level 1 and higher).
-- Tiles of level 0 are not kept: the 256 leaves below a row are hashed again from the entries when a proof needs them.
create table ledger.subtrees (
  organisation_id text not null,
  level smallint not null check (level > 0),
  index bigint not null check (index >= 0),
  root bytea not null check (octet_length(root) = 32),
  -- the place of the last entry under it
  generation integer not null,
  last_tx xid8 not null,
  last_seq bigint not null,
  primary key (organisation_id, level, index)
);

-- What a witness answered to a checkpoint: its signature line (C2SP tlog-cosignature).
create table ledger.cosignatures (
  organisation_id text not null,
  size bigint not null,
  witness text not null,
  line text not null check (length(line) <= 4000),
  received_at timestamptz not null default clock_timestamp(),
  primary key (organisation_id, size, witness),
  foreign key (organisation_id, size) references ledger.checkpoints
);

do $$
declare
  name text;
begin
  foreach name in array array['checkpoints', 'subtrees', 'cosignatures'] loop
    execute format('create trigger %I before update or delete on ledger.%I for each row execute function ledger.refuse_change()', name || '_stay', name);
    execute format('create trigger %I before truncate on ledger.%I for each statement execute function ledger.refuse_change()', name || '_are_not_emptied', name);
    execute format('grant select, insert on ledger.%I to gestand_worker', name);
    execute format('grant select on ledger.%I to gestand_app', name);
  end loop;
end $$;
reset role;
