-- What PostgreSQL runs

-- receipt.record
insert into "batch" ("session_id", "id", "revision", "created_at")
values (cast($1 as text), cast($2 as text),
  (select coalesce(cast($3 as bigint), "session"."revision" + cast($4 as bigint))
    from "session"
    where "session"."id" = cast($5 as text)
    and (cast($6 as text) is null or "session"."project_id" = cast($7 as text))
    and (cast($8 as bigint) is null or "session"."revision" = cast($9 as bigint))
    and (cast($10 as bigint) is null or "session"."revision" < cast($11 as bigint))
    and (cast($12 as text) is null or "session"."last_batch" = cast($13 as text)) for update), cast(extract(epoch
      from clock_timestamp()) * 1000 as bigint));

-- receipt.forgetAged
delete from "batch"
where "batch"."id" > cast($1 as text)
and "batch"."id" <= cast($2 as text)
and "batch"."created_at" < cast(extract(epoch
    from clock_timestamp()) * 1000 as bigint) - cast($3 as bigint)
and not exists
(select 1
  from "session"
  where "session"."id" = "batch"."session_id"
  and "session"."last_batch" = "batch"."id");

-- receipt.nextReceipts
select max("next"."id") as "last", count(*) as "count", coalesce(sum(case when "next"."created_at" < cast(extract(epoch
        from clock_timestamp()) * 1000 as bigint) - cast($1 as bigint) then 1 else 0 end), 0) as "aged"
from
(select "batch"."id", "batch"."created_at"
  from "batch"
  where "batch"."id" > cast($2 as text)
  order by "batch"."id"
  limit cast($3 as bigint)) as "next";

-- receipt.receiptOf
select "batch"."revision" as "revision"
from "batch"
where "batch"."session_id" = cast($1 as text)
and "batch"."id" = cast($2 as text);

-- session.createSession
insert into "session" ("title", "title_source", "parent_id", "directory", "author_user", "author_host", "agent", "model",
    "todos", "metadata", "marks", "author_labels", "model_labels", "origin_labels", "folder_labels", "mark_labels",
    "state", "archived_at", "deleted_at", "deletion_id", "input_tokens", "output_tokens", "reasoning_tokens",
    "cache_read_tokens", "cache_write_tokens", "cost_nanos", "message_count", "created_at", "shard", "id", "project_id",
    "first_revision", "fields_revision", "revision", "updated_at", "last_batch", "sequence", "listed_at", "fed_at",
    "settled_by", "labelled_at")
values (cast($1 as text), cast($2 as text), cast($3 as text), cast($4 as text), cast($5 as text), cast($6 as text),
    cast($7 as text), cast($8 as text), cast($9 as text), cast($10 as text), cast($11 as text), cast($12 as text),
    cast($13 as text), cast($14 as text), cast($15 as text), cast($16 as text), cast($17 as text), cast($18 as bigint),
    cast($19 as bigint), cast($20 as text), cast($21 as bigint), cast($22 as bigint), cast($23 as bigint), cast($24 as
      bigint), cast($25 as bigint), cast($26 as bigint), cast($27 as bigint), cast($28 as bigint), cast($29 as bigint),
    cast($30 as text), cast($31 as text), coalesce(cast($32 as bigint), coalesce((select
          max("departed_session"."revision")
        from "departed_session"
        where "departed_session"."session_id" = cast($33 as text)), 0) + 1), coalesce(cast($34 as bigint),
      coalesce((select max("departed_session"."revision")
        from "departed_session"
        where "departed_session"."session_id" = cast($35 as text)), 0) + 1), case when cast($36 as bigint) is null then
    coalesce((select max("departed_session"."revision")
      from "departed_session"
      where "departed_session"."session_id" = cast($37 as text)), 0) else 0 end, cast($38 as bigint), cast($39 as text),
    0, null, null, null, null)
on conflict ("id") do nothing;

-- session.replaceSession
update "session"
set "title" = cast($1 as text), "title_source" = cast($2 as text), "parent_id" = cast($3 as text), "directory" = cast($4
    as text), "author_user" = cast($5 as text), "author_host" = cast($6 as text), "agent" = cast($7 as text), "model" =
  cast($8 as text), "todos" = cast($9 as text), "metadata" = cast($10 as text), "marks" = cast($11 as text),
  "author_labels" = cast($12 as text), "model_labels" = cast($13 as text), "origin_labels" = cast($14 as text),
  "folder_labels" = cast($15 as text), "mark_labels" = cast($16 as text), "state" = cast($17 as text), "archived_at" =
  cast($18 as bigint), "deleted_at" = cast($19 as bigint), "deletion_id" = cast($20 as text), "created_at" = cast($21 as
    bigint), "fields_revision" = coalesce(cast($22 as bigint),
  (select "batch"."revision"
    from "batch"
    where "batch"."session_id" = cast($23 as text)
    and "batch"."id" = cast($24 as text)) - cast($25 as bigint))
where "session"."id" = cast($26 as text);

-- session.updateSession (title: unchanged)
update "session"
set "fields_revision" = coalesce(cast($1 as bigint),
  (select "batch"."revision"
    from "batch"
    where "batch"."session_id" = cast($2 as text)
    and "batch"."id" = cast($3 as text)) - cast($4 as bigint))
where "session"."id" = cast($5 as text);

-- session.updateSession (title: unchanged, archivedAt)
update "session"
set "state" = case when "session"."deleted_at" is not null then 'deleted' when cast($1 as bigint) is null then 'active'
  else 'archived' end, "archived_at" = cast($2 as bigint), "fields_revision" = coalesce(cast($3 as bigint),
  (select "batch"."revision"
    from "batch"
    where "batch"."session_id" = cast($4 as text)
    and "batch"."id" = cast($5 as text)) - cast($6 as bigint))
where "session"."id" = cast($7 as text);

-- session.updateSession (title: unchanged, marks)
update "session"
set "marks" = cast($1 as text), "mark_labels" = cast($2 as text), "fields_revision" = coalesce(cast($3 as bigint),
  (select "batch"."revision"
    from "batch"
    where "batch"."session_id" = cast($4 as text)
    and "batch"."id" = cast($5 as text)) - cast($6 as bigint))
where "session"."id" = cast($7 as text);

-- session.updateSession (title: unchanged, metadata)
update "session"
set "metadata" = cast($1 as text), "origin_labels" = cast($2 as text), "fields_revision" = coalesce(cast($3 as bigint),
  (select "batch"."revision"
    from "batch"
    where "batch"."session_id" = cast($4 as text)
    and "batch"."id" = cast($5 as text)) - cast($6 as bigint))
where "session"."id" = cast($7 as text);

-- session.updateSession (title: unchanged, todos)
update "session"
set "todos" = cast($1 as text), "fields_revision" = coalesce(cast($2 as bigint),
  (select "batch"."revision"
    from "batch"
    where "batch"."session_id" = cast($3 as text)
    and "batch"."id" = cast($4 as text)) - cast($5 as bigint))
where "session"."id" = cast($6 as text);

-- session.updateSession (title: unchanged, model)
update "session"
set "model" = cast($1 as text), "model_labels" = cast($2 as text), "fields_revision" = coalesce(cast($3 as bigint),
  (select "batch"."revision"
    from "batch"
    where "batch"."session_id" = cast($4 as text)
    and "batch"."id" = cast($5 as text)) - cast($6 as bigint))
where "session"."id" = cast($7 as text);

-- session.updateSession (title: unchanged, agent)
update "session"
set "agent" = cast($1 as text), "fields_revision" = coalesce(cast($2 as bigint),
  (select "batch"."revision"
    from "batch"
    where "batch"."session_id" = cast($3 as text)
    and "batch"."id" = cast($4 as text)) - cast($5 as bigint))
where "session"."id" = cast($6 as text);

-- session.updateSession (title: unchanged, author)
update "session"
set "author_user" = cast($1 as text), "author_host" = cast($2 as text), "author_labels" = cast($3 as text),
  "fields_revision" = coalesce(cast($4 as bigint),
  (select "batch"."revision"
    from "batch"
    where "batch"."session_id" = cast($5 as text)
    and "batch"."id" = cast($6 as text)) - cast($7 as bigint))
where "session"."id" = cast($8 as text);

-- session.updateSession (title: unchanged, directory)
update "session"
set "directory" = cast($1 as text), "folder_labels" = cast($2 as text), "fields_revision" = coalesce(cast($3 as bigint),
  (select "batch"."revision"
    from "batch"
    where "batch"."session_id" = cast($4 as text)
    and "batch"."id" = cast($5 as text)) - cast($6 as bigint))
where "session"."id" = cast($7 as text);

-- session.updateSession (title: unchanged, parentId)
update "session"
set "parent_id" = cast($1 as text), "fields_revision" = coalesce(cast($2 as bigint),
  (select "batch"."revision"
    from "batch"
    where "batch"."session_id" = cast($3 as text)
    and "batch"."id" = cast($4 as text)) - cast($5 as bigint))
where "session"."id" = cast($6 as text);

-- session.updateSession (title: unchanged, titleSource)
update "session"
set "title_source" = cast($1 as text), "fields_revision" = coalesce(cast($2 as bigint),
  (select "batch"."revision"
    from "batch"
    where "batch"."session_id" = cast($3 as text)
    and "batch"."id" = cast($4 as text)) - cast($5 as bigint))
where "session"."id" = cast($6 as text);

-- session.updateSession (title: given)
update "session"
set "title" = cast($1 as text), "fields_revision" = coalesce(cast($2 as bigint),
  (select "batch"."revision"
    from "batch"
    where "batch"."session_id" = cast($3 as text)
    and "batch"."id" = cast($4 as text)) - cast($5 as bigint))
where "session"."id" = cast($6 as text);

-- session.updateSession (title: generated)
update "session"
set "title" = case when "session"."title_source" = 'user' then "session"."title" else cast($1 as text) end,
  "fields_revision" = coalesce(cast($2 as bigint),
  (select "batch"."revision"
    from "batch"
    where "batch"."session_id" = cast($3 as text)
    and "batch"."id" = cast($4 as text)) - cast($5 as bigint))
where "session"."id" = cast($6 as text);

-- session.updateSession (title: generated, titleSource, parentId, directory, author, agent, model, todos, metadata, marks, archivedAt)
update "session"
set "title" = case when "session"."title_source" = 'user' then "session"."title" else cast($1 as text) end,
  "title_source" = cast($2 as text), "parent_id" = cast($3 as text), "directory" = cast($4 as text), "folder_labels" =
  cast($5 as text), "author_user" = cast($6 as text), "author_host" = cast($7 as text), "author_labels" = cast($8 as
    text), "agent" = cast($9 as text), "model" = cast($10 as text), "model_labels" = cast($11 as text), "todos" =
  cast($12 as text), "metadata" = cast($13 as text), "origin_labels" = cast($14 as text), "marks" = cast($15 as text),
  "mark_labels" = cast($16 as text), "state" = case when "session"."deleted_at" is not null then 'deleted' when cast($17
    as bigint) is null then 'active' else 'archived' end, "archived_at" = cast($18 as bigint), "fields_revision" =
  coalesce(cast($19 as bigint),
  (select "batch"."revision"
    from "batch"
    where "batch"."session_id" = cast($20 as text)
    and "batch"."id" = cast($21 as text)) - cast($22 as bigint))
where "session"."id" = cast($23 as text);

-- subtree.keepSubtree
select set_config('opencode.kept',
  (select coalesce(json_agg(id), '[]')
    from
    (select "session"."id" as id
      from "session"
      where "session"."id" in
      (select "id"
        from (with recursive "subtree" ("id", "project_id", "last_batch") as (
            select "session"."id", "session"."project_id", "session"."last_batch"
            from "session"
            where "session"."id" = cast($1 as text)
            union
            select "session"."id", "session"."project_id", "session"."last_batch"
            from "session"
            join "subtree" on "session"."parent_id" = "subtree"."id"
            and "session"."project_id" = "subtree"."project_id" )
          select "id"
          from "subtree") as "subtree_ids")
      order by "session"."id" for update) as locked)::text, true);

-- subtree.advanceSubtree
insert into "change_feed" ("shard", "sequence")
select "feed"."shard", "counted"."count"
from
(select 0 as "shard"
  union all
  select 1
  union all
  select 2
  union all
  select 3
  union all
  select 4
  union all
  select 5
  union all
  select 6
  union all
  select 7
  union all
  select 8
  union all
  select 9
  union all
  select 10
  union all
  select 11
  union all
  select 12
  union all
  select 13
  union all
  select 14
  union all
  select 15) as "feed"
cross
join
(select count(*) as "count"
  from
  (select id
    from json_array_elements_text(current_setting('opencode.kept')::json) as kept (id)) as "ids") as "counted"
where true
order by "feed"."shard"
on conflict ("shard") do update
set "sequence" = "change_feed"."sequence" + excluded."sequence";

-- subtree.claimSubtree
update "session"
set "fields_revision" = case when "session"."id" = cast($1 as text) then
(select "batch"."revision"
  from "batch"
  where "batch"."session_id" = cast($2 as text)
  and "batch"."id" = cast($3 as text)) else "session"."revision" + 1 end, "revision" = case when "session"."id" = cast($4
    as text) then
(select "batch"."revision"
  from "batch"
  where "batch"."session_id" = cast($5 as text)
  and "batch"."id" = cast($6 as text)) else "session"."revision" + 1 end, "last_batch" = case when "session"."id" =
  cast($7 as text) then cast($8 as text) else cast($9 as text) end
where "session"."id" in
(select id
  from json_array_elements_text(current_setting('opencode.kept')::json) as kept (id));

-- subtree.deleteSubtree
update "session"
set "fields_revision" = case when "session"."id" = cast($1 as text) then
(select "batch"."revision"
  from "batch"
  where "batch"."session_id" = cast($2 as text)
  and "batch"."id" = cast($3 as text)) else "session"."revision" + 1 end, "revision" = case when "session"."id" = cast($4
    as text) then
(select "batch"."revision"
  from "batch"
  where "batch"."session_id" = cast($5 as text)
  and "batch"."id" = cast($6 as text)) else "session"."revision" + 1 end, "last_batch" = case when "session"."id" =
  cast($7 as text) then cast($8 as text) else cast($9 as text) end, "state" = 'deleted', "deleted_at" = cast($10 as
    bigint), "deletion_id" = cast($11 as text)
where "session"."id" in
(select id
  from json_array_elements_text(current_setting('opencode.kept')::json) as kept (id))
and "session"."deleted_at" is null;

-- subtree.departSubtree
insert into "departed_session" ("session_id", "project_id", "revision", "shard", "sequence")
select "session"."id", "session"."project_id", "session"."revision", "session"."shard",
(select "change_feed"."sequence"
  from "change_feed"
  where "change_feed"."shard" = "session"."shard") -
(select count(*)
  from
  (select id
    from json_array_elements_text(current_setting('opencode.kept')::json) as kept (id)) as "other"
  where "other"."id" < "session"."id")
from "session"
where "session"."id" in
(select id
  from json_array_elements_text(current_setting('opencode.kept')::json) as kept (id))
and "session"."last_batch" in (cast($1 as text), cast($2 as text));

-- subtree.discountSubtree
insert into "usage_total" ("scope", "state", "day", "author", "model", "sessions", "messages", "input_tokens",
    "output_tokens", "reasoning_tokens", "cache_read_tokens", "cache_write_tokens", "cost_nanos")
select case "scopes"."number" when 0 then "each"."project_id" else '' end, "each"."state", "each"."day", "each"."author",
  "each"."model", sum("each"."sessions"), sum("each"."messages"), sum("each"."input_tokens"),
  sum("each"."output_tokens"), sum("each"."reasoning_tokens"), sum("each"."cache_read_tokens"),
  sum("each"."cache_write_tokens"), sum("each"."cost_nanos")
from
(select "session_usage"."session_id" as "session_id", "session_usage"."project_id" as "project_id",
    "session_usage"."state" as "state", "session_usage"."day" as "day", "session_usage"."author" as "author",
    "session_usage"."model" as "model", -"session_usage"."sessions" as "sessions", -"session_usage"."messages" as
    "messages", -"session_usage"."input_tokens" as "input_tokens", -"session_usage"."output_tokens" as "output_tokens",
    -"session_usage"."reasoning_tokens" as "reasoning_tokens", -"session_usage"."cache_read_tokens" as
    "cache_read_tokens", -"session_usage"."cache_write_tokens" as "cache_write_tokens", -"session_usage"."cost_nanos" as
    "cost_nanos"
  from "session"
  cross
  join "session_usage"
  where "session"."id" in
  (select id
    from json_array_elements_text(current_setting('opencode.kept')::json) as kept (id))
  and "session"."last_batch" in (cast($1 as text), cast($2 as text))
  and "session_usage"."session_id" = "session"."id") as "each"
cross
join
(select 0 as "number"
  union all
  select 1) as "scopes"
where true
group by case "scopes"."number" when 0 then "each"."project_id" else '' end, "each"."state", "each"."day",
  "each"."author", "each"."model"
order by case "scopes"."number" when 0 then "each"."project_id" else '' end, "each"."state", "each"."day",
  "each"."author", "each"."model"
on conflict ("scope", "state", "day", "author", "model") do update
set "sessions" = "usage_total"."sessions" + excluded."sessions", "messages" = "usage_total"."messages" +
  excluded."messages", "input_tokens" = "usage_total"."input_tokens" + excluded."input_tokens", "output_tokens" =
  "usage_total"."output_tokens" + excluded."output_tokens", "reasoning_tokens" = "usage_total"."reasoning_tokens" +
  excluded."reasoning_tokens", "cache_read_tokens" = "usage_total"."cache_read_tokens" + excluded."cache_read_tokens",
  "cache_write_tokens" = "usage_total"."cache_write_tokens" + excluded."cache_write_tokens", "cost_nanos" =
  "usage_total"."cost_nanos" + excluded."cost_nanos";

-- subtree.forgetDepartures
delete from "departed_session"
where "departed_session"."session_id" in
(select id
  from json_array_elements_text(current_setting('opencode.kept')::json) as kept (id))
and "departed_session"."project_id" = cast($1 as text);

-- subtree.forgetEarlierDepartures
delete from "departed_session"
where "departed_session"."session_id" in
(select id
  from json_array_elements_text(current_setting('opencode.kept')::json) as kept (id))
and "departed_session"."project_id" =
(select "session"."project_id"
  from "session"
  where "session"."id" = cast($1 as text));

-- subtree.forgetUsageOfSubtree
delete from "session_usage"
where ("session_usage"."session_id") in
(select "session"."id" as "session_id"
  from "session"
  where "session"."id" in
  (select id
    from json_array_elements_text(current_setting('opencode.kept')::json) as kept (id))
  and "session"."last_batch" in (cast($1 as text), cast($2 as text)));

-- subtree.labelSubtree
insert into "session_label" ("scope", "label", "state", "listed_at", "session_id")
select case "scopes"."number" when 0 then "piece"."project_id" else '' end, "piece"."labels", "piece"."state",
  "piece"."listed_at", "piece"."id"
from
(select "project_id", "state", "listed_at", "id", substr("list"."labels", ("tens"."number" * 10 + "units"."number") * 10
      + 1, 10) as "labels"
  from
  (select "session"."project_id", "session"."state", "session"."listed_at" as "listed_at", "session"."id", case
      "list"."number" when 0 then "session"."author_labels" when 1 then "session"."model_labels" when 2 then
      "session"."origin_labels" when 3 then "session"."folder_labels" when 4 then "session"."mark_labels" end as "labels"
    from "session"
    cross
    join
    (select 0 as "number"
      union all
      select 1
      union all
      select 2
      union all
      select 3
      union all
      select 4) as "list"
    where "session"."id" in
    (select id
      from json_array_elements_text(current_setting('opencode.kept')::json) as kept (id))
    and "session"."last_batch" in (cast($1 as text), cast($2 as text))) as "list"
  join
  (select 0 as "number"
    union all
    select 1
    union all
    select 2
    union all
    select 3
    union all
    select 4
    union all
    select 5
    union all
    select 6
    union all
    select 7
    union all
    select 8
    union all
    select 9) as "tens" on "tens"."number" * 100 < length("list"."labels")
  join
  (select 0 as "number"
    union all
    select 1
    union all
    select 2
    union all
    select 3
    union all
    select 4
    union all
    select 5
    union all
    select 6
    union all
    select 7
    union all
    select 8
    union all
    select 9) as "units" on ("tens"."number" * 10 + "units"."number") * 10 < length("list"."labels")) as "piece"
cross
join
(select 0 as "number"
  union all
  select 1) as "scopes";

-- subtree.moveSubtree
update "session"
set "project_id" = cast($1 as text)
where "session"."id" in
(select id
  from json_array_elements_text(current_setting('opencode.kept')::json) as kept (id));

-- subtree.noteUsageOfSubtree
insert into "session_usage" ("session_id", "project_id", "state", "day", "author", "model", "sessions", "messages",
    "input_tokens", "output_tokens", "reasoning_tokens", "cache_read_tokens", "cache_write_tokens", "cost_nanos")
select "session"."id" as "session_id", "session"."project_id" as "project_id", "session"."state" as "state", 0 as "day",
  '' as "author", '' as "model", 1 as "sessions", "session"."message_count" as "messages", "session"."input_tokens" as
  "input_tokens", "session"."output_tokens" as "output_tokens", "session"."reasoning_tokens" as "reasoning_tokens",
  "session"."cache_read_tokens" as "cache_read_tokens", "session"."cache_write_tokens" as "cache_write_tokens",
  "session"."cost_nanos" as "cost_nanos"
from "session"
where "session"."id" in
(select id
  from json_array_elements_text(current_setting('opencode.kept')::json) as kept (id))
and "session"."last_batch" in (cast($1 as text), cast($2 as text))
union all
select "each"."session_id", "each"."project_id", "each"."state", "each"."day", "each"."author", "each"."model",
  sum("each"."sessions"), sum("each"."messages"), sum("each"."input_tokens"), sum("each"."output_tokens"),
  sum("each"."reasoning_tokens"), sum("each"."cache_read_tokens"), sum("each"."cache_write_tokens"),
  sum("each"."cost_nanos")
from
(select "session"."id" as "session_id", "session"."project_id" as "project_id", '' as "state", "message"."created_at" -
    "message"."created_at" % 86400000 as "day", coalesce("message"."author_user", "session"."author_user", '') as
    "author", coalesce("message"."model_name", '') as "model", 0 as "sessions", 1 as "messages",
    coalesce("message"."input_tokens", 0) as "input_tokens", coalesce("message"."output_tokens", 0) as "output_tokens",
    coalesce("message"."reasoning_tokens", 0) as "reasoning_tokens", coalesce("message"."cache_read_tokens", 0) as
    "cache_read_tokens", coalesce("message"."cache_write_tokens", 0) as "cache_write_tokens",
    coalesce("message"."cost_nanos", 0) as "cost_nanos"
  from "session"
  cross
  join "message"
  where "session"."id" in
  (select id
    from json_array_elements_text(current_setting('opencode.kept')::json) as kept (id))
  and "session"."last_batch" in (cast($3 as text), cast($4 as text))
  and "message"."session_id" = "session"."id"
  and "session"."deleted_at" is null) as "each"
group by "each"."session_id", "each"."project_id", "each"."state", "each"."day", "each"."author", "each"."model";

-- subtree.placeSubtree
update "session"
set "sequence" =
(select "change_feed"."sequence"
  from "change_feed"
  where "change_feed"."shard" = "session"."shard") -
(select count(*)
  from
  (select id
    from json_array_elements_text(current_setting('opencode.kept')::json) as kept (id)) as "other"
  where "other"."id" < "session"."id"), "fed_at" =
(select "change_feed"."sequence"
  from "change_feed"
  where "change_feed"."shard" = "session"."shard") -
(select count(*)
  from
  (select id
    from json_array_elements_text(current_setting('opencode.kept')::json) as kept (id)) as "other"
  where "other"."id" < "session"."id"), "listed_at" = "session"."updated_at", "labelled_at" = "session"."updated_at"
where "session"."id" in
(select id
  from json_array_elements_text(current_setting('opencode.kept')::json) as kept (id))
and "session"."last_batch" in (cast($1 as text), cast($2 as text));

-- subtree.purgeContent.0
delete from "part"
where ("part"."message_id", "part"."session_id") in
(select "message"."id", "message"."session_id"
  from "message"
  where "message"."session_id" in
  (select "id"
    from (with recursive "subtree" ("id", "project_id", "last_batch") as (
        select "session"."id", "session"."project_id", "session"."last_batch"
        from "session"
        where "session"."id" = cast($1 as text)
        union
        select "session"."id", "session"."project_id", "session"."last_batch"
        from "session"
        join "subtree" on "session"."parent_id" = "subtree"."id"
        and "session"."project_id" = "subtree"."project_id" )
      select "id"
      from "subtree"
      where "last_batch" in (cast($2 as text), cast($3 as text))) as "subtree_ids"));

-- subtree.purgeContent.1
delete from "message"
where "message"."session_id" in
(select id
  from json_array_elements_text(current_setting('opencode.kept')::json) as kept (id));

-- subtree.purgeContent.2
delete from "file_version"
where "file_version"."session_id" in
(select id
  from json_array_elements_text(current_setting('opencode.kept')::json) as kept (id));

-- subtree.purgeContent.3
delete from "tombstone"
where "tombstone"."session_id" in
(select id
  from json_array_elements_text(current_setting('opencode.kept')::json) as kept (id));

-- subtree.purgeSubtree
delete from "session"
where "session"."id" in
(select id
  from json_array_elements_text(current_setting('opencode.kept')::json) as kept (id));

-- subtree.recountSubtree
insert into "usage_total" ("scope", "state", "day", "author", "model", "sessions", "messages", "input_tokens",
    "output_tokens", "reasoning_tokens", "cache_read_tokens", "cache_write_tokens", "cost_nanos")
select case "scopes"."number" when 0 then "each"."project_id" else '' end, "each"."state", "each"."day", "each"."author",
  "each"."model", sum("each"."sessions"), sum("each"."messages"), sum("each"."input_tokens"),
  sum("each"."output_tokens"), sum("each"."reasoning_tokens"), sum("each"."cache_read_tokens"),
  sum("each"."cache_write_tokens"), sum("each"."cost_nanos")
from
(select "session_usage"."session_id" as "session_id", "session_usage"."project_id" as "project_id",
    "session_usage"."state" as "state", "session_usage"."day" as "day", "session_usage"."author" as "author",
    "session_usage"."model" as "model", -"session_usage"."sessions" as "sessions", -"session_usage"."messages" as
    "messages", -"session_usage"."input_tokens" as "input_tokens", -"session_usage"."output_tokens" as "output_tokens",
    -"session_usage"."reasoning_tokens" as "reasoning_tokens", -"session_usage"."cache_read_tokens" as
    "cache_read_tokens", -"session_usage"."cache_write_tokens" as "cache_write_tokens", -"session_usage"."cost_nanos" as
    "cost_nanos"
  from "session"
  cross
  join "session_usage"
  where "session"."id" in
  (select id
    from json_array_elements_text(current_setting('opencode.kept')::json) as kept (id))
  and "session"."last_batch" in (cast($1 as text), cast($2 as text))
  and "session_usage"."session_id" = "session"."id"
  union all
  select "session"."id" as "session_id", "session"."project_id" as "project_id", "session"."state" as "state", 0 as
    "day", '' as "author", '' as "model", 1 as "sessions", "session"."message_count" as "messages",
    "session"."input_tokens" as "input_tokens", "session"."output_tokens" as "output_tokens",
    "session"."reasoning_tokens" as "reasoning_tokens", "session"."cache_read_tokens" as "cache_read_tokens",
    "session"."cache_write_tokens" as "cache_write_tokens", "session"."cost_nanos" as "cost_nanos"
  from "session"
  where "session"."id" in
  (select id
    from json_array_elements_text(current_setting('opencode.kept')::json) as kept (id))
  and "session"."last_batch" in (cast($3 as text), cast($4 as text))
  union all
  select "session"."id" as "session_id", "session"."project_id" as "project_id", '' as "state", "message"."created_at" -
    "message"."created_at" % 86400000 as "day", coalesce("message"."author_user", "session"."author_user", '') as
    "author", coalesce("message"."model_name", '') as "model", 0 as "sessions", 1 as "messages",
    coalesce("message"."input_tokens", 0) as "input_tokens", coalesce("message"."output_tokens", 0) as "output_tokens",
    coalesce("message"."reasoning_tokens", 0) as "reasoning_tokens", coalesce("message"."cache_read_tokens", 0) as
    "cache_read_tokens", coalesce("message"."cache_write_tokens", 0) as "cache_write_tokens",
    coalesce("message"."cost_nanos", 0) as "cost_nanos"
  from "session"
  cross
  join "message"
  where "session"."id" in
  (select id
    from json_array_elements_text(current_setting('opencode.kept')::json) as kept (id))
  and "session"."last_batch" in (cast($5 as text), cast($6 as text))
  and "message"."session_id" = "session"."id"
  and "session"."deleted_at" is null) as "each"
cross
join
(select 0 as "number"
  union all
  select 1) as "scopes"
where true
group by case "scopes"."number" when 0 then "each"."project_id" else '' end, "each"."state", "each"."day",
  "each"."author", "each"."model"
order by case "scopes"."number" when 0 then "each"."project_id" else '' end, "each"."state", "each"."day",
  "each"."author", "each"."model"
on conflict ("scope", "state", "day", "author", "model") do update
set "sessions" = "usage_total"."sessions" + excluded."sessions", "messages" = "usage_total"."messages" +
  excluded."messages", "input_tokens" = "usage_total"."input_tokens" + excluded."input_tokens", "output_tokens" =
  "usage_total"."output_tokens" + excluded."output_tokens", "reasoning_tokens" = "usage_total"."reasoning_tokens" +
  excluded."reasoning_tokens", "cache_read_tokens" = "usage_total"."cache_read_tokens" + excluded."cache_read_tokens",
  "cache_write_tokens" = "usage_total"."cache_write_tokens" + excluded."cache_write_tokens", "cost_nanos" =
  "usage_total"."cost_nanos" + excluded."cost_nanos";

-- subtree.restoreSubtree
update "session"
set "fields_revision" = case when "session"."id" = cast($1 as text) then
(select "batch"."revision"
  from "batch"
  where "batch"."session_id" = cast($2 as text)
  and "batch"."id" = cast($3 as text)) else "session"."revision" + 1 end, "revision" = case when "session"."id" = cast($4
    as text) then
(select "batch"."revision"
  from "batch"
  where "batch"."session_id" = cast($5 as text)
  and "batch"."id" = cast($6 as text)) else "session"."revision" + 1 end, "last_batch" = case when "session"."id" =
  cast($7 as text) then cast($8 as text) else cast($9 as text) end, "state" = case when "session"."archived_at" is null
  then 'active' else 'archived' end, "deleted_at" = null, "deletion_id" = null
where "session"."id" in
(select id
  from json_array_elements_text(current_setting('opencode.kept')::json) as kept (id))
and "session"."deletion_id" =
(select "deletion_id"
  from
  (select "session"."deletion_id" as "deletion_id"
    from "session"
    where "session"."id" = cast($10 as text)) as "deletion");

-- subtree.settleRoot
update "session"
set "revision" =
(select "batch"."revision"
  from "batch"
  where "batch"."session_id" = cast($1 as text)
  and "batch"."id" = cast($2 as text)), "updated_at" = case when "session"."updated_at" < cast($3 as bigint) then cast($4
    as bigint) else "session"."updated_at" end, "last_batch" = cast($5 as text)
where "session"."id" = cast($6 as text);

-- subtree.unlabelSubtree
delete from "session_label"
where ("session_label"."scope", "session_label"."label", "session_label"."state", "session_label"."listed_at",
    "session_label"."session_id") in
(select case "scopes"."number" when 0 then "piece"."project_id" else '' end as "scope", "piece"."labels" as "label", case
    "states"."number" when 0 then 'active' when 1 then 'archived' else 'deleted' end as "state", "piece"."listed_at" as
    "listed_at", "piece"."id" as "session_id"
  from
  (select "project_id", "state", "listed_at", "id", substr("list"."labels", ("tens"."number" * 10 + "units"."number") *
        10 + 1, 10) as "labels"
    from
    (select "session"."project_id", "session"."state", "session"."labelled_at" as "listed_at", "session"."id", case
        "list"."number" when 0 then "session"."author_labels" when 1 then "session"."model_labels" when 2 then
        "session"."origin_labels" when 3 then "session"."folder_labels" when 4 then "session"."mark_labels" end as
        "labels"
      from "session"
      cross
      join
      (select 0 as "number"
        union all
        select 1
        union all
        select 2
        union all
        select 3
        union all
        select 4) as "list"
      where "session"."id" in
      (select id
        from json_array_elements_text(current_setting('opencode.kept')::json) as kept (id))
      and "session"."last_batch" in (cast($1 as text), cast($2 as text))
      and "session"."labelled_at" is not null) as "list"
    join
    (select 0 as "number"
      union all
      select 1
      union all
      select 2
      union all
      select 3
      union all
      select 4
      union all
      select 5
      union all
      select 6
      union all
      select 7
      union all
      select 8
      union all
      select 9) as "tens" on "tens"."number" * 100 < length("list"."labels")
    join
    (select 0 as "number"
      union all
      select 1
      union all
      select 2
      union all
      select 3
      union all
      select 4
      union all
      select 5
      union all
      select 6
      union all
      select 7
      union all
      select 8
      union all
      select 9) as "units" on ("tens"."number" * 10 + "units"."number") * 10 < length("list"."labels")) as "piece"
  cross
  join
  (select 0 as "number"
    union all
    select 1) as "scopes"
  cross
  join
  (select 0 as "number"
    union all
    select 1
    union all
    select 2) as "states");

-- message.countMessage
update "session"
set "message_count" = "session"."message_count" + cast($1 as bigint) -
(select count(*)
  from "message"
  where "message"."session_id" = cast($2 as text)
  and "message"."id" = cast($3 as text)), "input_tokens" = "session"."input_tokens" + cast($4 as bigint) -
  coalesce((select "message"."input_tokens"
    from "message"
    where "message"."session_id" = cast($5 as text)
    and "message"."id" = cast($6 as text)), 0), "output_tokens" = "session"."output_tokens" + cast($7 as bigint) -
  coalesce((select "message"."output_tokens"
    from "message"
    where "message"."session_id" = cast($8 as text)
    and "message"."id" = cast($9 as text)), 0), "reasoning_tokens" = "session"."reasoning_tokens" + cast($10 as bigint) -
  coalesce((select "message"."reasoning_tokens"
    from "message"
    where "message"."session_id" = cast($11 as text)
    and "message"."id" = cast($12 as text)), 0), "cache_read_tokens" = "session"."cache_read_tokens" + cast($13 as
    bigint) - coalesce((select "message"."cache_read_tokens"
    from "message"
    where "message"."session_id" = cast($14 as text)
    and "message"."id" = cast($15 as text)), 0), "cache_write_tokens" = "session"."cache_write_tokens" + cast($16 as
    bigint) - coalesce((select "message"."cache_write_tokens"
    from "message"
    where "message"."session_id" = cast($17 as text)
    and "message"."id" = cast($18 as text)), 0), "cost_nanos" = "session"."cost_nanos" + cast($19 as bigint) -
  coalesce((select "message"."cost_nanos"
    from "message"
    where "message"."session_id" = cast($20 as text)
    and "message"."id" = cast($21 as text)), 0)
where "session"."id" = cast($22 as text);

-- message.putMessage
insert into "message" ("revision", "role", "parent_id", "agent", "model", "model_name", "input_tokens", "output_tokens",
    "reasoning_tokens", "cache_read_tokens", "cache_write_tokens", "cost", "cost_nanos", "error", "author_user",
    "author_host", "metadata", "created_at", "updated_at", "completed_at", "id", "position", "session_id")
values (coalesce(cast($1 as bigint),
    (select "batch"."revision"
      from "batch"
      where "batch"."session_id" = cast($2 as text)
      and "batch"."id" = cast($3 as text)) - cast($4 as bigint)), cast($5 as text), cast($6 as text), cast($7 as text),
    cast($8 as text), cast($9 as text), cast($10 as bigint), cast($11 as bigint), cast($12 as bigint), cast($13 as
      bigint), cast($14 as bigint), cast($15 as double precision), cast($16 as bigint), cast($17 as text), cast($18 as
      text), cast($19 as text), cast($20 as text), cast($21 as bigint), cast($22 as bigint), cast($23 as bigint),
    cast($24 as text), coalesce(cast($25 as bigint), coalesce(cast($26 as bigint),
      (select "batch"."revision"
        from "batch"
        where "batch"."session_id" = cast($27 as text)
        and "batch"."id" = cast($28 as text)) - cast($29 as bigint))), cast($30 as text))
on conflict ("session_id", "id") do update
set "role" = excluded."role", "parent_id" = excluded."parent_id", "agent" = excluded."agent", "model" = excluded."model",
  "model_name" = excluded."model_name", "input_tokens" = excluded."input_tokens", "output_tokens" =
  excluded."output_tokens", "reasoning_tokens" = excluded."reasoning_tokens", "cache_read_tokens" =
  excluded."cache_read_tokens", "cache_write_tokens" = excluded."cache_write_tokens", "cost" = excluded."cost",
  "cost_nanos" = excluded."cost_nanos", "error" = excluded."error", "author_user" = excluded."author_user", "author_host"
  = excluded."author_host", "metadata" = excluded."metadata", "created_at" = excluded."created_at", "updated_at" =
  excluded."updated_at", "completed_at" = excluded."completed_at", "revision" = excluded."revision";

-- message.removeMessage
delete from "message"
where "message"."session_id" = cast($1 as text)
and "message"."id" = cast($2 as text);

-- part.putPart
insert into "part" ("revision", "message_id", "id", "type", "data", "created_at", "updated_at", "position", "session_id",
    "feed_revision")
values (coalesce(cast($1 as bigint),
    (select "batch"."revision"
      from "batch"
      where "batch"."session_id" = cast($2 as text)
      and "batch"."id" = cast($3 as text)) - cast($4 as bigint)), cast($5 as text), cast($6 as text), cast($7 as text),
    cast($8 as text), cast($9 as bigint), cast($10 as bigint), coalesce(cast($11 as bigint), coalesce(cast($12 as
          bigint),
      (select "batch"."revision"
        from "batch"
        where "batch"."session_id" = cast($13 as text)
        and "batch"."id" = cast($14 as text)) - cast($15 as bigint))), cast($16 as text), case when
  (select "message"."position"
    from "message"
    where "message"."session_id" = cast($17 as text)
    and "message"."id" = cast($18 as text)) =
  (select "batch"."revision"
    from "batch"
    where "batch"."session_id" = cast($19 as text)
    and "batch"."id" = cast($20 as text)) - cast($21 as bigint) then null else coalesce(cast($22 as bigint),
    (select "batch"."revision"
      from "batch"
      where "batch"."session_id" = cast($23 as text)
      and "batch"."id" = cast($24 as text)) - cast($25 as bigint)) end)
on conflict ("session_id", "message_id", "id") do update
set "type" = excluded."type", "data" = excluded."data", "created_at" = excluded."created_at", "updated_at" =
  excluded."updated_at", "revision" = excluded."revision", "feed_revision" = excluded."revision";

-- part.removePart
delete from "part"
where "part"."session_id" = cast($1 as text)
and "part"."message_id" = cast($2 as text)
and "part"."id" = cast($3 as text);

-- part.removePartsOfMessage
delete from "part"
where "part"."session_id" = cast($1 as text)
and "part"."message_id" = cast($2 as text);

-- file.filePage (of: path)
select "file_version"."session_id" as "sessionId", "file_version"."path" as "path", "file_version"."version" as
  "version", "file_version"."created_at" as "createdAt", "file_version"."revision" as "revision", case when
  octet_length("file_version"."content") <=
(select case when coalesce(sum("bytes" + 256), 0) <= cast($1 as bigint) then 9007199254740991 else cast($2 as bigint) end
  from
  (select (coalesce(octet_length("file_version"."content"), 0)) as "bytes"
    from "file_version"
    where "file_version"."session_id" = cast($3 as text)
    and "file_version"."path" = cast($4 as text)
    and "file_version"."version" > cast($5 as bigint)
    order by "file_version"."path", "file_version"."version"
    limit cast($6 as bigint)) as "sizes") then "file_version"."content" end as "content",
  (coalesce(octet_length("file_version"."content"), 0)) as "bytes"
from "file_version"
where "file_version"."session_id" = cast($7 as text)
and "file_version"."path" = cast($8 as text)
and "file_version"."version" > cast($9 as bigint)
order by "file_version"."path", "file_version"."version"
limit cast($10 as bigint);

-- file.filePage (of: all)
select "file_version"."session_id" as "sessionId", "file_version"."path" as "path", "file_version"."version" as
  "version", "file_version"."created_at" as "createdAt", "file_version"."revision" as "revision", case when
  octet_length("file_version"."content") <=
(select case when coalesce(sum("bytes" + 256), 0) <= cast($1 as bigint) then 9007199254740991 else cast($2 as bigint) end
  from
  (select (coalesce(octet_length("file_version"."content"), 0)) as "bytes"
    from "file_version"
    where "file_version"."session_id" = cast($3 as text)
    and "file_version"."path" >= cast($4 as text)
    and ("file_version"."path" > cast($5 as text) or "file_version"."version" > cast($6 as bigint))
    order by "file_version"."path", "file_version"."version"
    limit cast($7 as bigint)) as "sizes") then "file_version"."content" end as "content",
  (coalesce(octet_length("file_version"."content"), 0)) as "bytes"
from "file_version"
where "file_version"."session_id" = cast($8 as text)
and "file_version"."path" >= cast($9 as text)
and ("file_version"."path" > cast($10 as text) or "file_version"."version" > cast($11 as bigint))
order by "file_version"."path", "file_version"."version"
limit cast($12 as bigint);

-- file.putFile
insert into "file_version" ("session_id", "path", "version", "content", "created_at", "revision")
values (cast($1 as text), cast($2 as text), coalesce(cast($3 as bigint),
    (select "version"
      from
      (select coalesce(max("file_version"."version"), 0) as "version"
        from "file_version"
        where "file_version"."session_id" = cast($4 as text)
        and "file_version"."path" = cast($5 as text)) as "latest") + 1), cast($6 as text), cast($7 as bigint),
    coalesce(cast($8 as bigint),
    (select "batch"."revision"
      from "batch"
      where "batch"."session_id" = cast($9 as text)
      and "batch"."id" = cast($10 as text)) - cast($11 as bigint)))
on conflict ("session_id", "path", "version") do update
set "content" = excluded."content", "created_at" = excluded."created_at", "revision" = excluded."revision";

-- file.removeFile
delete from "file_version"
where "file_version"."session_id" = cast($1 as text)
and "file_version"."path" = cast($2 as text)
and "file_version"."version" = cast($3 as bigint);

-- tombstone.recordTombstone
insert into "tombstone" ("session_id", "revision", "type", "message_id", "part_id", "path", "version")
values (cast($1 as text), coalesce(cast($2 as bigint),
    (select "batch"."revision"
      from "batch"
      where "batch"."session_id" = cast($3 as text)
      and "batch"."id" = cast($4 as text)) - cast($5 as bigint)), cast($6 as text), cast($7 as text), cast($8 as text),
    cast($9 as text), cast($10 as bigint));

-- feed.advance
insert into "change_feed" ("shard", "sequence")
values (cast($1 as bigint), 1)
on conflict ("shard") do update
set "sequence" = "change_feed"."sequence" + excluded."sequence";

-- feed.forgetDeparture
delete from "departed_session"
where "departed_session"."session_id" = cast($1 as text)
and "departed_session"."project_id" = cast($2 as text);

-- feed.place
update "session"
set "revision" =
(select "batch"."revision"
  from "batch"
  where "batch"."session_id" = cast($1 as text)
  and "batch"."id" = cast($2 as text)), "updated_at" = case when "session"."updated_at" < cast($3 as bigint) then cast($4
    as bigint) else "session"."updated_at" end, "last_batch" = cast($5 as text), "sequence" =
(select "change_feed"."sequence"
  from "change_feed"
  where "change_feed"."shard" = "session"."shard"), "listed_at" = null, "fed_at" = null
where "session"."id" = cast($6 as text);

-- feed.placeCounting
update "session"
set "message_count" = "session"."message_count" + cast($1 as bigint) -
(select count(*)
  from "message"
  where "message"."session_id" = cast($2 as text)
  and "message"."id" = cast($3 as text)), "input_tokens" = "session"."input_tokens" + cast($4 as bigint) -
  coalesce((select "message"."input_tokens"
    from "message"
    where "message"."session_id" = cast($5 as text)
    and "message"."id" = cast($6 as text)), 0), "output_tokens" = "session"."output_tokens" + cast($7 as bigint) -
  coalesce((select "message"."output_tokens"
    from "message"
    where "message"."session_id" = cast($8 as text)
    and "message"."id" = cast($9 as text)), 0), "reasoning_tokens" = "session"."reasoning_tokens" + cast($10 as bigint) -
  coalesce((select "message"."reasoning_tokens"
    from "message"
    where "message"."session_id" = cast($11 as text)
    and "message"."id" = cast($12 as text)), 0), "cache_read_tokens" = "session"."cache_read_tokens" + cast($13 as
    bigint) - coalesce((select "message"."cache_read_tokens"
    from "message"
    where "message"."session_id" = cast($14 as text)
    and "message"."id" = cast($15 as text)), 0), "cache_write_tokens" = "session"."cache_write_tokens" + cast($16 as
    bigint) - coalesce((select "message"."cache_write_tokens"
    from "message"
    where "message"."session_id" = cast($17 as text)
    and "message"."id" = cast($18 as text)), 0), "cost_nanos" = "session"."cost_nanos" + cast($19 as bigint) -
  coalesce((select "message"."cost_nanos"
    from "message"
    where "message"."session_id" = cast($20 as text)
    and "message"."id" = cast($21 as text)), 0), "revision" =
(select "batch"."revision"
  from "batch"
  where "batch"."session_id" = cast($22 as text)
  and "batch"."id" = cast($23 as text)), "updated_at" = case when "session"."updated_at" < cast($24 as bigint) then
  cast($25 as bigint) else "session"."updated_at" end, "last_batch" = cast($26 as text), "sequence" =
(select "change_feed"."sequence"
  from "change_feed"
  where "change_feed"."shard" = "session"."shard"), "listed_at" = null, "fed_at" = null
where "session"."id" = cast($27 as text);

-- hotSessions.keepOldest
select set_config('opencode.kept',
  (select coalesce(json_agg(id), '[]')
    from
    (select "session"."id" as id
      from "session"
      where "session"."id" in
      (select "id"
        from
        (select "session"."id"
          from "session"
          where "session"."state" in ('active', 'archived', 'deleted')
          and "session"."listed_at" is null
          and
          (select count(*)
            from "session"
            where "session"."state" in ('active', 'archived', 'deleted')
            and "session"."listed_at" is null) > 128
          and "session"."sequence" <
          (select min("sequence")
            from
            (select "session"."sequence"
              from "session"
              where "session"."state" in ('active', 'archived', 'deleted')
              and "session"."listed_at" is null
              order by "session"."sequence" desc
              limit 64) as "newest")
          limit 500) as "oldest")
      order by "session"."id" for update skip locked) as locked)::text, true);

-- hotSessions.heat
update "session"
set "listed_at" = null, "fed_at" = null
where "session"."id" = cast($1 as text)
and "session"."listed_at" is not null;

-- hotSessions.settleOldest.removeLabels
delete from "session_label"
where ("session_label"."scope", "session_label"."label", "session_label"."state", "session_label"."listed_at",
    "session_label"."session_id") in
(select case "scopes"."number" when 0 then "piece"."project_id" else '' end as "scope", "piece"."labels" as "label", case
    "states"."number" when 0 then 'active' when 1 then 'archived' else 'deleted' end as "state", "piece"."listed_at" as
    "listed_at", "piece"."id" as "session_id"
  from
  (select "project_id", "state", "listed_at", "id", substr("list"."labels", ("tens"."number" * 10 + "units"."number") *
        10 + 1, 10) as "labels"
    from
    (select "session"."project_id", "session"."state", "session"."labelled_at" as "listed_at", "session"."id", case
        "list"."number" when 0 then "session"."author_labels" when 1 then "session"."model_labels" when 2 then
        "session"."origin_labels" when 3 then "session"."folder_labels" when 4 then "session"."mark_labels" end as
        "labels"
      from "session"
      cross
      join
      (select 0 as "number"
        union all
        select 1
        union all
        select 2
        union all
        select 3
        union all
        select 4) as "list"
      where "session"."id" in
      (select id
        from json_array_elements_text(current_setting('opencode.kept')::json) as kept (id))
      and "session"."listed_at" is null
      and "session"."labelled_at" is not null) as "list"
    join
    (select 0 as "number"
      union all
      select 1
      union all
      select 2
      union all
      select 3
      union all
      select 4
      union all
      select 5
      union all
      select 6
      union all
      select 7
      union all
      select 8
      union all
      select 9) as "tens" on "tens"."number" * 100 < length("list"."labels")
    join
    (select 0 as "number"
      union all
      select 1
      union all
      select 2
      union all
      select 3
      union all
      select 4
      union all
      select 5
      union all
      select 6
      union all
      select 7
      union all
      select 8
      union all
      select 9) as "units" on ("tens"."number" * 10 + "units"."number") * 10 < length("list"."labels")) as "piece"
  cross
  join
  (select 0 as "number"
    union all
    select 1) as "scopes"
  cross
  join
  (select 0 as "number"
    union all
    select 1
    union all
    select 2) as "states");

-- hotSessions.settleOldest.insertLabels
insert into "session_label" ("scope", "label", "state", "listed_at", "session_id")
select case "scopes"."number" when 0 then "piece"."project_id" else '' end, "piece"."labels", "piece"."state",
  "piece"."listed_at", "piece"."id"
from
(select "project_id", "state", "listed_at", "id", substr("list"."labels", ("tens"."number" * 10 + "units"."number") * 10
      + 1, 10) as "labels"
  from
  (select "session"."project_id", "session"."state", "session"."updated_at" as "listed_at", "session"."id", case
      "list"."number" when 0 then "session"."author_labels" when 1 then "session"."model_labels" when 2 then
      "session"."origin_labels" when 3 then "session"."folder_labels" when 4 then "session"."mark_labels" end as "labels"
    from "session"
    cross
    join
    (select 0 as "number"
      union all
      select 1
      union all
      select 2
      union all
      select 3
      union all
      select 4) as "list"
    where "session"."id" in
    (select id
      from json_array_elements_text(current_setting('opencode.kept')::json) as kept (id))
    and "session"."listed_at" is null) as "list"
  join
  (select 0 as "number"
    union all
    select 1
    union all
    select 2
    union all
    select 3
    union all
    select 4
    union all
    select 5
    union all
    select 6
    union all
    select 7
    union all
    select 8
    union all
    select 9) as "tens" on "tens"."number" * 100 < length("list"."labels")
  join
  (select 0 as "number"
    union all
    select 1
    union all
    select 2
    union all
    select 3
    union all
    select 4
    union all
    select 5
    union all
    select 6
    union all
    select 7
    union all
    select 8
    union all
    select 9) as "units" on ("tens"."number" * 10 + "units"."number") * 10 < length("list"."labels")) as "piece"
cross
join
(select 0 as "number"
  union all
  select 1) as "scopes";

-- hotSessions.settleOldest.recount
insert into "usage_total" ("scope", "state", "day", "author", "model", "sessions", "messages", "input_tokens",
    "output_tokens", "reasoning_tokens", "cache_read_tokens", "cache_write_tokens", "cost_nanos")
select case "scopes"."number" when 0 then "each"."project_id" else '' end, "each"."state", "each"."day", "each"."author",
  "each"."model", sum("each"."sessions"), sum("each"."messages"), sum("each"."input_tokens"),
  sum("each"."output_tokens"), sum("each"."reasoning_tokens"), sum("each"."cache_read_tokens"),
  sum("each"."cache_write_tokens"), sum("each"."cost_nanos")
from
(select "session_usage"."session_id" as "session_id", "session_usage"."project_id" as "project_id",
    "session_usage"."state" as "state", "session_usage"."day" as "day", "session_usage"."author" as "author",
    "session_usage"."model" as "model", -"session_usage"."sessions" as "sessions", -"session_usage"."messages" as
    "messages", -"session_usage"."input_tokens" as "input_tokens", -"session_usage"."output_tokens" as "output_tokens",
    -"session_usage"."reasoning_tokens" as "reasoning_tokens", -"session_usage"."cache_read_tokens" as
    "cache_read_tokens", -"session_usage"."cache_write_tokens" as "cache_write_tokens", -"session_usage"."cost_nanos" as
    "cost_nanos"
  from "session"
  cross
  join "session_usage"
  where "session"."id" in
  (select id
    from json_array_elements_text(current_setting('opencode.kept')::json) as kept (id))
  and "session"."listed_at" is null
  and "session_usage"."session_id" = "session"."id"
  union all
  select "session"."id" as "session_id", "session"."project_id" as "project_id", "session"."state" as "state", 0 as
    "day", '' as "author", '' as "model", 1 as "sessions", "session"."message_count" as "messages",
    "session"."input_tokens" as "input_tokens", "session"."output_tokens" as "output_tokens",
    "session"."reasoning_tokens" as "reasoning_tokens", "session"."cache_read_tokens" as "cache_read_tokens",
    "session"."cache_write_tokens" as "cache_write_tokens", "session"."cost_nanos" as "cost_nanos"
  from "session"
  where "session"."id" in
  (select id
    from json_array_elements_text(current_setting('opencode.kept')::json) as kept (id))
  and "session"."listed_at" is null
  union all
  select "session"."id" as "session_id", "session"."project_id" as "project_id", '' as "state", "message"."created_at" -
    "message"."created_at" % 86400000 as "day", coalesce("message"."author_user", "session"."author_user", '') as
    "author", coalesce("message"."model_name", '') as "model", 0 as "sessions", 1 as "messages",
    coalesce("message"."input_tokens", 0) as "input_tokens", coalesce("message"."output_tokens", 0) as "output_tokens",
    coalesce("message"."reasoning_tokens", 0) as "reasoning_tokens", coalesce("message"."cache_read_tokens", 0) as
    "cache_read_tokens", coalesce("message"."cache_write_tokens", 0) as "cache_write_tokens",
    coalesce("message"."cost_nanos", 0) as "cost_nanos"
  from "session"
  cross
  join "message"
  where "session"."id" in
  (select id
    from json_array_elements_text(current_setting('opencode.kept')::json) as kept (id))
  and "session"."listed_at" is null
  and "message"."session_id" = "session"."id"
  and "session"."deleted_at" is null) as "each"
cross
join
(select 0 as "number"
  union all
  select 1) as "scopes"
where true
group by case "scopes"."number" when 0 then "each"."project_id" else '' end, "each"."state", "each"."day",
  "each"."author", "each"."model"
order by case "scopes"."number" when 0 then "each"."project_id" else '' end, "each"."state", "each"."day",
  "each"."author", "each"."model"
on conflict ("scope", "state", "day", "author", "model") do update
set "sessions" = "usage_total"."sessions" + excluded."sessions", "messages" = "usage_total"."messages" +
  excluded."messages", "input_tokens" = "usage_total"."input_tokens" + excluded."input_tokens", "output_tokens" =
  "usage_total"."output_tokens" + excluded."output_tokens", "reasoning_tokens" = "usage_total"."reasoning_tokens" +
  excluded."reasoning_tokens", "cache_read_tokens" = "usage_total"."cache_read_tokens" + excluded."cache_read_tokens",
  "cache_write_tokens" = "usage_total"."cache_write_tokens" + excluded."cache_write_tokens", "cost_nanos" =
  "usage_total"."cost_nanos" + excluded."cost_nanos";

-- hotSessions.settleOldest.forgetUsage
delete from "session_usage"
where ("session_usage"."session_id") in
(select "session"."id" as "session_id"
  from "session"
  where "session"."id" in
  (select id
    from json_array_elements_text(current_setting('opencode.kept')::json) as kept (id))
  and "session"."listed_at" is null);

-- hotSessions.settleOldest.noteUsage
insert into "session_usage" ("session_id", "project_id", "state", "day", "author", "model", "sessions", "messages",
    "input_tokens", "output_tokens", "reasoning_tokens", "cache_read_tokens", "cache_write_tokens", "cost_nanos")
select "session"."id" as "session_id", "session"."project_id" as "project_id", "session"."state" as "state", 0 as "day",
  '' as "author", '' as "model", 1 as "sessions", "session"."message_count" as "messages", "session"."input_tokens" as
  "input_tokens", "session"."output_tokens" as "output_tokens", "session"."reasoning_tokens" as "reasoning_tokens",
  "session"."cache_read_tokens" as "cache_read_tokens", "session"."cache_write_tokens" as "cache_write_tokens",
  "session"."cost_nanos" as "cost_nanos"
from "session"
where "session"."id" in
(select id
  from json_array_elements_text(current_setting('opencode.kept')::json) as kept (id))
and "session"."listed_at" is null
union all
select "each"."session_id", "each"."project_id", "each"."state", "each"."day", "each"."author", "each"."model",
  sum("each"."sessions"), sum("each"."messages"), sum("each"."input_tokens"), sum("each"."output_tokens"),
  sum("each"."reasoning_tokens"), sum("each"."cache_read_tokens"), sum("each"."cache_write_tokens"),
  sum("each"."cost_nanos")
from
(select "session"."id" as "session_id", "session"."project_id" as "project_id", '' as "state", "message"."created_at" -
    "message"."created_at" % 86400000 as "day", coalesce("message"."author_user", "session"."author_user", '') as
    "author", coalesce("message"."model_name", '') as "model", 0 as "sessions", 1 as "messages",
    coalesce("message"."input_tokens", 0) as "input_tokens", coalesce("message"."output_tokens", 0) as "output_tokens",
    coalesce("message"."reasoning_tokens", 0) as "reasoning_tokens", coalesce("message"."cache_read_tokens", 0) as
    "cache_read_tokens", coalesce("message"."cache_write_tokens", 0) as "cache_write_tokens",
    coalesce("message"."cost_nanos", 0) as "cost_nanos"
  from "session"
  cross
  join "message"
  where "session"."id" in
  (select id
    from json_array_elements_text(current_setting('opencode.kept')::json) as kept (id))
  and "session"."listed_at" is null
  and "message"."session_id" = "session"."id"
  and "session"."deleted_at" is null) as "each"
group by "each"."session_id", "each"."project_id", "each"."state", "each"."day", "each"."author", "each"."model";

-- hotSessions.settleOldest.sessions
update "session"
set "listed_at" = "session"."updated_at", "fed_at" = "session"."sequence", "labelled_at" = "session"."updated_at"
where "session"."id" in
(select id
  from json_array_elements_text(current_setting('opencode.kept')::json) as kept (id))
and "session"."listed_at" is null;

-- sessionLabel.unlabel.rows
delete from "session_label"
where ("session_label"."scope", "session_label"."label", "session_label"."state", "session_label"."listed_at",
    "session_label"."session_id") in
(select case "scopes"."number" when 0 then "piece"."project_id" else '' end as "scope", "piece"."labels" as "label", case
    "states"."number" when 0 then 'active' when 1 then 'archived' else 'deleted' end as "state", "piece"."listed_at" as
    "listed_at", "piece"."id" as "session_id"
  from
  (select "project_id", "state", "listed_at", "id", substr("list"."labels", ("tens"."number" * 10 + "units"."number") *
        10 + 1, 10) as "labels"
    from
    (select "session"."project_id", "session"."state", "session"."labelled_at" as "listed_at", "session"."id", case
        "list"."number" when 0 then "session"."author_labels" when 1 then "session"."model_labels" when 2 then
        "session"."origin_labels" when 3 then "session"."folder_labels" when 4 then "session"."mark_labels" end as
        "labels"
      from "session"
      cross
      join
      (select 0 as "number"
        union all
        select 1
        union all
        select 2
        union all
        select 3
        union all
        select 4) as "list"
      where "session"."id" = cast($1 as text)
      and "session"."labelled_at" is not null) as "list"
    join
    (select 0 as "number"
      union all
      select 1
      union all
      select 2
      union all
      select 3
      union all
      select 4
      union all
      select 5
      union all
      select 6
      union all
      select 7
      union all
      select 8
      union all
      select 9) as "tens" on "tens"."number" * 100 < length("list"."labels")
    join
    (select 0 as "number"
      union all
      select 1
      union all
      select 2
      union all
      select 3
      union all
      select 4
      union all
      select 5
      union all
      select 6
      union all
      select 7
      union all
      select 8
      union all
      select 9) as "units" on ("tens"."number" * 10 + "units"."number") * 10 < length("list"."labels")) as "piece"
  cross
  join
  (select 0 as "number"
    union all
    select 1) as "scopes"
  cross
  join
  (select 0 as "number"
    union all
    select 1
    union all
    select 2) as "states");

-- sessionLabel.unlabel.session
update "session"
set "labelled_at" = null
where "session"."id" = cast($1 as text)
and "session"."labelled_at" is not null;

-- apply.departureOf
select "departed_session"."revision" as "revision"
from "departed_session"
where "departed_session"."session_id" = cast($1 as text)
and "departed_session"."project_id" = cast($2 as text);

-- apply.messageWithId
select "message"."id" as "id"
from "message"
where "message"."session_id" = cast($1 as text)
and "message"."id" = cast($2 as text);

-- apply.sessionHead
select "session"."project_id" as "projectId", "session"."revision" as "revision"
from "session"
where "session"."id" = cast($1 as text);

-- prune.prunable
select "session"."id" as "id"
from "session"
where "session"."id" in
(select "id"
  from (with recursive "prunable" ("id", "project_id", "parent_id") as (
      select "session"."id", "session"."project_id", "session"."parent_id"
      from "session"
      where "session"."state" = 'deleted'
      and "session"."listed_at" is not null
      and "session"."deleted_at" < cast($1 as bigint)
      and (cast($2 as text) is null or "session"."project_id" = cast($3 as text))
      and (cast($4 as text) is null or "session"."author_user" = cast($5 as text))
      union all
      select "session"."id", "session"."project_id", "session"."parent_id"
      from "session"
      where "session"."state" = 'deleted'
      and "session"."listed_at" is null
      and "session"."deleted_at" < cast($6 as bigint)
      and (cast($7 as text) is null or "session"."project_id" = cast($8 as text))
      and (cast($9 as text) is null or "session"."author_user" = cast($10 as text)) ), "kept" ("id", "project_id",
        "parent_id") as (
      select "prunable"."id", "prunable"."project_id", "prunable"."parent_id"
      from "prunable"
      join "session" on "session"."parent_id" = "prunable"."id"
      and "session"."project_id" = "prunable"."project_id"
      where "session"."id" not in
      (select "id"
        from "prunable")
      union
      select "prunable"."id", "prunable"."project_id", "prunable"."parent_id"
      from "kept"
      join "prunable" on "prunable"."id" = "kept"."parent_id"
      and "prunable"."project_id" = "kept"."project_id" )
    select "id"
    from "prunable"
    where "id" not in
    (select "id"
      from "kept")) as "prunable_ids");

-- sessionScope.sessionInScope
select "session"."revision" as "revision", "session"."deleted_at" as "deletedAt"
from "session"
where "session"."id" = cast($1 as text)
and (cast($2 as text) is null or "session"."project_id" = cast($3 as text));

-- sessionPage.sessionById
select "session"."id" as "id", "session"."project_id" as "projectId", "session"."parent_id" as "parentId",
  "session"."revision" as "revision", "session"."updated_at" as "updatedAt", "session"."input_tokens" as "inputTokens",
  "session"."output_tokens" as "outputTokens", "session"."reasoning_tokens" as "reasoningTokens",
  "session"."cache_read_tokens" as "cacheReadTokens", "session"."cache_write_tokens" as "cacheWriteTokens",
  "session"."cost_nanos" as "costNanos", "session"."message_count" as "messageCount", "session"."created_at" as
  "createdAt", "session"."archived_at" as "archivedAt", "session"."deleted_at" as "deletedAt", "session"."deletion_id" as
  "deletionId", "session"."title_source" as "titleSource", "session"."author_user" as "authorUser",
  "session"."author_host" as "authorHost", "session"."agent" as "agent", "session"."directory" as "directory",
  "session"."title" as "title", "session"."model" as "model", "session"."todos" as "todos", "session"."metadata" as
  "metadata", "session"."marks" as "marks"
from "session"
where "session"."id" = cast($1 as text)
and (cast($2 as text) is null or "session"."project_id" = cast($3 as text))
and (cast($4 as bigint) = 1 or "session"."deleted_at" is null);

-- sessionPage.sessionPage (scope: project, parent: any)
select "session"."id" as "id", "session"."project_id" as "projectId", "session"."parent_id" as "parentId",
  "session"."revision" as "revision", "session"."updated_at" as "updatedAt", "session"."input_tokens" as "inputTokens",
  "session"."output_tokens" as "outputTokens", "session"."reasoning_tokens" as "reasoningTokens",
  "session"."cache_read_tokens" as "cacheReadTokens", "session"."cache_write_tokens" as "cacheWriteTokens",
  "session"."cost_nanos" as "costNanos", "session"."message_count" as "messageCount", "session"."created_at" as
  "createdAt", "session"."archived_at" as "archivedAt", "session"."deleted_at" as "deletedAt", "session"."deletion_id" as
  "deletionId", "session"."title_source" as "titleSource", "session"."author_user" as "authorUser",
  "session"."author_host" as "authorHost", "session"."agent" as "agent", "session"."directory" as "directory", case when
  octet_length("session"."title") <= cast($1 as bigint) then "session"."title" end as "title", case when
  octet_length("session"."todos") <= cast($2 as bigint) then "session"."todos" end as "todos", case when
  octet_length("session"."metadata") <= cast($3 as bigint) then "session"."metadata" end as "metadata", case when
  octet_length("session"."model") <= cast($4 as bigint) then "session"."model" end as "model", case when
  octet_length("session"."marks") <= cast($5 as bigint) then "session"."marks" end as "marks",
  (coalesce(octet_length("session"."title"), 0) + coalesce(octet_length("session"."todos"), 0) +
    coalesce(octet_length("session"."metadata"), 0) + coalesce(octet_length("session"."model"), 0) +
    coalesce(octet_length("session"."marks"), 0)) as "bytes"
from
(select "number"
  from
  (select "number", "position", "id"
    from
    (select "session"."number", "session"."listed_at" as "position", "session"."id"
      from "session"
      where "session"."listed_at" is not null
      and "session"."state" = cast($6 as text)
      and "session"."project_id" = cast($7 as text)
      order by "session"."listed_at" desc, "session"."id" desc
      limit cast($8 as bigint)) as "settled"
    union all
    select "number", "position", "id"
    from
    (select "session"."number", "session"."updated_at" as "position", "session"."id"
      from "session"
      where "session"."listed_at" is null
      and "session"."state" = cast($9 as text)
      and "session"."project_id" = cast($10 as text)
      order by "session"."updated_at" desc, "session"."id" desc
      limit cast($11 as bigint)) as "hot") as "keys"
  order by "position" desc, "id" desc
  limit cast($12 as bigint)) as "page"
cross
join "session"
where "session"."number" = "page"."number";

-- sessionPage.sessionPage (scope: project, parent: any, after)
select "session"."id" as "id", "session"."project_id" as "projectId", "session"."parent_id" as "parentId",
  "session"."revision" as "revision", "session"."updated_at" as "updatedAt", "session"."input_tokens" as "inputTokens",
  "session"."output_tokens" as "outputTokens", "session"."reasoning_tokens" as "reasoningTokens",
  "session"."cache_read_tokens" as "cacheReadTokens", "session"."cache_write_tokens" as "cacheWriteTokens",
  "session"."cost_nanos" as "costNanos", "session"."message_count" as "messageCount", "session"."created_at" as
  "createdAt", "session"."archived_at" as "archivedAt", "session"."deleted_at" as "deletedAt", "session"."deletion_id" as
  "deletionId", "session"."title_source" as "titleSource", "session"."author_user" as "authorUser",
  "session"."author_host" as "authorHost", "session"."agent" as "agent", "session"."directory" as "directory", case when
  octet_length("session"."title") <= cast($1 as bigint) then "session"."title" end as "title", case when
  octet_length("session"."todos") <= cast($2 as bigint) then "session"."todos" end as "todos", case when
  octet_length("session"."metadata") <= cast($3 as bigint) then "session"."metadata" end as "metadata", case when
  octet_length("session"."model") <= cast($4 as bigint) then "session"."model" end as "model", case when
  octet_length("session"."marks") <= cast($5 as bigint) then "session"."marks" end as "marks",
  (coalesce(octet_length("session"."title"), 0) + coalesce(octet_length("session"."todos"), 0) +
    coalesce(octet_length("session"."metadata"), 0) + coalesce(octet_length("session"."model"), 0) +
    coalesce(octet_length("session"."marks"), 0)) as "bytes"
from
(select "number"
  from
  (select "number", "position", "id"
    from
    (select "session"."number", "session"."listed_at" as "position", "session"."id"
      from "session"
      where "session"."listed_at" is not null
      and "session"."state" = cast($6 as text)
      and "session"."project_id" = cast($7 as text)
      and "session"."listed_at" <= cast($8 as bigint)
      and ("session"."listed_at" < cast($9 as bigint) or "session"."id" < cast($10 as text))
      order by "session"."listed_at" desc, "session"."id" desc
      limit cast($11 as bigint)) as "settled"
    union all
    select "number", "position", "id"
    from
    (select "session"."number", "session"."updated_at" as "position", "session"."id"
      from "session"
      where "session"."listed_at" is null
      and "session"."state" = cast($12 as text)
      and "session"."project_id" = cast($13 as text)
      and "session"."updated_at" <= cast($14 as bigint)
      and ("session"."updated_at" < cast($15 as bigint) or "session"."id" < cast($16 as text))
      order by "session"."updated_at" desc, "session"."id" desc
      limit cast($17 as bigint)) as "hot") as "keys"
  order by "position" desc, "id" desc
  limit cast($18 as bigint)) as "page"
cross
join "session"
where "session"."number" = "page"."number";

-- sessionPage.sessionPage (scope: project, parent: none)
select "session"."id" as "id", "session"."project_id" as "projectId", "session"."parent_id" as "parentId",
  "session"."revision" as "revision", "session"."updated_at" as "updatedAt", "session"."input_tokens" as "inputTokens",
  "session"."output_tokens" as "outputTokens", "session"."reasoning_tokens" as "reasoningTokens",
  "session"."cache_read_tokens" as "cacheReadTokens", "session"."cache_write_tokens" as "cacheWriteTokens",
  "session"."cost_nanos" as "costNanos", "session"."message_count" as "messageCount", "session"."created_at" as
  "createdAt", "session"."archived_at" as "archivedAt", "session"."deleted_at" as "deletedAt", "session"."deletion_id" as
  "deletionId", "session"."title_source" as "titleSource", "session"."author_user" as "authorUser",
  "session"."author_host" as "authorHost", "session"."agent" as "agent", "session"."directory" as "directory", case when
  octet_length("session"."title") <= cast($1 as bigint) then "session"."title" end as "title", case when
  octet_length("session"."todos") <= cast($2 as bigint) then "session"."todos" end as "todos", case when
  octet_length("session"."metadata") <= cast($3 as bigint) then "session"."metadata" end as "metadata", case when
  octet_length("session"."model") <= cast($4 as bigint) then "session"."model" end as "model", case when
  octet_length("session"."marks") <= cast($5 as bigint) then "session"."marks" end as "marks",
  (coalesce(octet_length("session"."title"), 0) + coalesce(octet_length("session"."todos"), 0) +
    coalesce(octet_length("session"."metadata"), 0) + coalesce(octet_length("session"."model"), 0) +
    coalesce(octet_length("session"."marks"), 0)) as "bytes"
from
(select "number"
  from
  (select "number", "position", "id"
    from
    (select "session"."number", "session"."listed_at" as "position", "session"."id"
      from "session"
      where "session"."listed_at" is not null
      and "session"."state" = cast($6 as text)
      and "session"."project_id" = cast($7 as text)
      and "session"."parent_id" is null
      order by "session"."listed_at" desc, "session"."id" desc
      limit cast($8 as bigint)) as "settled"
    union all
    select "number", "position", "id"
    from
    (select "session"."number", "session"."updated_at" as "position", "session"."id"
      from "session"
      where "session"."listed_at" is null
      and "session"."state" = cast($9 as text)
      and "session"."project_id" = cast($10 as text)
      and "session"."parent_id" is null
      order by "session"."updated_at" desc, "session"."id" desc
      limit cast($11 as bigint)) as "hot") as "keys"
  order by "position" desc, "id" desc
  limit cast($12 as bigint)) as "page"
cross
join "session"
where "session"."number" = "page"."number";

-- sessionPage.sessionPage (scope: project, parent: none, after)
select "session"."id" as "id", "session"."project_id" as "projectId", "session"."parent_id" as "parentId",
  "session"."revision" as "revision", "session"."updated_at" as "updatedAt", "session"."input_tokens" as "inputTokens",
  "session"."output_tokens" as "outputTokens", "session"."reasoning_tokens" as "reasoningTokens",
  "session"."cache_read_tokens" as "cacheReadTokens", "session"."cache_write_tokens" as "cacheWriteTokens",
  "session"."cost_nanos" as "costNanos", "session"."message_count" as "messageCount", "session"."created_at" as
  "createdAt", "session"."archived_at" as "archivedAt", "session"."deleted_at" as "deletedAt", "session"."deletion_id" as
  "deletionId", "session"."title_source" as "titleSource", "session"."author_user" as "authorUser",
  "session"."author_host" as "authorHost", "session"."agent" as "agent", "session"."directory" as "directory", case when
  octet_length("session"."title") <= cast($1 as bigint) then "session"."title" end as "title", case when
  octet_length("session"."todos") <= cast($2 as bigint) then "session"."todos" end as "todos", case when
  octet_length("session"."metadata") <= cast($3 as bigint) then "session"."metadata" end as "metadata", case when
  octet_length("session"."model") <= cast($4 as bigint) then "session"."model" end as "model", case when
  octet_length("session"."marks") <= cast($5 as bigint) then "session"."marks" end as "marks",
  (coalesce(octet_length("session"."title"), 0) + coalesce(octet_length("session"."todos"), 0) +
    coalesce(octet_length("session"."metadata"), 0) + coalesce(octet_length("session"."model"), 0) +
    coalesce(octet_length("session"."marks"), 0)) as "bytes"
from
(select "number"
  from
  (select "number", "position", "id"
    from
    (select "session"."number", "session"."listed_at" as "position", "session"."id"
      from "session"
      where "session"."listed_at" is not null
      and "session"."state" = cast($6 as text)
      and "session"."project_id" = cast($7 as text)
      and "session"."parent_id" is null
      and "session"."listed_at" <= cast($8 as bigint)
      and ("session"."listed_at" < cast($9 as bigint) or "session"."id" < cast($10 as text))
      order by "session"."listed_at" desc, "session"."id" desc
      limit cast($11 as bigint)) as "settled"
    union all
    select "number", "position", "id"
    from
    (select "session"."number", "session"."updated_at" as "position", "session"."id"
      from "session"
      where "session"."listed_at" is null
      and "session"."state" = cast($12 as text)
      and "session"."project_id" = cast($13 as text)
      and "session"."parent_id" is null
      and "session"."updated_at" <= cast($14 as bigint)
      and ("session"."updated_at" < cast($15 as bigint) or "session"."id" < cast($16 as text))
      order by "session"."updated_at" desc, "session"."id" desc
      limit cast($17 as bigint)) as "hot") as "keys"
  order by "position" desc, "id" desc
  limit cast($18 as bigint)) as "page"
cross
join "session"
where "session"."number" = "page"."number";

-- sessionPage.sessionPage (scope: project, parent: given)
select "session"."id" as "id", "session"."project_id" as "projectId", "session"."parent_id" as "parentId",
  "session"."revision" as "revision", "session"."updated_at" as "updatedAt", "session"."input_tokens" as "inputTokens",
  "session"."output_tokens" as "outputTokens", "session"."reasoning_tokens" as "reasoningTokens",
  "session"."cache_read_tokens" as "cacheReadTokens", "session"."cache_write_tokens" as "cacheWriteTokens",
  "session"."cost_nanos" as "costNanos", "session"."message_count" as "messageCount", "session"."created_at" as
  "createdAt", "session"."archived_at" as "archivedAt", "session"."deleted_at" as "deletedAt", "session"."deletion_id" as
  "deletionId", "session"."title_source" as "titleSource", "session"."author_user" as "authorUser",
  "session"."author_host" as "authorHost", "session"."agent" as "agent", "session"."directory" as "directory", case when
  octet_length("session"."title") <= cast($1 as bigint) then "session"."title" end as "title", case when
  octet_length("session"."todos") <= cast($2 as bigint) then "session"."todos" end as "todos", case when
  octet_length("session"."metadata") <= cast($3 as bigint) then "session"."metadata" end as "metadata", case when
  octet_length("session"."model") <= cast($4 as bigint) then "session"."model" end as "model", case when
  octet_length("session"."marks") <= cast($5 as bigint) then "session"."marks" end as "marks",
  (coalesce(octet_length("session"."title"), 0) + coalesce(octet_length("session"."todos"), 0) +
    coalesce(octet_length("session"."metadata"), 0) + coalesce(octet_length("session"."model"), 0) +
    coalesce(octet_length("session"."marks"), 0)) as "bytes"
from
(select "number"
  from
  (select "number", "position", "id"
    from
    (select "session"."number", "session"."listed_at" as "position", "session"."id"
      from "session"
      where "session"."listed_at" is not null
      and "session"."state" = cast($6 as text)
      and "session"."project_id" = cast($7 as text)
      and "session"."parent_id" = cast($8 as text)
      order by "session"."listed_at" desc, "session"."id" desc
      limit cast($9 as bigint)) as "settled"
    union all
    select "number", "position", "id"
    from
    (select "session"."number", "session"."updated_at" as "position", "session"."id"
      from "session"
      where "session"."listed_at" is null
      and "session"."state" = cast($10 as text)
      and "session"."project_id" = cast($11 as text)
      and coalesce("session"."parent_id", '') = cast($12 as text)
      order by "session"."updated_at" desc, "session"."id" desc
      limit cast($13 as bigint)) as "hot") as "keys"
  order by "position" desc, "id" desc
  limit cast($14 as bigint)) as "page"
cross
join "session"
where "session"."number" = "page"."number";

-- sessionPage.sessionPage (scope: project, parent: given, after)
select "session"."id" as "id", "session"."project_id" as "projectId", "session"."parent_id" as "parentId",
  "session"."revision" as "revision", "session"."updated_at" as "updatedAt", "session"."input_tokens" as "inputTokens",
  "session"."output_tokens" as "outputTokens", "session"."reasoning_tokens" as "reasoningTokens",
  "session"."cache_read_tokens" as "cacheReadTokens", "session"."cache_write_tokens" as "cacheWriteTokens",
  "session"."cost_nanos" as "costNanos", "session"."message_count" as "messageCount", "session"."created_at" as
  "createdAt", "session"."archived_at" as "archivedAt", "session"."deleted_at" as "deletedAt", "session"."deletion_id" as
  "deletionId", "session"."title_source" as "titleSource", "session"."author_user" as "authorUser",
  "session"."author_host" as "authorHost", "session"."agent" as "agent", "session"."directory" as "directory", case when
  octet_length("session"."title") <= cast($1 as bigint) then "session"."title" end as "title", case when
  octet_length("session"."todos") <= cast($2 as bigint) then "session"."todos" end as "todos", case when
  octet_length("session"."metadata") <= cast($3 as bigint) then "session"."metadata" end as "metadata", case when
  octet_length("session"."model") <= cast($4 as bigint) then "session"."model" end as "model", case when
  octet_length("session"."marks") <= cast($5 as bigint) then "session"."marks" end as "marks",
  (coalesce(octet_length("session"."title"), 0) + coalesce(octet_length("session"."todos"), 0) +
    coalesce(octet_length("session"."metadata"), 0) + coalesce(octet_length("session"."model"), 0) +
    coalesce(octet_length("session"."marks"), 0)) as "bytes"
from
(select "number"
  from
  (select "number", "position", "id"
    from
    (select "session"."number", "session"."listed_at" as "position", "session"."id"
      from "session"
      where "session"."listed_at" is not null
      and "session"."state" = cast($6 as text)
      and "session"."project_id" = cast($7 as text)
      and "session"."parent_id" = cast($8 as text)
      and "session"."listed_at" <= cast($9 as bigint)
      and ("session"."listed_at" < cast($10 as bigint) or "session"."id" < cast($11 as text))
      order by "session"."listed_at" desc, "session"."id" desc
      limit cast($12 as bigint)) as "settled"
    union all
    select "number", "position", "id"
    from
    (select "session"."number", "session"."updated_at" as "position", "session"."id"
      from "session"
      where "session"."listed_at" is null
      and "session"."state" = cast($13 as text)
      and "session"."project_id" = cast($14 as text)
      and coalesce("session"."parent_id", '') = cast($15 as text)
      and "session"."updated_at" <= cast($16 as bigint)
      and ("session"."updated_at" < cast($17 as bigint) or "session"."id" < cast($18 as text))
      order by "session"."updated_at" desc, "session"."id" desc
      limit cast($19 as bigint)) as "hot") as "keys"
  order by "position" desc, "id" desc
  limit cast($20 as bigint)) as "page"
cross
join "session"
where "session"."number" = "page"."number";

-- sessionPage.sessionPage (scope: all, parent: any)
select "session"."id" as "id", "session"."project_id" as "projectId", "session"."parent_id" as "parentId",
  "session"."revision" as "revision", "session"."updated_at" as "updatedAt", "session"."input_tokens" as "inputTokens",
  "session"."output_tokens" as "outputTokens", "session"."reasoning_tokens" as "reasoningTokens",
  "session"."cache_read_tokens" as "cacheReadTokens", "session"."cache_write_tokens" as "cacheWriteTokens",
  "session"."cost_nanos" as "costNanos", "session"."message_count" as "messageCount", "session"."created_at" as
  "createdAt", "session"."archived_at" as "archivedAt", "session"."deleted_at" as "deletedAt", "session"."deletion_id" as
  "deletionId", "session"."title_source" as "titleSource", "session"."author_user" as "authorUser",
  "session"."author_host" as "authorHost", "session"."agent" as "agent", "session"."directory" as "directory", case when
  octet_length("session"."title") <= cast($1 as bigint) then "session"."title" end as "title", case when
  octet_length("session"."todos") <= cast($2 as bigint) then "session"."todos" end as "todos", case when
  octet_length("session"."metadata") <= cast($3 as bigint) then "session"."metadata" end as "metadata", case when
  octet_length("session"."model") <= cast($4 as bigint) then "session"."model" end as "model", case when
  octet_length("session"."marks") <= cast($5 as bigint) then "session"."marks" end as "marks",
  (coalesce(octet_length("session"."title"), 0) + coalesce(octet_length("session"."todos"), 0) +
    coalesce(octet_length("session"."metadata"), 0) + coalesce(octet_length("session"."model"), 0) +
    coalesce(octet_length("session"."marks"), 0)) as "bytes"
from
(select "number"
  from
  (select "number", "position", "id"
    from
    (select "session"."number", "session"."listed_at" as "position", "session"."id"
      from "session"
      where "session"."listed_at" is not null
      and "session"."state" = cast($6 as text)
      order by "session"."listed_at" desc, "session"."id" desc
      limit cast($7 as bigint)) as "settled"
    union all
    select "number", "position", "id"
    from
    (select "session"."number", "session"."updated_at" as "position", "session"."id"
      from "session"
      where "session"."listed_at" is null
      and "session"."state" = cast($8 as text)
      order by "session"."updated_at" desc, "session"."id" desc
      limit cast($9 as bigint)) as "hot") as "keys"
  order by "position" desc, "id" desc
  limit cast($10 as bigint)) as "page"
cross
join "session"
where "session"."number" = "page"."number";

-- sessionPage.sessionPage (scope: all, parent: any, after)
select "session"."id" as "id", "session"."project_id" as "projectId", "session"."parent_id" as "parentId",
  "session"."revision" as "revision", "session"."updated_at" as "updatedAt", "session"."input_tokens" as "inputTokens",
  "session"."output_tokens" as "outputTokens", "session"."reasoning_tokens" as "reasoningTokens",
  "session"."cache_read_tokens" as "cacheReadTokens", "session"."cache_write_tokens" as "cacheWriteTokens",
  "session"."cost_nanos" as "costNanos", "session"."message_count" as "messageCount", "session"."created_at" as
  "createdAt", "session"."archived_at" as "archivedAt", "session"."deleted_at" as "deletedAt", "session"."deletion_id" as
  "deletionId", "session"."title_source" as "titleSource", "session"."author_user" as "authorUser",
  "session"."author_host" as "authorHost", "session"."agent" as "agent", "session"."directory" as "directory", case when
  octet_length("session"."title") <= cast($1 as bigint) then "session"."title" end as "title", case when
  octet_length("session"."todos") <= cast($2 as bigint) then "session"."todos" end as "todos", case when
  octet_length("session"."metadata") <= cast($3 as bigint) then "session"."metadata" end as "metadata", case when
  octet_length("session"."model") <= cast($4 as bigint) then "session"."model" end as "model", case when
  octet_length("session"."marks") <= cast($5 as bigint) then "session"."marks" end as "marks",
  (coalesce(octet_length("session"."title"), 0) + coalesce(octet_length("session"."todos"), 0) +
    coalesce(octet_length("session"."metadata"), 0) + coalesce(octet_length("session"."model"), 0) +
    coalesce(octet_length("session"."marks"), 0)) as "bytes"
from
(select "number"
  from
  (select "number", "position", "id"
    from
    (select "session"."number", "session"."listed_at" as "position", "session"."id"
      from "session"
      where "session"."listed_at" is not null
      and "session"."state" = cast($6 as text)
      and "session"."listed_at" <= cast($7 as bigint)
      and ("session"."listed_at" < cast($8 as bigint) or "session"."id" < cast($9 as text))
      order by "session"."listed_at" desc, "session"."id" desc
      limit cast($10 as bigint)) as "settled"
    union all
    select "number", "position", "id"
    from
    (select "session"."number", "session"."updated_at" as "position", "session"."id"
      from "session"
      where "session"."listed_at" is null
      and "session"."state" = cast($11 as text)
      and "session"."updated_at" <= cast($12 as bigint)
      and ("session"."updated_at" < cast($13 as bigint) or "session"."id" < cast($14 as text))
      order by "session"."updated_at" desc, "session"."id" desc
      limit cast($15 as bigint)) as "hot") as "keys"
  order by "position" desc, "id" desc
  limit cast($16 as bigint)) as "page"
cross
join "session"
where "session"."number" = "page"."number";

-- sessionPage.sessionPage (scope: all, parent: none)
select "session"."id" as "id", "session"."project_id" as "projectId", "session"."parent_id" as "parentId",
  "session"."revision" as "revision", "session"."updated_at" as "updatedAt", "session"."input_tokens" as "inputTokens",
  "session"."output_tokens" as "outputTokens", "session"."reasoning_tokens" as "reasoningTokens",
  "session"."cache_read_tokens" as "cacheReadTokens", "session"."cache_write_tokens" as "cacheWriteTokens",
  "session"."cost_nanos" as "costNanos", "session"."message_count" as "messageCount", "session"."created_at" as
  "createdAt", "session"."archived_at" as "archivedAt", "session"."deleted_at" as "deletedAt", "session"."deletion_id" as
  "deletionId", "session"."title_source" as "titleSource", "session"."author_user" as "authorUser",
  "session"."author_host" as "authorHost", "session"."agent" as "agent", "session"."directory" as "directory", case when
  octet_length("session"."title") <= cast($1 as bigint) then "session"."title" end as "title", case when
  octet_length("session"."todos") <= cast($2 as bigint) then "session"."todos" end as "todos", case when
  octet_length("session"."metadata") <= cast($3 as bigint) then "session"."metadata" end as "metadata", case when
  octet_length("session"."model") <= cast($4 as bigint) then "session"."model" end as "model", case when
  octet_length("session"."marks") <= cast($5 as bigint) then "session"."marks" end as "marks",
  (coalesce(octet_length("session"."title"), 0) + coalesce(octet_length("session"."todos"), 0) +
    coalesce(octet_length("session"."metadata"), 0) + coalesce(octet_length("session"."model"), 0) +
    coalesce(octet_length("session"."marks"), 0)) as "bytes"
from
(select "number"
  from
  (select "number", "position", "id"
    from
    (select "session"."number", "session"."listed_at" as "position", "session"."id"
      from "session"
      where "session"."listed_at" is not null
      and "session"."state" = cast($6 as text)
      and "session"."parent_id" is null
      order by "session"."listed_at" desc, "session"."id" desc
      limit cast($7 as bigint)) as "settled"
    union all
    select "number", "position", "id"
    from
    (select "session"."number", "session"."updated_at" as "position", "session"."id"
      from "session"
      where "session"."listed_at" is null
      and "session"."state" = cast($8 as text)
      and "session"."parent_id" is null
      order by "session"."updated_at" desc, "session"."id" desc
      limit cast($9 as bigint)) as "hot") as "keys"
  order by "position" desc, "id" desc
  limit cast($10 as bigint)) as "page"
cross
join "session"
where "session"."number" = "page"."number";

-- sessionPage.sessionPage (scope: all, parent: none, after)
select "session"."id" as "id", "session"."project_id" as "projectId", "session"."parent_id" as "parentId",
  "session"."revision" as "revision", "session"."updated_at" as "updatedAt", "session"."input_tokens" as "inputTokens",
  "session"."output_tokens" as "outputTokens", "session"."reasoning_tokens" as "reasoningTokens",
  "session"."cache_read_tokens" as "cacheReadTokens", "session"."cache_write_tokens" as "cacheWriteTokens",
  "session"."cost_nanos" as "costNanos", "session"."message_count" as "messageCount", "session"."created_at" as
  "createdAt", "session"."archived_at" as "archivedAt", "session"."deleted_at" as "deletedAt", "session"."deletion_id" as
  "deletionId", "session"."title_source" as "titleSource", "session"."author_user" as "authorUser",
  "session"."author_host" as "authorHost", "session"."agent" as "agent", "session"."directory" as "directory", case when
  octet_length("session"."title") <= cast($1 as bigint) then "session"."title" end as "title", case when
  octet_length("session"."todos") <= cast($2 as bigint) then "session"."todos" end as "todos", case when
  octet_length("session"."metadata") <= cast($3 as bigint) then "session"."metadata" end as "metadata", case when
  octet_length("session"."model") <= cast($4 as bigint) then "session"."model" end as "model", case when
  octet_length("session"."marks") <= cast($5 as bigint) then "session"."marks" end as "marks",
  (coalesce(octet_length("session"."title"), 0) + coalesce(octet_length("session"."todos"), 0) +
    coalesce(octet_length("session"."metadata"), 0) + coalesce(octet_length("session"."model"), 0) +
    coalesce(octet_length("session"."marks"), 0)) as "bytes"
from
(select "number"
  from
  (select "number", "position", "id"
    from
    (select "session"."number", "session"."listed_at" as "position", "session"."id"
      from "session"
      where "session"."listed_at" is not null
      and "session"."state" = cast($6 as text)
      and "session"."parent_id" is null
      and "session"."listed_at" <= cast($7 as bigint)
      and ("session"."listed_at" < cast($8 as bigint) or "session"."id" < cast($9 as text))
      order by "session"."listed_at" desc, "session"."id" desc
      limit cast($10 as bigint)) as "settled"
    union all
    select "number", "position", "id"
    from
    (select "session"."number", "session"."updated_at" as "position", "session"."id"
      from "session"
      where "session"."listed_at" is null
      and "session"."state" = cast($11 as text)
      and "session"."parent_id" is null
      and "session"."updated_at" <= cast($12 as bigint)
      and ("session"."updated_at" < cast($13 as bigint) or "session"."id" < cast($14 as text))
      order by "session"."updated_at" desc, "session"."id" desc
      limit cast($15 as bigint)) as "hot") as "keys"
  order by "position" desc, "id" desc
  limit cast($16 as bigint)) as "page"
cross
join "session"
where "session"."number" = "page"."number";

-- sessionPage.sessionPage (scope: all, parent: given)
select "session"."id" as "id", "session"."project_id" as "projectId", "session"."parent_id" as "parentId",
  "session"."revision" as "revision", "session"."updated_at" as "updatedAt", "session"."input_tokens" as "inputTokens",
  "session"."output_tokens" as "outputTokens", "session"."reasoning_tokens" as "reasoningTokens",
  "session"."cache_read_tokens" as "cacheReadTokens", "session"."cache_write_tokens" as "cacheWriteTokens",
  "session"."cost_nanos" as "costNanos", "session"."message_count" as "messageCount", "session"."created_at" as
  "createdAt", "session"."archived_at" as "archivedAt", "session"."deleted_at" as "deletedAt", "session"."deletion_id" as
  "deletionId", "session"."title_source" as "titleSource", "session"."author_user" as "authorUser",
  "session"."author_host" as "authorHost", "session"."agent" as "agent", "session"."directory" as "directory", case when
  octet_length("session"."title") <= cast($1 as bigint) then "session"."title" end as "title", case when
  octet_length("session"."todos") <= cast($2 as bigint) then "session"."todos" end as "todos", case when
  octet_length("session"."metadata") <= cast($3 as bigint) then "session"."metadata" end as "metadata", case when
  octet_length("session"."model") <= cast($4 as bigint) then "session"."model" end as "model", case when
  octet_length("session"."marks") <= cast($5 as bigint) then "session"."marks" end as "marks",
  (coalesce(octet_length("session"."title"), 0) + coalesce(octet_length("session"."todos"), 0) +
    coalesce(octet_length("session"."metadata"), 0) + coalesce(octet_length("session"."model"), 0) +
    coalesce(octet_length("session"."marks"), 0)) as "bytes"
from
(select "number"
  from
  (select "number", "position", "id"
    from
    (select "session"."number", "session"."listed_at" as "position", "session"."id"
      from "session"
      where "session"."listed_at" is not null
      and "session"."state" = cast($6 as text)
      and "session"."parent_id" = cast($7 as text)
      order by "session"."listed_at" desc, "session"."id" desc
      limit cast($8 as bigint)) as "settled"
    union all
    select "number", "position", "id"
    from
    (select "session"."number", "session"."updated_at" as "position", "session"."id"
      from "session"
      where "session"."listed_at" is null
      and "session"."state" = cast($9 as text)
      and coalesce("session"."parent_id", '') = cast($10 as text)
      order by "session"."updated_at" desc, "session"."id" desc
      limit cast($11 as bigint)) as "hot") as "keys"
  order by "position" desc, "id" desc
  limit cast($12 as bigint)) as "page"
cross
join "session"
where "session"."number" = "page"."number";

-- sessionPage.sessionPage (scope: all, parent: given, after)
select "session"."id" as "id", "session"."project_id" as "projectId", "session"."parent_id" as "parentId",
  "session"."revision" as "revision", "session"."updated_at" as "updatedAt", "session"."input_tokens" as "inputTokens",
  "session"."output_tokens" as "outputTokens", "session"."reasoning_tokens" as "reasoningTokens",
  "session"."cache_read_tokens" as "cacheReadTokens", "session"."cache_write_tokens" as "cacheWriteTokens",
  "session"."cost_nanos" as "costNanos", "session"."message_count" as "messageCount", "session"."created_at" as
  "createdAt", "session"."archived_at" as "archivedAt", "session"."deleted_at" as "deletedAt", "session"."deletion_id" as
  "deletionId", "session"."title_source" as "titleSource", "session"."author_user" as "authorUser",
  "session"."author_host" as "authorHost", "session"."agent" as "agent", "session"."directory" as "directory", case when
  octet_length("session"."title") <= cast($1 as bigint) then "session"."title" end as "title", case when
  octet_length("session"."todos") <= cast($2 as bigint) then "session"."todos" end as "todos", case when
  octet_length("session"."metadata") <= cast($3 as bigint) then "session"."metadata" end as "metadata", case when
  octet_length("session"."model") <= cast($4 as bigint) then "session"."model" end as "model", case when
  octet_length("session"."marks") <= cast($5 as bigint) then "session"."marks" end as "marks",
  (coalesce(octet_length("session"."title"), 0) + coalesce(octet_length("session"."todos"), 0) +
    coalesce(octet_length("session"."metadata"), 0) + coalesce(octet_length("session"."model"), 0) +
    coalesce(octet_length("session"."marks"), 0)) as "bytes"
from
(select "number"
  from
  (select "number", "position", "id"
    from
    (select "session"."number", "session"."listed_at" as "position", "session"."id"
      from "session"
      where "session"."listed_at" is not null
      and "session"."state" = cast($6 as text)
      and "session"."parent_id" = cast($7 as text)
      and "session"."listed_at" <= cast($8 as bigint)
      and ("session"."listed_at" < cast($9 as bigint) or "session"."id" < cast($10 as text))
      order by "session"."listed_at" desc, "session"."id" desc
      limit cast($11 as bigint)) as "settled"
    union all
    select "number", "position", "id"
    from
    (select "session"."number", "session"."updated_at" as "position", "session"."id"
      from "session"
      where "session"."listed_at" is null
      and "session"."state" = cast($12 as text)
      and coalesce("session"."parent_id", '') = cast($13 as text)
      and "session"."updated_at" <= cast($14 as bigint)
      and ("session"."updated_at" < cast($15 as bigint) or "session"."id" < cast($16 as text))
      order by "session"."updated_at" desc, "session"."id" desc
      limit cast($17 as bigint)) as "hot") as "keys"
  order by "position" desc, "id" desc
  limit cast($18 as bigint)) as "page"
cross
join "session"
where "session"."number" = "page"."number";

-- filteredSessionPage.lookedAtSessions (by: label, scope: project, parent: any)
select "session"."id" as "id", "session"."project_id" as "projectId", "session"."parent_id" as "parentId",
  "session"."revision" as "revision", "session"."updated_at" as "updatedAt", "session"."input_tokens" as "inputTokens",
  "session"."output_tokens" as "outputTokens", "session"."reasoning_tokens" as "reasoningTokens",
  "session"."cache_read_tokens" as "cacheReadTokens", "session"."cache_write_tokens" as "cacheWriteTokens",
  "session"."cost_nanos" as "costNanos", "session"."message_count" as "messageCount", "session"."created_at" as
  "createdAt", "session"."archived_at" as "archivedAt", "session"."deleted_at" as "deletedAt", "session"."deletion_id" as
  "deletionId", "session"."title_source" as "titleSource", "session"."author_user" as "authorUser",
  "session"."author_host" as "authorHost", "session"."agent" as "agent", "session"."directory" as "directory", case when
  octet_length("session"."title") <= case when "session"."project_id" = cast($1 as text) then cast($2 as bigint) else -1
  end then "session"."title" end as "title", case when octet_length("session"."todos") <= case when
  "session"."project_id" = cast($3 as text) then cast($4 as bigint) else -1 end then "session"."todos" end as "todos",
  case when octet_length("session"."metadata") <= case when "session"."project_id" = cast($5 as text) then cast($6 as
    bigint) else -1 end then "session"."metadata" end as "metadata", case when octet_length("session"."model") <= case
  when "session"."project_id" = cast($7 as text) then cast($8 as bigint) else -1 end then "session"."model" end as
  "model", case when octet_length("session"."marks") <= case when "session"."project_id" = cast($9 as text) then cast($10
    as bigint) else -1 end then "session"."marks" end as "marks", (coalesce(octet_length("session"."title"), 0) +
    coalesce(octet_length("session"."todos"), 0) + coalesce(octet_length("session"."metadata"), 0) +
    coalesce(octet_length("session"."model"), 0) + coalesce(octet_length("session"."marks"), 0)) as "bytes", case when
  "session"."project_id" = cast($11 as text) then 1 else 0 end as "fits", null as "words"
from "session_label"
cross
join "session"
where "session_label"."scope" = cast($12 as text)
and "session_label"."label" = cast($13 as text)
and "session_label"."state" = cast($14 as text)
and "session"."id" = "session_label"."session_id"
and "session"."listed_at" = "session_label"."listed_at"
and "session"."state" = "session_label"."state"
order by "session_label"."listed_at" desc, "session_label"."session_id" desc
limit cast($15 as bigint);

-- filteredSessionPage.lookedAtSessions (by: label, scope: project, parent: any, after)
select "session"."id" as "id", "session"."project_id" as "projectId", "session"."parent_id" as "parentId",
  "session"."revision" as "revision", "session"."updated_at" as "updatedAt", "session"."input_tokens" as "inputTokens",
  "session"."output_tokens" as "outputTokens", "session"."reasoning_tokens" as "reasoningTokens",
  "session"."cache_read_tokens" as "cacheReadTokens", "session"."cache_write_tokens" as "cacheWriteTokens",
  "session"."cost_nanos" as "costNanos", "session"."message_count" as "messageCount", "session"."created_at" as
  "createdAt", "session"."archived_at" as "archivedAt", "session"."deleted_at" as "deletedAt", "session"."deletion_id" as
  "deletionId", "session"."title_source" as "titleSource", "session"."author_user" as "authorUser",
  "session"."author_host" as "authorHost", "session"."agent" as "agent", "session"."directory" as "directory", case when
  octet_length("session"."title") <= case when "session"."project_id" = cast($1 as text) then cast($2 as bigint) else -1
  end then "session"."title" end as "title", case when octet_length("session"."todos") <= case when
  "session"."project_id" = cast($3 as text) then cast($4 as bigint) else -1 end then "session"."todos" end as "todos",
  case when octet_length("session"."metadata") <= case when "session"."project_id" = cast($5 as text) then cast($6 as
    bigint) else -1 end then "session"."metadata" end as "metadata", case when octet_length("session"."model") <= case
  when "session"."project_id" = cast($7 as text) then cast($8 as bigint) else -1 end then "session"."model" end as
  "model", case when octet_length("session"."marks") <= case when "session"."project_id" = cast($9 as text) then cast($10
    as bigint) else -1 end then "session"."marks" end as "marks", (coalesce(octet_length("session"."title"), 0) +
    coalesce(octet_length("session"."todos"), 0) + coalesce(octet_length("session"."metadata"), 0) +
    coalesce(octet_length("session"."model"), 0) + coalesce(octet_length("session"."marks"), 0)) as "bytes", case when
  "session"."project_id" = cast($11 as text) then 1 else 0 end as "fits", null as "words"
from "session_label"
cross
join "session"
where "session_label"."scope" = cast($12 as text)
and "session_label"."label" = cast($13 as text)
and "session_label"."state" = cast($14 as text)
and "session_label"."listed_at" <= cast($15 as bigint)
and ("session_label"."listed_at" < cast($16 as bigint) or "session_label"."session_id" < cast($17 as text))
and "session"."id" = "session_label"."session_id"
and "session"."listed_at" = "session_label"."listed_at"
and "session"."state" = "session_label"."state"
order by "session_label"."listed_at" desc, "session_label"."session_id" desc
limit cast($18 as bigint);

-- filteredSessionPage.lookedAtSessions (by: label, scope: project, parent: any, title)
select "session"."id" as "id", "session"."project_id" as "projectId", "session"."parent_id" as "parentId",
  "session"."revision" as "revision", "session"."updated_at" as "updatedAt", "session"."input_tokens" as "inputTokens",
  "session"."output_tokens" as "outputTokens", "session"."reasoning_tokens" as "reasoningTokens",
  "session"."cache_read_tokens" as "cacheReadTokens", "session"."cache_write_tokens" as "cacheWriteTokens",
  "session"."cost_nanos" as "costNanos", "session"."message_count" as "messageCount", "session"."created_at" as
  "createdAt", "session"."archived_at" as "archivedAt", "session"."deleted_at" as "deletedAt", "session"."deletion_id" as
  "deletionId", "session"."title_source" as "titleSource", "session"."author_user" as "authorUser",
  "session"."author_host" as "authorHost", "session"."agent" as "agent", "session"."directory" as "directory", case when
  octet_length("session"."title") <= case when "session"."project_id" = cast($1 as text) then cast($2 as bigint) else -1
  end then "session"."title" end as "title", case when octet_length("session"."todos") <= case when
  "session"."project_id" = cast($3 as text) then cast($4 as bigint) else -1 end then "session"."todos" end as "todos",
  case when octet_length("session"."metadata") <= case when "session"."project_id" = cast($5 as text) then cast($6 as
    bigint) else -1 end then "session"."metadata" end as "metadata", case when octet_length("session"."model") <= case
  when "session"."project_id" = cast($7 as text) then cast($8 as bigint) else -1 end then "session"."model" end as
  "model", case when octet_length("session"."marks") <= case when "session"."project_id" = cast($9 as text) then cast($10
    as bigint) else -1 end then "session"."marks" end as "marks", (coalesce(octet_length("session"."title"), 0) +
    coalesce(octet_length("session"."todos"), 0) + coalesce(octet_length("session"."metadata"), 0) +
    coalesce(octet_length("session"."model"), 0) + coalesce(octet_length("session"."marks"), 0)) as "bytes", case when
  "session"."project_id" = cast($11 as text) then 1 else 0 end as "fits", case when "session"."project_id" = cast($12 as
    text) then "session"."title" end as "words"
from "session_label"
cross
join "session"
where "session_label"."scope" = cast($13 as text)
and "session_label"."label" = cast($14 as text)
and "session_label"."state" = cast($15 as text)
and "session"."id" = "session_label"."session_id"
and "session"."listed_at" = "session_label"."listed_at"
and "session"."state" = "session_label"."state"
order by "session_label"."listed_at" desc, "session_label"."session_id" desc
limit cast($16 as bigint);

-- filteredSessionPage.lookedAtSessions (by: label, scope: project, parent: none)
select "session"."id" as "id", "session"."project_id" as "projectId", "session"."parent_id" as "parentId",
  "session"."revision" as "revision", "session"."updated_at" as "updatedAt", "session"."input_tokens" as "inputTokens",
  "session"."output_tokens" as "outputTokens", "session"."reasoning_tokens" as "reasoningTokens",
  "session"."cache_read_tokens" as "cacheReadTokens", "session"."cache_write_tokens" as "cacheWriteTokens",
  "session"."cost_nanos" as "costNanos", "session"."message_count" as "messageCount", "session"."created_at" as
  "createdAt", "session"."archived_at" as "archivedAt", "session"."deleted_at" as "deletedAt", "session"."deletion_id" as
  "deletionId", "session"."title_source" as "titleSource", "session"."author_user" as "authorUser",
  "session"."author_host" as "authorHost", "session"."agent" as "agent", "session"."directory" as "directory", case when
  octet_length("session"."title") <= case when "session"."project_id" = cast($1 as text)
and "session"."parent_id" is null then cast($2 as bigint) else -1 end then "session"."title" end as "title", case when
  octet_length("session"."todos") <= case when "session"."project_id" = cast($3 as text)
and "session"."parent_id" is null then cast($4 as bigint) else -1 end then "session"."todos" end as "todos", case when
  octet_length("session"."metadata") <= case when "session"."project_id" = cast($5 as text)
and "session"."parent_id" is null then cast($6 as bigint) else -1 end then "session"."metadata" end as "metadata", case
  when octet_length("session"."model") <= case when "session"."project_id" = cast($7 as text)
and "session"."parent_id" is null then cast($8 as bigint) else -1 end then "session"."model" end as "model", case when
  octet_length("session"."marks") <= case when "session"."project_id" = cast($9 as text)
and "session"."parent_id" is null then cast($10 as bigint) else -1 end then "session"."marks" end as "marks",
  (coalesce(octet_length("session"."title"), 0) + coalesce(octet_length("session"."todos"), 0) +
    coalesce(octet_length("session"."metadata"), 0) + coalesce(octet_length("session"."model"), 0) +
    coalesce(octet_length("session"."marks"), 0)) as "bytes", case when "session"."project_id" = cast($11 as text)
and "session"."parent_id" is null then 1 else 0 end as "fits", null as "words"
from "session_label"
cross
join "session"
where "session_label"."scope" = cast($12 as text)
and "session_label"."label" = cast($13 as text)
and "session_label"."state" = cast($14 as text)
and "session"."id" = "session_label"."session_id"
and "session"."listed_at" = "session_label"."listed_at"
and "session"."state" = "session_label"."state"
order by "session_label"."listed_at" desc, "session_label"."session_id" desc
limit cast($15 as bigint);

-- filteredSessionPage.lookedAtSessions (by: label, scope: project, parent: given)
select "session"."id" as "id", "session"."project_id" as "projectId", "session"."parent_id" as "parentId",
  "session"."revision" as "revision", "session"."updated_at" as "updatedAt", "session"."input_tokens" as "inputTokens",
  "session"."output_tokens" as "outputTokens", "session"."reasoning_tokens" as "reasoningTokens",
  "session"."cache_read_tokens" as "cacheReadTokens", "session"."cache_write_tokens" as "cacheWriteTokens",
  "session"."cost_nanos" as "costNanos", "session"."message_count" as "messageCount", "session"."created_at" as
  "createdAt", "session"."archived_at" as "archivedAt", "session"."deleted_at" as "deletedAt", "session"."deletion_id" as
  "deletionId", "session"."title_source" as "titleSource", "session"."author_user" as "authorUser",
  "session"."author_host" as "authorHost", "session"."agent" as "agent", "session"."directory" as "directory", case when
  octet_length("session"."title") <= case when "session"."project_id" = cast($1 as text)
and "session"."parent_id" = cast($2 as text) then cast($3 as bigint) else -1 end then "session"."title" end as "title",
  case when octet_length("session"."todos") <= case when "session"."project_id" = cast($4 as text)
and "session"."parent_id" = cast($5 as text) then cast($6 as bigint) else -1 end then "session"."todos" end as "todos",
  case when octet_length("session"."metadata") <= case when "session"."project_id" = cast($7 as text)
and "session"."parent_id" = cast($8 as text) then cast($9 as bigint) else -1 end then "session"."metadata" end as
  "metadata", case when octet_length("session"."model") <= case when "session"."project_id" = cast($10 as text)
and "session"."parent_id" = cast($11 as text) then cast($12 as bigint) else -1 end then "session"."model" end as "model",
  case when octet_length("session"."marks") <= case when "session"."project_id" = cast($13 as text)
and "session"."parent_id" = cast($14 as text) then cast($15 as bigint) else -1 end then "session"."marks" end as "marks",
  (coalesce(octet_length("session"."title"), 0) + coalesce(octet_length("session"."todos"), 0) +
    coalesce(octet_length("session"."metadata"), 0) + coalesce(octet_length("session"."model"), 0) +
    coalesce(octet_length("session"."marks"), 0)) as "bytes", case when "session"."project_id" = cast($16 as text)
and "session"."parent_id" = cast($17 as text) then 1 else 0 end as "fits", null as "words"
from "session_label"
cross
join "session"
where "session_label"."scope" = cast($18 as text)
and "session_label"."label" = cast($19 as text)
and "session_label"."state" = cast($20 as text)
and "session"."id" = "session_label"."session_id"
and "session"."listed_at" = "session_label"."listed_at"
and "session"."state" = "session_label"."state"
order by "session_label"."listed_at" desc, "session_label"."session_id" desc
limit cast($21 as bigint);

-- filteredSessionPage.lookedAtSessions (by: label, scope: all, parent: any)
select "session"."id" as "id", "session"."project_id" as "projectId", "session"."parent_id" as "parentId",
  "session"."revision" as "revision", "session"."updated_at" as "updatedAt", "session"."input_tokens" as "inputTokens",
  "session"."output_tokens" as "outputTokens", "session"."reasoning_tokens" as "reasoningTokens",
  "session"."cache_read_tokens" as "cacheReadTokens", "session"."cache_write_tokens" as "cacheWriteTokens",
  "session"."cost_nanos" as "costNanos", "session"."message_count" as "messageCount", "session"."created_at" as
  "createdAt", "session"."archived_at" as "archivedAt", "session"."deleted_at" as "deletedAt", "session"."deletion_id" as
  "deletionId", "session"."title_source" as "titleSource", "session"."author_user" as "authorUser",
  "session"."author_host" as "authorHost", "session"."agent" as "agent", "session"."directory" as "directory", case when
  octet_length("session"."title") <= case when 1 = 1 then cast($1 as bigint) else -1 end then "session"."title" end as
  "title", case when octet_length("session"."todos") <= case when 1 = 1 then cast($2 as bigint) else -1 end then
  "session"."todos" end as "todos", case when octet_length("session"."metadata") <= case when 1 = 1 then cast($3 as
    bigint) else -1 end then "session"."metadata" end as "metadata", case when octet_length("session"."model") <= case
  when 1 = 1 then cast($4 as bigint) else -1 end then "session"."model" end as "model", case when
  octet_length("session"."marks") <= case when 1 = 1 then cast($5 as bigint) else -1 end then "session"."marks" end as
  "marks", (coalesce(octet_length("session"."title"), 0) + coalesce(octet_length("session"."todos"), 0) +
    coalesce(octet_length("session"."metadata"), 0) + coalesce(octet_length("session"."model"), 0) +
    coalesce(octet_length("session"."marks"), 0)) as "bytes", case when 1 = 1 then 1 else 0 end as "fits", null as
  "words"
from "session_label"
cross
join "session"
where "session_label"."scope" = cast($6 as text)
and "session_label"."label" = cast($7 as text)
and "session_label"."state" = cast($8 as text)
and "session"."id" = "session_label"."session_id"
and "session"."listed_at" = "session_label"."listed_at"
and "session"."state" = "session_label"."state"
order by "session_label"."listed_at" desc, "session_label"."session_id" desc
limit cast($9 as bigint);

-- filteredSessionPage.lookedAtSessions (by: list, scope: project, parent: any)
select "session"."id" as "id", "session"."project_id" as "projectId", "session"."parent_id" as "parentId",
  "session"."revision" as "revision", "session"."updated_at" as "updatedAt", "session"."input_tokens" as "inputTokens",
  "session"."output_tokens" as "outputTokens", "session"."reasoning_tokens" as "reasoningTokens",
  "session"."cache_read_tokens" as "cacheReadTokens", "session"."cache_write_tokens" as "cacheWriteTokens",
  "session"."cost_nanos" as "costNanos", "session"."message_count" as "messageCount", "session"."created_at" as
  "createdAt", "session"."archived_at" as "archivedAt", "session"."deleted_at" as "deletedAt", "session"."deletion_id" as
  "deletionId", "session"."title_source" as "titleSource", "session"."author_user" as "authorUser",
  "session"."author_host" as "authorHost", "session"."agent" as "agent", "session"."directory" as "directory", case when
  octet_length("session"."title") <= case when 1 = 1 then cast($1 as bigint) else -1 end then "session"."title" end as
  "title", case when octet_length("session"."todos") <= case when 1 = 1 then cast($2 as bigint) else -1 end then
  "session"."todos" end as "todos", case when octet_length("session"."metadata") <= case when 1 = 1 then cast($3 as
    bigint) else -1 end then "session"."metadata" end as "metadata", case when octet_length("session"."model") <= case
  when 1 = 1 then cast($4 as bigint) else -1 end then "session"."model" end as "model", case when
  octet_length("session"."marks") <= case when 1 = 1 then cast($5 as bigint) else -1 end then "session"."marks" end as
  "marks", (coalesce(octet_length("session"."title"), 0) + coalesce(octet_length("session"."todos"), 0) +
    coalesce(octet_length("session"."metadata"), 0) + coalesce(octet_length("session"."model"), 0) +
    coalesce(octet_length("session"."marks"), 0)) as "bytes", case when 1 = 1 then 1 else 0 end as "fits", null as
  "words"
from "session"
where "session"."listed_at" is not null
and "session"."state" = cast($6 as text)
and "session"."project_id" = cast($7 as text)
order by "session"."listed_at" desc, "session"."id" desc
limit cast($8 as bigint);

-- filteredSessionPage.lookedAtSessions (by: hot, scope: project, parent: any)
select "session"."id" as "id", "session"."project_id" as "projectId", "session"."parent_id" as "parentId",
  "session"."revision" as "revision", "session"."updated_at" as "updatedAt", "session"."input_tokens" as "inputTokens",
  "session"."output_tokens" as "outputTokens", "session"."reasoning_tokens" as "reasoningTokens",
  "session"."cache_read_tokens" as "cacheReadTokens", "session"."cache_write_tokens" as "cacheWriteTokens",
  "session"."cost_nanos" as "costNanos", "session"."message_count" as "messageCount", "session"."created_at" as
  "createdAt", "session"."archived_at" as "archivedAt", "session"."deleted_at" as "deletedAt", "session"."deletion_id" as
  "deletionId", "session"."title_source" as "titleSource", "session"."author_user" as "authorUser",
  "session"."author_host" as "authorHost", "session"."agent" as "agent", "session"."directory" as "directory", case when
  octet_length("session"."title") <= case when 1 = 1 then cast($1 as bigint) else -1 end then "session"."title" end as
  "title", case when octet_length("session"."todos") <= case when 1 = 1 then cast($2 as bigint) else -1 end then
  "session"."todos" end as "todos", case when octet_length("session"."metadata") <= case when 1 = 1 then cast($3 as
    bigint) else -1 end then "session"."metadata" end as "metadata", case when octet_length("session"."model") <= case
  when 1 = 1 then cast($4 as bigint) else -1 end then "session"."model" end as "model", case when
  octet_length("session"."marks") <= case when 1 = 1 then cast($5 as bigint) else -1 end then "session"."marks" end as
  "marks", (coalesce(octet_length("session"."title"), 0) + coalesce(octet_length("session"."todos"), 0) +
    coalesce(octet_length("session"."metadata"), 0) + coalesce(octet_length("session"."model"), 0) +
    coalesce(octet_length("session"."marks"), 0)) as "bytes", case when 1 = 1 then 1 else 0 end as "fits", null as
  "words"
from "session"
where "session"."listed_at" is null
and "session"."state" = cast($6 as text)
and "session"."project_id" = cast($7 as text)
order by "session"."updated_at" desc, "session"."id" desc
limit cast($8 as bigint);

-- filteredSessionPage.lookedAtSessions (tag, by: label, scope: project, parent: any)
select "session"."id" as "id", "session"."project_id" as "projectId", "session"."parent_id" as "parentId",
  "session"."revision" as "revision", "session"."updated_at" as "updatedAt", "session"."input_tokens" as "inputTokens",
  "session"."output_tokens" as "outputTokens", "session"."reasoning_tokens" as "reasoningTokens",
  "session"."cache_read_tokens" as "cacheReadTokens", "session"."cache_write_tokens" as "cacheWriteTokens",
  "session"."cost_nanos" as "costNanos", "session"."message_count" as "messageCount", "session"."created_at" as
  "createdAt", "session"."archived_at" as "archivedAt", "session"."deleted_at" as "deletedAt", "session"."deletion_id" as
  "deletionId", "session"."title_source" as "titleSource", "session"."author_user" as "authorUser",
  "session"."author_host" as "authorHost", "session"."agent" as "agent", "session"."directory" as "directory", case when
  octet_length("session"."title") <= case when "session"."project_id" = cast($1 as text)
and (replace("session"."mark_labels", cast($2 as text), '') <> "session"."mark_labels" or
    replace("session"."mark_labels", cast($3 as text), '') <> "session"."mark_labels") then cast($4 as bigint) else -1
  end then "session"."title" end as "title", case when octet_length("session"."todos") <= case when
  "session"."project_id" = cast($5 as text)
and (replace("session"."mark_labels", cast($6 as text), '') <> "session"."mark_labels" or
    replace("session"."mark_labels", cast($7 as text), '') <> "session"."mark_labels") then cast($8 as bigint) else -1
  end then "session"."todos" end as "todos", case when octet_length("session"."metadata") <= case when
  "session"."project_id" = cast($9 as text)
and (replace("session"."mark_labels", cast($10 as text), '') <> "session"."mark_labels" or
    replace("session"."mark_labels", cast($11 as text), '') <> "session"."mark_labels") then cast($12 as bigint) else -1
  end then "session"."metadata" end as "metadata", case when octet_length("session"."model") <= case when
  "session"."project_id" = cast($13 as text)
and (replace("session"."mark_labels", cast($14 as text), '') <> "session"."mark_labels" or
    replace("session"."mark_labels", cast($15 as text), '') <> "session"."mark_labels") then cast($16 as bigint) else -1
  end then "session"."model" end as "model", case when octet_length("session"."marks") <= case when
  "session"."project_id" = cast($17 as text)
and (replace("session"."mark_labels", cast($18 as text), '') <> "session"."mark_labels" or
    replace("session"."mark_labels", cast($19 as text), '') <> "session"."mark_labels") then cast($20 as bigint) else -1
  end then "session"."marks" end as "marks", (coalesce(octet_length("session"."title"), 0) +
    coalesce(octet_length("session"."todos"), 0) + coalesce(octet_length("session"."metadata"), 0) +
    coalesce(octet_length("session"."model"), 0) + coalesce(octet_length("session"."marks"), 0)) as "bytes", case when
  "session"."project_id" = cast($21 as text)
and (replace("session"."mark_labels", cast($22 as text), '') <> "session"."mark_labels" or
    replace("session"."mark_labels", cast($23 as text), '') <> "session"."mark_labels") then 1 else 0 end as "fits", null
  as "words"
from "session_label"
cross
join "session"
where "session_label"."scope" = cast($24 as text)
and "session_label"."label" = cast($25 as text)
and "session_label"."state" = cast($26 as text)
and "session"."id" = "session_label"."session_id"
and "session"."listed_at" = "session_label"."listed_at"
and "session"."state" = "session_label"."state"
order by "session_label"."listed_at" desc, "session_label"."session_id" desc
limit cast($27 as bigint);

-- filteredSessionPage.lookedAtSessions (pinned: only, by: label, scope: project, parent: any)
select "session"."id" as "id", "session"."project_id" as "projectId", "session"."parent_id" as "parentId",
  "session"."revision" as "revision", "session"."updated_at" as "updatedAt", "session"."input_tokens" as "inputTokens",
  "session"."output_tokens" as "outputTokens", "session"."reasoning_tokens" as "reasoningTokens",
  "session"."cache_read_tokens" as "cacheReadTokens", "session"."cache_write_tokens" as "cacheWriteTokens",
  "session"."cost_nanos" as "costNanos", "session"."message_count" as "messageCount", "session"."created_at" as
  "createdAt", "session"."archived_at" as "archivedAt", "session"."deleted_at" as "deletedAt", "session"."deletion_id" as
  "deletionId", "session"."title_source" as "titleSource", "session"."author_user" as "authorUser",
  "session"."author_host" as "authorHost", "session"."agent" as "agent", "session"."directory" as "directory", case when
  octet_length("session"."title") <= case when "session"."project_id" = cast($1 as text)
and (replace("session"."mark_labels", cast($2 as text), '') <> "session"."mark_labels" or
    replace("session"."mark_labels", cast($3 as text), '') <> "session"."mark_labels") then cast($4 as bigint) else -1
  end then "session"."title" end as "title", case when octet_length("session"."todos") <= case when
  "session"."project_id" = cast($5 as text)
and (replace("session"."mark_labels", cast($6 as text), '') <> "session"."mark_labels" or
    replace("session"."mark_labels", cast($7 as text), '') <> "session"."mark_labels") then cast($8 as bigint) else -1
  end then "session"."todos" end as "todos", case when octet_length("session"."metadata") <= case when
  "session"."project_id" = cast($9 as text)
and (replace("session"."mark_labels", cast($10 as text), '') <> "session"."mark_labels" or
    replace("session"."mark_labels", cast($11 as text), '') <> "session"."mark_labels") then cast($12 as bigint) else -1
  end then "session"."metadata" end as "metadata", case when octet_length("session"."model") <= case when
  "session"."project_id" = cast($13 as text)
and (replace("session"."mark_labels", cast($14 as text), '') <> "session"."mark_labels" or
    replace("session"."mark_labels", cast($15 as text), '') <> "session"."mark_labels") then cast($16 as bigint) else -1
  end then "session"."model" end as "model", case when octet_length("session"."marks") <= case when
  "session"."project_id" = cast($17 as text)
and (replace("session"."mark_labels", cast($18 as text), '') <> "session"."mark_labels" or
    replace("session"."mark_labels", cast($19 as text), '') <> "session"."mark_labels") then cast($20 as bigint) else -1
  end then "session"."marks" end as "marks", (coalesce(octet_length("session"."title"), 0) +
    coalesce(octet_length("session"."todos"), 0) + coalesce(octet_length("session"."metadata"), 0) +
    coalesce(octet_length("session"."model"), 0) + coalesce(octet_length("session"."marks"), 0)) as "bytes", case when
  "session"."project_id" = cast($21 as text)
and (replace("session"."mark_labels", cast($22 as text), '') <> "session"."mark_labels" or
    replace("session"."mark_labels", cast($23 as text), '') <> "session"."mark_labels") then 1 else 0 end as "fits", null
  as "words"
from "session_label"
cross
join "session"
where "session_label"."scope" = cast($24 as text)
and "session_label"."label" = cast($25 as text)
and "session_label"."state" = cast($26 as text)
and "session"."id" = "session_label"."session_id"
and "session"."listed_at" = "session_label"."listed_at"
and "session"."state" = "session_label"."state"
order by "session_label"."listed_at" desc, "session_label"."session_id" desc
limit cast($27 as bigint);

-- filteredSessionPage.lookedAtSessions (pinned: not, by: label, scope: project, parent: any)
select "session"."id" as "id", "session"."project_id" as "projectId", "session"."parent_id" as "parentId",
  "session"."revision" as "revision", "session"."updated_at" as "updatedAt", "session"."input_tokens" as "inputTokens",
  "session"."output_tokens" as "outputTokens", "session"."reasoning_tokens" as "reasoningTokens",
  "session"."cache_read_tokens" as "cacheReadTokens", "session"."cache_write_tokens" as "cacheWriteTokens",
  "session"."cost_nanos" as "costNanos", "session"."message_count" as "messageCount", "session"."created_at" as
  "createdAt", "session"."archived_at" as "archivedAt", "session"."deleted_at" as "deletedAt", "session"."deletion_id" as
  "deletionId", "session"."title_source" as "titleSource", "session"."author_user" as "authorUser",
  "session"."author_host" as "authorHost", "session"."agent" as "agent", "session"."directory" as "directory", case when
  octet_length("session"."title") <= case when "session"."project_id" = cast($1 as text)
and not (replace("session"."mark_labels", cast($2 as text), '') <> "session"."mark_labels" or
    replace("session"."mark_labels", cast($3 as text), '') <> "session"."mark_labels") then cast($4 as bigint) else -1
  end then "session"."title" end as "title", case when octet_length("session"."todos") <= case when
  "session"."project_id" = cast($5 as text)
and not (replace("session"."mark_labels", cast($6 as text), '') <> "session"."mark_labels" or
    replace("session"."mark_labels", cast($7 as text), '') <> "session"."mark_labels") then cast($8 as bigint) else -1
  end then "session"."todos" end as "todos", case when octet_length("session"."metadata") <= case when
  "session"."project_id" = cast($9 as text)
and not (replace("session"."mark_labels", cast($10 as text), '') <> "session"."mark_labels" or
    replace("session"."mark_labels", cast($11 as text), '') <> "session"."mark_labels") then cast($12 as bigint) else -1
  end then "session"."metadata" end as "metadata", case when octet_length("session"."model") <= case when
  "session"."project_id" = cast($13 as text)
and not (replace("session"."mark_labels", cast($14 as text), '') <> "session"."mark_labels" or
    replace("session"."mark_labels", cast($15 as text), '') <> "session"."mark_labels") then cast($16 as bigint) else -1
  end then "session"."model" end as "model", case when octet_length("session"."marks") <= case when
  "session"."project_id" = cast($17 as text)
and not (replace("session"."mark_labels", cast($18 as text), '') <> "session"."mark_labels" or
    replace("session"."mark_labels", cast($19 as text), '') <> "session"."mark_labels") then cast($20 as bigint) else -1
  end then "session"."marks" end as "marks", (coalesce(octet_length("session"."title"), 0) +
    coalesce(octet_length("session"."todos"), 0) + coalesce(octet_length("session"."metadata"), 0) +
    coalesce(octet_length("session"."model"), 0) + coalesce(octet_length("session"."marks"), 0)) as "bytes", case when
  "session"."project_id" = cast($21 as text)
and not (replace("session"."mark_labels", cast($22 as text), '') <> "session"."mark_labels" or
    replace("session"."mark_labels", cast($23 as text), '') <> "session"."mark_labels") then 1 else 0 end as "fits", null
  as "words"
from "session_label"
cross
join "session"
where "session_label"."scope" = cast($24 as text)
and "session_label"."label" = cast($25 as text)
and "session_label"."state" = cast($26 as text)
and "session"."id" = "session_label"."session_id"
and "session"."listed_at" = "session_label"."listed_at"
and "session"."state" = "session_label"."state"
order by "session_label"."listed_at" desc, "session_label"."session_id" desc
limit cast($27 as bigint);

-- filteredSessionPage.lookedAtSessions (origin: given, by: label, scope: project, parent: any)
select "session"."id" as "id", "session"."project_id" as "projectId", "session"."parent_id" as "parentId",
  "session"."revision" as "revision", "session"."updated_at" as "updatedAt", "session"."input_tokens" as "inputTokens",
  "session"."output_tokens" as "outputTokens", "session"."reasoning_tokens" as "reasoningTokens",
  "session"."cache_read_tokens" as "cacheReadTokens", "session"."cache_write_tokens" as "cacheWriteTokens",
  "session"."cost_nanos" as "costNanos", "session"."message_count" as "messageCount", "session"."created_at" as
  "createdAt", "session"."archived_at" as "archivedAt", "session"."deleted_at" as "deletedAt", "session"."deletion_id" as
  "deletionId", "session"."title_source" as "titleSource", "session"."author_user" as "authorUser",
  "session"."author_host" as "authorHost", "session"."agent" as "agent", "session"."directory" as "directory", case when
  octet_length("session"."title") <= case when "session"."project_id" = cast($1 as text)
and replace("session"."origin_labels", cast($2 as text), '') <> "session"."origin_labels" then cast($3 as bigint) else -1
  end then "session"."title" end as "title", case when octet_length("session"."todos") <= case when
  "session"."project_id" = cast($4 as text)
and replace("session"."origin_labels", cast($5 as text), '') <> "session"."origin_labels" then cast($6 as bigint) else -1
  end then "session"."todos" end as "todos", case when octet_length("session"."metadata") <= case when
  "session"."project_id" = cast($7 as text)
and replace("session"."origin_labels", cast($8 as text), '') <> "session"."origin_labels" then cast($9 as bigint) else -1
  end then "session"."metadata" end as "metadata", case when octet_length("session"."model") <= case when
  "session"."project_id" = cast($10 as text)
and replace("session"."origin_labels", cast($11 as text), '') <> "session"."origin_labels" then cast($12 as bigint) else
  -1 end then "session"."model" end as "model", case when octet_length("session"."marks") <= case when
  "session"."project_id" = cast($13 as text)
and replace("session"."origin_labels", cast($14 as text), '') <> "session"."origin_labels" then cast($15 as bigint) else
  -1 end then "session"."marks" end as "marks", (coalesce(octet_length("session"."title"), 0) +
    coalesce(octet_length("session"."todos"), 0) + coalesce(octet_length("session"."metadata"), 0) +
    coalesce(octet_length("session"."model"), 0) + coalesce(octet_length("session"."marks"), 0)) as "bytes", case when
  "session"."project_id" = cast($16 as text)
and replace("session"."origin_labels", cast($17 as text), '') <> "session"."origin_labels" then 1 else 0 end as "fits",
  null as "words"
from "session_label"
cross
join "session"
where "session_label"."scope" = cast($18 as text)
and "session_label"."label" = cast($19 as text)
and "session_label"."state" = cast($20 as text)
and "session"."id" = "session_label"."session_id"
and "session"."listed_at" = "session_label"."listed_at"
and "session"."state" = "session_label"."state"
order by "session_label"."listed_at" desc, "session_label"."session_id" desc
limit cast($21 as bigint);

-- filteredSessionPage.lookedAtSessions (origin: none, by: label, scope: project, parent: any)
select "session"."id" as "id", "session"."project_id" as "projectId", "session"."parent_id" as "parentId",
  "session"."revision" as "revision", "session"."updated_at" as "updatedAt", "session"."input_tokens" as "inputTokens",
  "session"."output_tokens" as "outputTokens", "session"."reasoning_tokens" as "reasoningTokens",
  "session"."cache_read_tokens" as "cacheReadTokens", "session"."cache_write_tokens" as "cacheWriteTokens",
  "session"."cost_nanos" as "costNanos", "session"."message_count" as "messageCount", "session"."created_at" as
  "createdAt", "session"."archived_at" as "archivedAt", "session"."deleted_at" as "deletedAt", "session"."deletion_id" as
  "deletionId", "session"."title_source" as "titleSource", "session"."author_user" as "authorUser",
  "session"."author_host" as "authorHost", "session"."agent" as "agent", "session"."directory" as "directory", case when
  octet_length("session"."title") <= case when "session"."project_id" = cast($1 as text)
and "session"."origin_labels" = '' then cast($2 as bigint) else -1 end then "session"."title" end as "title", case when
  octet_length("session"."todos") <= case when "session"."project_id" = cast($3 as text)
and "session"."origin_labels" = '' then cast($4 as bigint) else -1 end then "session"."todos" end as "todos", case when
  octet_length("session"."metadata") <= case when "session"."project_id" = cast($5 as text)
and "session"."origin_labels" = '' then cast($6 as bigint) else -1 end then "session"."metadata" end as "metadata", case
  when octet_length("session"."model") <= case when "session"."project_id" = cast($7 as text)
and "session"."origin_labels" = '' then cast($8 as bigint) else -1 end then "session"."model" end as "model", case when
  octet_length("session"."marks") <= case when "session"."project_id" = cast($9 as text)
and "session"."origin_labels" = '' then cast($10 as bigint) else -1 end then "session"."marks" end as "marks",
  (coalesce(octet_length("session"."title"), 0) + coalesce(octet_length("session"."todos"), 0) +
    coalesce(octet_length("session"."metadata"), 0) + coalesce(octet_length("session"."model"), 0) +
    coalesce(octet_length("session"."marks"), 0)) as "bytes", case when "session"."project_id" = cast($11 as text)
and "session"."origin_labels" = '' then 1 else 0 end as "fits", null as "words"
from "session_label"
cross
join "session"
where "session_label"."scope" = cast($12 as text)
and "session_label"."label" = cast($13 as text)
and "session_label"."state" = cast($14 as text)
and "session"."id" = "session_label"."session_id"
and "session"."listed_at" = "session_label"."listed_at"
and "session"."state" = "session_label"."state"
order by "session_label"."listed_at" desc, "session_label"."session_id" desc
limit cast($15 as bigint);

-- filteredSessionPage.lookedAtSessions (model, by: label, scope: project, parent: any)
select "session"."id" as "id", "session"."project_id" as "projectId", "session"."parent_id" as "parentId",
  "session"."revision" as "revision", "session"."updated_at" as "updatedAt", "session"."input_tokens" as "inputTokens",
  "session"."output_tokens" as "outputTokens", "session"."reasoning_tokens" as "reasoningTokens",
  "session"."cache_read_tokens" as "cacheReadTokens", "session"."cache_write_tokens" as "cacheWriteTokens",
  "session"."cost_nanos" as "costNanos", "session"."message_count" as "messageCount", "session"."created_at" as
  "createdAt", "session"."archived_at" as "archivedAt", "session"."deleted_at" as "deletedAt", "session"."deletion_id" as
  "deletionId", "session"."title_source" as "titleSource", "session"."author_user" as "authorUser",
  "session"."author_host" as "authorHost", "session"."agent" as "agent", "session"."directory" as "directory", case when
  octet_length("session"."title") <= case when "session"."project_id" = cast($1 as text)
and replace("session"."model_labels", cast($2 as text), '') <> "session"."model_labels" then cast($3 as bigint) else -1
  end then "session"."title" end as "title", case when octet_length("session"."todos") <= case when
  "session"."project_id" = cast($4 as text)
and replace("session"."model_labels", cast($5 as text), '') <> "session"."model_labels" then cast($6 as bigint) else -1
  end then "session"."todos" end as "todos", case when octet_length("session"."metadata") <= case when
  "session"."project_id" = cast($7 as text)
and replace("session"."model_labels", cast($8 as text), '') <> "session"."model_labels" then cast($9 as bigint) else -1
  end then "session"."metadata" end as "metadata", case when octet_length("session"."model") <= case when
  "session"."project_id" = cast($10 as text)
and replace("session"."model_labels", cast($11 as text), '') <> "session"."model_labels" then cast($12 as bigint) else -1
  end then "session"."model" end as "model", case when octet_length("session"."marks") <= case when
  "session"."project_id" = cast($13 as text)
and replace("session"."model_labels", cast($14 as text), '') <> "session"."model_labels" then cast($15 as bigint) else -1
  end then "session"."marks" end as "marks", (coalesce(octet_length("session"."title"), 0) +
    coalesce(octet_length("session"."todos"), 0) + coalesce(octet_length("session"."metadata"), 0) +
    coalesce(octet_length("session"."model"), 0) + coalesce(octet_length("session"."marks"), 0)) as "bytes", case when
  "session"."project_id" = cast($16 as text)
and replace("session"."model_labels", cast($17 as text), '') <> "session"."model_labels" then 1 else 0 end as "fits",
  null as "words"
from "session_label"
cross
join "session"
where "session_label"."scope" = cast($18 as text)
and "session_label"."label" = cast($19 as text)
and "session_label"."state" = cast($20 as text)
and "session"."id" = "session_label"."session_id"
and "session"."listed_at" = "session_label"."listed_at"
and "session"."state" = "session_label"."state"
order by "session_label"."listed_at" desc, "session_label"."session_id" desc
limit cast($21 as bigint);

-- filteredSessionPage.lookedAtSessions (folder, by: label, scope: project, parent: any)
select "session"."id" as "id", "session"."project_id" as "projectId", "session"."parent_id" as "parentId",
  "session"."revision" as "revision", "session"."updated_at" as "updatedAt", "session"."input_tokens" as "inputTokens",
  "session"."output_tokens" as "outputTokens", "session"."reasoning_tokens" as "reasoningTokens",
  "session"."cache_read_tokens" as "cacheReadTokens", "session"."cache_write_tokens" as "cacheWriteTokens",
  "session"."cost_nanos" as "costNanos", "session"."message_count" as "messageCount", "session"."created_at" as
  "createdAt", "session"."archived_at" as "archivedAt", "session"."deleted_at" as "deletedAt", "session"."deletion_id" as
  "deletionId", "session"."title_source" as "titleSource", "session"."author_user" as "authorUser",
  "session"."author_host" as "authorHost", "session"."agent" as "agent", "session"."directory" as "directory", case when
  octet_length("session"."title") <= case when "session"."project_id" = cast($1 as text)
and replace("session"."folder_labels", cast($2 as text), '') <> "session"."folder_labels" then cast($3 as bigint) else -1
  end then "session"."title" end as "title", case when octet_length("session"."todos") <= case when
  "session"."project_id" = cast($4 as text)
and replace("session"."folder_labels", cast($5 as text), '') <> "session"."folder_labels" then cast($6 as bigint) else -1
  end then "session"."todos" end as "todos", case when octet_length("session"."metadata") <= case when
  "session"."project_id" = cast($7 as text)
and replace("session"."folder_labels", cast($8 as text), '') <> "session"."folder_labels" then cast($9 as bigint) else -1
  end then "session"."metadata" end as "metadata", case when octet_length("session"."model") <= case when
  "session"."project_id" = cast($10 as text)
and replace("session"."folder_labels", cast($11 as text), '') <> "session"."folder_labels" then cast($12 as bigint) else
  -1 end then "session"."model" end as "model", case when octet_length("session"."marks") <= case when
  "session"."project_id" = cast($13 as text)
and replace("session"."folder_labels", cast($14 as text), '') <> "session"."folder_labels" then cast($15 as bigint) else
  -1 end then "session"."marks" end as "marks", (coalesce(octet_length("session"."title"), 0) +
    coalesce(octet_length("session"."todos"), 0) + coalesce(octet_length("session"."metadata"), 0) +
    coalesce(octet_length("session"."model"), 0) + coalesce(octet_length("session"."marks"), 0)) as "bytes", case when
  "session"."project_id" = cast($16 as text)
and replace("session"."folder_labels", cast($17 as text), '') <> "session"."folder_labels" then 1 else 0 end as "fits",
  null as "words"
from "session_label"
cross
join "session"
where "session_label"."scope" = cast($18 as text)
and "session_label"."label" = cast($19 as text)
and "session_label"."state" = cast($20 as text)
and "session"."id" = "session_label"."session_id"
and "session"."listed_at" = "session_label"."listed_at"
and "session"."state" = "session_label"."state"
order by "session_label"."listed_at" desc, "session_label"."session_id" desc
limit cast($21 as bigint);

-- filteredSessionPage.lookedAtSessions (dates, by: label, scope: project, parent: any)
select "session"."id" as "id", "session"."project_id" as "projectId", "session"."parent_id" as "parentId",
  "session"."revision" as "revision", "session"."updated_at" as "updatedAt", "session"."input_tokens" as "inputTokens",
  "session"."output_tokens" as "outputTokens", "session"."reasoning_tokens" as "reasoningTokens",
  "session"."cache_read_tokens" as "cacheReadTokens", "session"."cache_write_tokens" as "cacheWriteTokens",
  "session"."cost_nanos" as "costNanos", "session"."message_count" as "messageCount", "session"."created_at" as
  "createdAt", "session"."archived_at" as "archivedAt", "session"."deleted_at" as "deletedAt", "session"."deletion_id" as
  "deletionId", "session"."title_source" as "titleSource", "session"."author_user" as "authorUser",
  "session"."author_host" as "authorHost", "session"."agent" as "agent", "session"."directory" as "directory", case when
  octet_length("session"."title") <= case when "session"."project_id" = cast($1 as text) then cast($2 as bigint) else -1
  end then "session"."title" end as "title", case when octet_length("session"."todos") <= case when
  "session"."project_id" = cast($3 as text) then cast($4 as bigint) else -1 end then "session"."todos" end as "todos",
  case when octet_length("session"."metadata") <= case when "session"."project_id" = cast($5 as text) then cast($6 as
    bigint) else -1 end then "session"."metadata" end as "metadata", case when octet_length("session"."model") <= case
  when "session"."project_id" = cast($7 as text) then cast($8 as bigint) else -1 end then "session"."model" end as
  "model", case when octet_length("session"."marks") <= case when "session"."project_id" = cast($9 as text) then cast($10
    as bigint) else -1 end then "session"."marks" end as "marks", (coalesce(octet_length("session"."title"), 0) +
    coalesce(octet_length("session"."todos"), 0) + coalesce(octet_length("session"."metadata"), 0) +
    coalesce(octet_length("session"."model"), 0) + coalesce(octet_length("session"."marks"), 0)) as "bytes", case when
  "session"."project_id" = cast($11 as text) then 1 else 0 end as "fits", null as "words"
from "session_label"
cross
join "session"
where "session_label"."scope" = cast($12 as text)
and "session_label"."label" = cast($13 as text)
and "session_label"."state" = cast($14 as text)
and "session_label"."listed_at" >= cast($15 as bigint)
and "session_label"."listed_at" < cast($16 as bigint)
and "session"."id" = "session_label"."session_id"
and "session"."listed_at" = "session_label"."listed_at"
and "session"."state" = "session_label"."state"
order by "session_label"."listed_at" desc, "session_label"."session_id" desc
limit cast($17 as bigint);

-- filteredSessionPage.lookedAtSessions (author, by: label, scope: project, parent: any)
select "session"."id" as "id", "session"."project_id" as "projectId", "session"."parent_id" as "parentId",
  "session"."revision" as "revision", "session"."updated_at" as "updatedAt", "session"."input_tokens" as "inputTokens",
  "session"."output_tokens" as "outputTokens", "session"."reasoning_tokens" as "reasoningTokens",
  "session"."cache_read_tokens" as "cacheReadTokens", "session"."cache_write_tokens" as "cacheWriteTokens",
  "session"."cost_nanos" as "costNanos", "session"."message_count" as "messageCount", "session"."created_at" as
  "createdAt", "session"."archived_at" as "archivedAt", "session"."deleted_at" as "deletedAt", "session"."deletion_id" as
  "deletionId", "session"."title_source" as "titleSource", "session"."author_user" as "authorUser",
  "session"."author_host" as "authorHost", "session"."agent" as "agent", "session"."directory" as "directory", case when
  octet_length("session"."title") <= case when "session"."project_id" = cast($1 as text)
and "session"."author_user" = cast($2 as text) then cast($3 as bigint) else -1 end then "session"."title" end as "title",
  case when octet_length("session"."todos") <= case when "session"."project_id" = cast($4 as text)
and "session"."author_user" = cast($5 as text) then cast($6 as bigint) else -1 end then "session"."todos" end as "todos",
  case when octet_length("session"."metadata") <= case when "session"."project_id" = cast($7 as text)
and "session"."author_user" = cast($8 as text) then cast($9 as bigint) else -1 end then "session"."metadata" end as
  "metadata", case when octet_length("session"."model") <= case when "session"."project_id" = cast($10 as text)
and "session"."author_user" = cast($11 as text) then cast($12 as bigint) else -1 end then "session"."model" end as
  "model", case when octet_length("session"."marks") <= case when "session"."project_id" = cast($13 as text)
and "session"."author_user" = cast($14 as text) then cast($15 as bigint) else -1 end then "session"."marks" end as
  "marks", (coalesce(octet_length("session"."title"), 0) + coalesce(octet_length("session"."todos"), 0) +
    coalesce(octet_length("session"."metadata"), 0) + coalesce(octet_length("session"."model"), 0) +
    coalesce(octet_length("session"."marks"), 0)) as "bytes", case when "session"."project_id" = cast($16 as text)
and "session"."author_user" = cast($17 as text) then 1 else 0 end as "fits", null as "words"
from "session_label"
cross
join "session"
where "session_label"."scope" = cast($18 as text)
and "session_label"."label" = cast($19 as text)
and "session_label"."state" = cast($20 as text)
and "session"."id" = "session_label"."session_id"
and "session"."listed_at" = "session_label"."listed_at"
and "session"."state" = "session_label"."state"
order by "session_label"."listed_at" desc, "session_label"."session_id" desc
limit cast($21 as bigint);

-- filteredSessionPage.lookedAtSessions (author, dates, folder, model, origin: none, pinned: not, tag, by: hot, scope: all, parent: given, title, after)
select "session"."id" as "id", "session"."project_id" as "projectId", "session"."parent_id" as "parentId",
  "session"."revision" as "revision", "session"."updated_at" as "updatedAt", "session"."input_tokens" as "inputTokens",
  "session"."output_tokens" as "outputTokens", "session"."reasoning_tokens" as "reasoningTokens",
  "session"."cache_read_tokens" as "cacheReadTokens", "session"."cache_write_tokens" as "cacheWriteTokens",
  "session"."cost_nanos" as "costNanos", "session"."message_count" as "messageCount", "session"."created_at" as
  "createdAt", "session"."archived_at" as "archivedAt", "session"."deleted_at" as "deletedAt", "session"."deletion_id" as
  "deletionId", "session"."title_source" as "titleSource", "session"."author_user" as "authorUser",
  "session"."author_host" as "authorHost", "session"."agent" as "agent", "session"."directory" as "directory", case when
  octet_length("session"."title") <= case when 1 = 1 then cast($1 as bigint) else -1 end then "session"."title" end as
  "title", case when octet_length("session"."todos") <= case when 1 = 1 then cast($2 as bigint) else -1 end then
  "session"."todos" end as "todos", case when octet_length("session"."metadata") <= case when 1 = 1 then cast($3 as
    bigint) else -1 end then "session"."metadata" end as "metadata", case when octet_length("session"."model") <= case
  when 1 = 1 then cast($4 as bigint) else -1 end then "session"."model" end as "model", case when
  octet_length("session"."marks") <= case when 1 = 1 then cast($5 as bigint) else -1 end then "session"."marks" end as
  "marks", (coalesce(octet_length("session"."title"), 0) + coalesce(octet_length("session"."todos"), 0) +
    coalesce(octet_length("session"."metadata"), 0) + coalesce(octet_length("session"."model"), 0) +
    coalesce(octet_length("session"."marks"), 0)) as "bytes", case when 1 = 1 then 1 else 0 end as "fits", case when 1 =
  1 then "session"."title" end as "words"
from "session"
where "session"."listed_at" is null
and "session"."state" = cast($6 as text)
and "session"."parent_id" = cast($7 as text)
and "session"."author_user" = cast($8 as text)
and replace("session"."folder_labels", cast($9 as text), '') <> "session"."folder_labels"
and replace("session"."model_labels", cast($10 as text), '') <> "session"."model_labels"
and "session"."origin_labels" = ''
and not (replace("session"."mark_labels", cast($11 as text), '') <> "session"."mark_labels" or
    replace("session"."mark_labels", cast($12 as text), '') <> "session"."mark_labels")
and (replace("session"."mark_labels", cast($13 as text), '') <> "session"."mark_labels" or
    replace("session"."mark_labels", cast($14 as text), '') <> "session"."mark_labels")
and "session"."updated_at" >= cast($15 as bigint)
and "session"."updated_at" < cast($16 as bigint)
and "session"."updated_at" <= cast($17 as bigint)
and ("session"."updated_at" < cast($18 as bigint) or "session"."id" < cast($19 as text))
order by "session"."updated_at" desc, "session"."id" desc
limit cast($20 as bigint);

-- sessionPrefix.sessionsWithPrefix (among: all)
select "session"."id" as "id", "session"."project_id" as "projectId", "session"."title" as "title",
  "session"."updated_at" as "updatedAt", "session"."deleted_at" as "deletedAt"
from "session"
where "session"."id" >= cast($1 as text)
and "session"."id" < cast($2 as text)
and (cast($3 as bigint) = 1 or "session"."deleted_at" is null)
order by "session"."id"
limit cast($4 as bigint);

-- sessionPrefix.sessionsWithPrefix (among: settled)
select "session"."id" as "id", "session"."project_id" as "projectId", "session"."title" as "title",
  "session"."updated_at" as "updatedAt", "session"."deleted_at" as "deletedAt"
from "session"
where "session"."listed_at" is not null
and "session"."project_id" = cast($1 as text)
and "session"."id" >= cast($2 as text)
and "session"."id" < cast($3 as text)
and (cast($4 as bigint) = 1 or "session"."deleted_at" is null)
order by "session"."id"
limit cast($5 as bigint);

-- sessionPrefix.sessionsWithPrefix (among: hot)
select "session"."id" as "id", "session"."project_id" as "projectId", "session"."title" as "title",
  "session"."updated_at" as "updatedAt", "session"."deleted_at" as "deletedAt"
from "session"
where "session"."listed_at" is null
and "session"."project_id" = cast($1 as text)
and "session"."id" >= cast($2 as text)
and "session"."id" < cast($3 as text)
and (cast($4 as bigint) = 1 or "session"."deleted_at" is null)
order by "session"."id"
limit cast($5 as bigint);

-- messagePage.largePartSizes
select "part"."position" as "position", (coalesce(octet_length("part"."data"), 0)) as "bytes"
from "part"
where "part"."session_id" = cast($1 as text)
and "part"."message_id" = cast($2 as text)
order by "part"."position"
limit cast($3 as bigint);

-- messagePage.messagePage (order: oldest-first, start: after position).messages
select "message"."session_id" as "sessionId", "message"."id" as "id", "message"."role" as "role", "message"."parent_id"
  as "parentId", "message"."agent" as "agent", "message"."input_tokens" as "inputTokens", "message"."output_tokens" as
  "outputTokens", "message"."reasoning_tokens" as "reasoningTokens", "message"."cache_read_tokens" as "cacheReadTokens",
  "message"."cache_write_tokens" as "cacheWriteTokens", "message"."cost" as "cost", "message"."author_user" as
  "authorUser", "message"."author_host" as "authorHost", "message"."created_at" as "createdAt", "message"."updated_at" as
  "updatedAt", "message"."completed_at" as "completedAt", "message"."position" as "position", "message"."revision" as
  "revision", case when octet_length("message"."metadata") <= cast($1 as bigint) then "message"."metadata" end as
  "metadata", case when octet_length("message"."model") <= cast($2 as bigint) then "message"."model" end as "model", case
  when octet_length("message"."error") <= cast($3 as bigint) then "message"."error" end as "error",
  (coalesce(octet_length("message"."metadata"), 0) + coalesce(octet_length("message"."model"), 0) +
    coalesce(octet_length("message"."error"), 0)) as "bytes"
from "message"
where "message"."session_id" = cast($4 as text)
and "message"."position" > cast($5 as bigint)
order by "message"."position" asc
limit cast($6 as bigint);

-- messagePage.messagePage (order: oldest-first, start: after position).parts
select "part"."session_id" as "sessionId", "part"."message_id" as "messageId", "part"."id" as "id", "part"."type" as
  "type", "part"."created_at" as "createdAt", "part"."updated_at" as "updatedAt", "part"."position" as "position",
  "part"."revision" as "revision", case when octet_length("part"."data") <=
(select case when coalesce(sum("bytes" + 256), 0) <= cast($1 as bigint) then 9007199254740991 else cast($2 as bigint) end
  from
  (select (coalesce(octet_length("part"."data"), 0)) as "bytes"
    from
    (select "message"."id" as "id"
      from "message"
      where "message"."session_id" = cast($3 as text)
      and "message"."position" > cast($4 as bigint)
      order by "message"."position" asc
      limit cast($5 as bigint)) as "page"
    cross
    join "part"
    where "part"."session_id" = cast($6 as text)
    and "part"."message_id" = "page"."id") as "sizes") then "part"."data" end as "data",
  (coalesce(octet_length("part"."data"), 0)) as "bytes"
from
(select "message"."id" as "id"
  from "message"
  where "message"."session_id" = cast($7 as text)
  and "message"."position" > cast($8 as bigint)
  order by "message"."position" asc
  limit cast($9 as bigint)) as "page"
cross
join "part"
where "part"."session_id" = cast($10 as text)
and "part"."message_id" = "page"."id"
limit cast($11 as bigint);

-- messagePage.messagePage (order: oldest-first, start: from message).messages
select "message"."session_id" as "sessionId", "message"."id" as "id", "message"."role" as "role", "message"."parent_id"
  as "parentId", "message"."agent" as "agent", "message"."input_tokens" as "inputTokens", "message"."output_tokens" as
  "outputTokens", "message"."reasoning_tokens" as "reasoningTokens", "message"."cache_read_tokens" as "cacheReadTokens",
  "message"."cache_write_tokens" as "cacheWriteTokens", "message"."cost" as "cost", "message"."author_user" as
  "authorUser", "message"."author_host" as "authorHost", "message"."created_at" as "createdAt", "message"."updated_at" as
  "updatedAt", "message"."completed_at" as "completedAt", "message"."position" as "position", "message"."revision" as
  "revision", case when octet_length("message"."metadata") <= cast($1 as bigint) then "message"."metadata" end as
  "metadata", case when octet_length("message"."model") <= cast($2 as bigint) then "message"."model" end as "model", case
  when octet_length("message"."error") <= cast($3 as bigint) then "message"."error" end as "error",
  (coalesce(octet_length("message"."metadata"), 0) + coalesce(octet_length("message"."model"), 0) +
    coalesce(octet_length("message"."error"), 0)) as "bytes"
from "message"
where "message"."session_id" = cast($4 as text)
and "message"."position" >=
(select "message"."position"
  from "message"
  where "message"."session_id" = cast($5 as text)
  and "message"."id" = cast($6 as text))
order by "message"."position" asc
limit cast($7 as bigint);

-- messagePage.messagePage (order: oldest-first, start: from message).parts
select "part"."session_id" as "sessionId", "part"."message_id" as "messageId", "part"."id" as "id", "part"."type" as
  "type", "part"."created_at" as "createdAt", "part"."updated_at" as "updatedAt", "part"."position" as "position",
  "part"."revision" as "revision", case when octet_length("part"."data") <=
(select case when coalesce(sum("bytes" + 256), 0) <= cast($1 as bigint) then 9007199254740991 else cast($2 as bigint) end
  from
  (select (coalesce(octet_length("part"."data"), 0)) as "bytes"
    from
    (select "message"."id" as "id"
      from "message"
      where "message"."session_id" = cast($3 as text)
      and "message"."position" >=
      (select "message"."position"
        from "message"
        where "message"."session_id" = cast($4 as text)
        and "message"."id" = cast($5 as text))
      order by "message"."position" asc
      limit cast($6 as bigint)) as "page"
    cross
    join "part"
    where "part"."session_id" = cast($7 as text)
    and "part"."message_id" = "page"."id") as "sizes") then "part"."data" end as "data",
  (coalesce(octet_length("part"."data"), 0)) as "bytes"
from
(select "message"."id" as "id"
  from "message"
  where "message"."session_id" = cast($8 as text)
  and "message"."position" >=
  (select "message"."position"
    from "message"
    where "message"."session_id" = cast($9 as text)
    and "message"."id" = cast($10 as text))
  order by "message"."position" asc
  limit cast($11 as bigint)) as "page"
cross
join "part"
where "part"."session_id" = cast($12 as text)
and "part"."message_id" = "page"."id"
limit cast($13 as bigint);

-- messagePage.messagePage (order: newest-first, start: after position).messages
select "message"."session_id" as "sessionId", "message"."id" as "id", "message"."role" as "role", "message"."parent_id"
  as "parentId", "message"."agent" as "agent", "message"."input_tokens" as "inputTokens", "message"."output_tokens" as
  "outputTokens", "message"."reasoning_tokens" as "reasoningTokens", "message"."cache_read_tokens" as "cacheReadTokens",
  "message"."cache_write_tokens" as "cacheWriteTokens", "message"."cost" as "cost", "message"."author_user" as
  "authorUser", "message"."author_host" as "authorHost", "message"."created_at" as "createdAt", "message"."updated_at" as
  "updatedAt", "message"."completed_at" as "completedAt", "message"."position" as "position", "message"."revision" as
  "revision", case when octet_length("message"."metadata") <= cast($1 as bigint) then "message"."metadata" end as
  "metadata", case when octet_length("message"."model") <= cast($2 as bigint) then "message"."model" end as "model", case
  when octet_length("message"."error") <= cast($3 as bigint) then "message"."error" end as "error",
  (coalesce(octet_length("message"."metadata"), 0) + coalesce(octet_length("message"."model"), 0) +
    coalesce(octet_length("message"."error"), 0)) as "bytes"
from "message"
where "message"."session_id" = cast($4 as text)
and "message"."position" < cast($5 as bigint)
order by "message"."position" desc
limit cast($6 as bigint);

-- messagePage.messagePage (order: newest-first, start: after position).parts
select "part"."session_id" as "sessionId", "part"."message_id" as "messageId", "part"."id" as "id", "part"."type" as
  "type", "part"."created_at" as "createdAt", "part"."updated_at" as "updatedAt", "part"."position" as "position",
  "part"."revision" as "revision", case when octet_length("part"."data") <=
(select case when coalesce(sum("bytes" + 256), 0) <= cast($1 as bigint) then 9007199254740991 else cast($2 as bigint) end
  from
  (select (coalesce(octet_length("part"."data"), 0)) as "bytes"
    from
    (select "message"."id" as "id"
      from "message"
      where "message"."session_id" = cast($3 as text)
      and "message"."position" < cast($4 as bigint)
      order by "message"."position" desc
      limit cast($5 as bigint)) as "page"
    cross
    join "part"
    where "part"."session_id" = cast($6 as text)
    and "part"."message_id" = "page"."id") as "sizes") then "part"."data" end as "data",
  (coalesce(octet_length("part"."data"), 0)) as "bytes"
from
(select "message"."id" as "id"
  from "message"
  where "message"."session_id" = cast($7 as text)
  and "message"."position" < cast($8 as bigint)
  order by "message"."position" desc
  limit cast($9 as bigint)) as "page"
cross
join "part"
where "part"."session_id" = cast($10 as text)
and "part"."message_id" = "page"."id"
limit cast($11 as bigint);

-- messagePage.messagePage (order: newest-first, start: from message).messages
select "message"."session_id" as "sessionId", "message"."id" as "id", "message"."role" as "role", "message"."parent_id"
  as "parentId", "message"."agent" as "agent", "message"."input_tokens" as "inputTokens", "message"."output_tokens" as
  "outputTokens", "message"."reasoning_tokens" as "reasoningTokens", "message"."cache_read_tokens" as "cacheReadTokens",
  "message"."cache_write_tokens" as "cacheWriteTokens", "message"."cost" as "cost", "message"."author_user" as
  "authorUser", "message"."author_host" as "authorHost", "message"."created_at" as "createdAt", "message"."updated_at" as
  "updatedAt", "message"."completed_at" as "completedAt", "message"."position" as "position", "message"."revision" as
  "revision", case when octet_length("message"."metadata") <= cast($1 as bigint) then "message"."metadata" end as
  "metadata", case when octet_length("message"."model") <= cast($2 as bigint) then "message"."model" end as "model", case
  when octet_length("message"."error") <= cast($3 as bigint) then "message"."error" end as "error",
  (coalesce(octet_length("message"."metadata"), 0) + coalesce(octet_length("message"."model"), 0) +
    coalesce(octet_length("message"."error"), 0)) as "bytes"
from "message"
where "message"."session_id" = cast($4 as text)
and "message"."position" <=
(select "message"."position"
  from "message"
  where "message"."session_id" = cast($5 as text)
  and "message"."id" = cast($6 as text))
order by "message"."position" desc
limit cast($7 as bigint);

-- messagePage.messagePage (order: newest-first, start: from message).parts
select "part"."session_id" as "sessionId", "part"."message_id" as "messageId", "part"."id" as "id", "part"."type" as
  "type", "part"."created_at" as "createdAt", "part"."updated_at" as "updatedAt", "part"."position" as "position",
  "part"."revision" as "revision", case when octet_length("part"."data") <=
(select case when coalesce(sum("bytes" + 256), 0) <= cast($1 as bigint) then 9007199254740991 else cast($2 as bigint) end
  from
  (select (coalesce(octet_length("part"."data"), 0)) as "bytes"
    from
    (select "message"."id" as "id"
      from "message"
      where "message"."session_id" = cast($3 as text)
      and "message"."position" <=
      (select "message"."position"
        from "message"
        where "message"."session_id" = cast($4 as text)
        and "message"."id" = cast($5 as text))
      order by "message"."position" desc
      limit cast($6 as bigint)) as "page"
    cross
    join "part"
    where "part"."session_id" = cast($7 as text)
    and "part"."message_id" = "page"."id") as "sizes") then "part"."data" end as "data",
  (coalesce(octet_length("part"."data"), 0)) as "bytes"
from
(select "message"."id" as "id"
  from "message"
  where "message"."session_id" = cast($8 as text)
  and "message"."position" <=
  (select "message"."position"
    from "message"
    where "message"."session_id" = cast($9 as text)
    and "message"."id" = cast($10 as text))
  order by "message"."position" desc
  limit cast($11 as bigint)) as "page"
cross
join "part"
where "part"."session_id" = cast($12 as text)
and "part"."message_id" = "page"."id"
limit cast($13 as bigint);

-- messagePage.partsUpTo
select "part"."session_id" as "sessionId", "part"."message_id" as "messageId", "part"."id" as "id", "part"."type" as
  "type", "part"."created_at" as "createdAt", "part"."updated_at" as "updatedAt", "part"."position" as "position",
  "part"."revision" as "revision", case when octet_length("part"."data") <= cast($1 as bigint) then "part"."data" end as
  "data", (coalesce(octet_length("part"."data"), 0)) as "bytes"
from "part"
where "part"."session_id" = cast($2 as text)
and "part"."message_id" = cast($3 as text)
and "part"."position" <= cast($4 as bigint);

-- partPage.nextPartPosition
select min("part"."position") as "position"
from "part"
where "part"."session_id" = cast($1 as text)
and "part"."message_id" = cast($2 as text)
and "part"."position" > cast($3 as bigint);

-- partPage.partsInStretch
select "part"."session_id" as "sessionId", "part"."message_id" as "messageId", "part"."id" as "id", "part"."type" as
  "type", "part"."created_at" as "createdAt", "part"."updated_at" as "updatedAt", "part"."position" as "position",
  "part"."revision" as "revision", case when octet_length("part"."data") <= cast($1 as bigint) then "part"."data" end as
  "data", (coalesce(octet_length("part"."data"), 0)) as "bytes"
from "part"
where "part"."session_id" = cast($2 as text)
and "part"."message_id" = cast($3 as text)
and "part"."position" > cast($4 as bigint)
and "part"."position" <= cast($5 as bigint);

-- partPage.wholePartsInStretch
select "part"."session_id" as "sessionId", "part"."message_id" as "messageId", "part"."id" as "id", "part"."type" as
  "type", "part"."created_at" as "createdAt", "part"."updated_at" as "updatedAt", "part"."position" as "position",
  "part"."revision" as "revision", "part"."data" as "data"
from "part"
where "part"."session_id" = cast($1 as text)
and "part"."message_id" = cast($2 as text)
and "part"."position" > cast($3 as bigint)
and "part"."position" <= cast($4 as bigint);

-- rowByKey.fileByKey
select "file_version"."session_id" as "sessionId", "file_version"."path" as "path", "file_version"."version" as
  "version", "file_version"."content" as "content", "file_version"."created_at" as "createdAt", "file_version"."revision"
  as "revision"
from "file_version"
where "file_version"."session_id" = cast($1 as text)
and "file_version"."path" = cast($2 as text)
and "file_version"."version" = cast($3 as bigint);

-- rowByKey.messageByKey
select "message"."session_id" as "sessionId", "message"."id" as "id", "message"."role" as "role", "message"."parent_id"
  as "parentId", "message"."agent" as "agent", "message"."model" as "model", "message"."input_tokens" as "inputTokens",
  "message"."output_tokens" as "outputTokens", "message"."reasoning_tokens" as "reasoningTokens",
  "message"."cache_read_tokens" as "cacheReadTokens", "message"."cache_write_tokens" as "cacheWriteTokens",
  "message"."cost" as "cost", "message"."error" as "error", "message"."author_user" as "authorUser",
  "message"."author_host" as "authorHost", "message"."metadata" as "metadata", "message"."created_at" as "createdAt",
  "message"."updated_at" as "updatedAt", "message"."completed_at" as "completedAt", "message"."position" as "position",
  "message"."revision" as "revision"
from "message"
where "message"."session_id" = cast($1 as text)
and "message"."id" = cast($2 as text);

-- rowByKey.partByKey
select "part"."session_id" as "sessionId", "part"."message_id" as "messageId", "part"."id" as "id", "part"."type" as
  "type", "part"."created_at" as "createdAt", "part"."updated_at" as "updatedAt", "part"."position" as "position",
  "part"."revision" as "revision", "part"."data" as "data"
from "part"
where "part"."session_id" = cast($1 as text)
and "part"."message_id" = cast($2 as text)
and "part"."id" = cast($3 as text);

-- rowByKey.sessionByKey
select "session"."id" as "id", "session"."project_id" as "projectId", "session"."parent_id" as "parentId",
  "session"."revision" as "revision", "session"."updated_at" as "updatedAt", "session"."input_tokens" as "inputTokens",
  "session"."output_tokens" as "outputTokens", "session"."reasoning_tokens" as "reasoningTokens",
  "session"."cache_read_tokens" as "cacheReadTokens", "session"."cache_write_tokens" as "cacheWriteTokens",
  "session"."cost_nanos" as "costNanos", "session"."message_count" as "messageCount", "session"."created_at" as
  "createdAt", "session"."archived_at" as "archivedAt", "session"."deleted_at" as "deletedAt", "session"."deletion_id" as
  "deletionId", "session"."title_source" as "titleSource", "session"."author_user" as "authorUser",
  "session"."author_host" as "authorHost", "session"."agent" as "agent", "session"."directory" as "directory",
  "session"."title" as "title", "session"."model" as "model", "session"."todos" as "todos", "session"."metadata" as
  "metadata", "session"."marks" as "marks"
from "session"
where "session"."id" = cast($1 as text);

-- changes.changedFiles
select "file_version"."session_id" as "sessionId", "file_version"."path" as "path", "file_version"."version" as
  "version", "file_version"."created_at" as "createdAt", "file_version"."revision" as "revision", case when
  octet_length("file_version"."content") <=
(select case when coalesce(sum("bytes" + 256), 0) <= cast($1 as bigint) then 9007199254740991 else cast($2 as bigint) end
  from
  (select (coalesce(octet_length("file_version"."content"), 0)) as "bytes"
    from "file_version"
    where "file_version"."session_id" = cast($3 as text)
    and "file_version"."revision" > cast($4 as bigint)
    order by "file_version"."revision"
    limit cast($5 as bigint)) as "sizes") then "file_version"."content" end as "content",
  (coalesce(octet_length("file_version"."content"), 0)) as "bytes"
from "file_version"
where "file_version"."session_id" = cast($6 as text)
and "file_version"."revision" > cast($7 as bigint)
order by "file_version"."revision"
limit cast($8 as bigint);

-- changes.changedMessages
select "message"."session_id" as "sessionId", "message"."id" as "id", "message"."role" as "role", "message"."parent_id"
  as "parentId", "message"."agent" as "agent", "message"."input_tokens" as "inputTokens", "message"."output_tokens" as
  "outputTokens", "message"."reasoning_tokens" as "reasoningTokens", "message"."cache_read_tokens" as "cacheReadTokens",
  "message"."cache_write_tokens" as "cacheWriteTokens", "message"."cost" as "cost", "message"."author_user" as
  "authorUser", "message"."author_host" as "authorHost", "message"."created_at" as "createdAt", "message"."updated_at" as
  "updatedAt", "message"."completed_at" as "completedAt", "message"."position" as "position", "message"."revision" as
  "revision", case when octet_length("message"."metadata") <= cast($1 as bigint) then "message"."metadata" end as
  "metadata", case when octet_length("message"."model") <= cast($2 as bigint) then "message"."model" end as "model", case
  when octet_length("message"."error") <= cast($3 as bigint) then "message"."error" end as "error",
  (coalesce(octet_length("message"."metadata"), 0) + coalesce(octet_length("message"."model"), 0) +
    coalesce(octet_length("message"."error"), 0)) as "bytes"
from "message"
where "message"."session_id" = cast($4 as text)
and "message"."revision" > cast($5 as bigint)
and "message"."revision" <> "message"."position"
order by "message"."revision"
limit cast($6 as bigint);

-- changes.changedParts
select "part"."session_id" as "sessionId", "part"."message_id" as "messageId", "part"."id" as "id", "part"."type" as
  "type", "part"."created_at" as "createdAt", "part"."updated_at" as "updatedAt", "part"."position" as "position",
  "part"."revision" as "revision", case when octet_length("part"."data") <=
(select case when coalesce(sum("bytes" + 256), 0) <= cast($1 as bigint) then 9007199254740991 else cast($2 as bigint) end
  from
  (select (coalesce(octet_length("part"."data"), 0)) as "bytes"
    from "part"
    where "part"."session_id" = cast($3 as text)
    and "part"."feed_revision" > cast($4 as bigint)
    order by "part"."feed_revision"
    limit cast($5 as bigint)) as "sizes") then "part"."data" end as "data", (coalesce(octet_length("part"."data"), 0)) as
  "bytes"
from "part"
where "part"."session_id" = cast($6 as text)
and "part"."feed_revision" > cast($7 as bigint)
order by "part"."feed_revision"
limit cast($8 as bigint);

-- changes.newMessages
select "message"."session_id" as "sessionId", "message"."id" as "id", "message"."role" as "role", "message"."parent_id"
  as "parentId", "message"."agent" as "agent", "message"."input_tokens" as "inputTokens", "message"."output_tokens" as
  "outputTokens", "message"."reasoning_tokens" as "reasoningTokens", "message"."cache_read_tokens" as "cacheReadTokens",
  "message"."cache_write_tokens" as "cacheWriteTokens", "message"."cost" as "cost", "message"."author_user" as
  "authorUser", "message"."author_host" as "authorHost", "message"."created_at" as "createdAt", "message"."updated_at" as
  "updatedAt", "message"."completed_at" as "completedAt", "message"."position" as "position", "message"."revision" as
  "revision", case when octet_length("message"."metadata") <= cast($1 as bigint) then "message"."metadata" end as
  "metadata", case when octet_length("message"."model") <= cast($2 as bigint) then "message"."model" end as "model", case
  when octet_length("message"."error") <= cast($3 as bigint) then "message"."error" end as "error",
  (coalesce(octet_length("message"."metadata"), 0) + coalesce(octet_length("message"."model"), 0) +
    coalesce(octet_length("message"."error"), 0)) as "bytes"
from "message"
where "message"."session_id" = cast($4 as text)
and "message"."position" > cast($5 as bigint)
order by "message"."position"
limit cast($6 as bigint);

-- changes.partsBehindMessages
select "part"."session_id" as "sessionId", "part"."message_id" as "messageId", "part"."id" as "id", "part"."type" as
  "type", "part"."created_at" as "createdAt", "part"."updated_at" as "updatedAt", "part"."position" as "position",
  "part"."revision" as "revision", case when octet_length("part"."data") <= cast($1 as bigint) then "part"."data" end as
  "data", (coalesce(octet_length("part"."data"), 0)) as "bytes"
from
(select "part"."number"
  from
  (select "message"."id"
    from "message"
    where "message"."session_id" = cast($2 as text)
    and "message"."position" >= coalesce((select max("message"."position")
        from "message"
        where "message"."session_id" = cast($3 as text)
        and "message"."position" <= cast($4 as bigint)), 0)
    order by "message"."position"
    limit cast($5 as bigint)) as "page"
  cross
  join "part"
  where "part"."session_id" = cast($6 as text)
  and "part"."message_id" = "page"."id"
  and "part"."feed_revision" is null
  and "part"."position" > cast($7 as bigint)
  order by "part"."position"
  limit cast($8 as bigint)) as "chosen"
cross
join "part"
where "part"."number" = "chosen"."number";

-- changes.removals
select "tombstone"."session_id" as "sessionId", "tombstone"."revision" as "revision", "tombstone"."type" as "type",
  "tombstone"."message_id" as "messageId", "tombstone"."part_id" as "partId", "tombstone"."path" as "path",
  "tombstone"."version" as "version"
from "tombstone"
where "tombstone"."session_id" = cast($1 as text)
and "tombstone"."revision" > cast($2 as bigint)
order by "tombstone"."revision"
limit cast($3 as bigint);

-- changes.sessionOfFeed
select "session"."id" as "id", "session"."project_id" as "projectId", "session"."parent_id" as "parentId",
  "session"."revision" as "revision", "session"."updated_at" as "updatedAt", "session"."input_tokens" as "inputTokens",
  "session"."output_tokens" as "outputTokens", "session"."reasoning_tokens" as "reasoningTokens",
  "session"."cache_read_tokens" as "cacheReadTokens", "session"."cache_write_tokens" as "cacheWriteTokens",
  "session"."cost_nanos" as "costNanos", "session"."message_count" as "messageCount", "session"."created_at" as
  "createdAt", "session"."archived_at" as "archivedAt", "session"."deleted_at" as "deletedAt", "session"."deletion_id" as
  "deletionId", "session"."title_source" as "titleSource", "session"."author_user" as "authorUser",
  "session"."author_host" as "authorHost", "session"."agent" as "agent", "session"."directory" as "directory",
  "session"."title" as "title", "session"."model" as "model", "session"."todos" as "todos", "session"."metadata" as
  "metadata", "session"."marks" as "marks", "session"."first_revision" as "firstRevision", "session"."fields_revision" as
  "fieldsRevision"
from "session"
where "session"."id" = cast($1 as text)
and (cast($2 as text) is null or "session"."project_id" = cast($3 as text));

-- feedPage.changedSessions (scope: project).settled
select "session"."id" as "id", "session"."project_id" as "projectId", "session"."parent_id" as "parentId",
  "session"."revision" as "revision", "session"."updated_at" as "updatedAt", "session"."input_tokens" as "inputTokens",
  "session"."output_tokens" as "outputTokens", "session"."reasoning_tokens" as "reasoningTokens",
  "session"."cache_read_tokens" as "cacheReadTokens", "session"."cache_write_tokens" as "cacheWriteTokens",
  "session"."cost_nanos" as "costNanos", "session"."message_count" as "messageCount", "session"."created_at" as
  "createdAt", "session"."archived_at" as "archivedAt", "session"."deleted_at" as "deletedAt", "session"."deletion_id" as
  "deletionId", "session"."title_source" as "titleSource", "session"."author_user" as "authorUser",
  "session"."author_host" as "authorHost", "session"."agent" as "agent", "session"."directory" as "directory", case when
  octet_length("session"."title") <= cast($1 as bigint) then "session"."title" end as "title", case when
  octet_length("session"."todos") <= cast($2 as bigint) then "session"."todos" end as "todos", case when
  octet_length("session"."metadata") <= cast($3 as bigint) then "session"."metadata" end as "metadata", case when
  octet_length("session"."model") <= cast($4 as bigint) then "session"."model" end as "model", case when
  octet_length("session"."marks") <= cast($5 as bigint) then "session"."marks" end as "marks",
  (coalesce(octet_length("session"."title"), 0) + coalesce(octet_length("session"."todos"), 0) +
    coalesce(octet_length("session"."metadata"), 0) + coalesce(octet_length("session"."model"), 0) +
    coalesce(octet_length("session"."marks"), 0)) as "bytes", "session"."shard" as "shard", "session"."sequence" as
  "sequence"
from "session"
where "session"."listed_at" is not null
and "session"."project_id" = cast($6 as text)
and (("session"."shard" = 0
    and "session"."fed_at" > cast($7 as bigint)) or ("session"."shard" = 1
    and "session"."fed_at" > cast($8 as bigint)) or ("session"."shard" = 2
    and "session"."fed_at" > cast($9 as bigint)) or ("session"."shard" = 3
    and "session"."fed_at" > cast($10 as bigint)) or ("session"."shard" = 4
    and "session"."fed_at" > cast($11 as bigint)) or ("session"."shard" = 5
    and "session"."fed_at" > cast($12 as bigint)) or ("session"."shard" = 6
    and "session"."fed_at" > cast($13 as bigint)) or ("session"."shard" = 7
    and "session"."fed_at" > cast($14 as bigint)) or ("session"."shard" = 8
    and "session"."fed_at" > cast($15 as bigint)) or ("session"."shard" = 9
    and "session"."fed_at" > cast($16 as bigint)) or ("session"."shard" = 10
    and "session"."fed_at" > cast($17 as bigint)) or ("session"."shard" = 11
    and "session"."fed_at" > cast($18 as bigint)) or ("session"."shard" = 12
    and "session"."fed_at" > cast($19 as bigint)) or ("session"."shard" = 13
    and "session"."fed_at" > cast($20 as bigint)) or ("session"."shard" = 14
    and "session"."fed_at" > cast($21 as bigint)) or ("session"."shard" = 15
    and "session"."fed_at" > cast($22 as bigint)))
order by "session"."shard", "session"."fed_at"
limit cast($23 as bigint);

-- feedPage.changedSessions (scope: project).hot
select "session"."id" as "id", "session"."project_id" as "projectId", "session"."parent_id" as "parentId",
  "session"."revision" as "revision", "session"."updated_at" as "updatedAt", "session"."input_tokens" as "inputTokens",
  "session"."output_tokens" as "outputTokens", "session"."reasoning_tokens" as "reasoningTokens",
  "session"."cache_read_tokens" as "cacheReadTokens", "session"."cache_write_tokens" as "cacheWriteTokens",
  "session"."cost_nanos" as "costNanos", "session"."message_count" as "messageCount", "session"."created_at" as
  "createdAt", "session"."archived_at" as "archivedAt", "session"."deleted_at" as "deletedAt", "session"."deletion_id" as
  "deletionId", "session"."title_source" as "titleSource", "session"."author_user" as "authorUser",
  "session"."author_host" as "authorHost", "session"."agent" as "agent", "session"."directory" as "directory", case when
  octet_length("session"."title") <= cast($1 as bigint) then "session"."title" end as "title", case when
  octet_length("session"."todos") <= cast($2 as bigint) then "session"."todos" end as "todos", case when
  octet_length("session"."metadata") <= cast($3 as bigint) then "session"."metadata" end as "metadata", case when
  octet_length("session"."model") <= cast($4 as bigint) then "session"."model" end as "model", case when
  octet_length("session"."marks") <= cast($5 as bigint) then "session"."marks" end as "marks",
  (coalesce(octet_length("session"."title"), 0) + coalesce(octet_length("session"."todos"), 0) +
    coalesce(octet_length("session"."metadata"), 0) + coalesce(octet_length("session"."model"), 0) +
    coalesce(octet_length("session"."marks"), 0)) as "bytes", "session"."shard" as "shard", "session"."sequence" as
  "sequence"
from "session"
where "session"."listed_at" is null
and "session"."project_id" = cast($6 as text)
and (("session"."shard" = 0
    and "session"."fed_at" is null
    and "session"."sequence" > cast($7 as bigint)) or ("session"."shard" = 1
    and "session"."fed_at" is null
    and "session"."sequence" > cast($8 as bigint)) or ("session"."shard" = 2
    and "session"."fed_at" is null
    and "session"."sequence" > cast($9 as bigint)) or ("session"."shard" = 3
    and "session"."fed_at" is null
    and "session"."sequence" > cast($10 as bigint)) or ("session"."shard" = 4
    and "session"."fed_at" is null
    and "session"."sequence" > cast($11 as bigint)) or ("session"."shard" = 5
    and "session"."fed_at" is null
    and "session"."sequence" > cast($12 as bigint)) or ("session"."shard" = 6
    and "session"."fed_at" is null
    and "session"."sequence" > cast($13 as bigint)) or ("session"."shard" = 7
    and "session"."fed_at" is null
    and "session"."sequence" > cast($14 as bigint)) or ("session"."shard" = 8
    and "session"."fed_at" is null
    and "session"."sequence" > cast($15 as bigint)) or ("session"."shard" = 9
    and "session"."fed_at" is null
    and "session"."sequence" > cast($16 as bigint)) or ("session"."shard" = 10
    and "session"."fed_at" is null
    and "session"."sequence" > cast($17 as bigint)) or ("session"."shard" = 11
    and "session"."fed_at" is null
    and "session"."sequence" > cast($18 as bigint)) or ("session"."shard" = 12
    and "session"."fed_at" is null
    and "session"."sequence" > cast($19 as bigint)) or ("session"."shard" = 13
    and "session"."fed_at" is null
    and "session"."sequence" > cast($20 as bigint)) or ("session"."shard" = 14
    and "session"."fed_at" is null
    and "session"."sequence" > cast($21 as bigint)) or ("session"."shard" = 15
    and "session"."fed_at" is null
    and "session"."sequence" > cast($22 as bigint)))
order by "session"."shard", "session"."sequence"
limit cast($23 as bigint);

-- feedPage.changedSessions (scope: project).departed
select "departed_session"."session_id" as "sessionId", "departed_session"."revision" as "revision",
  "departed_session"."shard" as "shard", "departed_session"."sequence" as "sequence"
from "departed_session"
where "departed_session"."project_id" = cast($1 as text)
and (("departed_session"."shard" = 0
    and "departed_session"."sequence" > cast($2 as bigint)) or ("departed_session"."shard" = 1
    and "departed_session"."sequence" > cast($3 as bigint)) or ("departed_session"."shard" = 2
    and "departed_session"."sequence" > cast($4 as bigint)) or ("departed_session"."shard" = 3
    and "departed_session"."sequence" > cast($5 as bigint)) or ("departed_session"."shard" = 4
    and "departed_session"."sequence" > cast($6 as bigint)) or ("departed_session"."shard" = 5
    and "departed_session"."sequence" > cast($7 as bigint)) or ("departed_session"."shard" = 6
    and "departed_session"."sequence" > cast($8 as bigint)) or ("departed_session"."shard" = 7
    and "departed_session"."sequence" > cast($9 as bigint)) or ("departed_session"."shard" = 8
    and "departed_session"."sequence" > cast($10 as bigint)) or ("departed_session"."shard" = 9
    and "departed_session"."sequence" > cast($11 as bigint)) or ("departed_session"."shard" = 10
    and "departed_session"."sequence" > cast($12 as bigint)) or ("departed_session"."shard" = 11
    and "departed_session"."sequence" > cast($13 as bigint)) or ("departed_session"."shard" = 12
    and "departed_session"."sequence" > cast($14 as bigint)) or ("departed_session"."shard" = 13
    and "departed_session"."sequence" > cast($15 as bigint)) or ("departed_session"."shard" = 14
    and "departed_session"."sequence" > cast($16 as bigint)) or ("departed_session"."shard" = 15
    and "departed_session"."sequence" > cast($17 as bigint)))
order by "departed_session"."shard", "departed_session"."sequence"
limit cast($18 as bigint);

-- feedPage.changedSessions (scope: all).settled
select "session"."id" as "id", "session"."project_id" as "projectId", "session"."parent_id" as "parentId",
  "session"."revision" as "revision", "session"."updated_at" as "updatedAt", "session"."input_tokens" as "inputTokens",
  "session"."output_tokens" as "outputTokens", "session"."reasoning_tokens" as "reasoningTokens",
  "session"."cache_read_tokens" as "cacheReadTokens", "session"."cache_write_tokens" as "cacheWriteTokens",
  "session"."cost_nanos" as "costNanos", "session"."message_count" as "messageCount", "session"."created_at" as
  "createdAt", "session"."archived_at" as "archivedAt", "session"."deleted_at" as "deletedAt", "session"."deletion_id" as
  "deletionId", "session"."title_source" as "titleSource", "session"."author_user" as "authorUser",
  "session"."author_host" as "authorHost", "session"."agent" as "agent", "session"."directory" as "directory", case when
  octet_length("session"."title") <= cast($1 as bigint) then "session"."title" end as "title", case when
  octet_length("session"."todos") <= cast($2 as bigint) then "session"."todos" end as "todos", case when
  octet_length("session"."metadata") <= cast($3 as bigint) then "session"."metadata" end as "metadata", case when
  octet_length("session"."model") <= cast($4 as bigint) then "session"."model" end as "model", case when
  octet_length("session"."marks") <= cast($5 as bigint) then "session"."marks" end as "marks",
  (coalesce(octet_length("session"."title"), 0) + coalesce(octet_length("session"."todos"), 0) +
    coalesce(octet_length("session"."metadata"), 0) + coalesce(octet_length("session"."model"), 0) +
    coalesce(octet_length("session"."marks"), 0)) as "bytes", "session"."shard" as "shard", "session"."sequence" as
  "sequence"
from "session"
where "session"."listed_at" is not null
and (("session"."shard" = 0
    and "session"."fed_at" > cast($6 as bigint)) or ("session"."shard" = 1
    and "session"."fed_at" > cast($7 as bigint)) or ("session"."shard" = 2
    and "session"."fed_at" > cast($8 as bigint)) or ("session"."shard" = 3
    and "session"."fed_at" > cast($9 as bigint)) or ("session"."shard" = 4
    and "session"."fed_at" > cast($10 as bigint)) or ("session"."shard" = 5
    and "session"."fed_at" > cast($11 as bigint)) or ("session"."shard" = 6
    and "session"."fed_at" > cast($12 as bigint)) or ("session"."shard" = 7
    and "session"."fed_at" > cast($13 as bigint)) or ("session"."shard" = 8
    and "session"."fed_at" > cast($14 as bigint)) or ("session"."shard" = 9
    and "session"."fed_at" > cast($15 as bigint)) or ("session"."shard" = 10
    and "session"."fed_at" > cast($16 as bigint)) or ("session"."shard" = 11
    and "session"."fed_at" > cast($17 as bigint)) or ("session"."shard" = 12
    and "session"."fed_at" > cast($18 as bigint)) or ("session"."shard" = 13
    and "session"."fed_at" > cast($19 as bigint)) or ("session"."shard" = 14
    and "session"."fed_at" > cast($20 as bigint)) or ("session"."shard" = 15
    and "session"."fed_at" > cast($21 as bigint)))
order by "session"."shard", "session"."fed_at"
limit cast($22 as bigint);

-- feedPage.changedSessions (scope: all).hot
select "session"."id" as "id", "session"."project_id" as "projectId", "session"."parent_id" as "parentId",
  "session"."revision" as "revision", "session"."updated_at" as "updatedAt", "session"."input_tokens" as "inputTokens",
  "session"."output_tokens" as "outputTokens", "session"."reasoning_tokens" as "reasoningTokens",
  "session"."cache_read_tokens" as "cacheReadTokens", "session"."cache_write_tokens" as "cacheWriteTokens",
  "session"."cost_nanos" as "costNanos", "session"."message_count" as "messageCount", "session"."created_at" as
  "createdAt", "session"."archived_at" as "archivedAt", "session"."deleted_at" as "deletedAt", "session"."deletion_id" as
  "deletionId", "session"."title_source" as "titleSource", "session"."author_user" as "authorUser",
  "session"."author_host" as "authorHost", "session"."agent" as "agent", "session"."directory" as "directory", case when
  octet_length("session"."title") <= cast($1 as bigint) then "session"."title" end as "title", case when
  octet_length("session"."todos") <= cast($2 as bigint) then "session"."todos" end as "todos", case when
  octet_length("session"."metadata") <= cast($3 as bigint) then "session"."metadata" end as "metadata", case when
  octet_length("session"."model") <= cast($4 as bigint) then "session"."model" end as "model", case when
  octet_length("session"."marks") <= cast($5 as bigint) then "session"."marks" end as "marks",
  (coalesce(octet_length("session"."title"), 0) + coalesce(octet_length("session"."todos"), 0) +
    coalesce(octet_length("session"."metadata"), 0) + coalesce(octet_length("session"."model"), 0) +
    coalesce(octet_length("session"."marks"), 0)) as "bytes", "session"."shard" as "shard", "session"."sequence" as
  "sequence"
from "session"
where "session"."listed_at" is null
and (("session"."shard" = 0
    and "session"."fed_at" is null
    and "session"."sequence" > cast($6 as bigint)) or ("session"."shard" = 1
    and "session"."fed_at" is null
    and "session"."sequence" > cast($7 as bigint)) or ("session"."shard" = 2
    and "session"."fed_at" is null
    and "session"."sequence" > cast($8 as bigint)) or ("session"."shard" = 3
    and "session"."fed_at" is null
    and "session"."sequence" > cast($9 as bigint)) or ("session"."shard" = 4
    and "session"."fed_at" is null
    and "session"."sequence" > cast($10 as bigint)) or ("session"."shard" = 5
    and "session"."fed_at" is null
    and "session"."sequence" > cast($11 as bigint)) or ("session"."shard" = 6
    and "session"."fed_at" is null
    and "session"."sequence" > cast($12 as bigint)) or ("session"."shard" = 7
    and "session"."fed_at" is null
    and "session"."sequence" > cast($13 as bigint)) or ("session"."shard" = 8
    and "session"."fed_at" is null
    and "session"."sequence" > cast($14 as bigint)) or ("session"."shard" = 9
    and "session"."fed_at" is null
    and "session"."sequence" > cast($15 as bigint)) or ("session"."shard" = 10
    and "session"."fed_at" is null
    and "session"."sequence" > cast($16 as bigint)) or ("session"."shard" = 11
    and "session"."fed_at" is null
    and "session"."sequence" > cast($17 as bigint)) or ("session"."shard" = 12
    and "session"."fed_at" is null
    and "session"."sequence" > cast($18 as bigint)) or ("session"."shard" = 13
    and "session"."fed_at" is null
    and "session"."sequence" > cast($19 as bigint)) or ("session"."shard" = 14
    and "session"."fed_at" is null
    and "session"."sequence" > cast($20 as bigint)) or ("session"."shard" = 15
    and "session"."fed_at" is null
    and "session"."sequence" > cast($21 as bigint)))
order by "session"."shard", "session"."sequence"
limit cast($22 as bigint);

-- feedPage.changedSessions (scope: all).departed
select "departed_session"."session_id" as "sessionId", "departed_session"."revision" as "revision",
  "departed_session"."shard" as "shard", "departed_session"."sequence" as "sequence"
from "departed_session"
where not exists
(select 1
  from "session"
  where "session"."id" = "departed_session"."session_id")
and (("departed_session"."shard" = 0
    and "departed_session"."sequence" > cast($1 as bigint)) or ("departed_session"."shard" = 1
    and "departed_session"."sequence" > cast($2 as bigint)) or ("departed_session"."shard" = 2
    and "departed_session"."sequence" > cast($3 as bigint)) or ("departed_session"."shard" = 3
    and "departed_session"."sequence" > cast($4 as bigint)) or ("departed_session"."shard" = 4
    and "departed_session"."sequence" > cast($5 as bigint)) or ("departed_session"."shard" = 5
    and "departed_session"."sequence" > cast($6 as bigint)) or ("departed_session"."shard" = 6
    and "departed_session"."sequence" > cast($7 as bigint)) or ("departed_session"."shard" = 7
    and "departed_session"."sequence" > cast($8 as bigint)) or ("departed_session"."shard" = 8
    and "departed_session"."sequence" > cast($9 as bigint)) or ("departed_session"."shard" = 9
    and "departed_session"."sequence" > cast($10 as bigint)) or ("departed_session"."shard" = 10
    and "departed_session"."sequence" > cast($11 as bigint)) or ("departed_session"."shard" = 11
    and "departed_session"."sequence" > cast($12 as bigint)) or ("departed_session"."shard" = 12
    and "departed_session"."sequence" > cast($13 as bigint)) or ("departed_session"."shard" = 13
    and "departed_session"."sequence" > cast($14 as bigint)) or ("departed_session"."shard" = 14
    and "departed_session"."sequence" > cast($15 as bigint)) or ("departed_session"."shard" = 15
    and "departed_session"."sequence" > cast($16 as bigint)))
order by "departed_session"."shard", "departed_session"."sequence"
limit cast($17 as bigint);

-- feedPage.feedPositions
select "change_feed"."shard" as "shard", "change_feed"."sequence" as "sequence"
from "change_feed";

-- projects.ensureProject
insert into "project" ("id", "name", "created_at")
values (cast($1 as text), cast($2 as text), cast($3 as bigint))
on conflict ("id") do nothing;

-- projects.findProject.project
select "project"."id" as "id", "project"."name" as "name", "project"."created_at" as "createdAt"
from "project"
where "project"."id" = coalesce((select "project_alias"."project_id"
    from "project_alias"
    where "project_alias"."alias" = cast($1 as text)), cast($2 as text));

-- projects.findProject.aliases
select "project_alias"."alias" as "alias", "project_alias"."project_id" as "projectId"
from "project_alias"
where "project_alias"."project_id" = coalesce((select "project_alias"."project_id"
    from "project_alias"
    where "project_alias"."alias" = cast($1 as text)), cast($2 as text))
order by "project_alias"."alias";

-- projects.listProjects.projects
select "project"."id" as "id", "project"."name" as "name", "project"."created_at" as "createdAt"
from "project"
order by "project"."id";

-- projects.listProjects.sessions (of: settled)
select "session"."project_id" as "projectId", count(*) as "count", max("session"."listed_at") as "updatedAt"
from "session"
where "session"."listed_at" is not null
and "session"."state" in ('active', 'archived')
group by "session"."project_id";

-- projects.listProjects.sessions (of: hot)
select "session"."project_id" as "projectId", count(*) as "count", max("session"."updated_at") as "updatedAt"
from "session"
where "session"."listed_at" is null
and "session"."state" in ('active', 'archived')
group by "session"."project_id";

-- projects.listProjects.aliases
select "project_alias"."alias" as "alias", "project_alias"."project_id" as "projectId"
from "project_alias"
order by "project_alias"."alias";

-- projects.putProject.project
insert into "project" ("id", "name", "created_at")
values (cast($1 as text), cast($2 as text), cast($3 as bigint))
on conflict ("id") do update
set "name" = excluded."name", "created_at" = excluded."created_at";

-- projects.putProject.forgetAliases
delete from "project_alias"
where "project_alias"."project_id" = cast($1 as text);

-- projects.putProject.ownAliases
select "project_alias"."alias" as "alias", "project_alias"."project_id" as "projectId"
from "project_alias"
where "project_alias"."project_id" = cast($1 as text);

-- projects.putProject.forgetProject
delete from "project"
where "project"."id" = cast($1 as text);

-- projects.putProject.takeAlias
insert into "project_alias" ("alias", "project_id")
values (cast($1 as text), cast($2 as text))
on conflict ("alias") do update
set "project_id" = excluded."project_id";

-- projects.putProject.setAside
update "project_alias"
set "project_id" = cast($1 as text)
where "project_alias"."project_id" = cast($2 as text);

-- projects.putProject.keepAlias
update "project_alias"
set "project_id" = cast($1 as text)
where "project_alias"."alias" = cast($2 as text)
and "project_alias"."project_id" = cast($3 as text);

-- projects.putProject.reserve
insert into "project" ("id", "name", "created_at")
values (cast($1 as text), cast($2 as text), cast($3 as bigint))
on conflict ("id") do nothing;

-- projects.putProject.claim
insert into "project_alias" ("alias", "project_id")
select "project"."id", cast($1 as text)
from "project"
where "project"."id" = cast($2 as text)
and "project"."name" = cast($3 as text)
and not exists
(select 1
  from "project_alias"
  where "project_alias"."alias" = cast($4 as text))
and not exists
(select 1
  from "session"
  where "session"."listed_at" is not null
  and "session"."project_id" = cast($5 as text))
and not exists
(select 1
  from "session"
  where "session"."listed_at" is null
  and "session"."project_id" = cast($6 as text));

-- projects.putProject.release
delete from "project"
where "project"."id" = cast($1 as text)
and "project"."name" = cast($2 as text);

-- projects.putProject.forgetAside
delete from "project_alias"
where "project_alias"."project_id" = cast($1 as text);

-- statistics.countByProject (of: totals)
select "usage_total"."scope" as "id", coalesce(sum("usage_total"."sessions"), 0) as "sessions"
from "usage_total"
where "usage_total"."scope" <> ''
and "usage_total"."state" in ('active', 'archived')
group by "usage_total"."scope";

-- statistics.countByProject (of: hot)
select "each"."project_id" as "id", coalesce(sum("each"."sessions"), 0) as "sessions"
from
(select "session_usage"."session_id" as "session_id", "session_usage"."project_id" as "project_id",
    "session_usage"."state" as "state", "session_usage"."day" as "day", "session_usage"."author" as "author",
    "session_usage"."model" as "model", -"session_usage"."sessions" as "sessions", -"session_usage"."messages" as
    "messages", -"session_usage"."input_tokens" as "input_tokens", -"session_usage"."output_tokens" as "output_tokens",
    -"session_usage"."reasoning_tokens" as "reasoning_tokens", -"session_usage"."cache_read_tokens" as
    "cache_read_tokens", -"session_usage"."cache_write_tokens" as "cache_write_tokens", -"session_usage"."cost_nanos" as
    "cost_nanos"
  from "session"
  cross
  join "session_usage"
  where "session"."state" in ('active', 'archived', 'deleted')
  and "session"."listed_at" is null
  and "session_usage"."session_id" = "session"."id"
  union all
  select "session"."id" as "session_id", "session"."project_id" as "project_id", "session"."state" as "state", 0 as
    "day", '' as "author", '' as "model", 1 as "sessions", "session"."message_count" as "messages",
    "session"."input_tokens" as "input_tokens", "session"."output_tokens" as "output_tokens",
    "session"."reasoning_tokens" as "reasoning_tokens", "session"."cache_read_tokens" as "cache_read_tokens",
    "session"."cache_write_tokens" as "cache_write_tokens", "session"."cost_nanos" as "cost_nanos"
  from "session"
  where "session"."state" in ('active', 'archived', 'deleted')
  and "session"."listed_at" is null) as "each"
where "each"."state" in ('active', 'archived')
group by "each"."project_id";

-- statistics.countMessages (scope: project, of: totals, by: day)
select "usage_total"."day" as "key", coalesce(sum("usage_total"."sessions"), 0) as "sessions",
  coalesce(sum("usage_total"."messages"), 0) as "messages", coalesce(sum("usage_total"."input_tokens"), 0) as
  "inputTokens", coalesce(sum("usage_total"."output_tokens"), 0) as "outputTokens",
  coalesce(sum("usage_total"."reasoning_tokens"), 0) as "reasoningTokens",
  coalesce(sum("usage_total"."cache_read_tokens"), 0) as "cacheReadTokens",
  coalesce(sum("usage_total"."cache_write_tokens"), 0) as "cacheWriteTokens", coalesce(sum("usage_total"."cost_nanos"),
    0) as "costNanos"
from "usage_total"
where "usage_total"."scope" = cast($1 as text)
and "usage_total"."state" = ''
and "usage_total"."day" >= cast($2 as bigint)
and "usage_total"."day" < cast($3 as bigint)
group by "usage_total"."day";

-- statistics.countMessages (scope: project, of: totals, by: model)
select "usage_total"."model" as "key", coalesce(sum("usage_total"."sessions"), 0) as "sessions",
  coalesce(sum("usage_total"."messages"), 0) as "messages", coalesce(sum("usage_total"."input_tokens"), 0) as
  "inputTokens", coalesce(sum("usage_total"."output_tokens"), 0) as "outputTokens",
  coalesce(sum("usage_total"."reasoning_tokens"), 0) as "reasoningTokens",
  coalesce(sum("usage_total"."cache_read_tokens"), 0) as "cacheReadTokens",
  coalesce(sum("usage_total"."cache_write_tokens"), 0) as "cacheWriteTokens", coalesce(sum("usage_total"."cost_nanos"),
    0) as "costNanos"
from "usage_total"
where "usage_total"."scope" = cast($1 as text)
and "usage_total"."state" = ''
and "usage_total"."day" >= cast($2 as bigint)
and "usage_total"."day" < cast($3 as bigint)
group by "usage_total"."model";

-- statistics.countMessages (scope: project, of: totals, by: author)
select "usage_total"."author" as "key", coalesce(sum("usage_total"."sessions"), 0) as "sessions",
  coalesce(sum("usage_total"."messages"), 0) as "messages", coalesce(sum("usage_total"."input_tokens"), 0) as
  "inputTokens", coalesce(sum("usage_total"."output_tokens"), 0) as "outputTokens",
  coalesce(sum("usage_total"."reasoning_tokens"), 0) as "reasoningTokens",
  coalesce(sum("usage_total"."cache_read_tokens"), 0) as "cacheReadTokens",
  coalesce(sum("usage_total"."cache_write_tokens"), 0) as "cacheWriteTokens", coalesce(sum("usage_total"."cost_nanos"),
    0) as "costNanos"
from "usage_total"
where "usage_total"."scope" = cast($1 as text)
and "usage_total"."state" = ''
and "usage_total"."day" >= cast($2 as bigint)
and "usage_total"."day" < cast($3 as bigint)
group by "usage_total"."author";

-- statistics.countMessages (scope: project, of: totals, by: project)
select "usage_total"."scope" as "key", coalesce(sum("usage_total"."sessions"), 0) as "sessions",
  coalesce(sum("usage_total"."messages"), 0) as "messages", coalesce(sum("usage_total"."input_tokens"), 0) as
  "inputTokens", coalesce(sum("usage_total"."output_tokens"), 0) as "outputTokens",
  coalesce(sum("usage_total"."reasoning_tokens"), 0) as "reasoningTokens",
  coalesce(sum("usage_total"."cache_read_tokens"), 0) as "cacheReadTokens",
  coalesce(sum("usage_total"."cache_write_tokens"), 0) as "cacheWriteTokens", coalesce(sum("usage_total"."cost_nanos"),
    0) as "costNanos"
from "usage_total"
where "usage_total"."scope" = cast($1 as text)
and "usage_total"."state" = ''
and "usage_total"."day" >= cast($2 as bigint)
and "usage_total"."day" < cast($3 as bigint)
group by "usage_total"."scope";

-- statistics.countMessages (scope: project, of: hot, by: day)
select "each"."day" as "key", coalesce(sum("each"."sessions"), 0) as "sessions", coalesce(sum("each"."messages"), 0) as
  "messages", coalesce(sum("each"."input_tokens"), 0) as "inputTokens", coalesce(sum("each"."output_tokens"), 0) as
  "outputTokens", coalesce(sum("each"."reasoning_tokens"), 0) as "reasoningTokens",
  coalesce(sum("each"."cache_read_tokens"), 0) as "cacheReadTokens", coalesce(sum("each"."cache_write_tokens"), 0) as
  "cacheWriteTokens", coalesce(sum("each"."cost_nanos"), 0) as "costNanos"
from
(select "session_usage"."session_id" as "session_id", "session_usage"."project_id" as "project_id",
    "session_usage"."state" as "state", "session_usage"."day" as "day", "session_usage"."author" as "author",
    "session_usage"."model" as "model", -"session_usage"."sessions" as "sessions", -"session_usage"."messages" as
    "messages", -"session_usage"."input_tokens" as "input_tokens", -"session_usage"."output_tokens" as "output_tokens",
    -"session_usage"."reasoning_tokens" as "reasoning_tokens", -"session_usage"."cache_read_tokens" as
    "cache_read_tokens", -"session_usage"."cache_write_tokens" as "cache_write_tokens", -"session_usage"."cost_nanos" as
    "cost_nanos"
  from "session"
  cross
  join "session_usage"
  where "session"."state" in ('active', 'archived', 'deleted')
  and "session"."listed_at" is null
  and "session"."project_id" = cast($1 as text)
  and "session_usage"."session_id" = "session"."id"
  union all
  select "session"."id" as "session_id", "session"."project_id" as "project_id", '' as "state", "message"."created_at" -
    "message"."created_at" % 86400000 as "day", coalesce("message"."author_user", "session"."author_user", '') as
    "author", coalesce("message"."model_name", '') as "model", 0 as "sessions", 1 as "messages",
    coalesce("message"."input_tokens", 0) as "input_tokens", coalesce("message"."output_tokens", 0) as "output_tokens",
    coalesce("message"."reasoning_tokens", 0) as "reasoning_tokens", coalesce("message"."cache_read_tokens", 0) as
    "cache_read_tokens", coalesce("message"."cache_write_tokens", 0) as "cache_write_tokens",
    coalesce("message"."cost_nanos", 0) as "cost_nanos"
  from "session"
  cross
  join "message"
  where "session"."state" in ('active', 'archived', 'deleted')
  and "session"."listed_at" is null
  and "session"."project_id" = cast($2 as text)
  and "message"."session_id" = "session"."id"
  and "session"."deleted_at" is null) as "each"
where "each"."state" = ''
and "each"."day" >= cast($3 as bigint)
and "each"."day" < cast($4 as bigint)
group by "each"."day";

-- statistics.countMessages (scope: project, of: hot, by: model)
select "each"."model" as "key", coalesce(sum("each"."sessions"), 0) as "sessions", coalesce(sum("each"."messages"), 0) as
  "messages", coalesce(sum("each"."input_tokens"), 0) as "inputTokens", coalesce(sum("each"."output_tokens"), 0) as
  "outputTokens", coalesce(sum("each"."reasoning_tokens"), 0) as "reasoningTokens",
  coalesce(sum("each"."cache_read_tokens"), 0) as "cacheReadTokens", coalesce(sum("each"."cache_write_tokens"), 0) as
  "cacheWriteTokens", coalesce(sum("each"."cost_nanos"), 0) as "costNanos"
from
(select "session_usage"."session_id" as "session_id", "session_usage"."project_id" as "project_id",
    "session_usage"."state" as "state", "session_usage"."day" as "day", "session_usage"."author" as "author",
    "session_usage"."model" as "model", -"session_usage"."sessions" as "sessions", -"session_usage"."messages" as
    "messages", -"session_usage"."input_tokens" as "input_tokens", -"session_usage"."output_tokens" as "output_tokens",
    -"session_usage"."reasoning_tokens" as "reasoning_tokens", -"session_usage"."cache_read_tokens" as
    "cache_read_tokens", -"session_usage"."cache_write_tokens" as "cache_write_tokens", -"session_usage"."cost_nanos" as
    "cost_nanos"
  from "session"
  cross
  join "session_usage"
  where "session"."state" in ('active', 'archived', 'deleted')
  and "session"."listed_at" is null
  and "session"."project_id" = cast($1 as text)
  and "session_usage"."session_id" = "session"."id"
  union all
  select "session"."id" as "session_id", "session"."project_id" as "project_id", '' as "state", "message"."created_at" -
    "message"."created_at" % 86400000 as "day", coalesce("message"."author_user", "session"."author_user", '') as
    "author", coalesce("message"."model_name", '') as "model", 0 as "sessions", 1 as "messages",
    coalesce("message"."input_tokens", 0) as "input_tokens", coalesce("message"."output_tokens", 0) as "output_tokens",
    coalesce("message"."reasoning_tokens", 0) as "reasoning_tokens", coalesce("message"."cache_read_tokens", 0) as
    "cache_read_tokens", coalesce("message"."cache_write_tokens", 0) as "cache_write_tokens",
    coalesce("message"."cost_nanos", 0) as "cost_nanos"
  from "session"
  cross
  join "message"
  where "session"."state" in ('active', 'archived', 'deleted')
  and "session"."listed_at" is null
  and "session"."project_id" = cast($2 as text)
  and "message"."session_id" = "session"."id"
  and "session"."deleted_at" is null) as "each"
where "each"."state" = ''
and "each"."day" >= cast($3 as bigint)
and "each"."day" < cast($4 as bigint)
group by "each"."model";

-- statistics.countMessages (scope: project, of: hot, by: author)
select "each"."author" as "key", coalesce(sum("each"."sessions"), 0) as "sessions", coalesce(sum("each"."messages"), 0)
  as "messages", coalesce(sum("each"."input_tokens"), 0) as "inputTokens", coalesce(sum("each"."output_tokens"), 0) as
  "outputTokens", coalesce(sum("each"."reasoning_tokens"), 0) as "reasoningTokens",
  coalesce(sum("each"."cache_read_tokens"), 0) as "cacheReadTokens", coalesce(sum("each"."cache_write_tokens"), 0) as
  "cacheWriteTokens", coalesce(sum("each"."cost_nanos"), 0) as "costNanos"
from
(select "session_usage"."session_id" as "session_id", "session_usage"."project_id" as "project_id",
    "session_usage"."state" as "state", "session_usage"."day" as "day", "session_usage"."author" as "author",
    "session_usage"."model" as "model", -"session_usage"."sessions" as "sessions", -"session_usage"."messages" as
    "messages", -"session_usage"."input_tokens" as "input_tokens", -"session_usage"."output_tokens" as "output_tokens",
    -"session_usage"."reasoning_tokens" as "reasoning_tokens", -"session_usage"."cache_read_tokens" as
    "cache_read_tokens", -"session_usage"."cache_write_tokens" as "cache_write_tokens", -"session_usage"."cost_nanos" as
    "cost_nanos"
  from "session"
  cross
  join "session_usage"
  where "session"."state" in ('active', 'archived', 'deleted')
  and "session"."listed_at" is null
  and "session"."project_id" = cast($1 as text)
  and "session_usage"."session_id" = "session"."id"
  union all
  select "session"."id" as "session_id", "session"."project_id" as "project_id", '' as "state", "message"."created_at" -
    "message"."created_at" % 86400000 as "day", coalesce("message"."author_user", "session"."author_user", '') as
    "author", coalesce("message"."model_name", '') as "model", 0 as "sessions", 1 as "messages",
    coalesce("message"."input_tokens", 0) as "input_tokens", coalesce("message"."output_tokens", 0) as "output_tokens",
    coalesce("message"."reasoning_tokens", 0) as "reasoning_tokens", coalesce("message"."cache_read_tokens", 0) as
    "cache_read_tokens", coalesce("message"."cache_write_tokens", 0) as "cache_write_tokens",
    coalesce("message"."cost_nanos", 0) as "cost_nanos"
  from "session"
  cross
  join "message"
  where "session"."state" in ('active', 'archived', 'deleted')
  and "session"."listed_at" is null
  and "session"."project_id" = cast($2 as text)
  and "message"."session_id" = "session"."id"
  and "session"."deleted_at" is null) as "each"
where "each"."state" = ''
and "each"."day" >= cast($3 as bigint)
and "each"."day" < cast($4 as bigint)
group by "each"."author";

-- statistics.countMessages (scope: project, of: hot, by: project)
select "each"."project_id" as "key", coalesce(sum("each"."sessions"), 0) as "sessions", coalesce(sum("each"."messages"),
    0) as "messages", coalesce(sum("each"."input_tokens"), 0) as "inputTokens", coalesce(sum("each"."output_tokens"), 0)
  as "outputTokens", coalesce(sum("each"."reasoning_tokens"), 0) as "reasoningTokens",
  coalesce(sum("each"."cache_read_tokens"), 0) as "cacheReadTokens", coalesce(sum("each"."cache_write_tokens"), 0) as
  "cacheWriteTokens", coalesce(sum("each"."cost_nanos"), 0) as "costNanos"
from
(select "session_usage"."session_id" as "session_id", "session_usage"."project_id" as "project_id",
    "session_usage"."state" as "state", "session_usage"."day" as "day", "session_usage"."author" as "author",
    "session_usage"."model" as "model", -"session_usage"."sessions" as "sessions", -"session_usage"."messages" as
    "messages", -"session_usage"."input_tokens" as "input_tokens", -"session_usage"."output_tokens" as "output_tokens",
    -"session_usage"."reasoning_tokens" as "reasoning_tokens", -"session_usage"."cache_read_tokens" as
    "cache_read_tokens", -"session_usage"."cache_write_tokens" as "cache_write_tokens", -"session_usage"."cost_nanos" as
    "cost_nanos"
  from "session"
  cross
  join "session_usage"
  where "session"."state" in ('active', 'archived', 'deleted')
  and "session"."listed_at" is null
  and "session"."project_id" = cast($1 as text)
  and "session_usage"."session_id" = "session"."id"
  union all
  select "session"."id" as "session_id", "session"."project_id" as "project_id", '' as "state", "message"."created_at" -
    "message"."created_at" % 86400000 as "day", coalesce("message"."author_user", "session"."author_user", '') as
    "author", coalesce("message"."model_name", '') as "model", 0 as "sessions", 1 as "messages",
    coalesce("message"."input_tokens", 0) as "input_tokens", coalesce("message"."output_tokens", 0) as "output_tokens",
    coalesce("message"."reasoning_tokens", 0) as "reasoning_tokens", coalesce("message"."cache_read_tokens", 0) as
    "cache_read_tokens", coalesce("message"."cache_write_tokens", 0) as "cache_write_tokens",
    coalesce("message"."cost_nanos", 0) as "cost_nanos"
  from "session"
  cross
  join "message"
  where "session"."state" in ('active', 'archived', 'deleted')
  and "session"."listed_at" is null
  and "session"."project_id" = cast($2 as text)
  and "message"."session_id" = "session"."id"
  and "session"."deleted_at" is null) as "each"
where "each"."state" = ''
and "each"."day" >= cast($3 as bigint)
and "each"."day" < cast($4 as bigint)
group by "each"."project_id";

-- statistics.countMessages (scope: all, of: totals, by: day)
select "usage_total"."day" as "key", coalesce(sum("usage_total"."sessions"), 0) as "sessions",
  coalesce(sum("usage_total"."messages"), 0) as "messages", coalesce(sum("usage_total"."input_tokens"), 0) as
  "inputTokens", coalesce(sum("usage_total"."output_tokens"), 0) as "outputTokens",
  coalesce(sum("usage_total"."reasoning_tokens"), 0) as "reasoningTokens",
  coalesce(sum("usage_total"."cache_read_tokens"), 0) as "cacheReadTokens",
  coalesce(sum("usage_total"."cache_write_tokens"), 0) as "cacheWriteTokens", coalesce(sum("usage_total"."cost_nanos"),
    0) as "costNanos"
from "usage_total"
where "usage_total"."scope" = cast($1 as text)
and "usage_total"."state" = ''
and "usage_total"."day" >= cast($2 as bigint)
and "usage_total"."day" < cast($3 as bigint)
group by "usage_total"."day";

-- statistics.countMessages (scope: all, of: totals, by: model)
select "usage_total"."model" as "key", coalesce(sum("usage_total"."sessions"), 0) as "sessions",
  coalesce(sum("usage_total"."messages"), 0) as "messages", coalesce(sum("usage_total"."input_tokens"), 0) as
  "inputTokens", coalesce(sum("usage_total"."output_tokens"), 0) as "outputTokens",
  coalesce(sum("usage_total"."reasoning_tokens"), 0) as "reasoningTokens",
  coalesce(sum("usage_total"."cache_read_tokens"), 0) as "cacheReadTokens",
  coalesce(sum("usage_total"."cache_write_tokens"), 0) as "cacheWriteTokens", coalesce(sum("usage_total"."cost_nanos"),
    0) as "costNanos"
from "usage_total"
where "usage_total"."scope" = cast($1 as text)
and "usage_total"."state" = ''
and "usage_total"."day" >= cast($2 as bigint)
and "usage_total"."day" < cast($3 as bigint)
group by "usage_total"."model";

-- statistics.countMessages (scope: all, of: totals, by: author)
select "usage_total"."author" as "key", coalesce(sum("usage_total"."sessions"), 0) as "sessions",
  coalesce(sum("usage_total"."messages"), 0) as "messages", coalesce(sum("usage_total"."input_tokens"), 0) as
  "inputTokens", coalesce(sum("usage_total"."output_tokens"), 0) as "outputTokens",
  coalesce(sum("usage_total"."reasoning_tokens"), 0) as "reasoningTokens",
  coalesce(sum("usage_total"."cache_read_tokens"), 0) as "cacheReadTokens",
  coalesce(sum("usage_total"."cache_write_tokens"), 0) as "cacheWriteTokens", coalesce(sum("usage_total"."cost_nanos"),
    0) as "costNanos"
from "usage_total"
where "usage_total"."scope" = cast($1 as text)
and "usage_total"."state" = ''
and "usage_total"."day" >= cast($2 as bigint)
and "usage_total"."day" < cast($3 as bigint)
group by "usage_total"."author";

-- statistics.countMessages (scope: all, of: totals, by: project)
select "usage_total"."scope" as "key", coalesce(sum("usage_total"."sessions"), 0) as "sessions",
  coalesce(sum("usage_total"."messages"), 0) as "messages", coalesce(sum("usage_total"."input_tokens"), 0) as
  "inputTokens", coalesce(sum("usage_total"."output_tokens"), 0) as "outputTokens",
  coalesce(sum("usage_total"."reasoning_tokens"), 0) as "reasoningTokens",
  coalesce(sum("usage_total"."cache_read_tokens"), 0) as "cacheReadTokens",
  coalesce(sum("usage_total"."cache_write_tokens"), 0) as "cacheWriteTokens", coalesce(sum("usage_total"."cost_nanos"),
    0) as "costNanos"
from "usage_total"
where "usage_total"."scope" <> ''
and "usage_total"."state" = ''
and "usage_total"."day" >= cast($1 as bigint)
and "usage_total"."day" < cast($2 as bigint)
group by "usage_total"."scope";

-- statistics.countMessages (scope: all, of: hot, by: day)
select "each"."day" as "key", coalesce(sum("each"."sessions"), 0) as "sessions", coalesce(sum("each"."messages"), 0) as
  "messages", coalesce(sum("each"."input_tokens"), 0) as "inputTokens", coalesce(sum("each"."output_tokens"), 0) as
  "outputTokens", coalesce(sum("each"."reasoning_tokens"), 0) as "reasoningTokens",
  coalesce(sum("each"."cache_read_tokens"), 0) as "cacheReadTokens", coalesce(sum("each"."cache_write_tokens"), 0) as
  "cacheWriteTokens", coalesce(sum("each"."cost_nanos"), 0) as "costNanos"
from
(select "session_usage"."session_id" as "session_id", "session_usage"."project_id" as "project_id",
    "session_usage"."state" as "state", "session_usage"."day" as "day", "session_usage"."author" as "author",
    "session_usage"."model" as "model", -"session_usage"."sessions" as "sessions", -"session_usage"."messages" as
    "messages", -"session_usage"."input_tokens" as "input_tokens", -"session_usage"."output_tokens" as "output_tokens",
    -"session_usage"."reasoning_tokens" as "reasoning_tokens", -"session_usage"."cache_read_tokens" as
    "cache_read_tokens", -"session_usage"."cache_write_tokens" as "cache_write_tokens", -"session_usage"."cost_nanos" as
    "cost_nanos"
  from "session"
  cross
  join "session_usage"
  where "session"."state" in ('active', 'archived', 'deleted')
  and "session"."listed_at" is null
  and "session_usage"."session_id" = "session"."id"
  union all
  select "session"."id" as "session_id", "session"."project_id" as "project_id", '' as "state", "message"."created_at" -
    "message"."created_at" % 86400000 as "day", coalesce("message"."author_user", "session"."author_user", '') as
    "author", coalesce("message"."model_name", '') as "model", 0 as "sessions", 1 as "messages",
    coalesce("message"."input_tokens", 0) as "input_tokens", coalesce("message"."output_tokens", 0) as "output_tokens",
    coalesce("message"."reasoning_tokens", 0) as "reasoning_tokens", coalesce("message"."cache_read_tokens", 0) as
    "cache_read_tokens", coalesce("message"."cache_write_tokens", 0) as "cache_write_tokens",
    coalesce("message"."cost_nanos", 0) as "cost_nanos"
  from "session"
  cross
  join "message"
  where "session"."state" in ('active', 'archived', 'deleted')
  and "session"."listed_at" is null
  and "message"."session_id" = "session"."id"
  and "session"."deleted_at" is null) as "each"
where "each"."state" = ''
and "each"."day" >= cast($1 as bigint)
and "each"."day" < cast($2 as bigint)
group by "each"."day";

-- statistics.countMessages (scope: all, of: hot, by: model)
select "each"."model" as "key", coalesce(sum("each"."sessions"), 0) as "sessions", coalesce(sum("each"."messages"), 0) as
  "messages", coalesce(sum("each"."input_tokens"), 0) as "inputTokens", coalesce(sum("each"."output_tokens"), 0) as
  "outputTokens", coalesce(sum("each"."reasoning_tokens"), 0) as "reasoningTokens",
  coalesce(sum("each"."cache_read_tokens"), 0) as "cacheReadTokens", coalesce(sum("each"."cache_write_tokens"), 0) as
  "cacheWriteTokens", coalesce(sum("each"."cost_nanos"), 0) as "costNanos"
from
(select "session_usage"."session_id" as "session_id", "session_usage"."project_id" as "project_id",
    "session_usage"."state" as "state", "session_usage"."day" as "day", "session_usage"."author" as "author",
    "session_usage"."model" as "model", -"session_usage"."sessions" as "sessions", -"session_usage"."messages" as
    "messages", -"session_usage"."input_tokens" as "input_tokens", -"session_usage"."output_tokens" as "output_tokens",
    -"session_usage"."reasoning_tokens" as "reasoning_tokens", -"session_usage"."cache_read_tokens" as
    "cache_read_tokens", -"session_usage"."cache_write_tokens" as "cache_write_tokens", -"session_usage"."cost_nanos" as
    "cost_nanos"
  from "session"
  cross
  join "session_usage"
  where "session"."state" in ('active', 'archived', 'deleted')
  and "session"."listed_at" is null
  and "session_usage"."session_id" = "session"."id"
  union all
  select "session"."id" as "session_id", "session"."project_id" as "project_id", '' as "state", "message"."created_at" -
    "message"."created_at" % 86400000 as "day", coalesce("message"."author_user", "session"."author_user", '') as
    "author", coalesce("message"."model_name", '') as "model", 0 as "sessions", 1 as "messages",
    coalesce("message"."input_tokens", 0) as "input_tokens", coalesce("message"."output_tokens", 0) as "output_tokens",
    coalesce("message"."reasoning_tokens", 0) as "reasoning_tokens", coalesce("message"."cache_read_tokens", 0) as
    "cache_read_tokens", coalesce("message"."cache_write_tokens", 0) as "cache_write_tokens",
    coalesce("message"."cost_nanos", 0) as "cost_nanos"
  from "session"
  cross
  join "message"
  where "session"."state" in ('active', 'archived', 'deleted')
  and "session"."listed_at" is null
  and "message"."session_id" = "session"."id"
  and "session"."deleted_at" is null) as "each"
where "each"."state" = ''
and "each"."day" >= cast($1 as bigint)
and "each"."day" < cast($2 as bigint)
group by "each"."model";

-- statistics.countMessages (scope: all, of: hot, by: author)
select "each"."author" as "key", coalesce(sum("each"."sessions"), 0) as "sessions", coalesce(sum("each"."messages"), 0)
  as "messages", coalesce(sum("each"."input_tokens"), 0) as "inputTokens", coalesce(sum("each"."output_tokens"), 0) as
  "outputTokens", coalesce(sum("each"."reasoning_tokens"), 0) as "reasoningTokens",
  coalesce(sum("each"."cache_read_tokens"), 0) as "cacheReadTokens", coalesce(sum("each"."cache_write_tokens"), 0) as
  "cacheWriteTokens", coalesce(sum("each"."cost_nanos"), 0) as "costNanos"
from
(select "session_usage"."session_id" as "session_id", "session_usage"."project_id" as "project_id",
    "session_usage"."state" as "state", "session_usage"."day" as "day", "session_usage"."author" as "author",
    "session_usage"."model" as "model", -"session_usage"."sessions" as "sessions", -"session_usage"."messages" as
    "messages", -"session_usage"."input_tokens" as "input_tokens", -"session_usage"."output_tokens" as "output_tokens",
    -"session_usage"."reasoning_tokens" as "reasoning_tokens", -"session_usage"."cache_read_tokens" as
    "cache_read_tokens", -"session_usage"."cache_write_tokens" as "cache_write_tokens", -"session_usage"."cost_nanos" as
    "cost_nanos"
  from "session"
  cross
  join "session_usage"
  where "session"."state" in ('active', 'archived', 'deleted')
  and "session"."listed_at" is null
  and "session_usage"."session_id" = "session"."id"
  union all
  select "session"."id" as "session_id", "session"."project_id" as "project_id", '' as "state", "message"."created_at" -
    "message"."created_at" % 86400000 as "day", coalesce("message"."author_user", "session"."author_user", '') as
    "author", coalesce("message"."model_name", '') as "model", 0 as "sessions", 1 as "messages",
    coalesce("message"."input_tokens", 0) as "input_tokens", coalesce("message"."output_tokens", 0) as "output_tokens",
    coalesce("message"."reasoning_tokens", 0) as "reasoning_tokens", coalesce("message"."cache_read_tokens", 0) as
    "cache_read_tokens", coalesce("message"."cache_write_tokens", 0) as "cache_write_tokens",
    coalesce("message"."cost_nanos", 0) as "cost_nanos"
  from "session"
  cross
  join "message"
  where "session"."state" in ('active', 'archived', 'deleted')
  and "session"."listed_at" is null
  and "message"."session_id" = "session"."id"
  and "session"."deleted_at" is null) as "each"
where "each"."state" = ''
and "each"."day" >= cast($1 as bigint)
and "each"."day" < cast($2 as bigint)
group by "each"."author";

-- statistics.countMessages (scope: all, of: hot, by: project)
select "each"."project_id" as "key", coalesce(sum("each"."sessions"), 0) as "sessions", coalesce(sum("each"."messages"),
    0) as "messages", coalesce(sum("each"."input_tokens"), 0) as "inputTokens", coalesce(sum("each"."output_tokens"), 0)
  as "outputTokens", coalesce(sum("each"."reasoning_tokens"), 0) as "reasoningTokens",
  coalesce(sum("each"."cache_read_tokens"), 0) as "cacheReadTokens", coalesce(sum("each"."cache_write_tokens"), 0) as
  "cacheWriteTokens", coalesce(sum("each"."cost_nanos"), 0) as "costNanos"
from
(select "session_usage"."session_id" as "session_id", "session_usage"."project_id" as "project_id",
    "session_usage"."state" as "state", "session_usage"."day" as "day", "session_usage"."author" as "author",
    "session_usage"."model" as "model", -"session_usage"."sessions" as "sessions", -"session_usage"."messages" as
    "messages", -"session_usage"."input_tokens" as "input_tokens", -"session_usage"."output_tokens" as "output_tokens",
    -"session_usage"."reasoning_tokens" as "reasoning_tokens", -"session_usage"."cache_read_tokens" as
    "cache_read_tokens", -"session_usage"."cache_write_tokens" as "cache_write_tokens", -"session_usage"."cost_nanos" as
    "cost_nanos"
  from "session"
  cross
  join "session_usage"
  where "session"."state" in ('active', 'archived', 'deleted')
  and "session"."listed_at" is null
  and "session_usage"."session_id" = "session"."id"
  union all
  select "session"."id" as "session_id", "session"."project_id" as "project_id", '' as "state", "message"."created_at" -
    "message"."created_at" % 86400000 as "day", coalesce("message"."author_user", "session"."author_user", '') as
    "author", coalesce("message"."model_name", '') as "model", 0 as "sessions", 1 as "messages",
    coalesce("message"."input_tokens", 0) as "input_tokens", coalesce("message"."output_tokens", 0) as "output_tokens",
    coalesce("message"."reasoning_tokens", 0) as "reasoning_tokens", coalesce("message"."cache_read_tokens", 0) as
    "cache_read_tokens", coalesce("message"."cache_write_tokens", 0) as "cache_write_tokens",
    coalesce("message"."cost_nanos", 0) as "cost_nanos"
  from "session"
  cross
  join "message"
  where "session"."state" in ('active', 'archived', 'deleted')
  and "session"."listed_at" is null
  and "message"."session_id" = "session"."id"
  and "session"."deleted_at" is null) as "each"
where "each"."state" = ''
and "each"."day" >= cast($1 as bigint)
and "each"."day" < cast($2 as bigint)
group by "each"."project_id";

-- statistics.countSessions (scope: project, of: totals)
select "usage_total"."state" as "state", coalesce(sum("usage_total"."sessions"), 0) as "sessions",
  coalesce(sum("usage_total"."messages"), 0) as "messages", coalesce(sum("usage_total"."input_tokens"), 0) as
  "inputTokens", coalesce(sum("usage_total"."output_tokens"), 0) as "outputTokens",
  coalesce(sum("usage_total"."reasoning_tokens"), 0) as "reasoningTokens",
  coalesce(sum("usage_total"."cache_read_tokens"), 0) as "cacheReadTokens",
  coalesce(sum("usage_total"."cache_write_tokens"), 0) as "cacheWriteTokens", coalesce(sum("usage_total"."cost_nanos"),
    0) as "costNanos"
from "usage_total"
where "usage_total"."scope" = cast($1 as text)
and "usage_total"."state" in ('active', 'archived', 'deleted')
group by "usage_total"."state";

-- statistics.countSessions (scope: project, of: hot)
select "each"."state" as "state", coalesce(sum("each"."sessions"), 0) as "sessions", coalesce(sum("each"."messages"), 0)
  as "messages", coalesce(sum("each"."input_tokens"), 0) as "inputTokens", coalesce(sum("each"."output_tokens"), 0) as
  "outputTokens", coalesce(sum("each"."reasoning_tokens"), 0) as "reasoningTokens",
  coalesce(sum("each"."cache_read_tokens"), 0) as "cacheReadTokens", coalesce(sum("each"."cache_write_tokens"), 0) as
  "cacheWriteTokens", coalesce(sum("each"."cost_nanos"), 0) as "costNanos"
from
(select "session_usage"."session_id" as "session_id", "session_usage"."project_id" as "project_id",
    "session_usage"."state" as "state", "session_usage"."day" as "day", "session_usage"."author" as "author",
    "session_usage"."model" as "model", -"session_usage"."sessions" as "sessions", -"session_usage"."messages" as
    "messages", -"session_usage"."input_tokens" as "input_tokens", -"session_usage"."output_tokens" as "output_tokens",
    -"session_usage"."reasoning_tokens" as "reasoning_tokens", -"session_usage"."cache_read_tokens" as
    "cache_read_tokens", -"session_usage"."cache_write_tokens" as "cache_write_tokens", -"session_usage"."cost_nanos" as
    "cost_nanos"
  from "session"
  cross
  join "session_usage"
  where "session"."state" in ('active', 'archived', 'deleted')
  and "session"."listed_at" is null
  and "session"."project_id" = cast($1 as text)
  and "session_usage"."session_id" = "session"."id"
  union all
  select "session"."id" as "session_id", "session"."project_id" as "project_id", "session"."state" as "state", 0 as
    "day", '' as "author", '' as "model", 1 as "sessions", "session"."message_count" as "messages",
    "session"."input_tokens" as "input_tokens", "session"."output_tokens" as "output_tokens",
    "session"."reasoning_tokens" as "reasoning_tokens", "session"."cache_read_tokens" as "cache_read_tokens",
    "session"."cache_write_tokens" as "cache_write_tokens", "session"."cost_nanos" as "cost_nanos"
  from "session"
  where "session"."state" in ('active', 'archived', 'deleted')
  and "session"."listed_at" is null
  and "session"."project_id" = cast($2 as text)) as "each"
where "each"."state" <> ''
group by "each"."state";

-- statistics.countSessions (scope: all, of: totals)
select "usage_total"."state" as "state", coalesce(sum("usage_total"."sessions"), 0) as "sessions",
  coalesce(sum("usage_total"."messages"), 0) as "messages", coalesce(sum("usage_total"."input_tokens"), 0) as
  "inputTokens", coalesce(sum("usage_total"."output_tokens"), 0) as "outputTokens",
  coalesce(sum("usage_total"."reasoning_tokens"), 0) as "reasoningTokens",
  coalesce(sum("usage_total"."cache_read_tokens"), 0) as "cacheReadTokens",
  coalesce(sum("usage_total"."cache_write_tokens"), 0) as "cacheWriteTokens", coalesce(sum("usage_total"."cost_nanos"),
    0) as "costNanos"
from "usage_total"
where "usage_total"."scope" = cast($1 as text)
and "usage_total"."state" in ('active', 'archived', 'deleted')
group by "usage_total"."state";

-- statistics.countSessions (scope: all, of: hot)
select "each"."state" as "state", coalesce(sum("each"."sessions"), 0) as "sessions", coalesce(sum("each"."messages"), 0)
  as "messages", coalesce(sum("each"."input_tokens"), 0) as "inputTokens", coalesce(sum("each"."output_tokens"), 0) as
  "outputTokens", coalesce(sum("each"."reasoning_tokens"), 0) as "reasoningTokens",
  coalesce(sum("each"."cache_read_tokens"), 0) as "cacheReadTokens", coalesce(sum("each"."cache_write_tokens"), 0) as
  "cacheWriteTokens", coalesce(sum("each"."cost_nanos"), 0) as "costNanos"
from
(select "session_usage"."session_id" as "session_id", "session_usage"."project_id" as "project_id",
    "session_usage"."state" as "state", "session_usage"."day" as "day", "session_usage"."author" as "author",
    "session_usage"."model" as "model", -"session_usage"."sessions" as "sessions", -"session_usage"."messages" as
    "messages", -"session_usage"."input_tokens" as "input_tokens", -"session_usage"."output_tokens" as "output_tokens",
    -"session_usage"."reasoning_tokens" as "reasoning_tokens", -"session_usage"."cache_read_tokens" as
    "cache_read_tokens", -"session_usage"."cache_write_tokens" as "cache_write_tokens", -"session_usage"."cost_nanos" as
    "cost_nanos"
  from "session"
  cross
  join "session_usage"
  where "session"."state" in ('active', 'archived', 'deleted')
  and "session"."listed_at" is null
  and "session_usage"."session_id" = "session"."id"
  union all
  select "session"."id" as "session_id", "session"."project_id" as "project_id", "session"."state" as "state", 0 as
    "day", '' as "author", '' as "model", 1 as "sessions", "session"."message_count" as "messages",
    "session"."input_tokens" as "input_tokens", "session"."output_tokens" as "output_tokens",
    "session"."reasoning_tokens" as "reasoning_tokens", "session"."cache_read_tokens" as "cache_read_tokens",
    "session"."cache_write_tokens" as "cache_write_tokens", "session"."cost_nanos" as "cost_nanos"
  from "session"
  where "session"."state" in ('active', 'archived', 'deleted')
  and "session"."listed_at" is null) as "each"
where "each"."state" <> ''
group by "each"."state";

-- search.project.proposedTitles
select "session"."number" as "number", "session"."id" as "sessionId", "session"."project_id" as "projectId",
  "session"."title" as "title", "session"."updated_at" as "updatedAt"
from "session"
where "session"."number" < cast($1 as bigint)
and "session"."deleted_at" is null
and "session"."project_id" = cast($2 as text)
and lower(translate("session"."title", chr(8490), 'k')) like cast($3 as text) escape '|'
and (lower(translate("session"."title", chr(8490), 'k')) like cast($4 as text) escape '|' or
    lower(translate("session"."title", chr(8490), 'k')) like cast($5 as text) escape '|')
order by "session"."number" desc
limit cast($6 as bigint);

-- search.project.proposedParts
select "part"."number" as "number", "part"."message_id" as "messageId", "part"."id" as "partId", "part"."type" as "type",
  case when octet_length("part"."data") <= cast($1 as bigint) then "part"."data" end as "data", "session"."id" as
  "sessionId", "session"."project_id" as "projectId", "session"."title" as "title", "session"."updated_at" as "updatedAt"
from "part"
join "session" on "session"."id" = "part"."session_id"
where "part"."number" < cast($2 as bigint)
and "session"."deleted_at" is null
and "session"."project_id" = cast($3 as text)
and "part"."type" in ('text', 'reasoning', 'tool', 'file', 'subtask')
and lower(translate("part"."data", chr(8490), 'k')) like cast($4 as text) escape '|'
and (lower(translate("part"."data", chr(8490), 'k')) like cast($5 as text) escape '|' or lower(translate("part"."data",
        chr(8490), 'k')) like cast($6 as text) escape '|')
order by "part"."number" desc
limit cast($7 as bigint);

-- search.project.proposedPartsByIndex
select "part"."number" as "number", "part"."message_id" as "messageId", "part"."id" as "partId", "part"."type" as "type",
  case when octet_length("part"."data") <= cast($1 as bigint) then "part"."data" end as "data", "session"."id" as
  "sessionId", "session"."project_id" as "projectId", "session"."title" as "title", "session"."updated_at" as "updatedAt"
from (with "recent" as materialized
  (select "part"."number"
    from "part"
    join "session" on "session"."id" = "part"."session_id"
    where "part"."number" < cast($2 as bigint)
    and "session"."deleted_at" is null
    and "session"."project_id" = cast($3 as text)
    and "part"."type" in ('text', 'reasoning', 'tool', 'file', 'subtask')
    and lower(translate("part"."data", chr(8490), 'k')) like cast($4 as text) escape '|'
    and (lower(translate("part"."data", chr(8490), 'k')) like cast($5 as text) escape '|' or
        lower(translate("part"."data", chr(8490), 'k')) like cast($6 as text) escape '|')
    and "part"."number" >= coalesce((select min("number")
        from
        (select "part"."number"
          from "part"
          where "part"."number" < cast($7 as bigint)
          order by "part"."number" desc
          limit 500) as "recent"), 0)), "enough" as materialized
  (select count(*) >= cast($8 as bigint) as "enough"
    from "recent"), "found" as materialized
  (select "part"."number"
    from "part"
    join "session" on "session"."id" = "part"."session_id"
    where "part"."number" < cast($9 as bigint)
    and "session"."deleted_at" is null
    and "session"."project_id" = cast($10 as text)
    and "part"."type" in ('text', 'reasoning', 'tool', 'file', 'subtask')
    and lower(translate("part"."data", chr(8490), 'k')) like cast($11 as text) escape '|'
    and (lower(translate("part"."data", chr(8490), 'k')) like cast($12 as text) escape '|' or
        lower(translate("part"."data", chr(8490), 'k')) like cast($13 as text) escape '|')
    and not
    (select "enough"
      from "enough"))
  (select "recent"."number"
    from "recent"
    where
    (select "enough"
      from "enough")
    order by "recent"."number" desc
    limit cast($14 as bigint))
  union all
  (select "found"."number"
    from "found"
    where true
    order by "found"."number" desc
    limit cast($15 as bigint))) as "chosen"
join "part" on "part"."number" = "chosen"."number"
join "session" on "session"."id" = "part"."session_id"
order by "part"."number" desc
limit cast($16 as bigint);

-- search.project, filtered.proposedTitles
select "session"."number" as "number", "session"."id" as "sessionId", "session"."project_id" as "projectId",
  "session"."title" as "title", "session"."updated_at" as "updatedAt"
from "session"
where "session"."number" < cast($1 as bigint)
and "session"."deleted_at" is null
and "session"."project_id" = cast($2 as text)
and "session"."author_user" = cast($3 as text)
and replace("session"."folder_labels", cast($4 as text), '') <> "session"."folder_labels"
and replace("session"."model_labels", cast($5 as text), '') <> "session"."model_labels"
and replace("session"."origin_labels", cast($6 as text), '') <> "session"."origin_labels"
and (replace("session"."mark_labels", cast($7 as text), '') <> "session"."mark_labels" or
    replace("session"."mark_labels", cast($8 as text), '') <> "session"."mark_labels")
and (replace("session"."mark_labels", cast($9 as text), '') <> "session"."mark_labels" or
    replace("session"."mark_labels", cast($10 as text), '') <> "session"."mark_labels")
and "session"."updated_at" >= cast($11 as bigint)
and "session"."updated_at" < cast($12 as bigint)
and lower(translate("session"."title", chr(8490), 'k')) like cast($13 as text) escape '|'
and (lower(translate("session"."title", chr(8490), 'k')) like cast($14 as text) escape '|' or
    lower(translate("session"."title", chr(8490), 'k')) like cast($15 as text) escape '|')
order by "session"."number" desc
limit cast($16 as bigint);

-- search.project, filtered.proposedParts
select "part"."number" as "number", "part"."message_id" as "messageId", "part"."id" as "partId", "part"."type" as "type",
  case when octet_length("part"."data") <= cast($1 as bigint) then "part"."data" end as "data", "session"."id" as
  "sessionId", "session"."project_id" as "projectId", "session"."title" as "title", "session"."updated_at" as "updatedAt"
from "part"
join "session" on "session"."id" = "part"."session_id"
where "part"."number" < cast($2 as bigint)
and "session"."deleted_at" is null
and "session"."project_id" = cast($3 as text)
and "part"."type" = cast($4 as text)
and "part"."created_at" >= cast($5 as bigint)
and "part"."created_at" < cast($6 as bigint)
and exists
(select 1
  from "message"
  where "message"."session_id" = "part"."session_id"
  and "message"."id" = "part"."message_id"
  and "message"."role" = cast($7 as text))
and "session"."author_user" = cast($8 as text)
and replace("session"."folder_labels", cast($9 as text), '') <> "session"."folder_labels"
and replace("session"."model_labels", cast($10 as text), '') <> "session"."model_labels"
and replace("session"."origin_labels", cast($11 as text), '') <> "session"."origin_labels"
and (replace("session"."mark_labels", cast($12 as text), '') <> "session"."mark_labels" or
    replace("session"."mark_labels", cast($13 as text), '') <> "session"."mark_labels")
and (replace("session"."mark_labels", cast($14 as text), '') <> "session"."mark_labels" or
    replace("session"."mark_labels", cast($15 as text), '') <> "session"."mark_labels")
and "part"."type" in ('text', 'reasoning', 'tool', 'file', 'subtask')
and lower(translate("part"."data", chr(8490), 'k')) like cast($16 as text) escape '|'
and (lower(translate("part"."data", chr(8490), 'k')) like cast($17 as text) escape '|' or lower(translate("part"."data",
        chr(8490), 'k')) like cast($18 as text) escape '|')
order by "part"."number" desc
limit cast($19 as bigint);

-- search.project, filtered.proposedPartsByIndex
select "part"."number" as "number", "part"."message_id" as "messageId", "part"."id" as "partId", "part"."type" as "type",
  case when octet_length("part"."data") <= cast($1 as bigint) then "part"."data" end as "data", "session"."id" as
  "sessionId", "session"."project_id" as "projectId", "session"."title" as "title", "session"."updated_at" as "updatedAt"
from (with "recent" as materialized
  (select "part"."number"
    from "part"
    join "session" on "session"."id" = "part"."session_id"
    where "part"."number" < cast($2 as bigint)
    and "session"."deleted_at" is null
    and "session"."project_id" = cast($3 as text)
    and "part"."type" = cast($4 as text)
    and "part"."created_at" >= cast($5 as bigint)
    and "part"."created_at" < cast($6 as bigint)
    and exists
    (select 1
      from "message"
      where "message"."session_id" = "part"."session_id"
      and "message"."id" = "part"."message_id"
      and "message"."role" = cast($7 as text))
    and "session"."author_user" = cast($8 as text)
    and replace("session"."folder_labels", cast($9 as text), '') <> "session"."folder_labels"
    and replace("session"."model_labels", cast($10 as text), '') <> "session"."model_labels"
    and replace("session"."origin_labels", cast($11 as text), '') <> "session"."origin_labels"
    and (replace("session"."mark_labels", cast($12 as text), '') <> "session"."mark_labels" or
        replace("session"."mark_labels", cast($13 as text), '') <> "session"."mark_labels")
    and (replace("session"."mark_labels", cast($14 as text), '') <> "session"."mark_labels" or
        replace("session"."mark_labels", cast($15 as text), '') <> "session"."mark_labels")
    and "part"."type" in ('text', 'reasoning', 'tool', 'file', 'subtask')
    and lower(translate("part"."data", chr(8490), 'k')) like cast($16 as text) escape '|'
    and (lower(translate("part"."data", chr(8490), 'k')) like cast($17 as text) escape '|' or
        lower(translate("part"."data", chr(8490), 'k')) like cast($18 as text) escape '|')
    and "part"."number" >= coalesce((select min("number")
        from
        (select "part"."number"
          from "part"
          where "part"."number" < cast($19 as bigint)
          order by "part"."number" desc
          limit 500) as "recent"), 0)), "enough" as materialized
  (select count(*) >= cast($20 as bigint) as "enough"
    from "recent"), "found" as materialized
  (select "part"."number"
    from "part"
    join "session" on "session"."id" = "part"."session_id"
    where "part"."number" < cast($21 as bigint)
    and "session"."deleted_at" is null
    and "session"."project_id" = cast($22 as text)
    and "part"."type" = cast($23 as text)
    and "part"."created_at" >= cast($24 as bigint)
    and "part"."created_at" < cast($25 as bigint)
    and exists
    (select 1
      from "message"
      where "message"."session_id" = "part"."session_id"
      and "message"."id" = "part"."message_id"
      and "message"."role" = cast($26 as text))
    and "session"."author_user" = cast($27 as text)
    and replace("session"."folder_labels", cast($28 as text), '') <> "session"."folder_labels"
    and replace("session"."model_labels", cast($29 as text), '') <> "session"."model_labels"
    and replace("session"."origin_labels", cast($30 as text), '') <> "session"."origin_labels"
    and (replace("session"."mark_labels", cast($31 as text), '') <> "session"."mark_labels" or
        replace("session"."mark_labels", cast($32 as text), '') <> "session"."mark_labels")
    and (replace("session"."mark_labels", cast($33 as text), '') <> "session"."mark_labels" or
        replace("session"."mark_labels", cast($34 as text), '') <> "session"."mark_labels")
    and "part"."type" in ('text', 'reasoning', 'tool', 'file', 'subtask')
    and lower(translate("part"."data", chr(8490), 'k')) like cast($35 as text) escape '|'
    and (lower(translate("part"."data", chr(8490), 'k')) like cast($36 as text) escape '|' or
        lower(translate("part"."data", chr(8490), 'k')) like cast($37 as text) escape '|')
    and not
    (select "enough"
      from "enough"))
  (select "recent"."number"
    from "recent"
    where
    (select "enough"
      from "enough")
    order by "recent"."number" desc
    limit cast($38 as bigint))
  union all
  (select "found"."number"
    from "found"
    where true
    order by "found"."number" desc
    limit cast($39 as bigint))) as "chosen"
join "part" on "part"."number" = "chosen"."number"
join "session" on "session"."id" = "part"."session_id"
order by "part"."number" desc
limit cast($40 as bigint);

-- search.all.proposedTitles
select "session"."number" as "number", "session"."id" as "sessionId", "session"."project_id" as "projectId",
  "session"."title" as "title", "session"."updated_at" as "updatedAt"
from "session"
where "session"."number" < cast($1 as bigint)
and "session"."deleted_at" is null
and lower(translate("session"."title", chr(8490), 'k')) like cast($2 as text) escape '|'
and (lower(translate("session"."title", chr(8490), 'k')) like cast($3 as text) escape '|' or
    lower(translate("session"."title", chr(8490), 'k')) like cast($4 as text) escape '|')
order by "session"."number" desc
limit cast($5 as bigint);

-- search.all.proposedParts
select "part"."number" as "number", "part"."message_id" as "messageId", "part"."id" as "partId", "part"."type" as "type",
  case when octet_length("part"."data") <= cast($1 as bigint) then "part"."data" end as "data", "session"."id" as
  "sessionId", "session"."project_id" as "projectId", "session"."title" as "title", "session"."updated_at" as "updatedAt"
from "part"
join "session" on "session"."id" = "part"."session_id"
where "part"."number" < cast($2 as bigint)
and "session"."deleted_at" is null
and "part"."type" in ('text', 'reasoning', 'tool', 'file', 'subtask')
and lower(translate("part"."data", chr(8490), 'k')) like cast($3 as text) escape '|'
and (lower(translate("part"."data", chr(8490), 'k')) like cast($4 as text) escape '|' or lower(translate("part"."data",
        chr(8490), 'k')) like cast($5 as text) escape '|')
order by "part"."number" desc
limit cast($6 as bigint);

-- search.all.proposedPartsByIndex
select "part"."number" as "number", "part"."message_id" as "messageId", "part"."id" as "partId", "part"."type" as "type",
  case when octet_length("part"."data") <= cast($1 as bigint) then "part"."data" end as "data", "session"."id" as
  "sessionId", "session"."project_id" as "projectId", "session"."title" as "title", "session"."updated_at" as "updatedAt"
from (with "recent" as materialized
  (select "part"."number"
    from "part"
    join "session" on "session"."id" = "part"."session_id"
    where "part"."number" < cast($2 as bigint)
    and "session"."deleted_at" is null
    and "part"."type" in ('text', 'reasoning', 'tool', 'file', 'subtask')
    and lower(translate("part"."data", chr(8490), 'k')) like cast($3 as text) escape '|'
    and (lower(translate("part"."data", chr(8490), 'k')) like cast($4 as text) escape '|' or
        lower(translate("part"."data", chr(8490), 'k')) like cast($5 as text) escape '|')
    and "part"."number" >= coalesce((select min("number")
        from
        (select "part"."number"
          from "part"
          where "part"."number" < cast($6 as bigint)
          order by "part"."number" desc
          limit 500) as "recent"), 0)), "enough" as materialized
  (select count(*) >= cast($7 as bigint) as "enough"
    from "recent"), "found" as materialized
  (select "part"."number"
    from "part"
    join "session" on "session"."id" = "part"."session_id"
    where "part"."number" < cast($8 as bigint)
    and "session"."deleted_at" is null
    and "part"."type" in ('text', 'reasoning', 'tool', 'file', 'subtask')
    and lower(translate("part"."data", chr(8490), 'k')) like cast($9 as text) escape '|'
    and (lower(translate("part"."data", chr(8490), 'k')) like cast($10 as text) escape '|' or
        lower(translate("part"."data", chr(8490), 'k')) like cast($11 as text) escape '|')
    and not
    (select "enough"
      from "enough"))
  (select "recent"."number"
    from "recent"
    where
    (select "enough"
      from "enough")
    order by "recent"."number" desc
    limit cast($12 as bigint))
  union all
  (select "found"."number"
    from "found"
    where true
    order by "found"."number" desc
    limit cast($13 as bigint))) as "chosen"
join "part" on "part"."number" = "chosen"."number"
join "session" on "session"."id" = "part"."session_id"
order by "part"."number" desc
limit cast($14 as bigint);

-- search.all, filtered.proposedTitles
select "session"."number" as "number", "session"."id" as "sessionId", "session"."project_id" as "projectId",
  "session"."title" as "title", "session"."updated_at" as "updatedAt"
from "session"
where "session"."number" < cast($1 as bigint)
and "session"."deleted_at" is null
and "session"."author_user" = cast($2 as text)
and replace("session"."folder_labels", cast($3 as text), '') <> "session"."folder_labels"
and replace("session"."model_labels", cast($4 as text), '') <> "session"."model_labels"
and replace("session"."origin_labels", cast($5 as text), '') <> "session"."origin_labels"
and (replace("session"."mark_labels", cast($6 as text), '') <> "session"."mark_labels" or
    replace("session"."mark_labels", cast($7 as text), '') <> "session"."mark_labels")
and (replace("session"."mark_labels", cast($8 as text), '') <> "session"."mark_labels" or
    replace("session"."mark_labels", cast($9 as text), '') <> "session"."mark_labels")
and "session"."updated_at" >= cast($10 as bigint)
and "session"."updated_at" < cast($11 as bigint)
and lower(translate("session"."title", chr(8490), 'k')) like cast($12 as text) escape '|'
and (lower(translate("session"."title", chr(8490), 'k')) like cast($13 as text) escape '|' or
    lower(translate("session"."title", chr(8490), 'k')) like cast($14 as text) escape '|')
order by "session"."number" desc
limit cast($15 as bigint);

-- search.all, filtered.proposedParts
select "part"."number" as "number", "part"."message_id" as "messageId", "part"."id" as "partId", "part"."type" as "type",
  case when octet_length("part"."data") <= cast($1 as bigint) then "part"."data" end as "data", "session"."id" as
  "sessionId", "session"."project_id" as "projectId", "session"."title" as "title", "session"."updated_at" as "updatedAt"
from "part"
join "session" on "session"."id" = "part"."session_id"
where "part"."number" < cast($2 as bigint)
and "session"."deleted_at" is null
and "part"."type" = cast($3 as text)
and "part"."created_at" >= cast($4 as bigint)
and "part"."created_at" < cast($5 as bigint)
and exists
(select 1
  from "message"
  where "message"."session_id" = "part"."session_id"
  and "message"."id" = "part"."message_id"
  and "message"."role" = cast($6 as text))
and "session"."author_user" = cast($7 as text)
and replace("session"."folder_labels", cast($8 as text), '') <> "session"."folder_labels"
and replace("session"."model_labels", cast($9 as text), '') <> "session"."model_labels"
and replace("session"."origin_labels", cast($10 as text), '') <> "session"."origin_labels"
and (replace("session"."mark_labels", cast($11 as text), '') <> "session"."mark_labels" or
    replace("session"."mark_labels", cast($12 as text), '') <> "session"."mark_labels")
and (replace("session"."mark_labels", cast($13 as text), '') <> "session"."mark_labels" or
    replace("session"."mark_labels", cast($14 as text), '') <> "session"."mark_labels")
and "part"."type" in ('text', 'reasoning', 'tool', 'file', 'subtask')
and lower(translate("part"."data", chr(8490), 'k')) like cast($15 as text) escape '|'
and (lower(translate("part"."data", chr(8490), 'k')) like cast($16 as text) escape '|' or lower(translate("part"."data",
        chr(8490), 'k')) like cast($17 as text) escape '|')
order by "part"."number" desc
limit cast($18 as bigint);

-- search.all, filtered.proposedPartsByIndex
select "part"."number" as "number", "part"."message_id" as "messageId", "part"."id" as "partId", "part"."type" as "type",
  case when octet_length("part"."data") <= cast($1 as bigint) then "part"."data" end as "data", "session"."id" as
  "sessionId", "session"."project_id" as "projectId", "session"."title" as "title", "session"."updated_at" as "updatedAt"
from (with "recent" as materialized
  (select "part"."number"
    from "part"
    join "session" on "session"."id" = "part"."session_id"
    where "part"."number" < cast($2 as bigint)
    and "session"."deleted_at" is null
    and "part"."type" = cast($3 as text)
    and "part"."created_at" >= cast($4 as bigint)
    and "part"."created_at" < cast($5 as bigint)
    and exists
    (select 1
      from "message"
      where "message"."session_id" = "part"."session_id"
      and "message"."id" = "part"."message_id"
      and "message"."role" = cast($6 as text))
    and "session"."author_user" = cast($7 as text)
    and replace("session"."folder_labels", cast($8 as text), '') <> "session"."folder_labels"
    and replace("session"."model_labels", cast($9 as text), '') <> "session"."model_labels"
    and replace("session"."origin_labels", cast($10 as text), '') <> "session"."origin_labels"
    and (replace("session"."mark_labels", cast($11 as text), '') <> "session"."mark_labels" or
        replace("session"."mark_labels", cast($12 as text), '') <> "session"."mark_labels")
    and (replace("session"."mark_labels", cast($13 as text), '') <> "session"."mark_labels" or
        replace("session"."mark_labels", cast($14 as text), '') <> "session"."mark_labels")
    and "part"."type" in ('text', 'reasoning', 'tool', 'file', 'subtask')
    and lower(translate("part"."data", chr(8490), 'k')) like cast($15 as text) escape '|'
    and (lower(translate("part"."data", chr(8490), 'k')) like cast($16 as text) escape '|' or
        lower(translate("part"."data", chr(8490), 'k')) like cast($17 as text) escape '|')
    and "part"."number" >= coalesce((select min("number")
        from
        (select "part"."number"
          from "part"
          where "part"."number" < cast($18 as bigint)
          order by "part"."number" desc
          limit 500) as "recent"), 0)), "enough" as materialized
  (select count(*) >= cast($19 as bigint) as "enough"
    from "recent"), "found" as materialized
  (select "part"."number"
    from "part"
    join "session" on "session"."id" = "part"."session_id"
    where "part"."number" < cast($20 as bigint)
    and "session"."deleted_at" is null
    and "part"."type" = cast($21 as text)
    and "part"."created_at" >= cast($22 as bigint)
    and "part"."created_at" < cast($23 as bigint)
    and exists
    (select 1
      from "message"
      where "message"."session_id" = "part"."session_id"
      and "message"."id" = "part"."message_id"
      and "message"."role" = cast($24 as text))
    and "session"."author_user" = cast($25 as text)
    and replace("session"."folder_labels", cast($26 as text), '') <> "session"."folder_labels"
    and replace("session"."model_labels", cast($27 as text), '') <> "session"."model_labels"
    and replace("session"."origin_labels", cast($28 as text), '') <> "session"."origin_labels"
    and (replace("session"."mark_labels", cast($29 as text), '') <> "session"."mark_labels" or
        replace("session"."mark_labels", cast($30 as text), '') <> "session"."mark_labels")
    and (replace("session"."mark_labels", cast($31 as text), '') <> "session"."mark_labels" or
        replace("session"."mark_labels", cast($32 as text), '') <> "session"."mark_labels")
    and "part"."type" in ('text', 'reasoning', 'tool', 'file', 'subtask')
    and lower(translate("part"."data", chr(8490), 'k')) like cast($33 as text) escape '|'
    and (lower(translate("part"."data", chr(8490), 'k')) like cast($34 as text) escape '|' or
        lower(translate("part"."data", chr(8490), 'k')) like cast($35 as text) escape '|')
    and not
    (select "enough"
      from "enough"))
  (select "recent"."number"
    from "recent"
    where
    (select "enough"
      from "enough")
    order by "recent"."number" desc
    limit cast($36 as bigint))
  union all
  (select "found"."number"
    from "found"
    where true
    order by "found"."number" desc
    limit cast($37 as bigint))) as "chosen"
join "part" on "part"."number" = "chosen"."number"
join "session" on "session"."id" = "part"."session_id"
order by "part"."number" desc
limit cast($38 as bigint);

-- search.dataOfPart
select "part"."data" as "data"
from "part"
where "part"."session_id" = cast($1 as text)
and "part"."message_id" = cast($2 as text)
and "part"."id" = cast($3 as text);
