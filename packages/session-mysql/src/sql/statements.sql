-- What MySQL and MariaDB run

-- receipt.keep
set @opencode_number =
(select coalesce(?, `session`.`revision` + ?)
  from `session`
  where `session`.`id` = ?
  and (? is null or `session`.`project_id` = ?)
  and (? is null or `session`.`revision` = ?)
  and (? is null or `session`.`revision` < ?)
  and (? is null or `session`.`last_batch` = ?) for update);

-- receipt.recordKept
insert into `batch` (`session_id`, `id`, `revision`, `created_at`)
values (?, ?, @opencode_number, timestampdiff(microsecond, '1970-01-01', utc_timestamp(3)) div 1000);

-- receipt.keptRevision
select @opencode_number as `revision`;

-- receipt.forgetAged
delete from `batch`
where `batch`.`id` > ?
and `batch`.`id` <= ?
and `batch`.`created_at` < timestampdiff(microsecond, '1970-01-01', utc_timestamp(3)) div 1000 - ?
and not exists
(select 1
  from `session`
  where `session`.`id` = `batch`.`session_id`
  and `session`.`last_batch` = `batch`.`id`);

-- receipt.nextReceipts
select max(`next`.`id`) as `last`, count(*) as `count`, coalesce(sum(case when `next`.`created_at` <
      timestampdiff(microsecond, '1970-01-01', utc_timestamp(3)) div 1000 - ? then 1 else 0 end), 0) as `aged`
from
(select `batch`.`id`, `batch`.`created_at`
  from `batch`
  where `batch`.`id` > ?
  order by `batch`.`id`
  limit ?) as `next`;

-- receipt.receiptOf
select `batch`.`revision` as `revision`
from `batch`
where `batch`.`session_id` = ?
and `batch`.`id` = ?;

-- session.createSession
insert into `session` (`title`, `title_source`, `parent_id`, `directory`, `author_user`, `author_host`, `agent`, `model`,
    `todos`, `metadata`, `marks`, `author_labels`, `model_labels`, `origin_labels`, `folder_labels`, `mark_labels`,
    `state`, `archived_at`, `deleted_at`, `deletion_id`, `input_tokens`, `output_tokens`, `reasoning_tokens`,
    `cache_read_tokens`, `cache_write_tokens`, `cost_nanos`, `message_count`, `created_at`, `shard`, `id`, `project_id`,
    `first_revision`, `fields_revision`, `revision`, `updated_at`, `last_batch`, `sequence`, `listed_at`, `fed_at`,
    `settled_by`, `labelled_at`)
values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, coalesce(?,
      coalesce((select max(`departed_session`.`revision`)
        from `departed_session`
        where `departed_session`.`session_id` = ?), 0) + 1), coalesce(?, coalesce((select
          max(`departed_session`.`revision`)
        from `departed_session`
        where `departed_session`.`session_id` = ?), 0) + 1), case when ? is null then coalesce((select
        max(`departed_session`.`revision`)
      from `departed_session`
      where `departed_session`.`session_id` = ?), 0) else 0 end, ?, ?, 0, null, null, null, null)
on duplicate key update `id` = `session`.`id`;

-- session.replaceSession
update `session`
set `title` = ?, `title_source` = ?, `parent_id` = ?, `directory` = ?, `author_user` = ?, `author_host` = ?, `agent` = ?,
  `model` = ?, `todos` = ?, `metadata` = ?, `marks` = ?, `author_labels` = ?, `model_labels` = ?, `origin_labels` = ?,
  `folder_labels` = ?, `mark_labels` = ?, `state` = ?, `archived_at` = ?, `deleted_at` = ?, `deletion_id` = ?,
  `created_at` = ?, `fields_revision` = coalesce(?, @opencode_number - ?)
where `session`.`id` = ?;

-- session.updateSession (title: unchanged)
update `session`
set `fields_revision` = coalesce(?, @opencode_number - ?)
where `session`.`id` = ?;

-- session.updateSession (title: unchanged, archivedAt)
update `session`
set `state` = case when `session`.`deleted_at` is not null then 'deleted' when ? is null then 'active' else 'archived'
  end, `archived_at` = ?, `fields_revision` = coalesce(?, @opencode_number - ?)
where `session`.`id` = ?;

-- session.updateSession (title: unchanged, marks)
update `session`
set `marks` = ?, `mark_labels` = ?, `fields_revision` = coalesce(?, @opencode_number - ?)
where `session`.`id` = ?;

-- session.updateSession (title: unchanged, metadata)
update `session`
set `metadata` = ?, `origin_labels` = ?, `fields_revision` = coalesce(?, @opencode_number - ?)
where `session`.`id` = ?;

-- session.updateSession (title: unchanged, todos)
update `session`
set `todos` = ?, `fields_revision` = coalesce(?, @opencode_number - ?)
where `session`.`id` = ?;

-- session.updateSession (title: unchanged, model)
update `session`
set `model` = ?, `model_labels` = ?, `fields_revision` = coalesce(?, @opencode_number - ?)
where `session`.`id` = ?;

-- session.updateSession (title: unchanged, agent)
update `session`
set `agent` = ?, `fields_revision` = coalesce(?, @opencode_number - ?)
where `session`.`id` = ?;

-- session.updateSession (title: unchanged, author)
update `session`
set `author_user` = ?, `author_host` = ?, `author_labels` = ?, `fields_revision` = coalesce(?, @opencode_number - ?)
where `session`.`id` = ?;

-- session.updateSession (title: unchanged, directory)
update `session`
set `directory` = ?, `folder_labels` = ?, `fields_revision` = coalesce(?, @opencode_number - ?)
where `session`.`id` = ?;

-- session.updateSession (title: unchanged, parentId)
update `session`
set `parent_id` = ?, `fields_revision` = coalesce(?, @opencode_number - ?)
where `session`.`id` = ?;

-- session.updateSession (title: unchanged, titleSource)
update `session`
set `title_source` = ?, `fields_revision` = coalesce(?, @opencode_number - ?)
where `session`.`id` = ?;

-- session.updateSession (title: given)
update `session`
set `title` = ?, `fields_revision` = coalesce(?, @opencode_number - ?)
where `session`.`id` = ?;

-- session.updateSession (title: generated)
update `session`
set `title` = case when `session`.`title_source` = 'user' then `session`.`title` else ? end, `fields_revision` =
  coalesce(?, @opencode_number - ?)
where `session`.`id` = ?;

-- session.updateSession (title: generated, titleSource, parentId, directory, author, agent, model, todos, metadata, marks, archivedAt)
update `session`
set `title` = case when `session`.`title_source` = 'user' then `session`.`title` else ? end, `title_source` = ?,
  `parent_id` = ?, `directory` = ?, `folder_labels` = ?, `author_user` = ?, `author_host` = ?, `author_labels` = ?,
  `agent` = ?, `model` = ?, `model_labels` = ?, `todos` = ?, `metadata` = ?, `origin_labels` = ?, `marks` = ?,
  `mark_labels` = ?, `state` = case when `session`.`deleted_at` is not null then 'deleted' when ? is null then 'active'
  else 'archived' end, `archived_at` = ?, `fields_revision` = coalesce(?, @opencode_number - ?)
where `session`.`id` = ?;

-- subtree.keepSubtree
select json_arrayagg(hex(`session`.`id`)) into @opencode_keys
from
(select `chosen`.`id`
  from
  (select `id`
    from (with recursive `subtree` (`id`, `project_id`, `last_batch`) as (
        select `session`.`id`, `session`.`project_id`, `session`.`last_batch`
        from `session`
        where `session`.`id` = ?
        union
        select `session`.`id`, `session`.`project_id`, `session`.`last_batch`
        from `session` force index (`session_parent`)
        join `subtree` on `session`.`parent_id` = `subtree`.`id`
        and `session`.`project_id` = `subtree`.`project_id` )
      select `id`
      from `subtree`) as `subtree_ids`) as `chosen`
  order by `chosen`.`id`
  limit 9223372036854775807) as `chosen`
straight_join `session` force index (primary) on `session`.`id` = `chosen`.`id` for update;

-- subtree.advanceSubtree
insert into `change_feed` (`shard`, `sequence`)
select `feed`.`shard`, `counted`.`count`
from
(select 0 as `shard`
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
  select 15) as `feed`
cross
join
(select count(*) as `count`
  from
  (select unhex(`key`) as `id`
    from json_table(@opencode_keys, '$[*]' columns (`key` varchar(382) character
        set ascii path '$')) as `kept`) as `ids`) as `counted`
where true
order by `feed`.`shard`
on duplicate key update `sequence` = `change_feed`.`sequence` +
values(`sequence`);

-- subtree.claimSubtree
update
(select unhex(`key`) as `id`
  from json_table(@opencode_keys, '$[*]' columns (`key` varchar(382) character
      set ascii path '$')) as `kept`) as `chosen`
straight_join `session` force index (primary) on `session`.`id` = `chosen`.`id`
set `fields_revision` = case when `session`.`id` = ? then @opencode_number else `session`.`revision` + 1 end, `revision`
  = case when `session`.`id` = ? then @opencode_number else `session`.`revision` + 1 end, `last_batch` = case when
  `session`.`id` = ? then ? else ? end;

-- subtree.deleteSubtree
update
(select unhex(`key`) as `id`
  from json_table(@opencode_keys, '$[*]' columns (`key` varchar(382) character
      set ascii path '$')) as `kept`) as `chosen`
straight_join `session` force index (primary) on `session`.`id` = `chosen`.`id`
set `fields_revision` = case when `session`.`id` = ? then @opencode_number else `session`.`revision` + 1 end, `revision`
  = case when `session`.`id` = ? then @opencode_number else `session`.`revision` + 1 end, `last_batch` = case when
  `session`.`id` = ? then ? else ? end, `state` = 'deleted', `deleted_at` = ?, `deletion_id` = ?
where `session`.`deleted_at` is null;

-- subtree.departSubtree
insert into `departed_session` (`session_id`, `project_id`, `revision`, `shard`, `sequence`)
select `session`.`id`, `session`.`project_id`, `session`.`revision`, `session`.`shard`,
(select `change_feed`.`sequence`
  from `change_feed`
  where `change_feed`.`shard` = `session`.`shard`) -
(select count(*)
  from
  (select unhex(`key`) as `id`
    from json_table(@opencode_keys, '$[*]' columns (`key` varchar(382) character
        set ascii path '$')) as `kept`) as `other`
  where `other`.`id` < `session`.`id`)
from
(select unhex(`key`) as `id`
  from json_table(@opencode_keys, '$[*]' columns (`key` varchar(382) character
      set ascii path '$')) as `kept`) as `chosen`
straight_join `session` force index (primary) on `session`.`id` = `chosen`.`id`
where `session`.`last_batch` in (?, ?);

-- subtree.discountSubtree
insert into `usage_total` (`scope`, `state`, `day`, `author`, `model`, `sessions`, `messages`, `input_tokens`,
    `output_tokens`, `reasoning_tokens`, `cache_read_tokens`, `cache_write_tokens`, `cost_nanos`)
select case `scopes`.`number` when 0 then `each`.`project_id` else '' end, `each`.`state`, `each`.`day`, `each`.`author`,
  `each`.`model`, sum(`each`.`sessions`), sum(`each`.`messages`), sum(`each`.`input_tokens`),
  sum(`each`.`output_tokens`), sum(`each`.`reasoning_tokens`), sum(`each`.`cache_read_tokens`),
  sum(`each`.`cache_write_tokens`), sum(`each`.`cost_nanos`)
from
(select `session_usage`.`session_id` as `session_id`, `session_usage`.`project_id` as `project_id`,
    `session_usage`.`state` as `state`, `session_usage`.`day` as `day`, `session_usage`.`author` as `author`,
    `session_usage`.`model` as `model`, -`session_usage`.`sessions` as `sessions`, -`session_usage`.`messages` as
    `messages`, -`session_usage`.`input_tokens` as `input_tokens`, -`session_usage`.`output_tokens` as `output_tokens`,
    -`session_usage`.`reasoning_tokens` as `reasoning_tokens`, -`session_usage`.`cache_read_tokens` as
    `cache_read_tokens`, -`session_usage`.`cache_write_tokens` as `cache_write_tokens`, -`session_usage`.`cost_nanos` as
    `cost_nanos`
  from
  (select unhex(`key`) as `id`
    from json_table(@opencode_keys, '$[*]' columns (`key` varchar(382) character
        set ascii path '$')) as `kept`) as `chosen`
  straight_join `session` force index (primary) on `session`.`id` = `chosen`.`id`
  straight_join `session_usage` force index (`primary`)
  where `session`.`last_batch` in (?, ?)
  and `session_usage`.`session_id` = `session`.`id`) as `each`
cross
join
(select 0 as `number`
  union all
  select 1) as `scopes`
where true
group by case `scopes`.`number` when 0 then `each`.`project_id` else '' end, `each`.`state`, `each`.`day`,
  `each`.`author`, `each`.`model`
order by case `scopes`.`number` when 0 then `each`.`project_id` else '' end, `each`.`state`, `each`.`day`,
  `each`.`author`, `each`.`model`
on duplicate key update `sessions` = `usage_total`.`sessions` +
values(`sessions`), `messages` = `usage_total`.`messages` +
values(`messages`), `input_tokens` = `usage_total`.`input_tokens` +
values(`input_tokens`), `output_tokens` = `usage_total`.`output_tokens` +
values(`output_tokens`), `reasoning_tokens` = `usage_total`.`reasoning_tokens` +
values(`reasoning_tokens`), `cache_read_tokens` = `usage_total`.`cache_read_tokens` +
values(`cache_read_tokens`), `cache_write_tokens` = `usage_total`.`cache_write_tokens` +
values(`cache_write_tokens`), `cost_nanos` = `usage_total`.`cost_nanos` +
values(`cost_nanos`);

-- subtree.forgetDepartures
delete from `departed_session` using
(select unhex(`key`) as `id`
  from json_table(@opencode_keys, '$[*]' columns (`key` varchar(382) character
      set ascii path '$')) as `kept`) as `chosen`
straight_join `departed_session` force index (primary) on `departed_session`.`session_id` = `chosen`.`id`
where `departed_session`.`project_id` = ?;

-- subtree.forgetEarlierDepartures
delete from `departed_session` using
(select unhex(`key`) as `id`
  from json_table(@opencode_keys, '$[*]' columns (`key` varchar(382) character
      set ascii path '$')) as `kept`) as `chosen`
straight_join `departed_session` force index (primary) on `departed_session`.`session_id` = `chosen`.`id`
where `departed_session`.`project_id` =
(select `session`.`project_id`
  from `session`
  where `session`.`id` = ?);

-- subtree.forgetUsageOfSubtree
delete from `session_usage` using
(select `session`.`id` as `session_id`
  from
  (select unhex(`key`) as `id`
    from json_table(@opencode_keys, '$[*]' columns (`key` varchar(382) character
        set ascii path '$')) as `kept`) as `chosen`
  straight_join `session` force index (primary) on `session`.`id` = `chosen`.`id`
  where `session`.`last_batch` in (?, ?)) as `gone`
straight_join `session_usage` as `session_usage` force index (primary) on `session_usage`.`session_id` =
  `gone`.`session_id`;

-- subtree.labelSubtree
insert into `session_label` (`scope`, `label`, `state`, `listed_at`, `session_id`)
select case `scopes`.`number` when 0 then `piece`.`project_id` else '' end, `piece`.`labels`, `piece`.`state`,
  `piece`.`listed_at`, `piece`.`id`
from
(select `project_id`, `state`, `listed_at`, `id`, substr(`list`.`labels`, (`tens`.`number` * 10 + `units`.`number`) * 10
      + 1, 10) as `labels`
  from
  (select `session`.`project_id`, `session`.`state`, `session`.`listed_at` as `listed_at`, `session`.`id`, case
      `list`.`number` when 0 then `session`.`author_labels` when 1 then `session`.`model_labels` when 2 then
      `session`.`origin_labels` when 3 then `session`.`folder_labels` when 4 then `session`.`mark_labels` end as `labels`
    from
    (select unhex(`key`) as `id`
      from json_table(@opencode_keys, '$[*]' columns (`key` varchar(382) character
          set ascii path '$')) as `kept`) as `chosen`
    straight_join `session` force index (primary) on `session`.`id` = `chosen`.`id`
    cross
    join
    (select 0 as `number`
      union all
      select 1
      union all
      select 2
      union all
      select 3
      union all
      select 4) as `list`
    where `session`.`last_batch` in (?, ?)) as `list`
  join
  (select 0 as `number`
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
    select 9) as `tens` on `tens`.`number` * 100 < length(`list`.`labels`)
  join
  (select 0 as `number`
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
    select 9) as `units` on (`tens`.`number` * 10 + `units`.`number`) * 10 < length(`list`.`labels`)) as `piece`
cross
join
(select 0 as `number`
  union all
  select 1) as `scopes`;

-- subtree.moveSubtree
update
(select unhex(`key`) as `id`
  from json_table(@opencode_keys, '$[*]' columns (`key` varchar(382) character
      set ascii path '$')) as `kept`) as `chosen`
straight_join `session` force index (primary) on `session`.`id` = `chosen`.`id`
set `project_id` = ?;

-- subtree.noteUsageOfSubtree
insert into `session_usage` (`session_id`, `project_id`, `state`, `day`, `author`, `model`, `sessions`, `messages`,
    `input_tokens`, `output_tokens`, `reasoning_tokens`, `cache_read_tokens`, `cache_write_tokens`, `cost_nanos`)
select `session`.`id` as `session_id`, `session`.`project_id` as `project_id`, `session`.`state` as `state`, 0 as `day`,
  '' as `author`, '' as `model`, 1 as `sessions`, `session`.`message_count` as `messages`, `session`.`input_tokens` as
  `input_tokens`, `session`.`output_tokens` as `output_tokens`, `session`.`reasoning_tokens` as `reasoning_tokens`,
  `session`.`cache_read_tokens` as `cache_read_tokens`, `session`.`cache_write_tokens` as `cache_write_tokens`,
  `session`.`cost_nanos` as `cost_nanos`
from
(select unhex(`key`) as `id`
  from json_table(@opencode_keys, '$[*]' columns (`key` varchar(382) character
      set ascii path '$')) as `kept`) as `chosen`
straight_join `session` force index (primary) on `session`.`id` = `chosen`.`id`
where `session`.`last_batch` in (?, ?)
union all
select `each`.`session_id`, `each`.`project_id`, `each`.`state`, `each`.`day`, `each`.`author`, `each`.`model`,
  sum(`each`.`sessions`), sum(`each`.`messages`), sum(`each`.`input_tokens`), sum(`each`.`output_tokens`),
  sum(`each`.`reasoning_tokens`), sum(`each`.`cache_read_tokens`), sum(`each`.`cache_write_tokens`),
  sum(`each`.`cost_nanos`)
from
(select `session`.`id` as `session_id`, `session`.`project_id` as `project_id`, '' as `state`, `message`.`created_at` -
    `message`.`created_at` % 86400000 as `day`, coalesce(`message`.`author_user`, `session`.`author_user`, '') as
    `author`, coalesce(`message`.`model_name`, '') as `model`, 0 as `sessions`, 1 as `messages`,
    coalesce(`message`.`input_tokens`, 0) as `input_tokens`, coalesce(`message`.`output_tokens`, 0) as `output_tokens`,
    coalesce(`message`.`reasoning_tokens`, 0) as `reasoning_tokens`, coalesce(`message`.`cache_read_tokens`, 0) as
    `cache_read_tokens`, coalesce(`message`.`cache_write_tokens`, 0) as `cache_write_tokens`,
    coalesce(`message`.`cost_nanos`, 0) as `cost_nanos`
  from
  (select unhex(`key`) as `id`
    from json_table(@opencode_keys, '$[*]' columns (`key` varchar(382) character
        set ascii path '$')) as `kept`) as `chosen`
  straight_join `session` force index (primary) on `session`.`id` = `chosen`.`id`
  straight_join `message` force index (`primary`)
  where `session`.`last_batch` in (?, ?)
  and `message`.`session_id` = `session`.`id`
  and `session`.`deleted_at` is null) as `each`
group by `each`.`session_id`, `each`.`project_id`, `each`.`state`, `each`.`day`, `each`.`author`, `each`.`model`;

-- subtree.placeSubtree
update
(select unhex(`key`) as `id`
  from json_table(@opencode_keys, '$[*]' columns (`key` varchar(382) character
      set ascii path '$')) as `kept`) as `chosen`
straight_join `session` force index (primary) on `session`.`id` = `chosen`.`id`
set `sequence` =
(select `change_feed`.`sequence`
  from `change_feed`
  where `change_feed`.`shard` = `session`.`shard`) -
(select count(*)
  from
  (select unhex(`key`) as `id`
    from json_table(@opencode_keys, '$[*]' columns (`key` varchar(382) character
        set ascii path '$')) as `kept`) as `other`
  where `other`.`id` < `session`.`id`), `fed_at` =
(select `change_feed`.`sequence`
  from `change_feed`
  where `change_feed`.`shard` = `session`.`shard`) -
(select count(*)
  from
  (select unhex(`key`) as `id`
    from json_table(@opencode_keys, '$[*]' columns (`key` varchar(382) character
        set ascii path '$')) as `kept`) as `other`
  where `other`.`id` < `session`.`id`), `listed_at` = `session`.`updated_at`, `labelled_at` = `session`.`updated_at`
where `session`.`last_batch` in (?, ?);

-- subtree.purgeContent.0
delete from `part` using
(select unhex(`key`) as `id`
  from json_table(@opencode_keys, '$[*]' columns (`key` varchar(382) character
      set ascii path '$')) as `kept`) as `chosen`
straight_join `part` force index (primary) on `part`.`session_id` = `chosen`.`id`;

-- subtree.purgeContent.1
delete from `message` using
(select unhex(`key`) as `id`
  from json_table(@opencode_keys, '$[*]' columns (`key` varchar(382) character
      set ascii path '$')) as `kept`) as `chosen`
straight_join `message` force index (primary) on `message`.`session_id` = `chosen`.`id`;

-- subtree.purgeContent.2
delete from `file_version` using
(select unhex(`key`) as `id`
  from json_table(@opencode_keys, '$[*]' columns (`key` varchar(382) character
      set ascii path '$')) as `kept`) as `chosen`
straight_join `file_version` force index (primary) on `file_version`.`session_id` = `chosen`.`id`;

-- subtree.purgeContent.3
delete from `tombstone` using
(select unhex(`key`) as `id`
  from json_table(@opencode_keys, '$[*]' columns (`key` varchar(382) character
      set ascii path '$')) as `kept`) as `chosen`
straight_join `tombstone` force index (primary) on `tombstone`.`session_id` = `chosen`.`id`;

-- subtree.purgeSubtree
delete from `session` using
(select unhex(`key`) as `id`
  from json_table(@opencode_keys, '$[*]' columns (`key` varchar(382) character
      set ascii path '$')) as `kept`) as `chosen`
straight_join `session` force index (primary) on `session`.`id` = `chosen`.`id`;

-- subtree.recountSubtree
insert into `usage_total` (`scope`, `state`, `day`, `author`, `model`, `sessions`, `messages`, `input_tokens`,
    `output_tokens`, `reasoning_tokens`, `cache_read_tokens`, `cache_write_tokens`, `cost_nanos`)
select case `scopes`.`number` when 0 then `each`.`project_id` else '' end, `each`.`state`, `each`.`day`, `each`.`author`,
  `each`.`model`, sum(`each`.`sessions`), sum(`each`.`messages`), sum(`each`.`input_tokens`),
  sum(`each`.`output_tokens`), sum(`each`.`reasoning_tokens`), sum(`each`.`cache_read_tokens`),
  sum(`each`.`cache_write_tokens`), sum(`each`.`cost_nanos`)
from
(select `session_usage`.`session_id` as `session_id`, `session_usage`.`project_id` as `project_id`,
    `session_usage`.`state` as `state`, `session_usage`.`day` as `day`, `session_usage`.`author` as `author`,
    `session_usage`.`model` as `model`, -`session_usage`.`sessions` as `sessions`, -`session_usage`.`messages` as
    `messages`, -`session_usage`.`input_tokens` as `input_tokens`, -`session_usage`.`output_tokens` as `output_tokens`,
    -`session_usage`.`reasoning_tokens` as `reasoning_tokens`, -`session_usage`.`cache_read_tokens` as
    `cache_read_tokens`, -`session_usage`.`cache_write_tokens` as `cache_write_tokens`, -`session_usage`.`cost_nanos` as
    `cost_nanos`
  from
  (select unhex(`key`) as `id`
    from json_table(@opencode_keys, '$[*]' columns (`key` varchar(382) character
        set ascii path '$')) as `kept`) as `chosen`
  straight_join `session` force index (primary) on `session`.`id` = `chosen`.`id`
  straight_join `session_usage` force index (`primary`)
  where `session`.`last_batch` in (?, ?)
  and `session_usage`.`session_id` = `session`.`id`
  union all
  select `session`.`id` as `session_id`, `session`.`project_id` as `project_id`, `session`.`state` as `state`, 0 as
    `day`, '' as `author`, '' as `model`, 1 as `sessions`, `session`.`message_count` as `messages`,
    `session`.`input_tokens` as `input_tokens`, `session`.`output_tokens` as `output_tokens`,
    `session`.`reasoning_tokens` as `reasoning_tokens`, `session`.`cache_read_tokens` as `cache_read_tokens`,
    `session`.`cache_write_tokens` as `cache_write_tokens`, `session`.`cost_nanos` as `cost_nanos`
  from
  (select unhex(`key`) as `id`
    from json_table(@opencode_keys, '$[*]' columns (`key` varchar(382) character
        set ascii path '$')) as `kept`) as `chosen`
  straight_join `session` force index (primary) on `session`.`id` = `chosen`.`id`
  where `session`.`last_batch` in (?, ?)
  union all
  select `session`.`id` as `session_id`, `session`.`project_id` as `project_id`, '' as `state`, `message`.`created_at` -
    `message`.`created_at` % 86400000 as `day`, coalesce(`message`.`author_user`, `session`.`author_user`, '') as
    `author`, coalesce(`message`.`model_name`, '') as `model`, 0 as `sessions`, 1 as `messages`,
    coalesce(`message`.`input_tokens`, 0) as `input_tokens`, coalesce(`message`.`output_tokens`, 0) as `output_tokens`,
    coalesce(`message`.`reasoning_tokens`, 0) as `reasoning_tokens`, coalesce(`message`.`cache_read_tokens`, 0) as
    `cache_read_tokens`, coalesce(`message`.`cache_write_tokens`, 0) as `cache_write_tokens`,
    coalesce(`message`.`cost_nanos`, 0) as `cost_nanos`
  from
  (select unhex(`key`) as `id`
    from json_table(@opencode_keys, '$[*]' columns (`key` varchar(382) character
        set ascii path '$')) as `kept`) as `chosen`
  straight_join `session` force index (primary) on `session`.`id` = `chosen`.`id`
  straight_join `message` force index (`primary`)
  where `session`.`last_batch` in (?, ?)
  and `message`.`session_id` = `session`.`id`
  and `session`.`deleted_at` is null) as `each`
cross
join
(select 0 as `number`
  union all
  select 1) as `scopes`
where true
group by case `scopes`.`number` when 0 then `each`.`project_id` else '' end, `each`.`state`, `each`.`day`,
  `each`.`author`, `each`.`model`
order by case `scopes`.`number` when 0 then `each`.`project_id` else '' end, `each`.`state`, `each`.`day`,
  `each`.`author`, `each`.`model`
on duplicate key update `sessions` = `usage_total`.`sessions` +
values(`sessions`), `messages` = `usage_total`.`messages` +
values(`messages`), `input_tokens` = `usage_total`.`input_tokens` +
values(`input_tokens`), `output_tokens` = `usage_total`.`output_tokens` +
values(`output_tokens`), `reasoning_tokens` = `usage_total`.`reasoning_tokens` +
values(`reasoning_tokens`), `cache_read_tokens` = `usage_total`.`cache_read_tokens` +
values(`cache_read_tokens`), `cache_write_tokens` = `usage_total`.`cache_write_tokens` +
values(`cache_write_tokens`), `cost_nanos` = `usage_total`.`cost_nanos` +
values(`cost_nanos`);

-- subtree.restoreSubtree
update
(select unhex(`key`) as `id`
  from json_table(@opencode_keys, '$[*]' columns (`key` varchar(382) character
      set ascii path '$')) as `kept`) as `chosen`
straight_join `session` force index (primary) on `session`.`id` = `chosen`.`id`
set `fields_revision` = case when `session`.`id` = ? then @opencode_number else `session`.`revision` + 1 end, `revision`
  = case when `session`.`id` = ? then @opencode_number else `session`.`revision` + 1 end, `last_batch` = case when
  `session`.`id` = ? then ? else ? end, `state` = case when `session`.`archived_at` is null then 'active' else 'archived'
  end, `deleted_at` = null, `deletion_id` = null
where `session`.`deletion_id` =
(select `deletion_id`
  from
  (select `session`.`deletion_id` as `deletion_id`
    from `session`
    where `session`.`id` = ?) as `deletion`);

-- subtree.settleRoot
update `session`
set `revision` = @opencode_number, `updated_at` = case when `session`.`updated_at` < ? then ? else `session`.`updated_at`
  end, `last_batch` = ?
where `session`.`id` = ?;

-- subtree.unlabelSubtree
delete from `session_label` using
(select case `scopes`.`number` when 0 then `piece`.`project_id` else '' end as `scope`, `piece`.`labels` as `label`, case
    `states`.`number` when 0 then 'active' when 1 then 'archived' else 'deleted' end as `state`, `piece`.`listed_at` as
    `listed_at`, `piece`.`id` as `session_id`
  from
  (select `project_id`, `state`, `listed_at`, `id`, substr(`list`.`labels`, (`tens`.`number` * 10 + `units`.`number`) *
        10 + 1, 10) as `labels`
    from
    (select `session`.`project_id`, `session`.`state`, `session`.`labelled_at` as `listed_at`, `session`.`id`, case
        `list`.`number` when 0 then `session`.`author_labels` when 1 then `session`.`model_labels` when 2 then
        `session`.`origin_labels` when 3 then `session`.`folder_labels` when 4 then `session`.`mark_labels` end as
        `labels`
      from
      (select unhex(`key`) as `id`
        from json_table(@opencode_keys, '$[*]' columns (`key` varchar(382) character
            set ascii path '$')) as `kept`) as `chosen`
      straight_join `session` force index (primary) on `session`.`id` = `chosen`.`id`
      cross
      join
      (select 0 as `number`
        union all
        select 1
        union all
        select 2
        union all
        select 3
        union all
        select 4) as `list`
      where `session`.`last_batch` in (?, ?)
      and `session`.`labelled_at` is not null) as `list`
    join
    (select 0 as `number`
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
      select 9) as `tens` on `tens`.`number` * 100 < length(`list`.`labels`)
    join
    (select 0 as `number`
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
      select 9) as `units` on (`tens`.`number` * 10 + `units`.`number`) * 10 < length(`list`.`labels`)) as `piece`
  cross
  join
  (select 0 as `number`
    union all
    select 1) as `scopes`
  cross
  join
  (select 0 as `number`
    union all
    select 1
    union all
    select 2) as `states`) as `gone`
straight_join `session_label` as `session_label` force index (primary) on `session_label`.`scope` = `gone`.`scope`
and `session_label`.`label` = `gone`.`label`
and `session_label`.`state` = `gone`.`state`
and `session_label`.`listed_at` = `gone`.`listed_at`
and `session_label`.`session_id` = `gone`.`session_id`;

-- message.countMessage
update `session`
left
join `message` on `message`.`session_id` = ?
and `message`.`id` = ?
set `session`.`message_count` = `session`.`message_count` + ? - (`message`.`id` is not null), `session`.`input_tokens` =
  `session`.`input_tokens` + ? - coalesce(`message`.`input_tokens`, 0), `session`.`output_tokens` =
  `session`.`output_tokens` + ? - coalesce(`message`.`output_tokens`, 0), `session`.`reasoning_tokens` =
  `session`.`reasoning_tokens` + ? - coalesce(`message`.`reasoning_tokens`, 0), `session`.`cache_read_tokens` =
  `session`.`cache_read_tokens` + ? - coalesce(`message`.`cache_read_tokens`, 0), `session`.`cache_write_tokens` =
  `session`.`cache_write_tokens` + ? - coalesce(`message`.`cache_write_tokens`, 0), `session`.`cost_nanos` =
  `session`.`cost_nanos` + ? - coalesce(`message`.`cost_nanos`, 0)
where `session`.`id` = ?;

-- message.putMessage
insert into `message` (`revision`, `role`, `parent_id`, `agent`, `model`, `model_name`, `input_tokens`, `output_tokens`,
    `reasoning_tokens`, `cache_read_tokens`, `cache_write_tokens`, `cost`, `cost_nanos`, `error`, `author_user`,
    `author_host`, `metadata`, `created_at`, `updated_at`, `completed_at`, `id`, `position`, `session_id`)
values (coalesce(?, @opencode_number - ?), ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, coalesce(?,
      coalesce(?, @opencode_number - ?)), ?)
on duplicate key update `role` =
values(`role`), `parent_id` =
values(`parent_id`), `agent` =
values(`agent`), `model` =
values(`model`), `model_name` =
values(`model_name`), `input_tokens` =
values(`input_tokens`), `output_tokens` =
values(`output_tokens`), `reasoning_tokens` =
values(`reasoning_tokens`), `cache_read_tokens` =
values(`cache_read_tokens`), `cache_write_tokens` =
values(`cache_write_tokens`), `cost` =
values(`cost`), `cost_nanos` =
values(`cost_nanos`), `error` =
values(`error`), `author_user` =
values(`author_user`), `author_host` =
values(`author_host`), `metadata` =
values(`metadata`), `created_at` =
values(`created_at`), `updated_at` =
values(`updated_at`), `completed_at` =
values(`completed_at`), `revision` =
values(`revision`);

-- message.removeMessage
delete from `message`
where `message`.`session_id` = ?
and `message`.`id` = ?;

-- part.putPart
insert into `part` (`revision`, `message_id`, `id`, `type`, `data`, `created_at`, `updated_at`, `position`, `session_id`,
    `feed_revision`)
values (coalesce(?, @opencode_number - ?), ?, ?, ?, ?, ?, ?, coalesce(?, coalesce(?, @opencode_number - ?)), ?,
    coalesce(?, @opencode_number - ?))
on duplicate key update `type` =
values(`type`), `data` =
values(`data`), `created_at` =
values(`created_at`), `updated_at` =
values(`updated_at`), `revision` =
values(`revision`), `feed_revision` =
values(`revision`);

-- part.removePart
delete from `part`
where `part`.`session_id` = ?
and `part`.`message_id` = ?
and `part`.`id` = ?;

-- part.removePartsOfMessage
delete from `part`
where `part`.`session_id` = ?
and `part`.`message_id` = ?;

-- file.filePage (of: path)
select `file_version`.`session_id` as `sessionId`, `file_version`.`path` as `path`, `file_version`.`version` as
  `version`, `file_version`.`created_at` as `createdAt`, `file_version`.`revision` as `revision`, case when
  octet_length(`file_version`.`content`) <=
(select case when coalesce(sum(`bytes` + 256), 0) <= ? then 9007199254740991 else ? end
  from
  (select (coalesce(octet_length(`file_version`.`content`), 0)) as `bytes`
    from `file_version`
    where `file_version`.`session_id` = ?
    and `file_version`.`path` = ?
    and `file_version`.`version` > ?
    order by `file_version`.`path`, `file_version`.`version`
    limit ?) as `sizes`) then `file_version`.`content` end as `content`,
  (coalesce(octet_length(`file_version`.`content`), 0)) as `bytes`
from `file_version`
where `file_version`.`session_id` = ?
and `file_version`.`path` = ?
and `file_version`.`version` > ?
order by `file_version`.`path`, `file_version`.`version`
limit ?;

-- file.filePage (of: all)
select `file_version`.`session_id` as `sessionId`, `file_version`.`path` as `path`, `file_version`.`version` as
  `version`, `file_version`.`created_at` as `createdAt`, `file_version`.`revision` as `revision`, case when
  octet_length(`file_version`.`content`) <=
(select case when coalesce(sum(`bytes` + 256), 0) <= ? then 9007199254740991 else ? end
  from
  (select (coalesce(octet_length(`file_version`.`content`), 0)) as `bytes`
    from `file_version`
    where `file_version`.`session_id` = ?
    and `file_version`.`path` >= ?
    and (`file_version`.`path` > ? or `file_version`.`version` > ?)
    order by `file_version`.`path`, `file_version`.`version`
    limit ?) as `sizes`) then `file_version`.`content` end as `content`,
  (coalesce(octet_length(`file_version`.`content`), 0)) as `bytes`
from `file_version`
where `file_version`.`session_id` = ?
and `file_version`.`path` >= ?
and (`file_version`.`path` > ? or `file_version`.`version` > ?)
order by `file_version`.`path`, `file_version`.`version`
limit ?;

-- file.putFile
insert into `file_version` (`session_id`, `path`, `version`, `content`, `created_at`, `revision`)
values (?, ?, coalesce(?,
    (select `version`
      from
      (select coalesce(max(`file_version`.`version`), 0) as `version`
        from `file_version`
        where `file_version`.`session_id` = ?
        and `file_version`.`path` = ?) as `latest`) + 1), ?, ?, coalesce(?, @opencode_number - ?))
on duplicate key update `content` =
values(`content`), `created_at` =
values(`created_at`), `revision` =
values(`revision`);

-- file.removeFile
delete from `file_version`
where `file_version`.`session_id` = ?
and `file_version`.`path` = ?
and `file_version`.`version` = ?;

-- tombstone.recordTombstone
insert into `tombstone` (`session_id`, `revision`, `type`, `message_id`, `part_id`, `path`, `version`)
values (?, coalesce(?, @opencode_number - ?), ?, ?, ?, ?, ?);

-- feed.advance
insert into `change_feed` (`shard`, `sequence`)
values (?, 1)
on duplicate key update `sequence` = `change_feed`.`sequence` +
values(`sequence`);

-- feed.forgetDeparture
delete from `departed_session`
where `departed_session`.`session_id` = ?
and `departed_session`.`project_id` = ?;

-- feed.place
update `session`
set `revision` = @opencode_number, `updated_at` = case when `session`.`updated_at` < ? then ? else `session`.`updated_at`
  end, `last_batch` = ?, `sequence` =
(select `change_feed`.`sequence`
  from `change_feed`
  where `change_feed`.`shard` = `session`.`shard`), `listed_at` = null, `fed_at` = null
where `session`.`id` = ?;

-- feed.placeCounting
update `session`
left
join `message` on `message`.`session_id` = ?
and `message`.`id` = ?
set `session`.`message_count` = `session`.`message_count` + ? - (`message`.`id` is not null), `session`.`input_tokens` =
  `session`.`input_tokens` + ? - coalesce(`message`.`input_tokens`, 0), `session`.`output_tokens` =
  `session`.`output_tokens` + ? - coalesce(`message`.`output_tokens`, 0), `session`.`reasoning_tokens` =
  `session`.`reasoning_tokens` + ? - coalesce(`message`.`reasoning_tokens`, 0), `session`.`cache_read_tokens` =
  `session`.`cache_read_tokens` + ? - coalesce(`message`.`cache_read_tokens`, 0), `session`.`cache_write_tokens` =
  `session`.`cache_write_tokens` + ? - coalesce(`message`.`cache_write_tokens`, 0), `session`.`cost_nanos` =
  `session`.`cost_nanos` + ? - coalesce(`message`.`cost_nanos`, 0), `session`.`revision` = @opencode_number,
  `session`.`updated_at` = case when `session`.`updated_at` < ? then ? else `session`.`updated_at` end,
  `session`.`last_batch` = ?, `session`.`sequence` =
(select `change_feed`.`sequence`
  from `change_feed`
  where `change_feed`.`shard` = `session`.`shard`), `session`.`listed_at` = null, `session`.`fed_at` = null
where `session`.`id` = ?;

-- hotSessions.keepOldest
select json_arrayagg(hex(`session`.`id`)) into @opencode_keys
from
(select `chosen`.`id`
  from
  (select `id`
    from
    (select `session`.`id`
      from `session`
      where `session`.`state` in ('active', 'archived', 'deleted')
      and `session`.`listed_at` is null
      and
      (select count(*)
        from `session`
        where `session`.`state` in ('active', 'archived', 'deleted')
        and `session`.`listed_at` is null) > 128
      and `session`.`sequence` <
      (select min(`sequence`)
        from
        (select `session`.`sequence`
          from `session`
          where `session`.`state` in ('active', 'archived', 'deleted')
          and `session`.`listed_at` is null
          order by `session`.`sequence` desc
          limit 64) as `newest`)
      limit 500) as `oldest`) as `chosen`
  order by `chosen`.`id`
  limit 9223372036854775807) as `chosen`
straight_join `session` force index (primary) on `session`.`id` = `chosen`.`id` for update skip locked;

-- hotSessions.heat
update `session`
set `listed_at` = null, `fed_at` = null
where `session`.`id` = ?
and `session`.`listed_at` is not null;

-- hotSessions.settleOldest.removeLabels
delete from `session_label` using
(select case `scopes`.`number` when 0 then `piece`.`project_id` else '' end as `scope`, `piece`.`labels` as `label`, case
    `states`.`number` when 0 then 'active' when 1 then 'archived' else 'deleted' end as `state`, `piece`.`listed_at` as
    `listed_at`, `piece`.`id` as `session_id`
  from
  (select `project_id`, `state`, `listed_at`, `id`, substr(`list`.`labels`, (`tens`.`number` * 10 + `units`.`number`) *
        10 + 1, 10) as `labels`
    from
    (select `session`.`project_id`, `session`.`state`, `session`.`labelled_at` as `listed_at`, `session`.`id`, case
        `list`.`number` when 0 then `session`.`author_labels` when 1 then `session`.`model_labels` when 2 then
        `session`.`origin_labels` when 3 then `session`.`folder_labels` when 4 then `session`.`mark_labels` end as
        `labels`
      from
      (select unhex(`key`) as `id`
        from json_table(@opencode_keys, '$[*]' columns (`key` varchar(382) character
            set ascii path '$')) as `kept`) as `chosen`
      straight_join `session` force index (primary) on `session`.`id` = `chosen`.`id`
      cross
      join
      (select 0 as `number`
        union all
        select 1
        union all
        select 2
        union all
        select 3
        union all
        select 4) as `list`
      where `session`.`listed_at` is null
      and `session`.`labelled_at` is not null) as `list`
    join
    (select 0 as `number`
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
      select 9) as `tens` on `tens`.`number` * 100 < length(`list`.`labels`)
    join
    (select 0 as `number`
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
      select 9) as `units` on (`tens`.`number` * 10 + `units`.`number`) * 10 < length(`list`.`labels`)) as `piece`
  cross
  join
  (select 0 as `number`
    union all
    select 1) as `scopes`
  cross
  join
  (select 0 as `number`
    union all
    select 1
    union all
    select 2) as `states`) as `gone`
straight_join `session_label` as `session_label` force index (primary) on `session_label`.`scope` = `gone`.`scope`
and `session_label`.`label` = `gone`.`label`
and `session_label`.`state` = `gone`.`state`
and `session_label`.`listed_at` = `gone`.`listed_at`
and `session_label`.`session_id` = `gone`.`session_id`;

-- hotSessions.settleOldest.insertLabels
insert into `session_label` (`scope`, `label`, `state`, `listed_at`, `session_id`)
select case `scopes`.`number` when 0 then `piece`.`project_id` else '' end, `piece`.`labels`, `piece`.`state`,
  `piece`.`listed_at`, `piece`.`id`
from
(select `project_id`, `state`, `listed_at`, `id`, substr(`list`.`labels`, (`tens`.`number` * 10 + `units`.`number`) * 10
      + 1, 10) as `labels`
  from
  (select `session`.`project_id`, `session`.`state`, `session`.`updated_at` as `listed_at`, `session`.`id`, case
      `list`.`number` when 0 then `session`.`author_labels` when 1 then `session`.`model_labels` when 2 then
      `session`.`origin_labels` when 3 then `session`.`folder_labels` when 4 then `session`.`mark_labels` end as `labels`
    from
    (select unhex(`key`) as `id`
      from json_table(@opencode_keys, '$[*]' columns (`key` varchar(382) character
          set ascii path '$')) as `kept`) as `chosen`
    straight_join `session` force index (primary) on `session`.`id` = `chosen`.`id`
    cross
    join
    (select 0 as `number`
      union all
      select 1
      union all
      select 2
      union all
      select 3
      union all
      select 4) as `list`
    where `session`.`listed_at` is null) as `list`
  join
  (select 0 as `number`
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
    select 9) as `tens` on `tens`.`number` * 100 < length(`list`.`labels`)
  join
  (select 0 as `number`
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
    select 9) as `units` on (`tens`.`number` * 10 + `units`.`number`) * 10 < length(`list`.`labels`)) as `piece`
cross
join
(select 0 as `number`
  union all
  select 1) as `scopes`;

-- hotSessions.settleOldest.recount
insert into `usage_total` (`scope`, `state`, `day`, `author`, `model`, `sessions`, `messages`, `input_tokens`,
    `output_tokens`, `reasoning_tokens`, `cache_read_tokens`, `cache_write_tokens`, `cost_nanos`)
select case `scopes`.`number` when 0 then `each`.`project_id` else '' end, `each`.`state`, `each`.`day`, `each`.`author`,
  `each`.`model`, sum(`each`.`sessions`), sum(`each`.`messages`), sum(`each`.`input_tokens`),
  sum(`each`.`output_tokens`), sum(`each`.`reasoning_tokens`), sum(`each`.`cache_read_tokens`),
  sum(`each`.`cache_write_tokens`), sum(`each`.`cost_nanos`)
from
(select `session_usage`.`session_id` as `session_id`, `session_usage`.`project_id` as `project_id`,
    `session_usage`.`state` as `state`, `session_usage`.`day` as `day`, `session_usage`.`author` as `author`,
    `session_usage`.`model` as `model`, -`session_usage`.`sessions` as `sessions`, -`session_usage`.`messages` as
    `messages`, -`session_usage`.`input_tokens` as `input_tokens`, -`session_usage`.`output_tokens` as `output_tokens`,
    -`session_usage`.`reasoning_tokens` as `reasoning_tokens`, -`session_usage`.`cache_read_tokens` as
    `cache_read_tokens`, -`session_usage`.`cache_write_tokens` as `cache_write_tokens`, -`session_usage`.`cost_nanos` as
    `cost_nanos`
  from
  (select unhex(`key`) as `id`
    from json_table(@opencode_keys, '$[*]' columns (`key` varchar(382) character
        set ascii path '$')) as `kept`) as `chosen`
  straight_join `session` force index (primary) on `session`.`id` = `chosen`.`id`
  straight_join `session_usage` force index (`primary`)
  where `session`.`listed_at` is null
  and `session_usage`.`session_id` = `session`.`id`
  union all
  select `session`.`id` as `session_id`, `session`.`project_id` as `project_id`, `session`.`state` as `state`, 0 as
    `day`, '' as `author`, '' as `model`, 1 as `sessions`, `session`.`message_count` as `messages`,
    `session`.`input_tokens` as `input_tokens`, `session`.`output_tokens` as `output_tokens`,
    `session`.`reasoning_tokens` as `reasoning_tokens`, `session`.`cache_read_tokens` as `cache_read_tokens`,
    `session`.`cache_write_tokens` as `cache_write_tokens`, `session`.`cost_nanos` as `cost_nanos`
  from
  (select unhex(`key`) as `id`
    from json_table(@opencode_keys, '$[*]' columns (`key` varchar(382) character
        set ascii path '$')) as `kept`) as `chosen`
  straight_join `session` force index (primary) on `session`.`id` = `chosen`.`id`
  where `session`.`listed_at` is null
  union all
  select `session`.`id` as `session_id`, `session`.`project_id` as `project_id`, '' as `state`, `message`.`created_at` -
    `message`.`created_at` % 86400000 as `day`, coalesce(`message`.`author_user`, `session`.`author_user`, '') as
    `author`, coalesce(`message`.`model_name`, '') as `model`, 0 as `sessions`, 1 as `messages`,
    coalesce(`message`.`input_tokens`, 0) as `input_tokens`, coalesce(`message`.`output_tokens`, 0) as `output_tokens`,
    coalesce(`message`.`reasoning_tokens`, 0) as `reasoning_tokens`, coalesce(`message`.`cache_read_tokens`, 0) as
    `cache_read_tokens`, coalesce(`message`.`cache_write_tokens`, 0) as `cache_write_tokens`,
    coalesce(`message`.`cost_nanos`, 0) as `cost_nanos`
  from
  (select unhex(`key`) as `id`
    from json_table(@opencode_keys, '$[*]' columns (`key` varchar(382) character
        set ascii path '$')) as `kept`) as `chosen`
  straight_join `session` force index (primary) on `session`.`id` = `chosen`.`id`
  straight_join `message` force index (`primary`)
  where `session`.`listed_at` is null
  and `message`.`session_id` = `session`.`id`
  and `session`.`deleted_at` is null) as `each`
cross
join
(select 0 as `number`
  union all
  select 1) as `scopes`
where true
group by case `scopes`.`number` when 0 then `each`.`project_id` else '' end, `each`.`state`, `each`.`day`,
  `each`.`author`, `each`.`model`
order by case `scopes`.`number` when 0 then `each`.`project_id` else '' end, `each`.`state`, `each`.`day`,
  `each`.`author`, `each`.`model`
on duplicate key update `sessions` = `usage_total`.`sessions` +
values(`sessions`), `messages` = `usage_total`.`messages` +
values(`messages`), `input_tokens` = `usage_total`.`input_tokens` +
values(`input_tokens`), `output_tokens` = `usage_total`.`output_tokens` +
values(`output_tokens`), `reasoning_tokens` = `usage_total`.`reasoning_tokens` +
values(`reasoning_tokens`), `cache_read_tokens` = `usage_total`.`cache_read_tokens` +
values(`cache_read_tokens`), `cache_write_tokens` = `usage_total`.`cache_write_tokens` +
values(`cache_write_tokens`), `cost_nanos` = `usage_total`.`cost_nanos` +
values(`cost_nanos`);

-- hotSessions.settleOldest.forgetUsage
delete from `session_usage` using
(select `session`.`id` as `session_id`
  from
  (select unhex(`key`) as `id`
    from json_table(@opencode_keys, '$[*]' columns (`key` varchar(382) character
        set ascii path '$')) as `kept`) as `chosen`
  straight_join `session` force index (primary) on `session`.`id` = `chosen`.`id`
  where `session`.`listed_at` is null) as `gone`
straight_join `session_usage` as `session_usage` force index (primary) on `session_usage`.`session_id` =
  `gone`.`session_id`;

-- hotSessions.settleOldest.noteUsage
insert into `session_usage` (`session_id`, `project_id`, `state`, `day`, `author`, `model`, `sessions`, `messages`,
    `input_tokens`, `output_tokens`, `reasoning_tokens`, `cache_read_tokens`, `cache_write_tokens`, `cost_nanos`)
select `session`.`id` as `session_id`, `session`.`project_id` as `project_id`, `session`.`state` as `state`, 0 as `day`,
  '' as `author`, '' as `model`, 1 as `sessions`, `session`.`message_count` as `messages`, `session`.`input_tokens` as
  `input_tokens`, `session`.`output_tokens` as `output_tokens`, `session`.`reasoning_tokens` as `reasoning_tokens`,
  `session`.`cache_read_tokens` as `cache_read_tokens`, `session`.`cache_write_tokens` as `cache_write_tokens`,
  `session`.`cost_nanos` as `cost_nanos`
from
(select unhex(`key`) as `id`
  from json_table(@opencode_keys, '$[*]' columns (`key` varchar(382) character
      set ascii path '$')) as `kept`) as `chosen`
straight_join `session` force index (primary) on `session`.`id` = `chosen`.`id`
where `session`.`listed_at` is null
union all
select `each`.`session_id`, `each`.`project_id`, `each`.`state`, `each`.`day`, `each`.`author`, `each`.`model`,
  sum(`each`.`sessions`), sum(`each`.`messages`), sum(`each`.`input_tokens`), sum(`each`.`output_tokens`),
  sum(`each`.`reasoning_tokens`), sum(`each`.`cache_read_tokens`), sum(`each`.`cache_write_tokens`),
  sum(`each`.`cost_nanos`)
from
(select `session`.`id` as `session_id`, `session`.`project_id` as `project_id`, '' as `state`, `message`.`created_at` -
    `message`.`created_at` % 86400000 as `day`, coalesce(`message`.`author_user`, `session`.`author_user`, '') as
    `author`, coalesce(`message`.`model_name`, '') as `model`, 0 as `sessions`, 1 as `messages`,
    coalesce(`message`.`input_tokens`, 0) as `input_tokens`, coalesce(`message`.`output_tokens`, 0) as `output_tokens`,
    coalesce(`message`.`reasoning_tokens`, 0) as `reasoning_tokens`, coalesce(`message`.`cache_read_tokens`, 0) as
    `cache_read_tokens`, coalesce(`message`.`cache_write_tokens`, 0) as `cache_write_tokens`,
    coalesce(`message`.`cost_nanos`, 0) as `cost_nanos`
  from
  (select unhex(`key`) as `id`
    from json_table(@opencode_keys, '$[*]' columns (`key` varchar(382) character
        set ascii path '$')) as `kept`) as `chosen`
  straight_join `session` force index (primary) on `session`.`id` = `chosen`.`id`
  straight_join `message` force index (`primary`)
  where `session`.`listed_at` is null
  and `message`.`session_id` = `session`.`id`
  and `session`.`deleted_at` is null) as `each`
group by `each`.`session_id`, `each`.`project_id`, `each`.`state`, `each`.`day`, `each`.`author`, `each`.`model`;

-- hotSessions.settleOldest.sessions
update
(select unhex(`key`) as `id`
  from json_table(@opencode_keys, '$[*]' columns (`key` varchar(382) character
      set ascii path '$')) as `kept`) as `chosen`
straight_join `session` force index (primary) on `session`.`id` = `chosen`.`id`
set `listed_at` = `session`.`updated_at`, `fed_at` = `session`.`sequence`, `labelled_at` = `session`.`updated_at`
where `session`.`listed_at` is null;

-- sessionLabel.unlabel.rows
delete from `session_label` using
(select case `scopes`.`number` when 0 then `piece`.`project_id` else '' end as `scope`, `piece`.`labels` as `label`, case
    `states`.`number` when 0 then 'active' when 1 then 'archived' else 'deleted' end as `state`, `piece`.`listed_at` as
    `listed_at`, `piece`.`id` as `session_id`
  from
  (select `project_id`, `state`, `listed_at`, `id`, substr(`list`.`labels`, (`tens`.`number` * 10 + `units`.`number`) *
        10 + 1, 10) as `labels`
    from
    (select `session`.`project_id`, `session`.`state`, `session`.`labelled_at` as `listed_at`, `session`.`id`, case
        `list`.`number` when 0 then `session`.`author_labels` when 1 then `session`.`model_labels` when 2 then
        `session`.`origin_labels` when 3 then `session`.`folder_labels` when 4 then `session`.`mark_labels` end as
        `labels`
      from `session`
      cross
      join
      (select 0 as `number`
        union all
        select 1
        union all
        select 2
        union all
        select 3
        union all
        select 4) as `list`
      where `session`.`id` = ?
      and `session`.`labelled_at` is not null) as `list`
    join
    (select 0 as `number`
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
      select 9) as `tens` on `tens`.`number` * 100 < length(`list`.`labels`)
    join
    (select 0 as `number`
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
      select 9) as `units` on (`tens`.`number` * 10 + `units`.`number`) * 10 < length(`list`.`labels`)) as `piece`
  cross
  join
  (select 0 as `number`
    union all
    select 1) as `scopes`
  cross
  join
  (select 0 as `number`
    union all
    select 1
    union all
    select 2) as `states`) as `gone`
straight_join `session_label` as `session_label` force index (primary) on `session_label`.`scope` = `gone`.`scope`
and `session_label`.`label` = `gone`.`label`
and `session_label`.`state` = `gone`.`state`
and `session_label`.`listed_at` = `gone`.`listed_at`
and `session_label`.`session_id` = `gone`.`session_id`;

-- sessionLabel.unlabel.session
update `session`
set `labelled_at` = null
where `session`.`id` = ?
and `session`.`labelled_at` is not null;

-- apply.departureOf
select `departed_session`.`revision` as `revision`
from `departed_session`
where `departed_session`.`session_id` = ?
and `departed_session`.`project_id` = ?;

-- apply.messageWithId
select `message`.`id` as `id`
from `message`
where `message`.`session_id` = ?
and `message`.`id` = ?;

-- apply.sessionHead
select `session`.`project_id` as `projectId`, `session`.`revision` as `revision`
from `session`
where `session`.`id` = ?;

-- prune.prunable
select `session`.`id` as `id`
from `session`
where `session`.`id` in
(select `id`
  from (with recursive `prunable` (`id`, `project_id`, `parent_id`) as (
      select `session`.`id`, `session`.`project_id`, `session`.`parent_id`
      from `session`
      where `session`.`state` = 'deleted'
      and `session`.`listed_at` is not null
      and `session`.`deleted_at` < ?
      and (? is null or `session`.`project_id` = ?)
      and (? is null or `session`.`author_user` = ?)
      union all
      select `session`.`id`, `session`.`project_id`, `session`.`parent_id`
      from `session`
      where `session`.`state` = 'deleted'
      and `session`.`listed_at` is null
      and `session`.`deleted_at` < ?
      and (? is null or `session`.`project_id` = ?)
      and (? is null or `session`.`author_user` = ?) ), `kept` (`id`, `project_id`, `parent_id`) as (
      select `prunable`.`id`, `prunable`.`project_id`, `prunable`.`parent_id`
      from `prunable`
      join `session` on `session`.`parent_id` = `prunable`.`id`
      and `session`.`project_id` = `prunable`.`project_id`
      where `session`.`id` not in
      (select `id`
        from `prunable`)
      union
      select `prunable`.`id`, `prunable`.`project_id`, `prunable`.`parent_id`
      from `kept`
      join `prunable` on `prunable`.`id` = `kept`.`parent_id`
      and `prunable`.`project_id` = `kept`.`project_id` )
    select `id`
    from `prunable`
    where `id` not in
    (select `id`
      from `kept`)) as `prunable_ids`);

-- sessionScope.sessionInScope
select `session`.`revision` as `revision`, `session`.`deleted_at` as `deletedAt`
from `session`
where `session`.`id` = ?
and (? is null or `session`.`project_id` = ?);

-- sessionPage.sessionById
select `session`.`id` as `id`, `session`.`project_id` as `projectId`, `session`.`parent_id` as `parentId`,
  `session`.`revision` as `revision`, `session`.`updated_at` as `updatedAt`, `session`.`input_tokens` as `inputTokens`,
  `session`.`output_tokens` as `outputTokens`, `session`.`reasoning_tokens` as `reasoningTokens`,
  `session`.`cache_read_tokens` as `cacheReadTokens`, `session`.`cache_write_tokens` as `cacheWriteTokens`,
  `session`.`cost_nanos` as `costNanos`, `session`.`message_count` as `messageCount`, `session`.`created_at` as
  `createdAt`, `session`.`archived_at` as `archivedAt`, `session`.`deleted_at` as `deletedAt`, `session`.`deletion_id` as
  `deletionId`, `session`.`title_source` as `titleSource`, `session`.`author_user` as `authorUser`,
  `session`.`author_host` as `authorHost`, `session`.`agent` as `agent`, `session`.`directory` as `directory`,
  `session`.`title` as `title`, `session`.`model` as `model`, `session`.`todos` as `todos`, `session`.`metadata` as
  `metadata`, `session`.`marks` as `marks`
from `session`
where `session`.`id` = ?
and (? is null or `session`.`project_id` = ?)
and (? = 1 or `session`.`deleted_at` is null);

-- sessionPage.sessionPage (scope: project, parent: any)
select `session`.`id` as `id`, `session`.`project_id` as `projectId`, `session`.`parent_id` as `parentId`,
  `session`.`revision` as `revision`, `session`.`updated_at` as `updatedAt`, `session`.`input_tokens` as `inputTokens`,
  `session`.`output_tokens` as `outputTokens`, `session`.`reasoning_tokens` as `reasoningTokens`,
  `session`.`cache_read_tokens` as `cacheReadTokens`, `session`.`cache_write_tokens` as `cacheWriteTokens`,
  `session`.`cost_nanos` as `costNanos`, `session`.`message_count` as `messageCount`, `session`.`created_at` as
  `createdAt`, `session`.`archived_at` as `archivedAt`, `session`.`deleted_at` as `deletedAt`, `session`.`deletion_id` as
  `deletionId`, `session`.`title_source` as `titleSource`, `session`.`author_user` as `authorUser`,
  `session`.`author_host` as `authorHost`, `session`.`agent` as `agent`, `session`.`directory` as `directory`, case when
  octet_length(`session`.`title`) <= ? then `session`.`title` end as `title`, case when octet_length(`session`.`todos`)
  <= ? then `session`.`todos` end as `todos`, case when octet_length(`session`.`metadata`) <= ? then `session`.`metadata`
  end as `metadata`, case when octet_length(`session`.`model`) <= ? then `session`.`model` end as `model`, case when
  octet_length(`session`.`marks`) <= ? then `session`.`marks` end as `marks`, (coalesce(octet_length(`session`.`title`),
      0) + coalesce(octet_length(`session`.`todos`), 0) + coalesce(octet_length(`session`.`metadata`), 0) +
    coalesce(octet_length(`session`.`model`), 0) + coalesce(octet_length(`session`.`marks`), 0)) as `bytes`
from
(select `number`
  from
  (select `number`, `position`, `id`
    from
    (select `session`.`number`, `session`.`listed_at` as `position`, `session`.`id`
      from `session`
      where `session`.`listed_at` is not null
      and `session`.`state` = ?
      and `session`.`project_id` = ?
      order by `session`.`listed_at` desc, `session`.`id` desc
      limit ?) as `settled`
    union all
    select `number`, `position`, `id`
    from
    (select `session`.`number`, `session`.`updated_at` as `position`, `session`.`id`
      from `session`
      where `session`.`listed_at` is null
      and `session`.`state` = ?
      and `session`.`project_id` = ?
      order by `session`.`updated_at` desc, `session`.`id` desc
      limit ?) as `hot`) as `keys`
  order by `position` desc, `id` desc
  limit ?) as `page`
cross
join `session`
where `session`.`number` = `page`.`number`;

-- sessionPage.sessionPage (scope: project, parent: any, after)
select `session`.`id` as `id`, `session`.`project_id` as `projectId`, `session`.`parent_id` as `parentId`,
  `session`.`revision` as `revision`, `session`.`updated_at` as `updatedAt`, `session`.`input_tokens` as `inputTokens`,
  `session`.`output_tokens` as `outputTokens`, `session`.`reasoning_tokens` as `reasoningTokens`,
  `session`.`cache_read_tokens` as `cacheReadTokens`, `session`.`cache_write_tokens` as `cacheWriteTokens`,
  `session`.`cost_nanos` as `costNanos`, `session`.`message_count` as `messageCount`, `session`.`created_at` as
  `createdAt`, `session`.`archived_at` as `archivedAt`, `session`.`deleted_at` as `deletedAt`, `session`.`deletion_id` as
  `deletionId`, `session`.`title_source` as `titleSource`, `session`.`author_user` as `authorUser`,
  `session`.`author_host` as `authorHost`, `session`.`agent` as `agent`, `session`.`directory` as `directory`, case when
  octet_length(`session`.`title`) <= ? then `session`.`title` end as `title`, case when octet_length(`session`.`todos`)
  <= ? then `session`.`todos` end as `todos`, case when octet_length(`session`.`metadata`) <= ? then `session`.`metadata`
  end as `metadata`, case when octet_length(`session`.`model`) <= ? then `session`.`model` end as `model`, case when
  octet_length(`session`.`marks`) <= ? then `session`.`marks` end as `marks`, (coalesce(octet_length(`session`.`title`),
      0) + coalesce(octet_length(`session`.`todos`), 0) + coalesce(octet_length(`session`.`metadata`), 0) +
    coalesce(octet_length(`session`.`model`), 0) + coalesce(octet_length(`session`.`marks`), 0)) as `bytes`
from
(select `number`
  from
  (select `number`, `position`, `id`
    from
    (select `session`.`number`, `session`.`listed_at` as `position`, `session`.`id`
      from `session`
      where `session`.`listed_at` is not null
      and `session`.`state` = ?
      and `session`.`project_id` = ?
      and `session`.`listed_at` <= ?
      and (`session`.`listed_at` < ? or `session`.`id` < ?)
      order by `session`.`listed_at` desc, `session`.`id` desc
      limit ?) as `settled`
    union all
    select `number`, `position`, `id`
    from
    (select `session`.`number`, `session`.`updated_at` as `position`, `session`.`id`
      from `session`
      where `session`.`listed_at` is null
      and `session`.`state` = ?
      and `session`.`project_id` = ?
      and `session`.`updated_at` <= ?
      and (`session`.`updated_at` < ? or `session`.`id` < ?)
      order by `session`.`updated_at` desc, `session`.`id` desc
      limit ?) as `hot`) as `keys`
  order by `position` desc, `id` desc
  limit ?) as `page`
cross
join `session`
where `session`.`number` = `page`.`number`;

-- sessionPage.sessionPage (scope: project, parent: none)
select `session`.`id` as `id`, `session`.`project_id` as `projectId`, `session`.`parent_id` as `parentId`,
  `session`.`revision` as `revision`, `session`.`updated_at` as `updatedAt`, `session`.`input_tokens` as `inputTokens`,
  `session`.`output_tokens` as `outputTokens`, `session`.`reasoning_tokens` as `reasoningTokens`,
  `session`.`cache_read_tokens` as `cacheReadTokens`, `session`.`cache_write_tokens` as `cacheWriteTokens`,
  `session`.`cost_nanos` as `costNanos`, `session`.`message_count` as `messageCount`, `session`.`created_at` as
  `createdAt`, `session`.`archived_at` as `archivedAt`, `session`.`deleted_at` as `deletedAt`, `session`.`deletion_id` as
  `deletionId`, `session`.`title_source` as `titleSource`, `session`.`author_user` as `authorUser`,
  `session`.`author_host` as `authorHost`, `session`.`agent` as `agent`, `session`.`directory` as `directory`, case when
  octet_length(`session`.`title`) <= ? then `session`.`title` end as `title`, case when octet_length(`session`.`todos`)
  <= ? then `session`.`todos` end as `todos`, case when octet_length(`session`.`metadata`) <= ? then `session`.`metadata`
  end as `metadata`, case when octet_length(`session`.`model`) <= ? then `session`.`model` end as `model`, case when
  octet_length(`session`.`marks`) <= ? then `session`.`marks` end as `marks`, (coalesce(octet_length(`session`.`title`),
      0) + coalesce(octet_length(`session`.`todos`), 0) + coalesce(octet_length(`session`.`metadata`), 0) +
    coalesce(octet_length(`session`.`model`), 0) + coalesce(octet_length(`session`.`marks`), 0)) as `bytes`
from
(select `number`
  from
  (select `number`, `position`, `id`
    from
    (select `session`.`number`, `session`.`listed_at` as `position`, `session`.`id`
      from `session`
      where `session`.`listed_at` is not null
      and `session`.`state` = ?
      and `session`.`project_id` = ?
      and `session`.`parent_id` is null
      order by `session`.`listed_at` desc, `session`.`id` desc
      limit ?) as `settled`
    union all
    select `number`, `position`, `id`
    from
    (select `session`.`number`, `session`.`updated_at` as `position`, `session`.`id`
      from `session`
      where `session`.`listed_at` is null
      and `session`.`state` = ?
      and `session`.`project_id` = ?
      and `session`.`parent_id` is null
      order by `session`.`updated_at` desc, `session`.`id` desc
      limit ?) as `hot`) as `keys`
  order by `position` desc, `id` desc
  limit ?) as `page`
cross
join `session`
where `session`.`number` = `page`.`number`;

-- sessionPage.sessionPage (scope: project, parent: none, after)
select `session`.`id` as `id`, `session`.`project_id` as `projectId`, `session`.`parent_id` as `parentId`,
  `session`.`revision` as `revision`, `session`.`updated_at` as `updatedAt`, `session`.`input_tokens` as `inputTokens`,
  `session`.`output_tokens` as `outputTokens`, `session`.`reasoning_tokens` as `reasoningTokens`,
  `session`.`cache_read_tokens` as `cacheReadTokens`, `session`.`cache_write_tokens` as `cacheWriteTokens`,
  `session`.`cost_nanos` as `costNanos`, `session`.`message_count` as `messageCount`, `session`.`created_at` as
  `createdAt`, `session`.`archived_at` as `archivedAt`, `session`.`deleted_at` as `deletedAt`, `session`.`deletion_id` as
  `deletionId`, `session`.`title_source` as `titleSource`, `session`.`author_user` as `authorUser`,
  `session`.`author_host` as `authorHost`, `session`.`agent` as `agent`, `session`.`directory` as `directory`, case when
  octet_length(`session`.`title`) <= ? then `session`.`title` end as `title`, case when octet_length(`session`.`todos`)
  <= ? then `session`.`todos` end as `todos`, case when octet_length(`session`.`metadata`) <= ? then `session`.`metadata`
  end as `metadata`, case when octet_length(`session`.`model`) <= ? then `session`.`model` end as `model`, case when
  octet_length(`session`.`marks`) <= ? then `session`.`marks` end as `marks`, (coalesce(octet_length(`session`.`title`),
      0) + coalesce(octet_length(`session`.`todos`), 0) + coalesce(octet_length(`session`.`metadata`), 0) +
    coalesce(octet_length(`session`.`model`), 0) + coalesce(octet_length(`session`.`marks`), 0)) as `bytes`
from
(select `number`
  from
  (select `number`, `position`, `id`
    from
    (select `session`.`number`, `session`.`listed_at` as `position`, `session`.`id`
      from `session`
      where `session`.`listed_at` is not null
      and `session`.`state` = ?
      and `session`.`project_id` = ?
      and `session`.`parent_id` is null
      and `session`.`listed_at` <= ?
      and (`session`.`listed_at` < ? or `session`.`id` < ?)
      order by `session`.`listed_at` desc, `session`.`id` desc
      limit ?) as `settled`
    union all
    select `number`, `position`, `id`
    from
    (select `session`.`number`, `session`.`updated_at` as `position`, `session`.`id`
      from `session`
      where `session`.`listed_at` is null
      and `session`.`state` = ?
      and `session`.`project_id` = ?
      and `session`.`parent_id` is null
      and `session`.`updated_at` <= ?
      and (`session`.`updated_at` < ? or `session`.`id` < ?)
      order by `session`.`updated_at` desc, `session`.`id` desc
      limit ?) as `hot`) as `keys`
  order by `position` desc, `id` desc
  limit ?) as `page`
cross
join `session`
where `session`.`number` = `page`.`number`;

-- sessionPage.sessionPage (scope: project, parent: given)
select `session`.`id` as `id`, `session`.`project_id` as `projectId`, `session`.`parent_id` as `parentId`,
  `session`.`revision` as `revision`, `session`.`updated_at` as `updatedAt`, `session`.`input_tokens` as `inputTokens`,
  `session`.`output_tokens` as `outputTokens`, `session`.`reasoning_tokens` as `reasoningTokens`,
  `session`.`cache_read_tokens` as `cacheReadTokens`, `session`.`cache_write_tokens` as `cacheWriteTokens`,
  `session`.`cost_nanos` as `costNanos`, `session`.`message_count` as `messageCount`, `session`.`created_at` as
  `createdAt`, `session`.`archived_at` as `archivedAt`, `session`.`deleted_at` as `deletedAt`, `session`.`deletion_id` as
  `deletionId`, `session`.`title_source` as `titleSource`, `session`.`author_user` as `authorUser`,
  `session`.`author_host` as `authorHost`, `session`.`agent` as `agent`, `session`.`directory` as `directory`, case when
  octet_length(`session`.`title`) <= ? then `session`.`title` end as `title`, case when octet_length(`session`.`todos`)
  <= ? then `session`.`todos` end as `todos`, case when octet_length(`session`.`metadata`) <= ? then `session`.`metadata`
  end as `metadata`, case when octet_length(`session`.`model`) <= ? then `session`.`model` end as `model`, case when
  octet_length(`session`.`marks`) <= ? then `session`.`marks` end as `marks`, (coalesce(octet_length(`session`.`title`),
      0) + coalesce(octet_length(`session`.`todos`), 0) + coalesce(octet_length(`session`.`metadata`), 0) +
    coalesce(octet_length(`session`.`model`), 0) + coalesce(octet_length(`session`.`marks`), 0)) as `bytes`
from
(select `number`
  from
  (select `number`, `position`, `id`
    from
    (select `session`.`number`, `session`.`listed_at` as `position`, `session`.`id`
      from `session`
      where `session`.`listed_at` is not null
      and `session`.`state` = ?
      and `session`.`project_id` = ?
      and `session`.`parent_id` = ?
      order by `session`.`listed_at` desc, `session`.`id` desc
      limit ?) as `settled`
    union all
    select `number`, `position`, `id`
    from
    (select `session`.`number`, `session`.`updated_at` as `position`, `session`.`id`
      from `session`
      where `session`.`listed_at` is null
      and `session`.`state` = ?
      and `session`.`project_id` = ?
      and coalesce(`session`.`parent_id`, '') = ?
      order by `session`.`updated_at` desc, `session`.`id` desc
      limit ?) as `hot`) as `keys`
  order by `position` desc, `id` desc
  limit ?) as `page`
cross
join `session`
where `session`.`number` = `page`.`number`;

-- sessionPage.sessionPage (scope: project, parent: given, after)
select `session`.`id` as `id`, `session`.`project_id` as `projectId`, `session`.`parent_id` as `parentId`,
  `session`.`revision` as `revision`, `session`.`updated_at` as `updatedAt`, `session`.`input_tokens` as `inputTokens`,
  `session`.`output_tokens` as `outputTokens`, `session`.`reasoning_tokens` as `reasoningTokens`,
  `session`.`cache_read_tokens` as `cacheReadTokens`, `session`.`cache_write_tokens` as `cacheWriteTokens`,
  `session`.`cost_nanos` as `costNanos`, `session`.`message_count` as `messageCount`, `session`.`created_at` as
  `createdAt`, `session`.`archived_at` as `archivedAt`, `session`.`deleted_at` as `deletedAt`, `session`.`deletion_id` as
  `deletionId`, `session`.`title_source` as `titleSource`, `session`.`author_user` as `authorUser`,
  `session`.`author_host` as `authorHost`, `session`.`agent` as `agent`, `session`.`directory` as `directory`, case when
  octet_length(`session`.`title`) <= ? then `session`.`title` end as `title`, case when octet_length(`session`.`todos`)
  <= ? then `session`.`todos` end as `todos`, case when octet_length(`session`.`metadata`) <= ? then `session`.`metadata`
  end as `metadata`, case when octet_length(`session`.`model`) <= ? then `session`.`model` end as `model`, case when
  octet_length(`session`.`marks`) <= ? then `session`.`marks` end as `marks`, (coalesce(octet_length(`session`.`title`),
      0) + coalesce(octet_length(`session`.`todos`), 0) + coalesce(octet_length(`session`.`metadata`), 0) +
    coalesce(octet_length(`session`.`model`), 0) + coalesce(octet_length(`session`.`marks`), 0)) as `bytes`
from
(select `number`
  from
  (select `number`, `position`, `id`
    from
    (select `session`.`number`, `session`.`listed_at` as `position`, `session`.`id`
      from `session`
      where `session`.`listed_at` is not null
      and `session`.`state` = ?
      and `session`.`project_id` = ?
      and `session`.`parent_id` = ?
      and `session`.`listed_at` <= ?
      and (`session`.`listed_at` < ? or `session`.`id` < ?)
      order by `session`.`listed_at` desc, `session`.`id` desc
      limit ?) as `settled`
    union all
    select `number`, `position`, `id`
    from
    (select `session`.`number`, `session`.`updated_at` as `position`, `session`.`id`
      from `session`
      where `session`.`listed_at` is null
      and `session`.`state` = ?
      and `session`.`project_id` = ?
      and coalesce(`session`.`parent_id`, '') = ?
      and `session`.`updated_at` <= ?
      and (`session`.`updated_at` < ? or `session`.`id` < ?)
      order by `session`.`updated_at` desc, `session`.`id` desc
      limit ?) as `hot`) as `keys`
  order by `position` desc, `id` desc
  limit ?) as `page`
cross
join `session`
where `session`.`number` = `page`.`number`;

-- sessionPage.sessionPage (scope: all, parent: any)
select `session`.`id` as `id`, `session`.`project_id` as `projectId`, `session`.`parent_id` as `parentId`,
  `session`.`revision` as `revision`, `session`.`updated_at` as `updatedAt`, `session`.`input_tokens` as `inputTokens`,
  `session`.`output_tokens` as `outputTokens`, `session`.`reasoning_tokens` as `reasoningTokens`,
  `session`.`cache_read_tokens` as `cacheReadTokens`, `session`.`cache_write_tokens` as `cacheWriteTokens`,
  `session`.`cost_nanos` as `costNanos`, `session`.`message_count` as `messageCount`, `session`.`created_at` as
  `createdAt`, `session`.`archived_at` as `archivedAt`, `session`.`deleted_at` as `deletedAt`, `session`.`deletion_id` as
  `deletionId`, `session`.`title_source` as `titleSource`, `session`.`author_user` as `authorUser`,
  `session`.`author_host` as `authorHost`, `session`.`agent` as `agent`, `session`.`directory` as `directory`, case when
  octet_length(`session`.`title`) <= ? then `session`.`title` end as `title`, case when octet_length(`session`.`todos`)
  <= ? then `session`.`todos` end as `todos`, case when octet_length(`session`.`metadata`) <= ? then `session`.`metadata`
  end as `metadata`, case when octet_length(`session`.`model`) <= ? then `session`.`model` end as `model`, case when
  octet_length(`session`.`marks`) <= ? then `session`.`marks` end as `marks`, (coalesce(octet_length(`session`.`title`),
      0) + coalesce(octet_length(`session`.`todos`), 0) + coalesce(octet_length(`session`.`metadata`), 0) +
    coalesce(octet_length(`session`.`model`), 0) + coalesce(octet_length(`session`.`marks`), 0)) as `bytes`
from
(select `number`
  from
  (select `number`, `position`, `id`
    from
    (select `session`.`number`, `session`.`listed_at` as `position`, `session`.`id`
      from `session`
      where `session`.`listed_at` is not null
      and `session`.`state` = ?
      order by `session`.`listed_at` desc, `session`.`id` desc
      limit ?) as `settled`
    union all
    select `number`, `position`, `id`
    from
    (select `session`.`number`, `session`.`updated_at` as `position`, `session`.`id`
      from `session`
      where `session`.`listed_at` is null
      and `session`.`state` = ?
      order by `session`.`updated_at` desc, `session`.`id` desc
      limit ?) as `hot`) as `keys`
  order by `position` desc, `id` desc
  limit ?) as `page`
cross
join `session`
where `session`.`number` = `page`.`number`;

-- sessionPage.sessionPage (scope: all, parent: any, after)
select `session`.`id` as `id`, `session`.`project_id` as `projectId`, `session`.`parent_id` as `parentId`,
  `session`.`revision` as `revision`, `session`.`updated_at` as `updatedAt`, `session`.`input_tokens` as `inputTokens`,
  `session`.`output_tokens` as `outputTokens`, `session`.`reasoning_tokens` as `reasoningTokens`,
  `session`.`cache_read_tokens` as `cacheReadTokens`, `session`.`cache_write_tokens` as `cacheWriteTokens`,
  `session`.`cost_nanos` as `costNanos`, `session`.`message_count` as `messageCount`, `session`.`created_at` as
  `createdAt`, `session`.`archived_at` as `archivedAt`, `session`.`deleted_at` as `deletedAt`, `session`.`deletion_id` as
  `deletionId`, `session`.`title_source` as `titleSource`, `session`.`author_user` as `authorUser`,
  `session`.`author_host` as `authorHost`, `session`.`agent` as `agent`, `session`.`directory` as `directory`, case when
  octet_length(`session`.`title`) <= ? then `session`.`title` end as `title`, case when octet_length(`session`.`todos`)
  <= ? then `session`.`todos` end as `todos`, case when octet_length(`session`.`metadata`) <= ? then `session`.`metadata`
  end as `metadata`, case when octet_length(`session`.`model`) <= ? then `session`.`model` end as `model`, case when
  octet_length(`session`.`marks`) <= ? then `session`.`marks` end as `marks`, (coalesce(octet_length(`session`.`title`),
      0) + coalesce(octet_length(`session`.`todos`), 0) + coalesce(octet_length(`session`.`metadata`), 0) +
    coalesce(octet_length(`session`.`model`), 0) + coalesce(octet_length(`session`.`marks`), 0)) as `bytes`
from
(select `number`
  from
  (select `number`, `position`, `id`
    from
    (select `session`.`number`, `session`.`listed_at` as `position`, `session`.`id`
      from `session`
      where `session`.`listed_at` is not null
      and `session`.`state` = ?
      and `session`.`listed_at` <= ?
      and (`session`.`listed_at` < ? or `session`.`id` < ?)
      order by `session`.`listed_at` desc, `session`.`id` desc
      limit ?) as `settled`
    union all
    select `number`, `position`, `id`
    from
    (select `session`.`number`, `session`.`updated_at` as `position`, `session`.`id`
      from `session`
      where `session`.`listed_at` is null
      and `session`.`state` = ?
      and `session`.`updated_at` <= ?
      and (`session`.`updated_at` < ? or `session`.`id` < ?)
      order by `session`.`updated_at` desc, `session`.`id` desc
      limit ?) as `hot`) as `keys`
  order by `position` desc, `id` desc
  limit ?) as `page`
cross
join `session`
where `session`.`number` = `page`.`number`;

-- sessionPage.sessionPage (scope: all, parent: none)
select `session`.`id` as `id`, `session`.`project_id` as `projectId`, `session`.`parent_id` as `parentId`,
  `session`.`revision` as `revision`, `session`.`updated_at` as `updatedAt`, `session`.`input_tokens` as `inputTokens`,
  `session`.`output_tokens` as `outputTokens`, `session`.`reasoning_tokens` as `reasoningTokens`,
  `session`.`cache_read_tokens` as `cacheReadTokens`, `session`.`cache_write_tokens` as `cacheWriteTokens`,
  `session`.`cost_nanos` as `costNanos`, `session`.`message_count` as `messageCount`, `session`.`created_at` as
  `createdAt`, `session`.`archived_at` as `archivedAt`, `session`.`deleted_at` as `deletedAt`, `session`.`deletion_id` as
  `deletionId`, `session`.`title_source` as `titleSource`, `session`.`author_user` as `authorUser`,
  `session`.`author_host` as `authorHost`, `session`.`agent` as `agent`, `session`.`directory` as `directory`, case when
  octet_length(`session`.`title`) <= ? then `session`.`title` end as `title`, case when octet_length(`session`.`todos`)
  <= ? then `session`.`todos` end as `todos`, case when octet_length(`session`.`metadata`) <= ? then `session`.`metadata`
  end as `metadata`, case when octet_length(`session`.`model`) <= ? then `session`.`model` end as `model`, case when
  octet_length(`session`.`marks`) <= ? then `session`.`marks` end as `marks`, (coalesce(octet_length(`session`.`title`),
      0) + coalesce(octet_length(`session`.`todos`), 0) + coalesce(octet_length(`session`.`metadata`), 0) +
    coalesce(octet_length(`session`.`model`), 0) + coalesce(octet_length(`session`.`marks`), 0)) as `bytes`
from
(select `number`
  from
  (select `number`, `position`, `id`
    from
    (select `session`.`number`, `session`.`listed_at` as `position`, `session`.`id`
      from `session`
      where `session`.`listed_at` is not null
      and `session`.`state` = ?
      and `session`.`parent_id` is null
      order by `session`.`listed_at` desc, `session`.`id` desc
      limit ?) as `settled`
    union all
    select `number`, `position`, `id`
    from
    (select `session`.`number`, `session`.`updated_at` as `position`, `session`.`id`
      from `session`
      where `session`.`listed_at` is null
      and `session`.`state` = ?
      and `session`.`parent_id` is null
      order by `session`.`updated_at` desc, `session`.`id` desc
      limit ?) as `hot`) as `keys`
  order by `position` desc, `id` desc
  limit ?) as `page`
cross
join `session`
where `session`.`number` = `page`.`number`;

-- sessionPage.sessionPage (scope: all, parent: none, after)
select `session`.`id` as `id`, `session`.`project_id` as `projectId`, `session`.`parent_id` as `parentId`,
  `session`.`revision` as `revision`, `session`.`updated_at` as `updatedAt`, `session`.`input_tokens` as `inputTokens`,
  `session`.`output_tokens` as `outputTokens`, `session`.`reasoning_tokens` as `reasoningTokens`,
  `session`.`cache_read_tokens` as `cacheReadTokens`, `session`.`cache_write_tokens` as `cacheWriteTokens`,
  `session`.`cost_nanos` as `costNanos`, `session`.`message_count` as `messageCount`, `session`.`created_at` as
  `createdAt`, `session`.`archived_at` as `archivedAt`, `session`.`deleted_at` as `deletedAt`, `session`.`deletion_id` as
  `deletionId`, `session`.`title_source` as `titleSource`, `session`.`author_user` as `authorUser`,
  `session`.`author_host` as `authorHost`, `session`.`agent` as `agent`, `session`.`directory` as `directory`, case when
  octet_length(`session`.`title`) <= ? then `session`.`title` end as `title`, case when octet_length(`session`.`todos`)
  <= ? then `session`.`todos` end as `todos`, case when octet_length(`session`.`metadata`) <= ? then `session`.`metadata`
  end as `metadata`, case when octet_length(`session`.`model`) <= ? then `session`.`model` end as `model`, case when
  octet_length(`session`.`marks`) <= ? then `session`.`marks` end as `marks`, (coalesce(octet_length(`session`.`title`),
      0) + coalesce(octet_length(`session`.`todos`), 0) + coalesce(octet_length(`session`.`metadata`), 0) +
    coalesce(octet_length(`session`.`model`), 0) + coalesce(octet_length(`session`.`marks`), 0)) as `bytes`
from
(select `number`
  from
  (select `number`, `position`, `id`
    from
    (select `session`.`number`, `session`.`listed_at` as `position`, `session`.`id`
      from `session`
      where `session`.`listed_at` is not null
      and `session`.`state` = ?
      and `session`.`parent_id` is null
      and `session`.`listed_at` <= ?
      and (`session`.`listed_at` < ? or `session`.`id` < ?)
      order by `session`.`listed_at` desc, `session`.`id` desc
      limit ?) as `settled`
    union all
    select `number`, `position`, `id`
    from
    (select `session`.`number`, `session`.`updated_at` as `position`, `session`.`id`
      from `session`
      where `session`.`listed_at` is null
      and `session`.`state` = ?
      and `session`.`parent_id` is null
      and `session`.`updated_at` <= ?
      and (`session`.`updated_at` < ? or `session`.`id` < ?)
      order by `session`.`updated_at` desc, `session`.`id` desc
      limit ?) as `hot`) as `keys`
  order by `position` desc, `id` desc
  limit ?) as `page`
cross
join `session`
where `session`.`number` = `page`.`number`;

-- sessionPage.sessionPage (scope: all, parent: given)
select `session`.`id` as `id`, `session`.`project_id` as `projectId`, `session`.`parent_id` as `parentId`,
  `session`.`revision` as `revision`, `session`.`updated_at` as `updatedAt`, `session`.`input_tokens` as `inputTokens`,
  `session`.`output_tokens` as `outputTokens`, `session`.`reasoning_tokens` as `reasoningTokens`,
  `session`.`cache_read_tokens` as `cacheReadTokens`, `session`.`cache_write_tokens` as `cacheWriteTokens`,
  `session`.`cost_nanos` as `costNanos`, `session`.`message_count` as `messageCount`, `session`.`created_at` as
  `createdAt`, `session`.`archived_at` as `archivedAt`, `session`.`deleted_at` as `deletedAt`, `session`.`deletion_id` as
  `deletionId`, `session`.`title_source` as `titleSource`, `session`.`author_user` as `authorUser`,
  `session`.`author_host` as `authorHost`, `session`.`agent` as `agent`, `session`.`directory` as `directory`, case when
  octet_length(`session`.`title`) <= ? then `session`.`title` end as `title`, case when octet_length(`session`.`todos`)
  <= ? then `session`.`todos` end as `todos`, case when octet_length(`session`.`metadata`) <= ? then `session`.`metadata`
  end as `metadata`, case when octet_length(`session`.`model`) <= ? then `session`.`model` end as `model`, case when
  octet_length(`session`.`marks`) <= ? then `session`.`marks` end as `marks`, (coalesce(octet_length(`session`.`title`),
      0) + coalesce(octet_length(`session`.`todos`), 0) + coalesce(octet_length(`session`.`metadata`), 0) +
    coalesce(octet_length(`session`.`model`), 0) + coalesce(octet_length(`session`.`marks`), 0)) as `bytes`
from
(select `number`
  from
  (select `number`, `position`, `id`
    from
    (select `session`.`number`, `session`.`listed_at` as `position`, `session`.`id`
      from `session`
      where `session`.`listed_at` is not null
      and `session`.`state` = ?
      and `session`.`parent_id` = ?
      order by `session`.`listed_at` desc, `session`.`id` desc
      limit ?) as `settled`
    union all
    select `number`, `position`, `id`
    from
    (select `session`.`number`, `session`.`updated_at` as `position`, `session`.`id`
      from `session`
      where `session`.`listed_at` is null
      and `session`.`state` = ?
      and coalesce(`session`.`parent_id`, '') = ?
      order by `session`.`updated_at` desc, `session`.`id` desc
      limit ?) as `hot`) as `keys`
  order by `position` desc, `id` desc
  limit ?) as `page`
cross
join `session`
where `session`.`number` = `page`.`number`;

-- sessionPage.sessionPage (scope: all, parent: given, after)
select `session`.`id` as `id`, `session`.`project_id` as `projectId`, `session`.`parent_id` as `parentId`,
  `session`.`revision` as `revision`, `session`.`updated_at` as `updatedAt`, `session`.`input_tokens` as `inputTokens`,
  `session`.`output_tokens` as `outputTokens`, `session`.`reasoning_tokens` as `reasoningTokens`,
  `session`.`cache_read_tokens` as `cacheReadTokens`, `session`.`cache_write_tokens` as `cacheWriteTokens`,
  `session`.`cost_nanos` as `costNanos`, `session`.`message_count` as `messageCount`, `session`.`created_at` as
  `createdAt`, `session`.`archived_at` as `archivedAt`, `session`.`deleted_at` as `deletedAt`, `session`.`deletion_id` as
  `deletionId`, `session`.`title_source` as `titleSource`, `session`.`author_user` as `authorUser`,
  `session`.`author_host` as `authorHost`, `session`.`agent` as `agent`, `session`.`directory` as `directory`, case when
  octet_length(`session`.`title`) <= ? then `session`.`title` end as `title`, case when octet_length(`session`.`todos`)
  <= ? then `session`.`todos` end as `todos`, case when octet_length(`session`.`metadata`) <= ? then `session`.`metadata`
  end as `metadata`, case when octet_length(`session`.`model`) <= ? then `session`.`model` end as `model`, case when
  octet_length(`session`.`marks`) <= ? then `session`.`marks` end as `marks`, (coalesce(octet_length(`session`.`title`),
      0) + coalesce(octet_length(`session`.`todos`), 0) + coalesce(octet_length(`session`.`metadata`), 0) +
    coalesce(octet_length(`session`.`model`), 0) + coalesce(octet_length(`session`.`marks`), 0)) as `bytes`
from
(select `number`
  from
  (select `number`, `position`, `id`
    from
    (select `session`.`number`, `session`.`listed_at` as `position`, `session`.`id`
      from `session`
      where `session`.`listed_at` is not null
      and `session`.`state` = ?
      and `session`.`parent_id` = ?
      and `session`.`listed_at` <= ?
      and (`session`.`listed_at` < ? or `session`.`id` < ?)
      order by `session`.`listed_at` desc, `session`.`id` desc
      limit ?) as `settled`
    union all
    select `number`, `position`, `id`
    from
    (select `session`.`number`, `session`.`updated_at` as `position`, `session`.`id`
      from `session`
      where `session`.`listed_at` is null
      and `session`.`state` = ?
      and coalesce(`session`.`parent_id`, '') = ?
      and `session`.`updated_at` <= ?
      and (`session`.`updated_at` < ? or `session`.`id` < ?)
      order by `session`.`updated_at` desc, `session`.`id` desc
      limit ?) as `hot`) as `keys`
  order by `position` desc, `id` desc
  limit ?) as `page`
cross
join `session`
where `session`.`number` = `page`.`number`;

-- filteredSessionPage.lookedAtSessions (by: label, scope: project, parent: any)
select `session`.`id` as `id`, `session`.`project_id` as `projectId`, `session`.`parent_id` as `parentId`,
  `session`.`revision` as `revision`, `session`.`updated_at` as `updatedAt`, `session`.`input_tokens` as `inputTokens`,
  `session`.`output_tokens` as `outputTokens`, `session`.`reasoning_tokens` as `reasoningTokens`,
  `session`.`cache_read_tokens` as `cacheReadTokens`, `session`.`cache_write_tokens` as `cacheWriteTokens`,
  `session`.`cost_nanos` as `costNanos`, `session`.`message_count` as `messageCount`, `session`.`created_at` as
  `createdAt`, `session`.`archived_at` as `archivedAt`, `session`.`deleted_at` as `deletedAt`, `session`.`deletion_id` as
  `deletionId`, `session`.`title_source` as `titleSource`, `session`.`author_user` as `authorUser`,
  `session`.`author_host` as `authorHost`, `session`.`agent` as `agent`, `session`.`directory` as `directory`, case when
  octet_length(`session`.`title`) <= case when `session`.`project_id` = ? then ? else -1 end then `session`.`title` end
  as `title`, case when octet_length(`session`.`todos`) <= case when `session`.`project_id` = ? then ? else -1 end then
  `session`.`todos` end as `todos`, case when octet_length(`session`.`metadata`) <= case when `session`.`project_id` = ?
  then ? else -1 end then `session`.`metadata` end as `metadata`, case when octet_length(`session`.`model`) <= case when
  `session`.`project_id` = ? then ? else -1 end then `session`.`model` end as `model`, case when
  octet_length(`session`.`marks`) <= case when `session`.`project_id` = ? then ? else -1 end then `session`.`marks` end
  as `marks`, (coalesce(octet_length(`session`.`title`), 0) + coalesce(octet_length(`session`.`todos`), 0) +
    coalesce(octet_length(`session`.`metadata`), 0) + coalesce(octet_length(`session`.`model`), 0) +
    coalesce(octet_length(`session`.`marks`), 0)) as `bytes`, case when `session`.`project_id` = ? then 1 else 0 end as
  `fits`, null as `words`
from `session_label`
cross
join `session`
where `session_label`.`scope` = ?
and `session_label`.`label` = ?
and `session_label`.`state` = ?
and `session`.`id` = `session_label`.`session_id`
and `session`.`listed_at` = `session_label`.`listed_at`
and `session`.`state` = `session_label`.`state`
order by `session_label`.`listed_at` desc, `session_label`.`session_id` desc
limit ?;

-- filteredSessionPage.lookedAtSessions (by: label, scope: project, parent: any, after)
select `session`.`id` as `id`, `session`.`project_id` as `projectId`, `session`.`parent_id` as `parentId`,
  `session`.`revision` as `revision`, `session`.`updated_at` as `updatedAt`, `session`.`input_tokens` as `inputTokens`,
  `session`.`output_tokens` as `outputTokens`, `session`.`reasoning_tokens` as `reasoningTokens`,
  `session`.`cache_read_tokens` as `cacheReadTokens`, `session`.`cache_write_tokens` as `cacheWriteTokens`,
  `session`.`cost_nanos` as `costNanos`, `session`.`message_count` as `messageCount`, `session`.`created_at` as
  `createdAt`, `session`.`archived_at` as `archivedAt`, `session`.`deleted_at` as `deletedAt`, `session`.`deletion_id` as
  `deletionId`, `session`.`title_source` as `titleSource`, `session`.`author_user` as `authorUser`,
  `session`.`author_host` as `authorHost`, `session`.`agent` as `agent`, `session`.`directory` as `directory`, case when
  octet_length(`session`.`title`) <= case when `session`.`project_id` = ? then ? else -1 end then `session`.`title` end
  as `title`, case when octet_length(`session`.`todos`) <= case when `session`.`project_id` = ? then ? else -1 end then
  `session`.`todos` end as `todos`, case when octet_length(`session`.`metadata`) <= case when `session`.`project_id` = ?
  then ? else -1 end then `session`.`metadata` end as `metadata`, case when octet_length(`session`.`model`) <= case when
  `session`.`project_id` = ? then ? else -1 end then `session`.`model` end as `model`, case when
  octet_length(`session`.`marks`) <= case when `session`.`project_id` = ? then ? else -1 end then `session`.`marks` end
  as `marks`, (coalesce(octet_length(`session`.`title`), 0) + coalesce(octet_length(`session`.`todos`), 0) +
    coalesce(octet_length(`session`.`metadata`), 0) + coalesce(octet_length(`session`.`model`), 0) +
    coalesce(octet_length(`session`.`marks`), 0)) as `bytes`, case when `session`.`project_id` = ? then 1 else 0 end as
  `fits`, null as `words`
from `session_label`
cross
join `session`
where `session_label`.`scope` = ?
and `session_label`.`label` = ?
and `session_label`.`state` = ?
and `session_label`.`listed_at` <= ?
and (`session_label`.`listed_at` < ? or `session_label`.`session_id` < ?)
and `session`.`id` = `session_label`.`session_id`
and `session`.`listed_at` = `session_label`.`listed_at`
and `session`.`state` = `session_label`.`state`
order by `session_label`.`listed_at` desc, `session_label`.`session_id` desc
limit ?;

-- filteredSessionPage.lookedAtSessions (by: label, scope: project, parent: any, title)
select `session`.`id` as `id`, `session`.`project_id` as `projectId`, `session`.`parent_id` as `parentId`,
  `session`.`revision` as `revision`, `session`.`updated_at` as `updatedAt`, `session`.`input_tokens` as `inputTokens`,
  `session`.`output_tokens` as `outputTokens`, `session`.`reasoning_tokens` as `reasoningTokens`,
  `session`.`cache_read_tokens` as `cacheReadTokens`, `session`.`cache_write_tokens` as `cacheWriteTokens`,
  `session`.`cost_nanos` as `costNanos`, `session`.`message_count` as `messageCount`, `session`.`created_at` as
  `createdAt`, `session`.`archived_at` as `archivedAt`, `session`.`deleted_at` as `deletedAt`, `session`.`deletion_id` as
  `deletionId`, `session`.`title_source` as `titleSource`, `session`.`author_user` as `authorUser`,
  `session`.`author_host` as `authorHost`, `session`.`agent` as `agent`, `session`.`directory` as `directory`, case when
  octet_length(`session`.`title`) <= case when `session`.`project_id` = ? then ? else -1 end then `session`.`title` end
  as `title`, case when octet_length(`session`.`todos`) <= case when `session`.`project_id` = ? then ? else -1 end then
  `session`.`todos` end as `todos`, case when octet_length(`session`.`metadata`) <= case when `session`.`project_id` = ?
  then ? else -1 end then `session`.`metadata` end as `metadata`, case when octet_length(`session`.`model`) <= case when
  `session`.`project_id` = ? then ? else -1 end then `session`.`model` end as `model`, case when
  octet_length(`session`.`marks`) <= case when `session`.`project_id` = ? then ? else -1 end then `session`.`marks` end
  as `marks`, (coalesce(octet_length(`session`.`title`), 0) + coalesce(octet_length(`session`.`todos`), 0) +
    coalesce(octet_length(`session`.`metadata`), 0) + coalesce(octet_length(`session`.`model`), 0) +
    coalesce(octet_length(`session`.`marks`), 0)) as `bytes`, case when `session`.`project_id` = ? then 1 else 0 end as
  `fits`, case when `session`.`project_id` = ? then `session`.`title` end as `words`
from `session_label`
cross
join `session`
where `session_label`.`scope` = ?
and `session_label`.`label` = ?
and `session_label`.`state` = ?
and `session`.`id` = `session_label`.`session_id`
and `session`.`listed_at` = `session_label`.`listed_at`
and `session`.`state` = `session_label`.`state`
order by `session_label`.`listed_at` desc, `session_label`.`session_id` desc
limit ?;

-- filteredSessionPage.lookedAtSessions (by: label, scope: project, parent: none)
select `session`.`id` as `id`, `session`.`project_id` as `projectId`, `session`.`parent_id` as `parentId`,
  `session`.`revision` as `revision`, `session`.`updated_at` as `updatedAt`, `session`.`input_tokens` as `inputTokens`,
  `session`.`output_tokens` as `outputTokens`, `session`.`reasoning_tokens` as `reasoningTokens`,
  `session`.`cache_read_tokens` as `cacheReadTokens`, `session`.`cache_write_tokens` as `cacheWriteTokens`,
  `session`.`cost_nanos` as `costNanos`, `session`.`message_count` as `messageCount`, `session`.`created_at` as
  `createdAt`, `session`.`archived_at` as `archivedAt`, `session`.`deleted_at` as `deletedAt`, `session`.`deletion_id` as
  `deletionId`, `session`.`title_source` as `titleSource`, `session`.`author_user` as `authorUser`,
  `session`.`author_host` as `authorHost`, `session`.`agent` as `agent`, `session`.`directory` as `directory`, case when
  octet_length(`session`.`title`) <= case when `session`.`project_id` = ?
and `session`.`parent_id` is null then ? else -1 end then `session`.`title` end as `title`, case when
  octet_length(`session`.`todos`) <= case when `session`.`project_id` = ?
and `session`.`parent_id` is null then ? else -1 end then `session`.`todos` end as `todos`, case when
  octet_length(`session`.`metadata`) <= case when `session`.`project_id` = ?
and `session`.`parent_id` is null then ? else -1 end then `session`.`metadata` end as `metadata`, case when
  octet_length(`session`.`model`) <= case when `session`.`project_id` = ?
and `session`.`parent_id` is null then ? else -1 end then `session`.`model` end as `model`, case when
  octet_length(`session`.`marks`) <= case when `session`.`project_id` = ?
and `session`.`parent_id` is null then ? else -1 end then `session`.`marks` end as `marks`,
  (coalesce(octet_length(`session`.`title`), 0) + coalesce(octet_length(`session`.`todos`), 0) +
    coalesce(octet_length(`session`.`metadata`), 0) + coalesce(octet_length(`session`.`model`), 0) +
    coalesce(octet_length(`session`.`marks`), 0)) as `bytes`, case when `session`.`project_id` = ?
and `session`.`parent_id` is null then 1 else 0 end as `fits`, null as `words`
from `session_label`
cross
join `session`
where `session_label`.`scope` = ?
and `session_label`.`label` = ?
and `session_label`.`state` = ?
and `session`.`id` = `session_label`.`session_id`
and `session`.`listed_at` = `session_label`.`listed_at`
and `session`.`state` = `session_label`.`state`
order by `session_label`.`listed_at` desc, `session_label`.`session_id` desc
limit ?;

-- filteredSessionPage.lookedAtSessions (by: label, scope: project, parent: given)
select `session`.`id` as `id`, `session`.`project_id` as `projectId`, `session`.`parent_id` as `parentId`,
  `session`.`revision` as `revision`, `session`.`updated_at` as `updatedAt`, `session`.`input_tokens` as `inputTokens`,
  `session`.`output_tokens` as `outputTokens`, `session`.`reasoning_tokens` as `reasoningTokens`,
  `session`.`cache_read_tokens` as `cacheReadTokens`, `session`.`cache_write_tokens` as `cacheWriteTokens`,
  `session`.`cost_nanos` as `costNanos`, `session`.`message_count` as `messageCount`, `session`.`created_at` as
  `createdAt`, `session`.`archived_at` as `archivedAt`, `session`.`deleted_at` as `deletedAt`, `session`.`deletion_id` as
  `deletionId`, `session`.`title_source` as `titleSource`, `session`.`author_user` as `authorUser`,
  `session`.`author_host` as `authorHost`, `session`.`agent` as `agent`, `session`.`directory` as `directory`, case when
  octet_length(`session`.`title`) <= case when `session`.`project_id` = ?
and `session`.`parent_id` = ? then ? else -1 end then `session`.`title` end as `title`, case when
  octet_length(`session`.`todos`) <= case when `session`.`project_id` = ?
and `session`.`parent_id` = ? then ? else -1 end then `session`.`todos` end as `todos`, case when
  octet_length(`session`.`metadata`) <= case when `session`.`project_id` = ?
and `session`.`parent_id` = ? then ? else -1 end then `session`.`metadata` end as `metadata`, case when
  octet_length(`session`.`model`) <= case when `session`.`project_id` = ?
and `session`.`parent_id` = ? then ? else -1 end then `session`.`model` end as `model`, case when
  octet_length(`session`.`marks`) <= case when `session`.`project_id` = ?
and `session`.`parent_id` = ? then ? else -1 end then `session`.`marks` end as `marks`,
  (coalesce(octet_length(`session`.`title`), 0) + coalesce(octet_length(`session`.`todos`), 0) +
    coalesce(octet_length(`session`.`metadata`), 0) + coalesce(octet_length(`session`.`model`), 0) +
    coalesce(octet_length(`session`.`marks`), 0)) as `bytes`, case when `session`.`project_id` = ?
and `session`.`parent_id` = ? then 1 else 0 end as `fits`, null as `words`
from `session_label`
cross
join `session`
where `session_label`.`scope` = ?
and `session_label`.`label` = ?
and `session_label`.`state` = ?
and `session`.`id` = `session_label`.`session_id`
and `session`.`listed_at` = `session_label`.`listed_at`
and `session`.`state` = `session_label`.`state`
order by `session_label`.`listed_at` desc, `session_label`.`session_id` desc
limit ?;

-- filteredSessionPage.lookedAtSessions (by: label, scope: all, parent: any)
select `session`.`id` as `id`, `session`.`project_id` as `projectId`, `session`.`parent_id` as `parentId`,
  `session`.`revision` as `revision`, `session`.`updated_at` as `updatedAt`, `session`.`input_tokens` as `inputTokens`,
  `session`.`output_tokens` as `outputTokens`, `session`.`reasoning_tokens` as `reasoningTokens`,
  `session`.`cache_read_tokens` as `cacheReadTokens`, `session`.`cache_write_tokens` as `cacheWriteTokens`,
  `session`.`cost_nanos` as `costNanos`, `session`.`message_count` as `messageCount`, `session`.`created_at` as
  `createdAt`, `session`.`archived_at` as `archivedAt`, `session`.`deleted_at` as `deletedAt`, `session`.`deletion_id` as
  `deletionId`, `session`.`title_source` as `titleSource`, `session`.`author_user` as `authorUser`,
  `session`.`author_host` as `authorHost`, `session`.`agent` as `agent`, `session`.`directory` as `directory`, case when
  octet_length(`session`.`title`) <= case when 1 = 1 then ? else -1 end then `session`.`title` end as `title`, case when
  octet_length(`session`.`todos`) <= case when 1 = 1 then ? else -1 end then `session`.`todos` end as `todos`, case when
  octet_length(`session`.`metadata`) <= case when 1 = 1 then ? else -1 end then `session`.`metadata` end as `metadata`,
  case when octet_length(`session`.`model`) <= case when 1 = 1 then ? else -1 end then `session`.`model` end as `model`,
  case when octet_length(`session`.`marks`) <= case when 1 = 1 then ? else -1 end then `session`.`marks` end as `marks`,
  (coalesce(octet_length(`session`.`title`), 0) + coalesce(octet_length(`session`.`todos`), 0) +
    coalesce(octet_length(`session`.`metadata`), 0) + coalesce(octet_length(`session`.`model`), 0) +
    coalesce(octet_length(`session`.`marks`), 0)) as `bytes`, case when 1 = 1 then 1 else 0 end as `fits`, null as
  `words`
from `session_label`
cross
join `session`
where `session_label`.`scope` = ?
and `session_label`.`label` = ?
and `session_label`.`state` = ?
and `session`.`id` = `session_label`.`session_id`
and `session`.`listed_at` = `session_label`.`listed_at`
and `session`.`state` = `session_label`.`state`
order by `session_label`.`listed_at` desc, `session_label`.`session_id` desc
limit ?;

-- filteredSessionPage.lookedAtSessions (by: list, scope: project, parent: any)
select `session`.`id` as `id`, `session`.`project_id` as `projectId`, `session`.`parent_id` as `parentId`,
  `session`.`revision` as `revision`, `session`.`updated_at` as `updatedAt`, `session`.`input_tokens` as `inputTokens`,
  `session`.`output_tokens` as `outputTokens`, `session`.`reasoning_tokens` as `reasoningTokens`,
  `session`.`cache_read_tokens` as `cacheReadTokens`, `session`.`cache_write_tokens` as `cacheWriteTokens`,
  `session`.`cost_nanos` as `costNanos`, `session`.`message_count` as `messageCount`, `session`.`created_at` as
  `createdAt`, `session`.`archived_at` as `archivedAt`, `session`.`deleted_at` as `deletedAt`, `session`.`deletion_id` as
  `deletionId`, `session`.`title_source` as `titleSource`, `session`.`author_user` as `authorUser`,
  `session`.`author_host` as `authorHost`, `session`.`agent` as `agent`, `session`.`directory` as `directory`, case when
  octet_length(`session`.`title`) <= case when 1 = 1 then ? else -1 end then `session`.`title` end as `title`, case when
  octet_length(`session`.`todos`) <= case when 1 = 1 then ? else -1 end then `session`.`todos` end as `todos`, case when
  octet_length(`session`.`metadata`) <= case when 1 = 1 then ? else -1 end then `session`.`metadata` end as `metadata`,
  case when octet_length(`session`.`model`) <= case when 1 = 1 then ? else -1 end then `session`.`model` end as `model`,
  case when octet_length(`session`.`marks`) <= case when 1 = 1 then ? else -1 end then `session`.`marks` end as `marks`,
  (coalesce(octet_length(`session`.`title`), 0) + coalesce(octet_length(`session`.`todos`), 0) +
    coalesce(octet_length(`session`.`metadata`), 0) + coalesce(octet_length(`session`.`model`), 0) +
    coalesce(octet_length(`session`.`marks`), 0)) as `bytes`, case when 1 = 1 then 1 else 0 end as `fits`, null as
  `words`
from `session`
where `session`.`listed_at` is not null
and `session`.`state` = ?
and `session`.`project_id` = ?
order by `session`.`listed_at` desc, `session`.`id` desc
limit ?;

-- filteredSessionPage.lookedAtSessions (by: hot, scope: project, parent: any)
select `session`.`id` as `id`, `session`.`project_id` as `projectId`, `session`.`parent_id` as `parentId`,
  `session`.`revision` as `revision`, `session`.`updated_at` as `updatedAt`, `session`.`input_tokens` as `inputTokens`,
  `session`.`output_tokens` as `outputTokens`, `session`.`reasoning_tokens` as `reasoningTokens`,
  `session`.`cache_read_tokens` as `cacheReadTokens`, `session`.`cache_write_tokens` as `cacheWriteTokens`,
  `session`.`cost_nanos` as `costNanos`, `session`.`message_count` as `messageCount`, `session`.`created_at` as
  `createdAt`, `session`.`archived_at` as `archivedAt`, `session`.`deleted_at` as `deletedAt`, `session`.`deletion_id` as
  `deletionId`, `session`.`title_source` as `titleSource`, `session`.`author_user` as `authorUser`,
  `session`.`author_host` as `authorHost`, `session`.`agent` as `agent`, `session`.`directory` as `directory`, case when
  octet_length(`session`.`title`) <= case when 1 = 1 then ? else -1 end then `session`.`title` end as `title`, case when
  octet_length(`session`.`todos`) <= case when 1 = 1 then ? else -1 end then `session`.`todos` end as `todos`, case when
  octet_length(`session`.`metadata`) <= case when 1 = 1 then ? else -1 end then `session`.`metadata` end as `metadata`,
  case when octet_length(`session`.`model`) <= case when 1 = 1 then ? else -1 end then `session`.`model` end as `model`,
  case when octet_length(`session`.`marks`) <= case when 1 = 1 then ? else -1 end then `session`.`marks` end as `marks`,
  (coalesce(octet_length(`session`.`title`), 0) + coalesce(octet_length(`session`.`todos`), 0) +
    coalesce(octet_length(`session`.`metadata`), 0) + coalesce(octet_length(`session`.`model`), 0) +
    coalesce(octet_length(`session`.`marks`), 0)) as `bytes`, case when 1 = 1 then 1 else 0 end as `fits`, null as
  `words`
from `session`
where `session`.`listed_at` is null
and `session`.`state` = ?
and `session`.`project_id` = ?
order by `session`.`updated_at` desc, `session`.`id` desc
limit ?;

-- filteredSessionPage.lookedAtSessions (tag, by: label, scope: project, parent: any)
select `session`.`id` as `id`, `session`.`project_id` as `projectId`, `session`.`parent_id` as `parentId`,
  `session`.`revision` as `revision`, `session`.`updated_at` as `updatedAt`, `session`.`input_tokens` as `inputTokens`,
  `session`.`output_tokens` as `outputTokens`, `session`.`reasoning_tokens` as `reasoningTokens`,
  `session`.`cache_read_tokens` as `cacheReadTokens`, `session`.`cache_write_tokens` as `cacheWriteTokens`,
  `session`.`cost_nanos` as `costNanos`, `session`.`message_count` as `messageCount`, `session`.`created_at` as
  `createdAt`, `session`.`archived_at` as `archivedAt`, `session`.`deleted_at` as `deletedAt`, `session`.`deletion_id` as
  `deletionId`, `session`.`title_source` as `titleSource`, `session`.`author_user` as `authorUser`,
  `session`.`author_host` as `authorHost`, `session`.`agent` as `agent`, `session`.`directory` as `directory`, case when
  octet_length(`session`.`title`) <= case when `session`.`project_id` = ?
and (replace(`session`.`mark_labels`, ?, '') <> `session`.`mark_labels` or replace(`session`.`mark_labels`, ?, '') <>
    `session`.`mark_labels`) then ? else -1 end then `session`.`title` end as `title`, case when
  octet_length(`session`.`todos`) <= case when `session`.`project_id` = ?
and (replace(`session`.`mark_labels`, ?, '') <> `session`.`mark_labels` or replace(`session`.`mark_labels`, ?, '') <>
    `session`.`mark_labels`) then ? else -1 end then `session`.`todos` end as `todos`, case when
  octet_length(`session`.`metadata`) <= case when `session`.`project_id` = ?
and (replace(`session`.`mark_labels`, ?, '') <> `session`.`mark_labels` or replace(`session`.`mark_labels`, ?, '') <>
    `session`.`mark_labels`) then ? else -1 end then `session`.`metadata` end as `metadata`, case when
  octet_length(`session`.`model`) <= case when `session`.`project_id` = ?
and (replace(`session`.`mark_labels`, ?, '') <> `session`.`mark_labels` or replace(`session`.`mark_labels`, ?, '') <>
    `session`.`mark_labels`) then ? else -1 end then `session`.`model` end as `model`, case when
  octet_length(`session`.`marks`) <= case when `session`.`project_id` = ?
and (replace(`session`.`mark_labels`, ?, '') <> `session`.`mark_labels` or replace(`session`.`mark_labels`, ?, '') <>
    `session`.`mark_labels`) then ? else -1 end then `session`.`marks` end as `marks`,
  (coalesce(octet_length(`session`.`title`), 0) + coalesce(octet_length(`session`.`todos`), 0) +
    coalesce(octet_length(`session`.`metadata`), 0) + coalesce(octet_length(`session`.`model`), 0) +
    coalesce(octet_length(`session`.`marks`), 0)) as `bytes`, case when `session`.`project_id` = ?
and (replace(`session`.`mark_labels`, ?, '') <> `session`.`mark_labels` or replace(`session`.`mark_labels`, ?, '') <>
    `session`.`mark_labels`) then 1 else 0 end as `fits`, null as `words`
from `session_label`
cross
join `session`
where `session_label`.`scope` = ?
and `session_label`.`label` = ?
and `session_label`.`state` = ?
and `session`.`id` = `session_label`.`session_id`
and `session`.`listed_at` = `session_label`.`listed_at`
and `session`.`state` = `session_label`.`state`
order by `session_label`.`listed_at` desc, `session_label`.`session_id` desc
limit ?;

-- filteredSessionPage.lookedAtSessions (pinned: only, by: label, scope: project, parent: any)
select `session`.`id` as `id`, `session`.`project_id` as `projectId`, `session`.`parent_id` as `parentId`,
  `session`.`revision` as `revision`, `session`.`updated_at` as `updatedAt`, `session`.`input_tokens` as `inputTokens`,
  `session`.`output_tokens` as `outputTokens`, `session`.`reasoning_tokens` as `reasoningTokens`,
  `session`.`cache_read_tokens` as `cacheReadTokens`, `session`.`cache_write_tokens` as `cacheWriteTokens`,
  `session`.`cost_nanos` as `costNanos`, `session`.`message_count` as `messageCount`, `session`.`created_at` as
  `createdAt`, `session`.`archived_at` as `archivedAt`, `session`.`deleted_at` as `deletedAt`, `session`.`deletion_id` as
  `deletionId`, `session`.`title_source` as `titleSource`, `session`.`author_user` as `authorUser`,
  `session`.`author_host` as `authorHost`, `session`.`agent` as `agent`, `session`.`directory` as `directory`, case when
  octet_length(`session`.`title`) <= case when `session`.`project_id` = ?
and (replace(`session`.`mark_labels`, ?, '') <> `session`.`mark_labels` or replace(`session`.`mark_labels`, ?, '') <>
    `session`.`mark_labels`) then ? else -1 end then `session`.`title` end as `title`, case when
  octet_length(`session`.`todos`) <= case when `session`.`project_id` = ?
and (replace(`session`.`mark_labels`, ?, '') <> `session`.`mark_labels` or replace(`session`.`mark_labels`, ?, '') <>
    `session`.`mark_labels`) then ? else -1 end then `session`.`todos` end as `todos`, case when
  octet_length(`session`.`metadata`) <= case when `session`.`project_id` = ?
and (replace(`session`.`mark_labels`, ?, '') <> `session`.`mark_labels` or replace(`session`.`mark_labels`, ?, '') <>
    `session`.`mark_labels`) then ? else -1 end then `session`.`metadata` end as `metadata`, case when
  octet_length(`session`.`model`) <= case when `session`.`project_id` = ?
and (replace(`session`.`mark_labels`, ?, '') <> `session`.`mark_labels` or replace(`session`.`mark_labels`, ?, '') <>
    `session`.`mark_labels`) then ? else -1 end then `session`.`model` end as `model`, case when
  octet_length(`session`.`marks`) <= case when `session`.`project_id` = ?
and (replace(`session`.`mark_labels`, ?, '') <> `session`.`mark_labels` or replace(`session`.`mark_labels`, ?, '') <>
    `session`.`mark_labels`) then ? else -1 end then `session`.`marks` end as `marks`,
  (coalesce(octet_length(`session`.`title`), 0) + coalesce(octet_length(`session`.`todos`), 0) +
    coalesce(octet_length(`session`.`metadata`), 0) + coalesce(octet_length(`session`.`model`), 0) +
    coalesce(octet_length(`session`.`marks`), 0)) as `bytes`, case when `session`.`project_id` = ?
and (replace(`session`.`mark_labels`, ?, '') <> `session`.`mark_labels` or replace(`session`.`mark_labels`, ?, '') <>
    `session`.`mark_labels`) then 1 else 0 end as `fits`, null as `words`
from `session_label`
cross
join `session`
where `session_label`.`scope` = ?
and `session_label`.`label` = ?
and `session_label`.`state` = ?
and `session`.`id` = `session_label`.`session_id`
and `session`.`listed_at` = `session_label`.`listed_at`
and `session`.`state` = `session_label`.`state`
order by `session_label`.`listed_at` desc, `session_label`.`session_id` desc
limit ?;

-- filteredSessionPage.lookedAtSessions (pinned: not, by: label, scope: project, parent: any)
select `session`.`id` as `id`, `session`.`project_id` as `projectId`, `session`.`parent_id` as `parentId`,
  `session`.`revision` as `revision`, `session`.`updated_at` as `updatedAt`, `session`.`input_tokens` as `inputTokens`,
  `session`.`output_tokens` as `outputTokens`, `session`.`reasoning_tokens` as `reasoningTokens`,
  `session`.`cache_read_tokens` as `cacheReadTokens`, `session`.`cache_write_tokens` as `cacheWriteTokens`,
  `session`.`cost_nanos` as `costNanos`, `session`.`message_count` as `messageCount`, `session`.`created_at` as
  `createdAt`, `session`.`archived_at` as `archivedAt`, `session`.`deleted_at` as `deletedAt`, `session`.`deletion_id` as
  `deletionId`, `session`.`title_source` as `titleSource`, `session`.`author_user` as `authorUser`,
  `session`.`author_host` as `authorHost`, `session`.`agent` as `agent`, `session`.`directory` as `directory`, case when
  octet_length(`session`.`title`) <= case when `session`.`project_id` = ?
and not (replace(`session`.`mark_labels`, ?, '') <> `session`.`mark_labels` or replace(`session`.`mark_labels`, ?, '') <>
    `session`.`mark_labels`) then ? else -1 end then `session`.`title` end as `title`, case when
  octet_length(`session`.`todos`) <= case when `session`.`project_id` = ?
and not (replace(`session`.`mark_labels`, ?, '') <> `session`.`mark_labels` or replace(`session`.`mark_labels`, ?, '') <>
    `session`.`mark_labels`) then ? else -1 end then `session`.`todos` end as `todos`, case when
  octet_length(`session`.`metadata`) <= case when `session`.`project_id` = ?
and not (replace(`session`.`mark_labels`, ?, '') <> `session`.`mark_labels` or replace(`session`.`mark_labels`, ?, '') <>
    `session`.`mark_labels`) then ? else -1 end then `session`.`metadata` end as `metadata`, case when
  octet_length(`session`.`model`) <= case when `session`.`project_id` = ?
and not (replace(`session`.`mark_labels`, ?, '') <> `session`.`mark_labels` or replace(`session`.`mark_labels`, ?, '') <>
    `session`.`mark_labels`) then ? else -1 end then `session`.`model` end as `model`, case when
  octet_length(`session`.`marks`) <= case when `session`.`project_id` = ?
and not (replace(`session`.`mark_labels`, ?, '') <> `session`.`mark_labels` or replace(`session`.`mark_labels`, ?, '') <>
    `session`.`mark_labels`) then ? else -1 end then `session`.`marks` end as `marks`,
  (coalesce(octet_length(`session`.`title`), 0) + coalesce(octet_length(`session`.`todos`), 0) +
    coalesce(octet_length(`session`.`metadata`), 0) + coalesce(octet_length(`session`.`model`), 0) +
    coalesce(octet_length(`session`.`marks`), 0)) as `bytes`, case when `session`.`project_id` = ?
and not (replace(`session`.`mark_labels`, ?, '') <> `session`.`mark_labels` or replace(`session`.`mark_labels`, ?, '') <>
    `session`.`mark_labels`) then 1 else 0 end as `fits`, null as `words`
from `session_label`
cross
join `session`
where `session_label`.`scope` = ?
and `session_label`.`label` = ?
and `session_label`.`state` = ?
and `session`.`id` = `session_label`.`session_id`
and `session`.`listed_at` = `session_label`.`listed_at`
and `session`.`state` = `session_label`.`state`
order by `session_label`.`listed_at` desc, `session_label`.`session_id` desc
limit ?;

-- filteredSessionPage.lookedAtSessions (origin: given, by: label, scope: project, parent: any)
select `session`.`id` as `id`, `session`.`project_id` as `projectId`, `session`.`parent_id` as `parentId`,
  `session`.`revision` as `revision`, `session`.`updated_at` as `updatedAt`, `session`.`input_tokens` as `inputTokens`,
  `session`.`output_tokens` as `outputTokens`, `session`.`reasoning_tokens` as `reasoningTokens`,
  `session`.`cache_read_tokens` as `cacheReadTokens`, `session`.`cache_write_tokens` as `cacheWriteTokens`,
  `session`.`cost_nanos` as `costNanos`, `session`.`message_count` as `messageCount`, `session`.`created_at` as
  `createdAt`, `session`.`archived_at` as `archivedAt`, `session`.`deleted_at` as `deletedAt`, `session`.`deletion_id` as
  `deletionId`, `session`.`title_source` as `titleSource`, `session`.`author_user` as `authorUser`,
  `session`.`author_host` as `authorHost`, `session`.`agent` as `agent`, `session`.`directory` as `directory`, case when
  octet_length(`session`.`title`) <= case when `session`.`project_id` = ?
and replace(`session`.`origin_labels`, ?, '') <> `session`.`origin_labels` then ? else -1 end then `session`.`title` end
  as `title`, case when octet_length(`session`.`todos`) <= case when `session`.`project_id` = ?
and replace(`session`.`origin_labels`, ?, '') <> `session`.`origin_labels` then ? else -1 end then `session`.`todos` end
  as `todos`, case when octet_length(`session`.`metadata`) <= case when `session`.`project_id` = ?
and replace(`session`.`origin_labels`, ?, '') <> `session`.`origin_labels` then ? else -1 end then `session`.`metadata`
  end as `metadata`, case when octet_length(`session`.`model`) <= case when `session`.`project_id` = ?
and replace(`session`.`origin_labels`, ?, '') <> `session`.`origin_labels` then ? else -1 end then `session`.`model` end
  as `model`, case when octet_length(`session`.`marks`) <= case when `session`.`project_id` = ?
and replace(`session`.`origin_labels`, ?, '') <> `session`.`origin_labels` then ? else -1 end then `session`.`marks` end
  as `marks`, (coalesce(octet_length(`session`.`title`), 0) + coalesce(octet_length(`session`.`todos`), 0) +
    coalesce(octet_length(`session`.`metadata`), 0) + coalesce(octet_length(`session`.`model`), 0) +
    coalesce(octet_length(`session`.`marks`), 0)) as `bytes`, case when `session`.`project_id` = ?
and replace(`session`.`origin_labels`, ?, '') <> `session`.`origin_labels` then 1 else 0 end as `fits`, null as `words`
from `session_label`
cross
join `session`
where `session_label`.`scope` = ?
and `session_label`.`label` = ?
and `session_label`.`state` = ?
and `session`.`id` = `session_label`.`session_id`
and `session`.`listed_at` = `session_label`.`listed_at`
and `session`.`state` = `session_label`.`state`
order by `session_label`.`listed_at` desc, `session_label`.`session_id` desc
limit ?;

-- filteredSessionPage.lookedAtSessions (origin: none, by: label, scope: project, parent: any)
select `session`.`id` as `id`, `session`.`project_id` as `projectId`, `session`.`parent_id` as `parentId`,
  `session`.`revision` as `revision`, `session`.`updated_at` as `updatedAt`, `session`.`input_tokens` as `inputTokens`,
  `session`.`output_tokens` as `outputTokens`, `session`.`reasoning_tokens` as `reasoningTokens`,
  `session`.`cache_read_tokens` as `cacheReadTokens`, `session`.`cache_write_tokens` as `cacheWriteTokens`,
  `session`.`cost_nanos` as `costNanos`, `session`.`message_count` as `messageCount`, `session`.`created_at` as
  `createdAt`, `session`.`archived_at` as `archivedAt`, `session`.`deleted_at` as `deletedAt`, `session`.`deletion_id` as
  `deletionId`, `session`.`title_source` as `titleSource`, `session`.`author_user` as `authorUser`,
  `session`.`author_host` as `authorHost`, `session`.`agent` as `agent`, `session`.`directory` as `directory`, case when
  octet_length(`session`.`title`) <= case when `session`.`project_id` = ?
and `session`.`origin_labels` = '' then ? else -1 end then `session`.`title` end as `title`, case when
  octet_length(`session`.`todos`) <= case when `session`.`project_id` = ?
and `session`.`origin_labels` = '' then ? else -1 end then `session`.`todos` end as `todos`, case when
  octet_length(`session`.`metadata`) <= case when `session`.`project_id` = ?
and `session`.`origin_labels` = '' then ? else -1 end then `session`.`metadata` end as `metadata`, case when
  octet_length(`session`.`model`) <= case when `session`.`project_id` = ?
and `session`.`origin_labels` = '' then ? else -1 end then `session`.`model` end as `model`, case when
  octet_length(`session`.`marks`) <= case when `session`.`project_id` = ?
and `session`.`origin_labels` = '' then ? else -1 end then `session`.`marks` end as `marks`,
  (coalesce(octet_length(`session`.`title`), 0) + coalesce(octet_length(`session`.`todos`), 0) +
    coalesce(octet_length(`session`.`metadata`), 0) + coalesce(octet_length(`session`.`model`), 0) +
    coalesce(octet_length(`session`.`marks`), 0)) as `bytes`, case when `session`.`project_id` = ?
and `session`.`origin_labels` = '' then 1 else 0 end as `fits`, null as `words`
from `session_label`
cross
join `session`
where `session_label`.`scope` = ?
and `session_label`.`label` = ?
and `session_label`.`state` = ?
and `session`.`id` = `session_label`.`session_id`
and `session`.`listed_at` = `session_label`.`listed_at`
and `session`.`state` = `session_label`.`state`
order by `session_label`.`listed_at` desc, `session_label`.`session_id` desc
limit ?;

-- filteredSessionPage.lookedAtSessions (model, by: label, scope: project, parent: any)
select `session`.`id` as `id`, `session`.`project_id` as `projectId`, `session`.`parent_id` as `parentId`,
  `session`.`revision` as `revision`, `session`.`updated_at` as `updatedAt`, `session`.`input_tokens` as `inputTokens`,
  `session`.`output_tokens` as `outputTokens`, `session`.`reasoning_tokens` as `reasoningTokens`,
  `session`.`cache_read_tokens` as `cacheReadTokens`, `session`.`cache_write_tokens` as `cacheWriteTokens`,
  `session`.`cost_nanos` as `costNanos`, `session`.`message_count` as `messageCount`, `session`.`created_at` as
  `createdAt`, `session`.`archived_at` as `archivedAt`, `session`.`deleted_at` as `deletedAt`, `session`.`deletion_id` as
  `deletionId`, `session`.`title_source` as `titleSource`, `session`.`author_user` as `authorUser`,
  `session`.`author_host` as `authorHost`, `session`.`agent` as `agent`, `session`.`directory` as `directory`, case when
  octet_length(`session`.`title`) <= case when `session`.`project_id` = ?
and replace(`session`.`model_labels`, ?, '') <> `session`.`model_labels` then ? else -1 end then `session`.`title` end as
  `title`, case when octet_length(`session`.`todos`) <= case when `session`.`project_id` = ?
and replace(`session`.`model_labels`, ?, '') <> `session`.`model_labels` then ? else -1 end then `session`.`todos` end as
  `todos`, case when octet_length(`session`.`metadata`) <= case when `session`.`project_id` = ?
and replace(`session`.`model_labels`, ?, '') <> `session`.`model_labels` then ? else -1 end then `session`.`metadata` end
  as `metadata`, case when octet_length(`session`.`model`) <= case when `session`.`project_id` = ?
and replace(`session`.`model_labels`, ?, '') <> `session`.`model_labels` then ? else -1 end then `session`.`model` end as
  `model`, case when octet_length(`session`.`marks`) <= case when `session`.`project_id` = ?
and replace(`session`.`model_labels`, ?, '') <> `session`.`model_labels` then ? else -1 end then `session`.`marks` end as
  `marks`, (coalesce(octet_length(`session`.`title`), 0) + coalesce(octet_length(`session`.`todos`), 0) +
    coalesce(octet_length(`session`.`metadata`), 0) + coalesce(octet_length(`session`.`model`), 0) +
    coalesce(octet_length(`session`.`marks`), 0)) as `bytes`, case when `session`.`project_id` = ?
and replace(`session`.`model_labels`, ?, '') <> `session`.`model_labels` then 1 else 0 end as `fits`, null as `words`
from `session_label`
cross
join `session`
where `session_label`.`scope` = ?
and `session_label`.`label` = ?
and `session_label`.`state` = ?
and `session`.`id` = `session_label`.`session_id`
and `session`.`listed_at` = `session_label`.`listed_at`
and `session`.`state` = `session_label`.`state`
order by `session_label`.`listed_at` desc, `session_label`.`session_id` desc
limit ?;

-- filteredSessionPage.lookedAtSessions (folder, by: label, scope: project, parent: any)
select `session`.`id` as `id`, `session`.`project_id` as `projectId`, `session`.`parent_id` as `parentId`,
  `session`.`revision` as `revision`, `session`.`updated_at` as `updatedAt`, `session`.`input_tokens` as `inputTokens`,
  `session`.`output_tokens` as `outputTokens`, `session`.`reasoning_tokens` as `reasoningTokens`,
  `session`.`cache_read_tokens` as `cacheReadTokens`, `session`.`cache_write_tokens` as `cacheWriteTokens`,
  `session`.`cost_nanos` as `costNanos`, `session`.`message_count` as `messageCount`, `session`.`created_at` as
  `createdAt`, `session`.`archived_at` as `archivedAt`, `session`.`deleted_at` as `deletedAt`, `session`.`deletion_id` as
  `deletionId`, `session`.`title_source` as `titleSource`, `session`.`author_user` as `authorUser`,
  `session`.`author_host` as `authorHost`, `session`.`agent` as `agent`, `session`.`directory` as `directory`, case when
  octet_length(`session`.`title`) <= case when `session`.`project_id` = ?
and replace(`session`.`folder_labels`, ?, '') <> `session`.`folder_labels` then ? else -1 end then `session`.`title` end
  as `title`, case when octet_length(`session`.`todos`) <= case when `session`.`project_id` = ?
and replace(`session`.`folder_labels`, ?, '') <> `session`.`folder_labels` then ? else -1 end then `session`.`todos` end
  as `todos`, case when octet_length(`session`.`metadata`) <= case when `session`.`project_id` = ?
and replace(`session`.`folder_labels`, ?, '') <> `session`.`folder_labels` then ? else -1 end then `session`.`metadata`
  end as `metadata`, case when octet_length(`session`.`model`) <= case when `session`.`project_id` = ?
and replace(`session`.`folder_labels`, ?, '') <> `session`.`folder_labels` then ? else -1 end then `session`.`model` end
  as `model`, case when octet_length(`session`.`marks`) <= case when `session`.`project_id` = ?
and replace(`session`.`folder_labels`, ?, '') <> `session`.`folder_labels` then ? else -1 end then `session`.`marks` end
  as `marks`, (coalesce(octet_length(`session`.`title`), 0) + coalesce(octet_length(`session`.`todos`), 0) +
    coalesce(octet_length(`session`.`metadata`), 0) + coalesce(octet_length(`session`.`model`), 0) +
    coalesce(octet_length(`session`.`marks`), 0)) as `bytes`, case when `session`.`project_id` = ?
and replace(`session`.`folder_labels`, ?, '') <> `session`.`folder_labels` then 1 else 0 end as `fits`, null as `words`
from `session_label`
cross
join `session`
where `session_label`.`scope` = ?
and `session_label`.`label` = ?
and `session_label`.`state` = ?
and `session`.`id` = `session_label`.`session_id`
and `session`.`listed_at` = `session_label`.`listed_at`
and `session`.`state` = `session_label`.`state`
order by `session_label`.`listed_at` desc, `session_label`.`session_id` desc
limit ?;

-- filteredSessionPage.lookedAtSessions (dates, by: label, scope: project, parent: any)
select `session`.`id` as `id`, `session`.`project_id` as `projectId`, `session`.`parent_id` as `parentId`,
  `session`.`revision` as `revision`, `session`.`updated_at` as `updatedAt`, `session`.`input_tokens` as `inputTokens`,
  `session`.`output_tokens` as `outputTokens`, `session`.`reasoning_tokens` as `reasoningTokens`,
  `session`.`cache_read_tokens` as `cacheReadTokens`, `session`.`cache_write_tokens` as `cacheWriteTokens`,
  `session`.`cost_nanos` as `costNanos`, `session`.`message_count` as `messageCount`, `session`.`created_at` as
  `createdAt`, `session`.`archived_at` as `archivedAt`, `session`.`deleted_at` as `deletedAt`, `session`.`deletion_id` as
  `deletionId`, `session`.`title_source` as `titleSource`, `session`.`author_user` as `authorUser`,
  `session`.`author_host` as `authorHost`, `session`.`agent` as `agent`, `session`.`directory` as `directory`, case when
  octet_length(`session`.`title`) <= case when `session`.`project_id` = ? then ? else -1 end then `session`.`title` end
  as `title`, case when octet_length(`session`.`todos`) <= case when `session`.`project_id` = ? then ? else -1 end then
  `session`.`todos` end as `todos`, case when octet_length(`session`.`metadata`) <= case when `session`.`project_id` = ?
  then ? else -1 end then `session`.`metadata` end as `metadata`, case when octet_length(`session`.`model`) <= case when
  `session`.`project_id` = ? then ? else -1 end then `session`.`model` end as `model`, case when
  octet_length(`session`.`marks`) <= case when `session`.`project_id` = ? then ? else -1 end then `session`.`marks` end
  as `marks`, (coalesce(octet_length(`session`.`title`), 0) + coalesce(octet_length(`session`.`todos`), 0) +
    coalesce(octet_length(`session`.`metadata`), 0) + coalesce(octet_length(`session`.`model`), 0) +
    coalesce(octet_length(`session`.`marks`), 0)) as `bytes`, case when `session`.`project_id` = ? then 1 else 0 end as
  `fits`, null as `words`
from `session_label`
cross
join `session`
where `session_label`.`scope` = ?
and `session_label`.`label` = ?
and `session_label`.`state` = ?
and `session_label`.`listed_at` >= ?
and `session_label`.`listed_at` < ?
and `session`.`id` = `session_label`.`session_id`
and `session`.`listed_at` = `session_label`.`listed_at`
and `session`.`state` = `session_label`.`state`
order by `session_label`.`listed_at` desc, `session_label`.`session_id` desc
limit ?;

-- filteredSessionPage.lookedAtSessions (author, by: label, scope: project, parent: any)
select `session`.`id` as `id`, `session`.`project_id` as `projectId`, `session`.`parent_id` as `parentId`,
  `session`.`revision` as `revision`, `session`.`updated_at` as `updatedAt`, `session`.`input_tokens` as `inputTokens`,
  `session`.`output_tokens` as `outputTokens`, `session`.`reasoning_tokens` as `reasoningTokens`,
  `session`.`cache_read_tokens` as `cacheReadTokens`, `session`.`cache_write_tokens` as `cacheWriteTokens`,
  `session`.`cost_nanos` as `costNanos`, `session`.`message_count` as `messageCount`, `session`.`created_at` as
  `createdAt`, `session`.`archived_at` as `archivedAt`, `session`.`deleted_at` as `deletedAt`, `session`.`deletion_id` as
  `deletionId`, `session`.`title_source` as `titleSource`, `session`.`author_user` as `authorUser`,
  `session`.`author_host` as `authorHost`, `session`.`agent` as `agent`, `session`.`directory` as `directory`, case when
  octet_length(`session`.`title`) <= case when `session`.`project_id` = ?
and `session`.`author_user` = ? then ? else -1 end then `session`.`title` end as `title`, case when
  octet_length(`session`.`todos`) <= case when `session`.`project_id` = ?
and `session`.`author_user` = ? then ? else -1 end then `session`.`todos` end as `todos`, case when
  octet_length(`session`.`metadata`) <= case when `session`.`project_id` = ?
and `session`.`author_user` = ? then ? else -1 end then `session`.`metadata` end as `metadata`, case when
  octet_length(`session`.`model`) <= case when `session`.`project_id` = ?
and `session`.`author_user` = ? then ? else -1 end then `session`.`model` end as `model`, case when
  octet_length(`session`.`marks`) <= case when `session`.`project_id` = ?
and `session`.`author_user` = ? then ? else -1 end then `session`.`marks` end as `marks`,
  (coalesce(octet_length(`session`.`title`), 0) + coalesce(octet_length(`session`.`todos`), 0) +
    coalesce(octet_length(`session`.`metadata`), 0) + coalesce(octet_length(`session`.`model`), 0) +
    coalesce(octet_length(`session`.`marks`), 0)) as `bytes`, case when `session`.`project_id` = ?
and `session`.`author_user` = ? then 1 else 0 end as `fits`, null as `words`
from `session_label`
cross
join `session`
where `session_label`.`scope` = ?
and `session_label`.`label` = ?
and `session_label`.`state` = ?
and `session`.`id` = `session_label`.`session_id`
and `session`.`listed_at` = `session_label`.`listed_at`
and `session`.`state` = `session_label`.`state`
order by `session_label`.`listed_at` desc, `session_label`.`session_id` desc
limit ?;

-- filteredSessionPage.lookedAtSessions (author, dates, folder, model, origin: none, pinned: not, tag, by: hot, scope: all, parent: given, title, after)
select `session`.`id` as `id`, `session`.`project_id` as `projectId`, `session`.`parent_id` as `parentId`,
  `session`.`revision` as `revision`, `session`.`updated_at` as `updatedAt`, `session`.`input_tokens` as `inputTokens`,
  `session`.`output_tokens` as `outputTokens`, `session`.`reasoning_tokens` as `reasoningTokens`,
  `session`.`cache_read_tokens` as `cacheReadTokens`, `session`.`cache_write_tokens` as `cacheWriteTokens`,
  `session`.`cost_nanos` as `costNanos`, `session`.`message_count` as `messageCount`, `session`.`created_at` as
  `createdAt`, `session`.`archived_at` as `archivedAt`, `session`.`deleted_at` as `deletedAt`, `session`.`deletion_id` as
  `deletionId`, `session`.`title_source` as `titleSource`, `session`.`author_user` as `authorUser`,
  `session`.`author_host` as `authorHost`, `session`.`agent` as `agent`, `session`.`directory` as `directory`, case when
  octet_length(`session`.`title`) <= case when 1 = 1 then ? else -1 end then `session`.`title` end as `title`, case when
  octet_length(`session`.`todos`) <= case when 1 = 1 then ? else -1 end then `session`.`todos` end as `todos`, case when
  octet_length(`session`.`metadata`) <= case when 1 = 1 then ? else -1 end then `session`.`metadata` end as `metadata`,
  case when octet_length(`session`.`model`) <= case when 1 = 1 then ? else -1 end then `session`.`model` end as `model`,
  case when octet_length(`session`.`marks`) <= case when 1 = 1 then ? else -1 end then `session`.`marks` end as `marks`,
  (coalesce(octet_length(`session`.`title`), 0) + coalesce(octet_length(`session`.`todos`), 0) +
    coalesce(octet_length(`session`.`metadata`), 0) + coalesce(octet_length(`session`.`model`), 0) +
    coalesce(octet_length(`session`.`marks`), 0)) as `bytes`, case when 1 = 1 then 1 else 0 end as `fits`, case when 1 =
  1 then `session`.`title` end as `words`
from `session`
where `session`.`listed_at` is null
and `session`.`state` = ?
and `session`.`parent_id` = ?
and `session`.`author_user` = ?
and replace(`session`.`folder_labels`, ?, '') <> `session`.`folder_labels`
and replace(`session`.`model_labels`, ?, '') <> `session`.`model_labels`
and `session`.`origin_labels` = ''
and not (replace(`session`.`mark_labels`, ?, '') <> `session`.`mark_labels` or replace(`session`.`mark_labels`, ?, '') <>
    `session`.`mark_labels`)
and (replace(`session`.`mark_labels`, ?, '') <> `session`.`mark_labels` or replace(`session`.`mark_labels`, ?, '') <>
    `session`.`mark_labels`)
and `session`.`updated_at` >= ?
and `session`.`updated_at` < ?
and `session`.`updated_at` <= ?
and (`session`.`updated_at` < ? or `session`.`id` < ?)
order by `session`.`updated_at` desc, `session`.`id` desc
limit ?;

-- sessionPrefix.sessionsWithPrefix (among: all)
select `session`.`id` as `id`, `session`.`project_id` as `projectId`, `session`.`title` as `title`,
  `session`.`updated_at` as `updatedAt`, `session`.`deleted_at` as `deletedAt`
from `session`
where `session`.`id` >= ?
and `session`.`id` < ?
and (? = 1 or `session`.`deleted_at` is null)
order by `session`.`id`
limit ?;

-- sessionPrefix.sessionsWithPrefix (among: settled)
select `session`.`id` as `id`, `session`.`project_id` as `projectId`, `session`.`title` as `title`,
  `session`.`updated_at` as `updatedAt`, `session`.`deleted_at` as `deletedAt`
from `session`
where `session`.`listed_at` is not null
and `session`.`project_id` = ?
and `session`.`id` >= ?
and `session`.`id` < ?
and (? = 1 or `session`.`deleted_at` is null)
order by `session`.`id`
limit ?;

-- sessionPrefix.sessionsWithPrefix (among: hot)
select `session`.`id` as `id`, `session`.`project_id` as `projectId`, `session`.`title` as `title`,
  `session`.`updated_at` as `updatedAt`, `session`.`deleted_at` as `deletedAt`
from `session`
where `session`.`listed_at` is null
and `session`.`project_id` = ?
and `session`.`id` >= ?
and `session`.`id` < ?
and (? = 1 or `session`.`deleted_at` is null)
order by `session`.`id`
limit ?;

-- messagePage.largePartSizes
select `part`.`position` as `position`, (coalesce(octet_length(`part`.`data`), 0)) as `bytes`
from `part`
where `part`.`session_id` = ?
and `part`.`message_id` = ?
order by `part`.`position`
limit ?;

-- messagePage.messagePage (order: oldest-first, start: after position).messages
select `message`.`session_id` as `sessionId`, `message`.`id` as `id`, `message`.`role` as `role`, `message`.`parent_id`
  as `parentId`, `message`.`agent` as `agent`, `message`.`input_tokens` as `inputTokens`, `message`.`output_tokens` as
  `outputTokens`, `message`.`reasoning_tokens` as `reasoningTokens`, `message`.`cache_read_tokens` as `cacheReadTokens`,
  `message`.`cache_write_tokens` as `cacheWriteTokens`, `message`.`cost` as `cost`, `message`.`author_user` as
  `authorUser`, `message`.`author_host` as `authorHost`, `message`.`created_at` as `createdAt`, `message`.`updated_at` as
  `updatedAt`, `message`.`completed_at` as `completedAt`, `message`.`position` as `position`, `message`.`revision` as
  `revision`, case when octet_length(`message`.`metadata`) <= ? then `message`.`metadata` end as `metadata`, case when
  octet_length(`message`.`model`) <= ? then `message`.`model` end as `model`, case when octet_length(`message`.`error`)
  <= ? then `message`.`error` end as `error`, (coalesce(octet_length(`message`.`metadata`), 0) +
    coalesce(octet_length(`message`.`model`), 0) + coalesce(octet_length(`message`.`error`), 0)) as `bytes`
from `message`
where `message`.`session_id` = ?
and `message`.`position` > ?
order by `message`.`position` asc
limit ?;

-- messagePage.messagePage (order: oldest-first, start: after position).parts
select `part`.`session_id` as `sessionId`, `part`.`message_id` as `messageId`, `part`.`id` as `id`, `part`.`type` as
  `type`, `part`.`created_at` as `createdAt`, `part`.`updated_at` as `updatedAt`, `part`.`position` as `position`,
  `part`.`revision` as `revision`, case when octet_length(`part`.`data`) <=
(select case when coalesce(sum(`bytes` + 256), 0) <= ? then 9007199254740991 else ? end
  from
  (select (coalesce(octet_length(`part`.`data`), 0)) as `bytes`
    from
    (select `message`.`id` as `id`
      from `message`
      where `message`.`session_id` = ?
      and `message`.`position` > ?
      order by `message`.`position` asc
      limit ?) as `page`
    cross
    join `part`
    where `part`.`session_id` = ?
    and `part`.`message_id` = `page`.`id`) as `sizes`) then `part`.`data` end as `data`,
  (coalesce(octet_length(`part`.`data`), 0)) as `bytes`
from
(select `message`.`id` as `id`
  from `message`
  where `message`.`session_id` = ?
  and `message`.`position` > ?
  order by `message`.`position` asc
  limit ?) as `page`
cross
join `part`
where `part`.`session_id` = ?
and `part`.`message_id` = `page`.`id`
limit ?;

-- messagePage.messagePage (order: oldest-first, start: from message).messages
select `message`.`session_id` as `sessionId`, `message`.`id` as `id`, `message`.`role` as `role`, `message`.`parent_id`
  as `parentId`, `message`.`agent` as `agent`, `message`.`input_tokens` as `inputTokens`, `message`.`output_tokens` as
  `outputTokens`, `message`.`reasoning_tokens` as `reasoningTokens`, `message`.`cache_read_tokens` as `cacheReadTokens`,
  `message`.`cache_write_tokens` as `cacheWriteTokens`, `message`.`cost` as `cost`, `message`.`author_user` as
  `authorUser`, `message`.`author_host` as `authorHost`, `message`.`created_at` as `createdAt`, `message`.`updated_at` as
  `updatedAt`, `message`.`completed_at` as `completedAt`, `message`.`position` as `position`, `message`.`revision` as
  `revision`, case when octet_length(`message`.`metadata`) <= ? then `message`.`metadata` end as `metadata`, case when
  octet_length(`message`.`model`) <= ? then `message`.`model` end as `model`, case when octet_length(`message`.`error`)
  <= ? then `message`.`error` end as `error`, (coalesce(octet_length(`message`.`metadata`), 0) +
    coalesce(octet_length(`message`.`model`), 0) + coalesce(octet_length(`message`.`error`), 0)) as `bytes`
from `message`
where `message`.`session_id` = ?
and `message`.`position` >=
(select `message`.`position`
  from `message`
  where `message`.`session_id` = ?
  and `message`.`id` = ?)
order by `message`.`position` asc
limit ?;

-- messagePage.messagePage (order: oldest-first, start: from message).parts
select `part`.`session_id` as `sessionId`, `part`.`message_id` as `messageId`, `part`.`id` as `id`, `part`.`type` as
  `type`, `part`.`created_at` as `createdAt`, `part`.`updated_at` as `updatedAt`, `part`.`position` as `position`,
  `part`.`revision` as `revision`, case when octet_length(`part`.`data`) <=
(select case when coalesce(sum(`bytes` + 256), 0) <= ? then 9007199254740991 else ? end
  from
  (select (coalesce(octet_length(`part`.`data`), 0)) as `bytes`
    from
    (select `message`.`id` as `id`
      from `message`
      where `message`.`session_id` = ?
      and `message`.`position` >=
      (select `message`.`position`
        from `message`
        where `message`.`session_id` = ?
        and `message`.`id` = ?)
      order by `message`.`position` asc
      limit ?) as `page`
    cross
    join `part`
    where `part`.`session_id` = ?
    and `part`.`message_id` = `page`.`id`) as `sizes`) then `part`.`data` end as `data`,
  (coalesce(octet_length(`part`.`data`), 0)) as `bytes`
from
(select `message`.`id` as `id`
  from `message`
  where `message`.`session_id` = ?
  and `message`.`position` >=
  (select `message`.`position`
    from `message`
    where `message`.`session_id` = ?
    and `message`.`id` = ?)
  order by `message`.`position` asc
  limit ?) as `page`
cross
join `part`
where `part`.`session_id` = ?
and `part`.`message_id` = `page`.`id`
limit ?;

-- messagePage.messagePage (order: newest-first, start: after position).messages
select `message`.`session_id` as `sessionId`, `message`.`id` as `id`, `message`.`role` as `role`, `message`.`parent_id`
  as `parentId`, `message`.`agent` as `agent`, `message`.`input_tokens` as `inputTokens`, `message`.`output_tokens` as
  `outputTokens`, `message`.`reasoning_tokens` as `reasoningTokens`, `message`.`cache_read_tokens` as `cacheReadTokens`,
  `message`.`cache_write_tokens` as `cacheWriteTokens`, `message`.`cost` as `cost`, `message`.`author_user` as
  `authorUser`, `message`.`author_host` as `authorHost`, `message`.`created_at` as `createdAt`, `message`.`updated_at` as
  `updatedAt`, `message`.`completed_at` as `completedAt`, `message`.`position` as `position`, `message`.`revision` as
  `revision`, case when octet_length(`message`.`metadata`) <= ? then `message`.`metadata` end as `metadata`, case when
  octet_length(`message`.`model`) <= ? then `message`.`model` end as `model`, case when octet_length(`message`.`error`)
  <= ? then `message`.`error` end as `error`, (coalesce(octet_length(`message`.`metadata`), 0) +
    coalesce(octet_length(`message`.`model`), 0) + coalesce(octet_length(`message`.`error`), 0)) as `bytes`
from `message`
where `message`.`session_id` = ?
and `message`.`position` < ?
order by `message`.`position` desc
limit ?;

-- messagePage.messagePage (order: newest-first, start: after position).parts
select `part`.`session_id` as `sessionId`, `part`.`message_id` as `messageId`, `part`.`id` as `id`, `part`.`type` as
  `type`, `part`.`created_at` as `createdAt`, `part`.`updated_at` as `updatedAt`, `part`.`position` as `position`,
  `part`.`revision` as `revision`, case when octet_length(`part`.`data`) <=
(select case when coalesce(sum(`bytes` + 256), 0) <= ? then 9007199254740991 else ? end
  from
  (select (coalesce(octet_length(`part`.`data`), 0)) as `bytes`
    from
    (select `message`.`id` as `id`
      from `message`
      where `message`.`session_id` = ?
      and `message`.`position` < ?
      order by `message`.`position` desc
      limit ?) as `page`
    cross
    join `part`
    where `part`.`session_id` = ?
    and `part`.`message_id` = `page`.`id`) as `sizes`) then `part`.`data` end as `data`,
  (coalesce(octet_length(`part`.`data`), 0)) as `bytes`
from
(select `message`.`id` as `id`
  from `message`
  where `message`.`session_id` = ?
  and `message`.`position` < ?
  order by `message`.`position` desc
  limit ?) as `page`
cross
join `part`
where `part`.`session_id` = ?
and `part`.`message_id` = `page`.`id`
limit ?;

-- messagePage.messagePage (order: newest-first, start: from message).messages
select `message`.`session_id` as `sessionId`, `message`.`id` as `id`, `message`.`role` as `role`, `message`.`parent_id`
  as `parentId`, `message`.`agent` as `agent`, `message`.`input_tokens` as `inputTokens`, `message`.`output_tokens` as
  `outputTokens`, `message`.`reasoning_tokens` as `reasoningTokens`, `message`.`cache_read_tokens` as `cacheReadTokens`,
  `message`.`cache_write_tokens` as `cacheWriteTokens`, `message`.`cost` as `cost`, `message`.`author_user` as
  `authorUser`, `message`.`author_host` as `authorHost`, `message`.`created_at` as `createdAt`, `message`.`updated_at` as
  `updatedAt`, `message`.`completed_at` as `completedAt`, `message`.`position` as `position`, `message`.`revision` as
  `revision`, case when octet_length(`message`.`metadata`) <= ? then `message`.`metadata` end as `metadata`, case when
  octet_length(`message`.`model`) <= ? then `message`.`model` end as `model`, case when octet_length(`message`.`error`)
  <= ? then `message`.`error` end as `error`, (coalesce(octet_length(`message`.`metadata`), 0) +
    coalesce(octet_length(`message`.`model`), 0) + coalesce(octet_length(`message`.`error`), 0)) as `bytes`
from `message`
where `message`.`session_id` = ?
and `message`.`position` <=
(select `message`.`position`
  from `message`
  where `message`.`session_id` = ?
  and `message`.`id` = ?)
order by `message`.`position` desc
limit ?;

-- messagePage.messagePage (order: newest-first, start: from message).parts
select `part`.`session_id` as `sessionId`, `part`.`message_id` as `messageId`, `part`.`id` as `id`, `part`.`type` as
  `type`, `part`.`created_at` as `createdAt`, `part`.`updated_at` as `updatedAt`, `part`.`position` as `position`,
  `part`.`revision` as `revision`, case when octet_length(`part`.`data`) <=
(select case when coalesce(sum(`bytes` + 256), 0) <= ? then 9007199254740991 else ? end
  from
  (select (coalesce(octet_length(`part`.`data`), 0)) as `bytes`
    from
    (select `message`.`id` as `id`
      from `message`
      where `message`.`session_id` = ?
      and `message`.`position` <=
      (select `message`.`position`
        from `message`
        where `message`.`session_id` = ?
        and `message`.`id` = ?)
      order by `message`.`position` desc
      limit ?) as `page`
    cross
    join `part`
    where `part`.`session_id` = ?
    and `part`.`message_id` = `page`.`id`) as `sizes`) then `part`.`data` end as `data`,
  (coalesce(octet_length(`part`.`data`), 0)) as `bytes`
from
(select `message`.`id` as `id`
  from `message`
  where `message`.`session_id` = ?
  and `message`.`position` <=
  (select `message`.`position`
    from `message`
    where `message`.`session_id` = ?
    and `message`.`id` = ?)
  order by `message`.`position` desc
  limit ?) as `page`
cross
join `part`
where `part`.`session_id` = ?
and `part`.`message_id` = `page`.`id`
limit ?;

-- messagePage.partsUpTo
select `part`.`session_id` as `sessionId`, `part`.`message_id` as `messageId`, `part`.`id` as `id`, `part`.`type` as
  `type`, `part`.`created_at` as `createdAt`, `part`.`updated_at` as `updatedAt`, `part`.`position` as `position`,
  `part`.`revision` as `revision`, case when octet_length(`part`.`data`) <= ? then `part`.`data` end as `data`,
  (coalesce(octet_length(`part`.`data`), 0)) as `bytes`
from `part`
where `part`.`session_id` = ?
and `part`.`message_id` = ?
and `part`.`position` <= ?;

-- partPage.nextPartPosition
select min(`part`.`position`) as `position`
from `part`
where `part`.`session_id` = ?
and `part`.`message_id` = ?
and `part`.`position` > ?;

-- partPage.partsInStretch
select `part`.`session_id` as `sessionId`, `part`.`message_id` as `messageId`, `part`.`id` as `id`, `part`.`type` as
  `type`, `part`.`created_at` as `createdAt`, `part`.`updated_at` as `updatedAt`, `part`.`position` as `position`,
  `part`.`revision` as `revision`, case when octet_length(`part`.`data`) <= ? then `part`.`data` end as `data`,
  (coalesce(octet_length(`part`.`data`), 0)) as `bytes`
from `part`
where `part`.`session_id` = ?
and `part`.`message_id` = ?
and `part`.`position` > ?
and `part`.`position` <= ?;

-- partPage.wholePartsInStretch
select `part`.`session_id` as `sessionId`, `part`.`message_id` as `messageId`, `part`.`id` as `id`, `part`.`type` as
  `type`, `part`.`created_at` as `createdAt`, `part`.`updated_at` as `updatedAt`, `part`.`position` as `position`,
  `part`.`revision` as `revision`, `part`.`data` as `data`
from `part`
where `part`.`session_id` = ?
and `part`.`message_id` = ?
and `part`.`position` > ?
and `part`.`position` <= ?;

-- rowByKey.fileByKey
select `file_version`.`session_id` as `sessionId`, `file_version`.`path` as `path`, `file_version`.`version` as
  `version`, `file_version`.`content` as `content`, `file_version`.`created_at` as `createdAt`, `file_version`.`revision`
  as `revision`
from `file_version`
where `file_version`.`session_id` = ?
and `file_version`.`path` = ?
and `file_version`.`version` = ?;

-- rowByKey.messageByKey
select `message`.`session_id` as `sessionId`, `message`.`id` as `id`, `message`.`role` as `role`, `message`.`parent_id`
  as `parentId`, `message`.`agent` as `agent`, `message`.`model` as `model`, `message`.`input_tokens` as `inputTokens`,
  `message`.`output_tokens` as `outputTokens`, `message`.`reasoning_tokens` as `reasoningTokens`,
  `message`.`cache_read_tokens` as `cacheReadTokens`, `message`.`cache_write_tokens` as `cacheWriteTokens`,
  `message`.`cost` as `cost`, `message`.`error` as `error`, `message`.`author_user` as `authorUser`,
  `message`.`author_host` as `authorHost`, `message`.`metadata` as `metadata`, `message`.`created_at` as `createdAt`,
  `message`.`updated_at` as `updatedAt`, `message`.`completed_at` as `completedAt`, `message`.`position` as `position`,
  `message`.`revision` as `revision`
from `message`
where `message`.`session_id` = ?
and `message`.`id` = ?;

-- rowByKey.partByKey
select `part`.`session_id` as `sessionId`, `part`.`message_id` as `messageId`, `part`.`id` as `id`, `part`.`type` as
  `type`, `part`.`created_at` as `createdAt`, `part`.`updated_at` as `updatedAt`, `part`.`position` as `position`,
  `part`.`revision` as `revision`, `part`.`data` as `data`
from `part`
where `part`.`session_id` = ?
and `part`.`message_id` = ?
and `part`.`id` = ?;

-- rowByKey.sessionByKey
select `session`.`id` as `id`, `session`.`project_id` as `projectId`, `session`.`parent_id` as `parentId`,
  `session`.`revision` as `revision`, `session`.`updated_at` as `updatedAt`, `session`.`input_tokens` as `inputTokens`,
  `session`.`output_tokens` as `outputTokens`, `session`.`reasoning_tokens` as `reasoningTokens`,
  `session`.`cache_read_tokens` as `cacheReadTokens`, `session`.`cache_write_tokens` as `cacheWriteTokens`,
  `session`.`cost_nanos` as `costNanos`, `session`.`message_count` as `messageCount`, `session`.`created_at` as
  `createdAt`, `session`.`archived_at` as `archivedAt`, `session`.`deleted_at` as `deletedAt`, `session`.`deletion_id` as
  `deletionId`, `session`.`title_source` as `titleSource`, `session`.`author_user` as `authorUser`,
  `session`.`author_host` as `authorHost`, `session`.`agent` as `agent`, `session`.`directory` as `directory`,
  `session`.`title` as `title`, `session`.`model` as `model`, `session`.`todos` as `todos`, `session`.`metadata` as
  `metadata`, `session`.`marks` as `marks`
from `session`
where `session`.`id` = ?;

-- changes.changedFiles
select `file_version`.`session_id` as `sessionId`, `file_version`.`path` as `path`, `file_version`.`version` as
  `version`, `file_version`.`created_at` as `createdAt`, `file_version`.`revision` as `revision`, case when
  octet_length(`file_version`.`content`) <=
(select case when coalesce(sum(`bytes` + 256), 0) <= ? then 9007199254740991 else ? end
  from
  (select (coalesce(octet_length(`file_version`.`content`), 0)) as `bytes`
    from `file_version`
    where `file_version`.`session_id` = ?
    and `file_version`.`revision` > ?
    order by `file_version`.`revision`
    limit ?) as `sizes`) then `file_version`.`content` end as `content`,
  (coalesce(octet_length(`file_version`.`content`), 0)) as `bytes`
from `file_version`
where `file_version`.`session_id` = ?
and `file_version`.`revision` > ?
order by `file_version`.`revision`
limit ?;

-- changes.changedMessages
select `message`.`session_id` as `sessionId`, `message`.`id` as `id`, `message`.`role` as `role`, `message`.`parent_id`
  as `parentId`, `message`.`agent` as `agent`, `message`.`input_tokens` as `inputTokens`, `message`.`output_tokens` as
  `outputTokens`, `message`.`reasoning_tokens` as `reasoningTokens`, `message`.`cache_read_tokens` as `cacheReadTokens`,
  `message`.`cache_write_tokens` as `cacheWriteTokens`, `message`.`cost` as `cost`, `message`.`author_user` as
  `authorUser`, `message`.`author_host` as `authorHost`, `message`.`created_at` as `createdAt`, `message`.`updated_at` as
  `updatedAt`, `message`.`completed_at` as `completedAt`, `message`.`position` as `position`, `message`.`revision` as
  `revision`, case when octet_length(`message`.`metadata`) <= ? then `message`.`metadata` end as `metadata`, case when
  octet_length(`message`.`model`) <= ? then `message`.`model` end as `model`, case when octet_length(`message`.`error`)
  <= ? then `message`.`error` end as `error`, (coalesce(octet_length(`message`.`metadata`), 0) +
    coalesce(octet_length(`message`.`model`), 0) + coalesce(octet_length(`message`.`error`), 0)) as `bytes`
from `message`
where `message`.`session_id` = ?
and `message`.`revision` > ?
and `message`.`revision` <> `message`.`position`
order by `message`.`revision`
limit ?;

-- changes.changedParts
select `part`.`session_id` as `sessionId`, `part`.`message_id` as `messageId`, `part`.`id` as `id`, `part`.`type` as
  `type`, `part`.`created_at` as `createdAt`, `part`.`updated_at` as `updatedAt`, `part`.`position` as `position`,
  `part`.`revision` as `revision`, case when octet_length(`part`.`data`) <=
(select case when coalesce(sum(`bytes` + 256), 0) <= ? then 9007199254740991 else ? end
  from
  (select (coalesce(octet_length(`part`.`data`), 0)) as `bytes`
    from `part`
    where `part`.`session_id` = ?
    and `part`.`feed_revision` > ?
    order by `part`.`feed_revision`
    limit ?) as `sizes`) then `part`.`data` end as `data`, (coalesce(octet_length(`part`.`data`), 0)) as `bytes`
from `part`
where `part`.`session_id` = ?
and `part`.`feed_revision` > ?
order by `part`.`feed_revision`
limit ?;

-- changes.newMessages
select `message`.`session_id` as `sessionId`, `message`.`id` as `id`, `message`.`role` as `role`, `message`.`parent_id`
  as `parentId`, `message`.`agent` as `agent`, `message`.`input_tokens` as `inputTokens`, `message`.`output_tokens` as
  `outputTokens`, `message`.`reasoning_tokens` as `reasoningTokens`, `message`.`cache_read_tokens` as `cacheReadTokens`,
  `message`.`cache_write_tokens` as `cacheWriteTokens`, `message`.`cost` as `cost`, `message`.`author_user` as
  `authorUser`, `message`.`author_host` as `authorHost`, `message`.`created_at` as `createdAt`, `message`.`updated_at` as
  `updatedAt`, `message`.`completed_at` as `completedAt`, `message`.`position` as `position`, `message`.`revision` as
  `revision`, case when octet_length(`message`.`metadata`) <= ? then `message`.`metadata` end as `metadata`, case when
  octet_length(`message`.`model`) <= ? then `message`.`model` end as `model`, case when octet_length(`message`.`error`)
  <= ? then `message`.`error` end as `error`, (coalesce(octet_length(`message`.`metadata`), 0) +
    coalesce(octet_length(`message`.`model`), 0) + coalesce(octet_length(`message`.`error`), 0)) as `bytes`
from `message`
where `message`.`session_id` = ?
and `message`.`position` > ?
order by `message`.`position`
limit ?;

-- changes.partsBehindMessages
select `part`.`session_id` as `sessionId`, `part`.`message_id` as `messageId`, `part`.`id` as `id`, `part`.`type` as
  `type`, `part`.`created_at` as `createdAt`, `part`.`updated_at` as `updatedAt`, `part`.`position` as `position`,
  `part`.`revision` as `revision`, case when octet_length(`part`.`data`) <= ? then `part`.`data` end as `data`,
  (coalesce(octet_length(`part`.`data`), 0)) as `bytes`
from
(select `part`.`number`
  from
  (select `message`.`id`
    from `message`
    where `message`.`session_id` = ?
    and `message`.`position` >= coalesce((select max(`message`.`position`)
        from `message`
        where `message`.`session_id` = ?
        and `message`.`position` <= ?), 0)
    order by `message`.`position`
    limit ?) as `page`
  cross
  join `part`
  where `part`.`session_id` = ?
  and `part`.`message_id` = `page`.`id`
  and `part`.`feed_revision` is null
  and `part`.`position` > ?
  order by `part`.`position`
  limit ?) as `chosen`
cross
join `part`
where `part`.`number` = `chosen`.`number`;

-- changes.removals
select `tombstone`.`session_id` as `sessionId`, `tombstone`.`revision` as `revision`, `tombstone`.`type` as `type`,
  `tombstone`.`message_id` as `messageId`, `tombstone`.`part_id` as `partId`, `tombstone`.`path` as `path`,
  `tombstone`.`version` as `version`
from `tombstone`
where `tombstone`.`session_id` = ?
and `tombstone`.`revision` > ?
order by `tombstone`.`revision`
limit ?;

-- changes.sessionOfFeed
select `session`.`id` as `id`, `session`.`project_id` as `projectId`, `session`.`parent_id` as `parentId`,
  `session`.`revision` as `revision`, `session`.`updated_at` as `updatedAt`, `session`.`input_tokens` as `inputTokens`,
  `session`.`output_tokens` as `outputTokens`, `session`.`reasoning_tokens` as `reasoningTokens`,
  `session`.`cache_read_tokens` as `cacheReadTokens`, `session`.`cache_write_tokens` as `cacheWriteTokens`,
  `session`.`cost_nanos` as `costNanos`, `session`.`message_count` as `messageCount`, `session`.`created_at` as
  `createdAt`, `session`.`archived_at` as `archivedAt`, `session`.`deleted_at` as `deletedAt`, `session`.`deletion_id` as
  `deletionId`, `session`.`title_source` as `titleSource`, `session`.`author_user` as `authorUser`,
  `session`.`author_host` as `authorHost`, `session`.`agent` as `agent`, `session`.`directory` as `directory`,
  `session`.`title` as `title`, `session`.`model` as `model`, `session`.`todos` as `todos`, `session`.`metadata` as
  `metadata`, `session`.`marks` as `marks`, `session`.`first_revision` as `firstRevision`, `session`.`fields_revision` as
  `fieldsRevision`
from `session`
where `session`.`id` = ?
and (? is null or `session`.`project_id` = ?);

-- feedPage.changedSessions (scope: project).settled
select `session`.`id` as `id`, `session`.`project_id` as `projectId`, `session`.`parent_id` as `parentId`,
  `session`.`revision` as `revision`, `session`.`updated_at` as `updatedAt`, `session`.`input_tokens` as `inputTokens`,
  `session`.`output_tokens` as `outputTokens`, `session`.`reasoning_tokens` as `reasoningTokens`,
  `session`.`cache_read_tokens` as `cacheReadTokens`, `session`.`cache_write_tokens` as `cacheWriteTokens`,
  `session`.`cost_nanos` as `costNanos`, `session`.`message_count` as `messageCount`, `session`.`created_at` as
  `createdAt`, `session`.`archived_at` as `archivedAt`, `session`.`deleted_at` as `deletedAt`, `session`.`deletion_id` as
  `deletionId`, `session`.`title_source` as `titleSource`, `session`.`author_user` as `authorUser`,
  `session`.`author_host` as `authorHost`, `session`.`agent` as `agent`, `session`.`directory` as `directory`, case when
  octet_length(`session`.`title`) <= ? then `session`.`title` end as `title`, case when octet_length(`session`.`todos`)
  <= ? then `session`.`todos` end as `todos`, case when octet_length(`session`.`metadata`) <= ? then `session`.`metadata`
  end as `metadata`, case when octet_length(`session`.`model`) <= ? then `session`.`model` end as `model`, case when
  octet_length(`session`.`marks`) <= ? then `session`.`marks` end as `marks`, (coalesce(octet_length(`session`.`title`),
      0) + coalesce(octet_length(`session`.`todos`), 0) + coalesce(octet_length(`session`.`metadata`), 0) +
    coalesce(octet_length(`session`.`model`), 0) + coalesce(octet_length(`session`.`marks`), 0)) as `bytes`,
  `session`.`shard` as `shard`, `session`.`sequence` as `sequence`
from `session`
where `session`.`listed_at` is not null
and `session`.`project_id` = ?
and ((`session`.`shard` = 0
    and `session`.`fed_at` > ?) or (`session`.`shard` = 1
    and `session`.`fed_at` > ?) or (`session`.`shard` = 2
    and `session`.`fed_at` > ?) or (`session`.`shard` = 3
    and `session`.`fed_at` > ?) or (`session`.`shard` = 4
    and `session`.`fed_at` > ?) or (`session`.`shard` = 5
    and `session`.`fed_at` > ?) or (`session`.`shard` = 6
    and `session`.`fed_at` > ?) or (`session`.`shard` = 7
    and `session`.`fed_at` > ?) or (`session`.`shard` = 8
    and `session`.`fed_at` > ?) or (`session`.`shard` = 9
    and `session`.`fed_at` > ?) or (`session`.`shard` = 10
    and `session`.`fed_at` > ?) or (`session`.`shard` = 11
    and `session`.`fed_at` > ?) or (`session`.`shard` = 12
    and `session`.`fed_at` > ?) or (`session`.`shard` = 13
    and `session`.`fed_at` > ?) or (`session`.`shard` = 14
    and `session`.`fed_at` > ?) or (`session`.`shard` = 15
    and `session`.`fed_at` > ?))
order by `session`.`shard`, `session`.`fed_at`
limit ?;

-- feedPage.changedSessions (scope: project).hot
select `session`.`id` as `id`, `session`.`project_id` as `projectId`, `session`.`parent_id` as `parentId`,
  `session`.`revision` as `revision`, `session`.`updated_at` as `updatedAt`, `session`.`input_tokens` as `inputTokens`,
  `session`.`output_tokens` as `outputTokens`, `session`.`reasoning_tokens` as `reasoningTokens`,
  `session`.`cache_read_tokens` as `cacheReadTokens`, `session`.`cache_write_tokens` as `cacheWriteTokens`,
  `session`.`cost_nanos` as `costNanos`, `session`.`message_count` as `messageCount`, `session`.`created_at` as
  `createdAt`, `session`.`archived_at` as `archivedAt`, `session`.`deleted_at` as `deletedAt`, `session`.`deletion_id` as
  `deletionId`, `session`.`title_source` as `titleSource`, `session`.`author_user` as `authorUser`,
  `session`.`author_host` as `authorHost`, `session`.`agent` as `agent`, `session`.`directory` as `directory`, case when
  octet_length(`session`.`title`) <= ? then `session`.`title` end as `title`, case when octet_length(`session`.`todos`)
  <= ? then `session`.`todos` end as `todos`, case when octet_length(`session`.`metadata`) <= ? then `session`.`metadata`
  end as `metadata`, case when octet_length(`session`.`model`) <= ? then `session`.`model` end as `model`, case when
  octet_length(`session`.`marks`) <= ? then `session`.`marks` end as `marks`, (coalesce(octet_length(`session`.`title`),
      0) + coalesce(octet_length(`session`.`todos`), 0) + coalesce(octet_length(`session`.`metadata`), 0) +
    coalesce(octet_length(`session`.`model`), 0) + coalesce(octet_length(`session`.`marks`), 0)) as `bytes`,
  `session`.`shard` as `shard`, `session`.`sequence` as `sequence`
from `session`
where `session`.`listed_at` is null
and `session`.`project_id` = ?
and ((`session`.`shard` = 0
    and `session`.`fed_at` is null
    and `session`.`sequence` > ?) or (`session`.`shard` = 1
    and `session`.`fed_at` is null
    and `session`.`sequence` > ?) or (`session`.`shard` = 2
    and `session`.`fed_at` is null
    and `session`.`sequence` > ?) or (`session`.`shard` = 3
    and `session`.`fed_at` is null
    and `session`.`sequence` > ?) or (`session`.`shard` = 4
    and `session`.`fed_at` is null
    and `session`.`sequence` > ?) or (`session`.`shard` = 5
    and `session`.`fed_at` is null
    and `session`.`sequence` > ?) or (`session`.`shard` = 6
    and `session`.`fed_at` is null
    and `session`.`sequence` > ?) or (`session`.`shard` = 7
    and `session`.`fed_at` is null
    and `session`.`sequence` > ?) or (`session`.`shard` = 8
    and `session`.`fed_at` is null
    and `session`.`sequence` > ?) or (`session`.`shard` = 9
    and `session`.`fed_at` is null
    and `session`.`sequence` > ?) or (`session`.`shard` = 10
    and `session`.`fed_at` is null
    and `session`.`sequence` > ?) or (`session`.`shard` = 11
    and `session`.`fed_at` is null
    and `session`.`sequence` > ?) or (`session`.`shard` = 12
    and `session`.`fed_at` is null
    and `session`.`sequence` > ?) or (`session`.`shard` = 13
    and `session`.`fed_at` is null
    and `session`.`sequence` > ?) or (`session`.`shard` = 14
    and `session`.`fed_at` is null
    and `session`.`sequence` > ?) or (`session`.`shard` = 15
    and `session`.`fed_at` is null
    and `session`.`sequence` > ?))
order by `session`.`shard`, `session`.`sequence`
limit ?;

-- feedPage.changedSessions (scope: project).departed
select `departed_session`.`session_id` as `sessionId`, `departed_session`.`revision` as `revision`,
  `departed_session`.`shard` as `shard`, `departed_session`.`sequence` as `sequence`
from `departed_session`
where `departed_session`.`project_id` = ?
and ((`departed_session`.`shard` = 0
    and `departed_session`.`sequence` > ?) or (`departed_session`.`shard` = 1
    and `departed_session`.`sequence` > ?) or (`departed_session`.`shard` = 2
    and `departed_session`.`sequence` > ?) or (`departed_session`.`shard` = 3
    and `departed_session`.`sequence` > ?) or (`departed_session`.`shard` = 4
    and `departed_session`.`sequence` > ?) or (`departed_session`.`shard` = 5
    and `departed_session`.`sequence` > ?) or (`departed_session`.`shard` = 6
    and `departed_session`.`sequence` > ?) or (`departed_session`.`shard` = 7
    and `departed_session`.`sequence` > ?) or (`departed_session`.`shard` = 8
    and `departed_session`.`sequence` > ?) or (`departed_session`.`shard` = 9
    and `departed_session`.`sequence` > ?) or (`departed_session`.`shard` = 10
    and `departed_session`.`sequence` > ?) or (`departed_session`.`shard` = 11
    and `departed_session`.`sequence` > ?) or (`departed_session`.`shard` = 12
    and `departed_session`.`sequence` > ?) or (`departed_session`.`shard` = 13
    and `departed_session`.`sequence` > ?) or (`departed_session`.`shard` = 14
    and `departed_session`.`sequence` > ?) or (`departed_session`.`shard` = 15
    and `departed_session`.`sequence` > ?))
order by `departed_session`.`shard`, `departed_session`.`sequence`
limit ?;

-- feedPage.changedSessions (scope: all).settled
select `session`.`id` as `id`, `session`.`project_id` as `projectId`, `session`.`parent_id` as `parentId`,
  `session`.`revision` as `revision`, `session`.`updated_at` as `updatedAt`, `session`.`input_tokens` as `inputTokens`,
  `session`.`output_tokens` as `outputTokens`, `session`.`reasoning_tokens` as `reasoningTokens`,
  `session`.`cache_read_tokens` as `cacheReadTokens`, `session`.`cache_write_tokens` as `cacheWriteTokens`,
  `session`.`cost_nanos` as `costNanos`, `session`.`message_count` as `messageCount`, `session`.`created_at` as
  `createdAt`, `session`.`archived_at` as `archivedAt`, `session`.`deleted_at` as `deletedAt`, `session`.`deletion_id` as
  `deletionId`, `session`.`title_source` as `titleSource`, `session`.`author_user` as `authorUser`,
  `session`.`author_host` as `authorHost`, `session`.`agent` as `agent`, `session`.`directory` as `directory`, case when
  octet_length(`session`.`title`) <= ? then `session`.`title` end as `title`, case when octet_length(`session`.`todos`)
  <= ? then `session`.`todos` end as `todos`, case when octet_length(`session`.`metadata`) <= ? then `session`.`metadata`
  end as `metadata`, case when octet_length(`session`.`model`) <= ? then `session`.`model` end as `model`, case when
  octet_length(`session`.`marks`) <= ? then `session`.`marks` end as `marks`, (coalesce(octet_length(`session`.`title`),
      0) + coalesce(octet_length(`session`.`todos`), 0) + coalesce(octet_length(`session`.`metadata`), 0) +
    coalesce(octet_length(`session`.`model`), 0) + coalesce(octet_length(`session`.`marks`), 0)) as `bytes`,
  `session`.`shard` as `shard`, `session`.`sequence` as `sequence`
from `session`
where `session`.`listed_at` is not null
and ((`session`.`shard` = 0
    and `session`.`fed_at` > ?) or (`session`.`shard` = 1
    and `session`.`fed_at` > ?) or (`session`.`shard` = 2
    and `session`.`fed_at` > ?) or (`session`.`shard` = 3
    and `session`.`fed_at` > ?) or (`session`.`shard` = 4
    and `session`.`fed_at` > ?) or (`session`.`shard` = 5
    and `session`.`fed_at` > ?) or (`session`.`shard` = 6
    and `session`.`fed_at` > ?) or (`session`.`shard` = 7
    and `session`.`fed_at` > ?) or (`session`.`shard` = 8
    and `session`.`fed_at` > ?) or (`session`.`shard` = 9
    and `session`.`fed_at` > ?) or (`session`.`shard` = 10
    and `session`.`fed_at` > ?) or (`session`.`shard` = 11
    and `session`.`fed_at` > ?) or (`session`.`shard` = 12
    and `session`.`fed_at` > ?) or (`session`.`shard` = 13
    and `session`.`fed_at` > ?) or (`session`.`shard` = 14
    and `session`.`fed_at` > ?) or (`session`.`shard` = 15
    and `session`.`fed_at` > ?))
order by `session`.`shard`, `session`.`fed_at`
limit ?;

-- feedPage.changedSessions (scope: all).hot
select `session`.`id` as `id`, `session`.`project_id` as `projectId`, `session`.`parent_id` as `parentId`,
  `session`.`revision` as `revision`, `session`.`updated_at` as `updatedAt`, `session`.`input_tokens` as `inputTokens`,
  `session`.`output_tokens` as `outputTokens`, `session`.`reasoning_tokens` as `reasoningTokens`,
  `session`.`cache_read_tokens` as `cacheReadTokens`, `session`.`cache_write_tokens` as `cacheWriteTokens`,
  `session`.`cost_nanos` as `costNanos`, `session`.`message_count` as `messageCount`, `session`.`created_at` as
  `createdAt`, `session`.`archived_at` as `archivedAt`, `session`.`deleted_at` as `deletedAt`, `session`.`deletion_id` as
  `deletionId`, `session`.`title_source` as `titleSource`, `session`.`author_user` as `authorUser`,
  `session`.`author_host` as `authorHost`, `session`.`agent` as `agent`, `session`.`directory` as `directory`, case when
  octet_length(`session`.`title`) <= ? then `session`.`title` end as `title`, case when octet_length(`session`.`todos`)
  <= ? then `session`.`todos` end as `todos`, case when octet_length(`session`.`metadata`) <= ? then `session`.`metadata`
  end as `metadata`, case when octet_length(`session`.`model`) <= ? then `session`.`model` end as `model`, case when
  octet_length(`session`.`marks`) <= ? then `session`.`marks` end as `marks`, (coalesce(octet_length(`session`.`title`),
      0) + coalesce(octet_length(`session`.`todos`), 0) + coalesce(octet_length(`session`.`metadata`), 0) +
    coalesce(octet_length(`session`.`model`), 0) + coalesce(octet_length(`session`.`marks`), 0)) as `bytes`,
  `session`.`shard` as `shard`, `session`.`sequence` as `sequence`
from `session`
where `session`.`listed_at` is null
and ((`session`.`shard` = 0
    and `session`.`fed_at` is null
    and `session`.`sequence` > ?) or (`session`.`shard` = 1
    and `session`.`fed_at` is null
    and `session`.`sequence` > ?) or (`session`.`shard` = 2
    and `session`.`fed_at` is null
    and `session`.`sequence` > ?) or (`session`.`shard` = 3
    and `session`.`fed_at` is null
    and `session`.`sequence` > ?) or (`session`.`shard` = 4
    and `session`.`fed_at` is null
    and `session`.`sequence` > ?) or (`session`.`shard` = 5
    and `session`.`fed_at` is null
    and `session`.`sequence` > ?) or (`session`.`shard` = 6
    and `session`.`fed_at` is null
    and `session`.`sequence` > ?) or (`session`.`shard` = 7
    and `session`.`fed_at` is null
    and `session`.`sequence` > ?) or (`session`.`shard` = 8
    and `session`.`fed_at` is null
    and `session`.`sequence` > ?) or (`session`.`shard` = 9
    and `session`.`fed_at` is null
    and `session`.`sequence` > ?) or (`session`.`shard` = 10
    and `session`.`fed_at` is null
    and `session`.`sequence` > ?) or (`session`.`shard` = 11
    and `session`.`fed_at` is null
    and `session`.`sequence` > ?) or (`session`.`shard` = 12
    and `session`.`fed_at` is null
    and `session`.`sequence` > ?) or (`session`.`shard` = 13
    and `session`.`fed_at` is null
    and `session`.`sequence` > ?) or (`session`.`shard` = 14
    and `session`.`fed_at` is null
    and `session`.`sequence` > ?) or (`session`.`shard` = 15
    and `session`.`fed_at` is null
    and `session`.`sequence` > ?))
order by `session`.`shard`, `session`.`sequence`
limit ?;

-- feedPage.changedSessions (scope: all).departed
select `departed_session`.`session_id` as `sessionId`, `departed_session`.`revision` as `revision`,
  `departed_session`.`shard` as `shard`, `departed_session`.`sequence` as `sequence`
from `departed_session`
where not exists
(select 1
  from `session`
  where `session`.`id` = `departed_session`.`session_id`)
and ((`departed_session`.`shard` = 0
    and `departed_session`.`sequence` > ?) or (`departed_session`.`shard` = 1
    and `departed_session`.`sequence` > ?) or (`departed_session`.`shard` = 2
    and `departed_session`.`sequence` > ?) or (`departed_session`.`shard` = 3
    and `departed_session`.`sequence` > ?) or (`departed_session`.`shard` = 4
    and `departed_session`.`sequence` > ?) or (`departed_session`.`shard` = 5
    and `departed_session`.`sequence` > ?) or (`departed_session`.`shard` = 6
    and `departed_session`.`sequence` > ?) or (`departed_session`.`shard` = 7
    and `departed_session`.`sequence` > ?) or (`departed_session`.`shard` = 8
    and `departed_session`.`sequence` > ?) or (`departed_session`.`shard` = 9
    and `departed_session`.`sequence` > ?) or (`departed_session`.`shard` = 10
    and `departed_session`.`sequence` > ?) or (`departed_session`.`shard` = 11
    and `departed_session`.`sequence` > ?) or (`departed_session`.`shard` = 12
    and `departed_session`.`sequence` > ?) or (`departed_session`.`shard` = 13
    and `departed_session`.`sequence` > ?) or (`departed_session`.`shard` = 14
    and `departed_session`.`sequence` > ?) or (`departed_session`.`shard` = 15
    and `departed_session`.`sequence` > ?))
order by `departed_session`.`shard`, `departed_session`.`sequence`
limit ?;

-- feedPage.feedPositions
select `change_feed`.`shard` as `shard`, `change_feed`.`sequence` as `sequence`
from `change_feed`;

-- projects.ensureProject
insert into `project` (`id`, `name`, `created_at`)
values (?, ?, ?)
on duplicate key update `id` = `project`.`id`;

-- projects.findProject.project
select `project`.`id` as `id`, `project`.`name` as `name`, `project`.`created_at` as `createdAt`
from `project`
where `project`.`id` = coalesce((select `project_alias`.`project_id`
    from `project_alias`
    where `project_alias`.`alias` = ?), ?);

-- projects.findProject.aliases
select `project_alias`.`alias` as `alias`, `project_alias`.`project_id` as `projectId`
from `project_alias`
where `project_alias`.`project_id` = coalesce((select `project_alias`.`project_id`
    from `project_alias`
    where `project_alias`.`alias` = ?), ?)
order by `project_alias`.`alias`;

-- projects.listProjects.projects
select `project`.`id` as `id`, `project`.`name` as `name`, `project`.`created_at` as `createdAt`
from `project`
order by `project`.`id`;

-- projects.listProjects.sessions (of: settled)
select `session`.`project_id` as `projectId`, count(*) as `count`, max(`session`.`listed_at`) as `updatedAt`
from `session`
where `session`.`listed_at` is not null
and `session`.`state` in ('active', 'archived')
group by `session`.`project_id`;

-- projects.listProjects.sessions (of: hot)
select `session`.`project_id` as `projectId`, count(*) as `count`, max(`session`.`updated_at`) as `updatedAt`
from `session`
where `session`.`listed_at` is null
and `session`.`state` in ('active', 'archived')
group by `session`.`project_id`;

-- projects.listProjects.aliases
select `project_alias`.`alias` as `alias`, `project_alias`.`project_id` as `projectId`
from `project_alias`
order by `project_alias`.`alias`;

-- projects.putProject.project
insert into `project` (`id`, `name`, `created_at`)
values (?, ?, ?)
on duplicate key update `name` =
values(`name`), `created_at` =
values(`created_at`);

-- projects.putProject.forgetAliases
delete from `project_alias`
where `project_alias`.`project_id` = ?;

-- projects.putProject.ownAliases
select `project_alias`.`alias` as `alias`, `project_alias`.`project_id` as `projectId`
from `project_alias`
where `project_alias`.`project_id` = ?;

-- projects.putProject.forgetProject
delete from `project`
where `project`.`id` = ?;

-- projects.putProject.takeAlias
insert into `project_alias` (`alias`, `project_id`)
values (?, ?)
on duplicate key update `project_id` =
values(`project_id`);

-- projects.putProject.setAside
update `project_alias`
set `project_id` = ?
where `project_alias`.`project_id` = ?;

-- projects.putProject.keepAlias
update `project_alias`
set `project_id` = ?
where `project_alias`.`alias` = ?
and `project_alias`.`project_id` = ?;

-- projects.putProject.reserve
insert into `project` (`id`, `name`, `created_at`)
values (?, ?, ?)
on duplicate key update `id` = `project`.`id`;

-- projects.putProject.claim
insert into `project_alias` (`alias`, `project_id`)
select `project`.`id`, ?
from `project`
where `project`.`id` = ?
and `project`.`name` = ?
and not exists
(select 1
  from `project_alias`
  where `project_alias`.`alias` = ?)
and not exists
(select 1
  from `session`
  where `session`.`listed_at` is not null
  and `session`.`project_id` = ?)
and not exists
(select 1
  from `session`
  where `session`.`listed_at` is null
  and `session`.`project_id` = ?);

-- projects.putProject.release
delete from `project`
where `project`.`id` = ?
and `project`.`name` = ?;

-- projects.putProject.forgetAside
delete from `project_alias`
where `project_alias`.`project_id` = ?;

-- statistics.countByProject (of: totals)
select `usage_total`.`scope` as `id`, coalesce(sum(`usage_total`.`sessions`), 0) as `sessions`
from `usage_total`
where `usage_total`.`scope` <> ''
and `usage_total`.`state` in ('active', 'archived')
group by `usage_total`.`scope`;

-- statistics.countByProject (of: hot)
select `each`.`project_id` as `id`, coalesce(sum(`each`.`sessions`), 0) as `sessions`
from
(select `session_usage`.`session_id` as `session_id`, `session_usage`.`project_id` as `project_id`,
    `session_usage`.`state` as `state`, `session_usage`.`day` as `day`, `session_usage`.`author` as `author`,
    `session_usage`.`model` as `model`, -`session_usage`.`sessions` as `sessions`, -`session_usage`.`messages` as
    `messages`, -`session_usage`.`input_tokens` as `input_tokens`, -`session_usage`.`output_tokens` as `output_tokens`,
    -`session_usage`.`reasoning_tokens` as `reasoning_tokens`, -`session_usage`.`cache_read_tokens` as
    `cache_read_tokens`, -`session_usage`.`cache_write_tokens` as `cache_write_tokens`, -`session_usage`.`cost_nanos` as
    `cost_nanos`
  from `session`
  straight_join `session_usage` force index (`primary`)
  where `session`.`state` in ('active', 'archived', 'deleted')
  and `session`.`listed_at` is null
  and `session_usage`.`session_id` = `session`.`id`
  union all
  select `session`.`id` as `session_id`, `session`.`project_id` as `project_id`, `session`.`state` as `state`, 0 as
    `day`, '' as `author`, '' as `model`, 1 as `sessions`, `session`.`message_count` as `messages`,
    `session`.`input_tokens` as `input_tokens`, `session`.`output_tokens` as `output_tokens`,
    `session`.`reasoning_tokens` as `reasoning_tokens`, `session`.`cache_read_tokens` as `cache_read_tokens`,
    `session`.`cache_write_tokens` as `cache_write_tokens`, `session`.`cost_nanos` as `cost_nanos`
  from `session`
  where `session`.`state` in ('active', 'archived', 'deleted')
  and `session`.`listed_at` is null) as `each`
where `each`.`state` in ('active', 'archived')
group by `each`.`project_id`;

-- statistics.countMessages (scope: project, of: totals, by: day)
select `usage_total`.`day` as `key`, coalesce(sum(`usage_total`.`sessions`), 0) as `sessions`,
  coalesce(sum(`usage_total`.`messages`), 0) as `messages`, coalesce(sum(`usage_total`.`input_tokens`), 0) as
  `inputTokens`, coalesce(sum(`usage_total`.`output_tokens`), 0) as `outputTokens`,
  coalesce(sum(`usage_total`.`reasoning_tokens`), 0) as `reasoningTokens`,
  coalesce(sum(`usage_total`.`cache_read_tokens`), 0) as `cacheReadTokens`,
  coalesce(sum(`usage_total`.`cache_write_tokens`), 0) as `cacheWriteTokens`, coalesce(sum(`usage_total`.`cost_nanos`),
    0) as `costNanos`
from `usage_total`
where `usage_total`.`scope` = ?
and `usage_total`.`state` = ''
and `usage_total`.`day` >= ?
and `usage_total`.`day` < ?
group by `usage_total`.`day`;

-- statistics.countMessages (scope: project, of: totals, by: model)
select `usage_total`.`model` as `key`, coalesce(sum(`usage_total`.`sessions`), 0) as `sessions`,
  coalesce(sum(`usage_total`.`messages`), 0) as `messages`, coalesce(sum(`usage_total`.`input_tokens`), 0) as
  `inputTokens`, coalesce(sum(`usage_total`.`output_tokens`), 0) as `outputTokens`,
  coalesce(sum(`usage_total`.`reasoning_tokens`), 0) as `reasoningTokens`,
  coalesce(sum(`usage_total`.`cache_read_tokens`), 0) as `cacheReadTokens`,
  coalesce(sum(`usage_total`.`cache_write_tokens`), 0) as `cacheWriteTokens`, coalesce(sum(`usage_total`.`cost_nanos`),
    0) as `costNanos`
from `usage_total`
where `usage_total`.`scope` = ?
and `usage_total`.`state` = ''
and `usage_total`.`day` >= ?
and `usage_total`.`day` < ?
group by `usage_total`.`model`;

-- statistics.countMessages (scope: project, of: totals, by: author)
select `usage_total`.`author` as `key`, coalesce(sum(`usage_total`.`sessions`), 0) as `sessions`,
  coalesce(sum(`usage_total`.`messages`), 0) as `messages`, coalesce(sum(`usage_total`.`input_tokens`), 0) as
  `inputTokens`, coalesce(sum(`usage_total`.`output_tokens`), 0) as `outputTokens`,
  coalesce(sum(`usage_total`.`reasoning_tokens`), 0) as `reasoningTokens`,
  coalesce(sum(`usage_total`.`cache_read_tokens`), 0) as `cacheReadTokens`,
  coalesce(sum(`usage_total`.`cache_write_tokens`), 0) as `cacheWriteTokens`, coalesce(sum(`usage_total`.`cost_nanos`),
    0) as `costNanos`
from `usage_total`
where `usage_total`.`scope` = ?
and `usage_total`.`state` = ''
and `usage_total`.`day` >= ?
and `usage_total`.`day` < ?
group by `usage_total`.`author`;

-- statistics.countMessages (scope: project, of: totals, by: project)
select `usage_total`.`scope` as `key`, coalesce(sum(`usage_total`.`sessions`), 0) as `sessions`,
  coalesce(sum(`usage_total`.`messages`), 0) as `messages`, coalesce(sum(`usage_total`.`input_tokens`), 0) as
  `inputTokens`, coalesce(sum(`usage_total`.`output_tokens`), 0) as `outputTokens`,
  coalesce(sum(`usage_total`.`reasoning_tokens`), 0) as `reasoningTokens`,
  coalesce(sum(`usage_total`.`cache_read_tokens`), 0) as `cacheReadTokens`,
  coalesce(sum(`usage_total`.`cache_write_tokens`), 0) as `cacheWriteTokens`, coalesce(sum(`usage_total`.`cost_nanos`),
    0) as `costNanos`
from `usage_total`
where `usage_total`.`scope` = ?
and `usage_total`.`state` = ''
and `usage_total`.`day` >= ?
and `usage_total`.`day` < ?
group by `usage_total`.`scope`;

-- statistics.countMessages (scope: project, of: hot, by: day)
select `each`.`day` as `key`, coalesce(sum(`each`.`sessions`), 0) as `sessions`, coalesce(sum(`each`.`messages`), 0) as
  `messages`, coalesce(sum(`each`.`input_tokens`), 0) as `inputTokens`, coalesce(sum(`each`.`output_tokens`), 0) as
  `outputTokens`, coalesce(sum(`each`.`reasoning_tokens`), 0) as `reasoningTokens`,
  coalesce(sum(`each`.`cache_read_tokens`), 0) as `cacheReadTokens`, coalesce(sum(`each`.`cache_write_tokens`), 0) as
  `cacheWriteTokens`, coalesce(sum(`each`.`cost_nanos`), 0) as `costNanos`
from
(select `session_usage`.`session_id` as `session_id`, `session_usage`.`project_id` as `project_id`,
    `session_usage`.`state` as `state`, `session_usage`.`day` as `day`, `session_usage`.`author` as `author`,
    `session_usage`.`model` as `model`, -`session_usage`.`sessions` as `sessions`, -`session_usage`.`messages` as
    `messages`, -`session_usage`.`input_tokens` as `input_tokens`, -`session_usage`.`output_tokens` as `output_tokens`,
    -`session_usage`.`reasoning_tokens` as `reasoning_tokens`, -`session_usage`.`cache_read_tokens` as
    `cache_read_tokens`, -`session_usage`.`cache_write_tokens` as `cache_write_tokens`, -`session_usage`.`cost_nanos` as
    `cost_nanos`
  from `session`
  straight_join `session_usage` force index (`primary`)
  where `session`.`state` in ('active', 'archived', 'deleted')
  and `session`.`listed_at` is null
  and `session`.`project_id` = ?
  and `session_usage`.`session_id` = `session`.`id`
  union all
  select `session`.`id` as `session_id`, `session`.`project_id` as `project_id`, '' as `state`, `message`.`created_at` -
    `message`.`created_at` % 86400000 as `day`, coalesce(`message`.`author_user`, `session`.`author_user`, '') as
    `author`, coalesce(`message`.`model_name`, '') as `model`, 0 as `sessions`, 1 as `messages`,
    coalesce(`message`.`input_tokens`, 0) as `input_tokens`, coalesce(`message`.`output_tokens`, 0) as `output_tokens`,
    coalesce(`message`.`reasoning_tokens`, 0) as `reasoning_tokens`, coalesce(`message`.`cache_read_tokens`, 0) as
    `cache_read_tokens`, coalesce(`message`.`cache_write_tokens`, 0) as `cache_write_tokens`,
    coalesce(`message`.`cost_nanos`, 0) as `cost_nanos`
  from `session`
  straight_join `message` force index (`primary`)
  where `session`.`state` in ('active', 'archived', 'deleted')
  and `session`.`listed_at` is null
  and `session`.`project_id` = ?
  and `message`.`session_id` = `session`.`id`
  and `session`.`deleted_at` is null) as `each`
where `each`.`state` = ''
and `each`.`day` >= ?
and `each`.`day` < ?
group by `each`.`day`;

-- statistics.countMessages (scope: project, of: hot, by: model)
select `each`.`model` as `key`, coalesce(sum(`each`.`sessions`), 0) as `sessions`, coalesce(sum(`each`.`messages`), 0) as
  `messages`, coalesce(sum(`each`.`input_tokens`), 0) as `inputTokens`, coalesce(sum(`each`.`output_tokens`), 0) as
  `outputTokens`, coalesce(sum(`each`.`reasoning_tokens`), 0) as `reasoningTokens`,
  coalesce(sum(`each`.`cache_read_tokens`), 0) as `cacheReadTokens`, coalesce(sum(`each`.`cache_write_tokens`), 0) as
  `cacheWriteTokens`, coalesce(sum(`each`.`cost_nanos`), 0) as `costNanos`
from
(select `session_usage`.`session_id` as `session_id`, `session_usage`.`project_id` as `project_id`,
    `session_usage`.`state` as `state`, `session_usage`.`day` as `day`, `session_usage`.`author` as `author`,
    `session_usage`.`model` as `model`, -`session_usage`.`sessions` as `sessions`, -`session_usage`.`messages` as
    `messages`, -`session_usage`.`input_tokens` as `input_tokens`, -`session_usage`.`output_tokens` as `output_tokens`,
    -`session_usage`.`reasoning_tokens` as `reasoning_tokens`, -`session_usage`.`cache_read_tokens` as
    `cache_read_tokens`, -`session_usage`.`cache_write_tokens` as `cache_write_tokens`, -`session_usage`.`cost_nanos` as
    `cost_nanos`
  from `session`
  straight_join `session_usage` force index (`primary`)
  where `session`.`state` in ('active', 'archived', 'deleted')
  and `session`.`listed_at` is null
  and `session`.`project_id` = ?
  and `session_usage`.`session_id` = `session`.`id`
  union all
  select `session`.`id` as `session_id`, `session`.`project_id` as `project_id`, '' as `state`, `message`.`created_at` -
    `message`.`created_at` % 86400000 as `day`, coalesce(`message`.`author_user`, `session`.`author_user`, '') as
    `author`, coalesce(`message`.`model_name`, '') as `model`, 0 as `sessions`, 1 as `messages`,
    coalesce(`message`.`input_tokens`, 0) as `input_tokens`, coalesce(`message`.`output_tokens`, 0) as `output_tokens`,
    coalesce(`message`.`reasoning_tokens`, 0) as `reasoning_tokens`, coalesce(`message`.`cache_read_tokens`, 0) as
    `cache_read_tokens`, coalesce(`message`.`cache_write_tokens`, 0) as `cache_write_tokens`,
    coalesce(`message`.`cost_nanos`, 0) as `cost_nanos`
  from `session`
  straight_join `message` force index (`primary`)
  where `session`.`state` in ('active', 'archived', 'deleted')
  and `session`.`listed_at` is null
  and `session`.`project_id` = ?
  and `message`.`session_id` = `session`.`id`
  and `session`.`deleted_at` is null) as `each`
where `each`.`state` = ''
and `each`.`day` >= ?
and `each`.`day` < ?
group by `each`.`model`;

-- statistics.countMessages (scope: project, of: hot, by: author)
select `each`.`author` as `key`, coalesce(sum(`each`.`sessions`), 0) as `sessions`, coalesce(sum(`each`.`messages`), 0)
  as `messages`, coalesce(sum(`each`.`input_tokens`), 0) as `inputTokens`, coalesce(sum(`each`.`output_tokens`), 0) as
  `outputTokens`, coalesce(sum(`each`.`reasoning_tokens`), 0) as `reasoningTokens`,
  coalesce(sum(`each`.`cache_read_tokens`), 0) as `cacheReadTokens`, coalesce(sum(`each`.`cache_write_tokens`), 0) as
  `cacheWriteTokens`, coalesce(sum(`each`.`cost_nanos`), 0) as `costNanos`
from
(select `session_usage`.`session_id` as `session_id`, `session_usage`.`project_id` as `project_id`,
    `session_usage`.`state` as `state`, `session_usage`.`day` as `day`, `session_usage`.`author` as `author`,
    `session_usage`.`model` as `model`, -`session_usage`.`sessions` as `sessions`, -`session_usage`.`messages` as
    `messages`, -`session_usage`.`input_tokens` as `input_tokens`, -`session_usage`.`output_tokens` as `output_tokens`,
    -`session_usage`.`reasoning_tokens` as `reasoning_tokens`, -`session_usage`.`cache_read_tokens` as
    `cache_read_tokens`, -`session_usage`.`cache_write_tokens` as `cache_write_tokens`, -`session_usage`.`cost_nanos` as
    `cost_nanos`
  from `session`
  straight_join `session_usage` force index (`primary`)
  where `session`.`state` in ('active', 'archived', 'deleted')
  and `session`.`listed_at` is null
  and `session`.`project_id` = ?
  and `session_usage`.`session_id` = `session`.`id`
  union all
  select `session`.`id` as `session_id`, `session`.`project_id` as `project_id`, '' as `state`, `message`.`created_at` -
    `message`.`created_at` % 86400000 as `day`, coalesce(`message`.`author_user`, `session`.`author_user`, '') as
    `author`, coalesce(`message`.`model_name`, '') as `model`, 0 as `sessions`, 1 as `messages`,
    coalesce(`message`.`input_tokens`, 0) as `input_tokens`, coalesce(`message`.`output_tokens`, 0) as `output_tokens`,
    coalesce(`message`.`reasoning_tokens`, 0) as `reasoning_tokens`, coalesce(`message`.`cache_read_tokens`, 0) as
    `cache_read_tokens`, coalesce(`message`.`cache_write_tokens`, 0) as `cache_write_tokens`,
    coalesce(`message`.`cost_nanos`, 0) as `cost_nanos`
  from `session`
  straight_join `message` force index (`primary`)
  where `session`.`state` in ('active', 'archived', 'deleted')
  and `session`.`listed_at` is null
  and `session`.`project_id` = ?
  and `message`.`session_id` = `session`.`id`
  and `session`.`deleted_at` is null) as `each`
where `each`.`state` = ''
and `each`.`day` >= ?
and `each`.`day` < ?
group by `each`.`author`;

-- statistics.countMessages (scope: project, of: hot, by: project)
select `each`.`project_id` as `key`, coalesce(sum(`each`.`sessions`), 0) as `sessions`, coalesce(sum(`each`.`messages`),
    0) as `messages`, coalesce(sum(`each`.`input_tokens`), 0) as `inputTokens`, coalesce(sum(`each`.`output_tokens`), 0)
  as `outputTokens`, coalesce(sum(`each`.`reasoning_tokens`), 0) as `reasoningTokens`,
  coalesce(sum(`each`.`cache_read_tokens`), 0) as `cacheReadTokens`, coalesce(sum(`each`.`cache_write_tokens`), 0) as
  `cacheWriteTokens`, coalesce(sum(`each`.`cost_nanos`), 0) as `costNanos`
from
(select `session_usage`.`session_id` as `session_id`, `session_usage`.`project_id` as `project_id`,
    `session_usage`.`state` as `state`, `session_usage`.`day` as `day`, `session_usage`.`author` as `author`,
    `session_usage`.`model` as `model`, -`session_usage`.`sessions` as `sessions`, -`session_usage`.`messages` as
    `messages`, -`session_usage`.`input_tokens` as `input_tokens`, -`session_usage`.`output_tokens` as `output_tokens`,
    -`session_usage`.`reasoning_tokens` as `reasoning_tokens`, -`session_usage`.`cache_read_tokens` as
    `cache_read_tokens`, -`session_usage`.`cache_write_tokens` as `cache_write_tokens`, -`session_usage`.`cost_nanos` as
    `cost_nanos`
  from `session`
  straight_join `session_usage` force index (`primary`)
  where `session`.`state` in ('active', 'archived', 'deleted')
  and `session`.`listed_at` is null
  and `session`.`project_id` = ?
  and `session_usage`.`session_id` = `session`.`id`
  union all
  select `session`.`id` as `session_id`, `session`.`project_id` as `project_id`, '' as `state`, `message`.`created_at` -
    `message`.`created_at` % 86400000 as `day`, coalesce(`message`.`author_user`, `session`.`author_user`, '') as
    `author`, coalesce(`message`.`model_name`, '') as `model`, 0 as `sessions`, 1 as `messages`,
    coalesce(`message`.`input_tokens`, 0) as `input_tokens`, coalesce(`message`.`output_tokens`, 0) as `output_tokens`,
    coalesce(`message`.`reasoning_tokens`, 0) as `reasoning_tokens`, coalesce(`message`.`cache_read_tokens`, 0) as
    `cache_read_tokens`, coalesce(`message`.`cache_write_tokens`, 0) as `cache_write_tokens`,
    coalesce(`message`.`cost_nanos`, 0) as `cost_nanos`
  from `session`
  straight_join `message` force index (`primary`)
  where `session`.`state` in ('active', 'archived', 'deleted')
  and `session`.`listed_at` is null
  and `session`.`project_id` = ?
  and `message`.`session_id` = `session`.`id`
  and `session`.`deleted_at` is null) as `each`
where `each`.`state` = ''
and `each`.`day` >= ?
and `each`.`day` < ?
group by `each`.`project_id`;

-- statistics.countMessages (scope: all, of: totals, by: day)
select `usage_total`.`day` as `key`, coalesce(sum(`usage_total`.`sessions`), 0) as `sessions`,
  coalesce(sum(`usage_total`.`messages`), 0) as `messages`, coalesce(sum(`usage_total`.`input_tokens`), 0) as
  `inputTokens`, coalesce(sum(`usage_total`.`output_tokens`), 0) as `outputTokens`,
  coalesce(sum(`usage_total`.`reasoning_tokens`), 0) as `reasoningTokens`,
  coalesce(sum(`usage_total`.`cache_read_tokens`), 0) as `cacheReadTokens`,
  coalesce(sum(`usage_total`.`cache_write_tokens`), 0) as `cacheWriteTokens`, coalesce(sum(`usage_total`.`cost_nanos`),
    0) as `costNanos`
from `usage_total`
where `usage_total`.`scope` = ?
and `usage_total`.`state` = ''
and `usage_total`.`day` >= ?
and `usage_total`.`day` < ?
group by `usage_total`.`day`;

-- statistics.countMessages (scope: all, of: totals, by: model)
select `usage_total`.`model` as `key`, coalesce(sum(`usage_total`.`sessions`), 0) as `sessions`,
  coalesce(sum(`usage_total`.`messages`), 0) as `messages`, coalesce(sum(`usage_total`.`input_tokens`), 0) as
  `inputTokens`, coalesce(sum(`usage_total`.`output_tokens`), 0) as `outputTokens`,
  coalesce(sum(`usage_total`.`reasoning_tokens`), 0) as `reasoningTokens`,
  coalesce(sum(`usage_total`.`cache_read_tokens`), 0) as `cacheReadTokens`,
  coalesce(sum(`usage_total`.`cache_write_tokens`), 0) as `cacheWriteTokens`, coalesce(sum(`usage_total`.`cost_nanos`),
    0) as `costNanos`
from `usage_total`
where `usage_total`.`scope` = ?
and `usage_total`.`state` = ''
and `usage_total`.`day` >= ?
and `usage_total`.`day` < ?
group by `usage_total`.`model`;

-- statistics.countMessages (scope: all, of: totals, by: author)
select `usage_total`.`author` as `key`, coalesce(sum(`usage_total`.`sessions`), 0) as `sessions`,
  coalesce(sum(`usage_total`.`messages`), 0) as `messages`, coalesce(sum(`usage_total`.`input_tokens`), 0) as
  `inputTokens`, coalesce(sum(`usage_total`.`output_tokens`), 0) as `outputTokens`,
  coalesce(sum(`usage_total`.`reasoning_tokens`), 0) as `reasoningTokens`,
  coalesce(sum(`usage_total`.`cache_read_tokens`), 0) as `cacheReadTokens`,
  coalesce(sum(`usage_total`.`cache_write_tokens`), 0) as `cacheWriteTokens`, coalesce(sum(`usage_total`.`cost_nanos`),
    0) as `costNanos`
from `usage_total`
where `usage_total`.`scope` = ?
and `usage_total`.`state` = ''
and `usage_total`.`day` >= ?
and `usage_total`.`day` < ?
group by `usage_total`.`author`;

-- statistics.countMessages (scope: all, of: totals, by: project)
select `usage_total`.`scope` as `key`, coalesce(sum(`usage_total`.`sessions`), 0) as `sessions`,
  coalesce(sum(`usage_total`.`messages`), 0) as `messages`, coalesce(sum(`usage_total`.`input_tokens`), 0) as
  `inputTokens`, coalesce(sum(`usage_total`.`output_tokens`), 0) as `outputTokens`,
  coalesce(sum(`usage_total`.`reasoning_tokens`), 0) as `reasoningTokens`,
  coalesce(sum(`usage_total`.`cache_read_tokens`), 0) as `cacheReadTokens`,
  coalesce(sum(`usage_total`.`cache_write_tokens`), 0) as `cacheWriteTokens`, coalesce(sum(`usage_total`.`cost_nanos`),
    0) as `costNanos`
from `usage_total`
where `usage_total`.`scope` <> ''
and `usage_total`.`state` = ''
and `usage_total`.`day` >= ?
and `usage_total`.`day` < ?
group by `usage_total`.`scope`;

-- statistics.countMessages (scope: all, of: hot, by: day)
select `each`.`day` as `key`, coalesce(sum(`each`.`sessions`), 0) as `sessions`, coalesce(sum(`each`.`messages`), 0) as
  `messages`, coalesce(sum(`each`.`input_tokens`), 0) as `inputTokens`, coalesce(sum(`each`.`output_tokens`), 0) as
  `outputTokens`, coalesce(sum(`each`.`reasoning_tokens`), 0) as `reasoningTokens`,
  coalesce(sum(`each`.`cache_read_tokens`), 0) as `cacheReadTokens`, coalesce(sum(`each`.`cache_write_tokens`), 0) as
  `cacheWriteTokens`, coalesce(sum(`each`.`cost_nanos`), 0) as `costNanos`
from
(select `session_usage`.`session_id` as `session_id`, `session_usage`.`project_id` as `project_id`,
    `session_usage`.`state` as `state`, `session_usage`.`day` as `day`, `session_usage`.`author` as `author`,
    `session_usage`.`model` as `model`, -`session_usage`.`sessions` as `sessions`, -`session_usage`.`messages` as
    `messages`, -`session_usage`.`input_tokens` as `input_tokens`, -`session_usage`.`output_tokens` as `output_tokens`,
    -`session_usage`.`reasoning_tokens` as `reasoning_tokens`, -`session_usage`.`cache_read_tokens` as
    `cache_read_tokens`, -`session_usage`.`cache_write_tokens` as `cache_write_tokens`, -`session_usage`.`cost_nanos` as
    `cost_nanos`
  from `session`
  straight_join `session_usage` force index (`primary`)
  where `session`.`state` in ('active', 'archived', 'deleted')
  and `session`.`listed_at` is null
  and `session_usage`.`session_id` = `session`.`id`
  union all
  select `session`.`id` as `session_id`, `session`.`project_id` as `project_id`, '' as `state`, `message`.`created_at` -
    `message`.`created_at` % 86400000 as `day`, coalesce(`message`.`author_user`, `session`.`author_user`, '') as
    `author`, coalesce(`message`.`model_name`, '') as `model`, 0 as `sessions`, 1 as `messages`,
    coalesce(`message`.`input_tokens`, 0) as `input_tokens`, coalesce(`message`.`output_tokens`, 0) as `output_tokens`,
    coalesce(`message`.`reasoning_tokens`, 0) as `reasoning_tokens`, coalesce(`message`.`cache_read_tokens`, 0) as
    `cache_read_tokens`, coalesce(`message`.`cache_write_tokens`, 0) as `cache_write_tokens`,
    coalesce(`message`.`cost_nanos`, 0) as `cost_nanos`
  from `session`
  straight_join `message` force index (`primary`)
  where `session`.`state` in ('active', 'archived', 'deleted')
  and `session`.`listed_at` is null
  and `message`.`session_id` = `session`.`id`
  and `session`.`deleted_at` is null) as `each`
where `each`.`state` = ''
and `each`.`day` >= ?
and `each`.`day` < ?
group by `each`.`day`;

-- statistics.countMessages (scope: all, of: hot, by: model)
select `each`.`model` as `key`, coalesce(sum(`each`.`sessions`), 0) as `sessions`, coalesce(sum(`each`.`messages`), 0) as
  `messages`, coalesce(sum(`each`.`input_tokens`), 0) as `inputTokens`, coalesce(sum(`each`.`output_tokens`), 0) as
  `outputTokens`, coalesce(sum(`each`.`reasoning_tokens`), 0) as `reasoningTokens`,
  coalesce(sum(`each`.`cache_read_tokens`), 0) as `cacheReadTokens`, coalesce(sum(`each`.`cache_write_tokens`), 0) as
  `cacheWriteTokens`, coalesce(sum(`each`.`cost_nanos`), 0) as `costNanos`
from
(select `session_usage`.`session_id` as `session_id`, `session_usage`.`project_id` as `project_id`,
    `session_usage`.`state` as `state`, `session_usage`.`day` as `day`, `session_usage`.`author` as `author`,
    `session_usage`.`model` as `model`, -`session_usage`.`sessions` as `sessions`, -`session_usage`.`messages` as
    `messages`, -`session_usage`.`input_tokens` as `input_tokens`, -`session_usage`.`output_tokens` as `output_tokens`,
    -`session_usage`.`reasoning_tokens` as `reasoning_tokens`, -`session_usage`.`cache_read_tokens` as
    `cache_read_tokens`, -`session_usage`.`cache_write_tokens` as `cache_write_tokens`, -`session_usage`.`cost_nanos` as
    `cost_nanos`
  from `session`
  straight_join `session_usage` force index (`primary`)
  where `session`.`state` in ('active', 'archived', 'deleted')
  and `session`.`listed_at` is null
  and `session_usage`.`session_id` = `session`.`id`
  union all
  select `session`.`id` as `session_id`, `session`.`project_id` as `project_id`, '' as `state`, `message`.`created_at` -
    `message`.`created_at` % 86400000 as `day`, coalesce(`message`.`author_user`, `session`.`author_user`, '') as
    `author`, coalesce(`message`.`model_name`, '') as `model`, 0 as `sessions`, 1 as `messages`,
    coalesce(`message`.`input_tokens`, 0) as `input_tokens`, coalesce(`message`.`output_tokens`, 0) as `output_tokens`,
    coalesce(`message`.`reasoning_tokens`, 0) as `reasoning_tokens`, coalesce(`message`.`cache_read_tokens`, 0) as
    `cache_read_tokens`, coalesce(`message`.`cache_write_tokens`, 0) as `cache_write_tokens`,
    coalesce(`message`.`cost_nanos`, 0) as `cost_nanos`
  from `session`
  straight_join `message` force index (`primary`)
  where `session`.`state` in ('active', 'archived', 'deleted')
  and `session`.`listed_at` is null
  and `message`.`session_id` = `session`.`id`
  and `session`.`deleted_at` is null) as `each`
where `each`.`state` = ''
and `each`.`day` >= ?
and `each`.`day` < ?
group by `each`.`model`;

-- statistics.countMessages (scope: all, of: hot, by: author)
select `each`.`author` as `key`, coalesce(sum(`each`.`sessions`), 0) as `sessions`, coalesce(sum(`each`.`messages`), 0)
  as `messages`, coalesce(sum(`each`.`input_tokens`), 0) as `inputTokens`, coalesce(sum(`each`.`output_tokens`), 0) as
  `outputTokens`, coalesce(sum(`each`.`reasoning_tokens`), 0) as `reasoningTokens`,
  coalesce(sum(`each`.`cache_read_tokens`), 0) as `cacheReadTokens`, coalesce(sum(`each`.`cache_write_tokens`), 0) as
  `cacheWriteTokens`, coalesce(sum(`each`.`cost_nanos`), 0) as `costNanos`
from
(select `session_usage`.`session_id` as `session_id`, `session_usage`.`project_id` as `project_id`,
    `session_usage`.`state` as `state`, `session_usage`.`day` as `day`, `session_usage`.`author` as `author`,
    `session_usage`.`model` as `model`, -`session_usage`.`sessions` as `sessions`, -`session_usage`.`messages` as
    `messages`, -`session_usage`.`input_tokens` as `input_tokens`, -`session_usage`.`output_tokens` as `output_tokens`,
    -`session_usage`.`reasoning_tokens` as `reasoning_tokens`, -`session_usage`.`cache_read_tokens` as
    `cache_read_tokens`, -`session_usage`.`cache_write_tokens` as `cache_write_tokens`, -`session_usage`.`cost_nanos` as
    `cost_nanos`
  from `session`
  straight_join `session_usage` force index (`primary`)
  where `session`.`state` in ('active', 'archived', 'deleted')
  and `session`.`listed_at` is null
  and `session_usage`.`session_id` = `session`.`id`
  union all
  select `session`.`id` as `session_id`, `session`.`project_id` as `project_id`, '' as `state`, `message`.`created_at` -
    `message`.`created_at` % 86400000 as `day`, coalesce(`message`.`author_user`, `session`.`author_user`, '') as
    `author`, coalesce(`message`.`model_name`, '') as `model`, 0 as `sessions`, 1 as `messages`,
    coalesce(`message`.`input_tokens`, 0) as `input_tokens`, coalesce(`message`.`output_tokens`, 0) as `output_tokens`,
    coalesce(`message`.`reasoning_tokens`, 0) as `reasoning_tokens`, coalesce(`message`.`cache_read_tokens`, 0) as
    `cache_read_tokens`, coalesce(`message`.`cache_write_tokens`, 0) as `cache_write_tokens`,
    coalesce(`message`.`cost_nanos`, 0) as `cost_nanos`
  from `session`
  straight_join `message` force index (`primary`)
  where `session`.`state` in ('active', 'archived', 'deleted')
  and `session`.`listed_at` is null
  and `message`.`session_id` = `session`.`id`
  and `session`.`deleted_at` is null) as `each`
where `each`.`state` = ''
and `each`.`day` >= ?
and `each`.`day` < ?
group by `each`.`author`;

-- statistics.countMessages (scope: all, of: hot, by: project)
select `each`.`project_id` as `key`, coalesce(sum(`each`.`sessions`), 0) as `sessions`, coalesce(sum(`each`.`messages`),
    0) as `messages`, coalesce(sum(`each`.`input_tokens`), 0) as `inputTokens`, coalesce(sum(`each`.`output_tokens`), 0)
  as `outputTokens`, coalesce(sum(`each`.`reasoning_tokens`), 0) as `reasoningTokens`,
  coalesce(sum(`each`.`cache_read_tokens`), 0) as `cacheReadTokens`, coalesce(sum(`each`.`cache_write_tokens`), 0) as
  `cacheWriteTokens`, coalesce(sum(`each`.`cost_nanos`), 0) as `costNanos`
from
(select `session_usage`.`session_id` as `session_id`, `session_usage`.`project_id` as `project_id`,
    `session_usage`.`state` as `state`, `session_usage`.`day` as `day`, `session_usage`.`author` as `author`,
    `session_usage`.`model` as `model`, -`session_usage`.`sessions` as `sessions`, -`session_usage`.`messages` as
    `messages`, -`session_usage`.`input_tokens` as `input_tokens`, -`session_usage`.`output_tokens` as `output_tokens`,
    -`session_usage`.`reasoning_tokens` as `reasoning_tokens`, -`session_usage`.`cache_read_tokens` as
    `cache_read_tokens`, -`session_usage`.`cache_write_tokens` as `cache_write_tokens`, -`session_usage`.`cost_nanos` as
    `cost_nanos`
  from `session`
  straight_join `session_usage` force index (`primary`)
  where `session`.`state` in ('active', 'archived', 'deleted')
  and `session`.`listed_at` is null
  and `session_usage`.`session_id` = `session`.`id`
  union all
  select `session`.`id` as `session_id`, `session`.`project_id` as `project_id`, '' as `state`, `message`.`created_at` -
    `message`.`created_at` % 86400000 as `day`, coalesce(`message`.`author_user`, `session`.`author_user`, '') as
    `author`, coalesce(`message`.`model_name`, '') as `model`, 0 as `sessions`, 1 as `messages`,
    coalesce(`message`.`input_tokens`, 0) as `input_tokens`, coalesce(`message`.`output_tokens`, 0) as `output_tokens`,
    coalesce(`message`.`reasoning_tokens`, 0) as `reasoning_tokens`, coalesce(`message`.`cache_read_tokens`, 0) as
    `cache_read_tokens`, coalesce(`message`.`cache_write_tokens`, 0) as `cache_write_tokens`,
    coalesce(`message`.`cost_nanos`, 0) as `cost_nanos`
  from `session`
  straight_join `message` force index (`primary`)
  where `session`.`state` in ('active', 'archived', 'deleted')
  and `session`.`listed_at` is null
  and `message`.`session_id` = `session`.`id`
  and `session`.`deleted_at` is null) as `each`
where `each`.`state` = ''
and `each`.`day` >= ?
and `each`.`day` < ?
group by `each`.`project_id`;

-- statistics.countSessions (scope: project, of: totals)
select `usage_total`.`state` as `state`, coalesce(sum(`usage_total`.`sessions`), 0) as `sessions`,
  coalesce(sum(`usage_total`.`messages`), 0) as `messages`, coalesce(sum(`usage_total`.`input_tokens`), 0) as
  `inputTokens`, coalesce(sum(`usage_total`.`output_tokens`), 0) as `outputTokens`,
  coalesce(sum(`usage_total`.`reasoning_tokens`), 0) as `reasoningTokens`,
  coalesce(sum(`usage_total`.`cache_read_tokens`), 0) as `cacheReadTokens`,
  coalesce(sum(`usage_total`.`cache_write_tokens`), 0) as `cacheWriteTokens`, coalesce(sum(`usage_total`.`cost_nanos`),
    0) as `costNanos`
from `usage_total`
where `usage_total`.`scope` = ?
and `usage_total`.`state` in ('active', 'archived', 'deleted')
group by `usage_total`.`state`;

-- statistics.countSessions (scope: project, of: hot)
select `each`.`state` as `state`, coalesce(sum(`each`.`sessions`), 0) as `sessions`, coalesce(sum(`each`.`messages`), 0)
  as `messages`, coalesce(sum(`each`.`input_tokens`), 0) as `inputTokens`, coalesce(sum(`each`.`output_tokens`), 0) as
  `outputTokens`, coalesce(sum(`each`.`reasoning_tokens`), 0) as `reasoningTokens`,
  coalesce(sum(`each`.`cache_read_tokens`), 0) as `cacheReadTokens`, coalesce(sum(`each`.`cache_write_tokens`), 0) as
  `cacheWriteTokens`, coalesce(sum(`each`.`cost_nanos`), 0) as `costNanos`
from
(select `session_usage`.`session_id` as `session_id`, `session_usage`.`project_id` as `project_id`,
    `session_usage`.`state` as `state`, `session_usage`.`day` as `day`, `session_usage`.`author` as `author`,
    `session_usage`.`model` as `model`, -`session_usage`.`sessions` as `sessions`, -`session_usage`.`messages` as
    `messages`, -`session_usage`.`input_tokens` as `input_tokens`, -`session_usage`.`output_tokens` as `output_tokens`,
    -`session_usage`.`reasoning_tokens` as `reasoning_tokens`, -`session_usage`.`cache_read_tokens` as
    `cache_read_tokens`, -`session_usage`.`cache_write_tokens` as `cache_write_tokens`, -`session_usage`.`cost_nanos` as
    `cost_nanos`
  from `session`
  straight_join `session_usage` force index (`primary`)
  where `session`.`state` in ('active', 'archived', 'deleted')
  and `session`.`listed_at` is null
  and `session`.`project_id` = ?
  and `session_usage`.`session_id` = `session`.`id`
  union all
  select `session`.`id` as `session_id`, `session`.`project_id` as `project_id`, `session`.`state` as `state`, 0 as
    `day`, '' as `author`, '' as `model`, 1 as `sessions`, `session`.`message_count` as `messages`,
    `session`.`input_tokens` as `input_tokens`, `session`.`output_tokens` as `output_tokens`,
    `session`.`reasoning_tokens` as `reasoning_tokens`, `session`.`cache_read_tokens` as `cache_read_tokens`,
    `session`.`cache_write_tokens` as `cache_write_tokens`, `session`.`cost_nanos` as `cost_nanos`
  from `session`
  where `session`.`state` in ('active', 'archived', 'deleted')
  and `session`.`listed_at` is null
  and `session`.`project_id` = ?) as `each`
where `each`.`state` <> ''
group by `each`.`state`;

-- statistics.countSessions (scope: all, of: totals)
select `usage_total`.`state` as `state`, coalesce(sum(`usage_total`.`sessions`), 0) as `sessions`,
  coalesce(sum(`usage_total`.`messages`), 0) as `messages`, coalesce(sum(`usage_total`.`input_tokens`), 0) as
  `inputTokens`, coalesce(sum(`usage_total`.`output_tokens`), 0) as `outputTokens`,
  coalesce(sum(`usage_total`.`reasoning_tokens`), 0) as `reasoningTokens`,
  coalesce(sum(`usage_total`.`cache_read_tokens`), 0) as `cacheReadTokens`,
  coalesce(sum(`usage_total`.`cache_write_tokens`), 0) as `cacheWriteTokens`, coalesce(sum(`usage_total`.`cost_nanos`),
    0) as `costNanos`
from `usage_total`
where `usage_total`.`scope` = ?
and `usage_total`.`state` in ('active', 'archived', 'deleted')
group by `usage_total`.`state`;

-- statistics.countSessions (scope: all, of: hot)
select `each`.`state` as `state`, coalesce(sum(`each`.`sessions`), 0) as `sessions`, coalesce(sum(`each`.`messages`), 0)
  as `messages`, coalesce(sum(`each`.`input_tokens`), 0) as `inputTokens`, coalesce(sum(`each`.`output_tokens`), 0) as
  `outputTokens`, coalesce(sum(`each`.`reasoning_tokens`), 0) as `reasoningTokens`,
  coalesce(sum(`each`.`cache_read_tokens`), 0) as `cacheReadTokens`, coalesce(sum(`each`.`cache_write_tokens`), 0) as
  `cacheWriteTokens`, coalesce(sum(`each`.`cost_nanos`), 0) as `costNanos`
from
(select `session_usage`.`session_id` as `session_id`, `session_usage`.`project_id` as `project_id`,
    `session_usage`.`state` as `state`, `session_usage`.`day` as `day`, `session_usage`.`author` as `author`,
    `session_usage`.`model` as `model`, -`session_usage`.`sessions` as `sessions`, -`session_usage`.`messages` as
    `messages`, -`session_usage`.`input_tokens` as `input_tokens`, -`session_usage`.`output_tokens` as `output_tokens`,
    -`session_usage`.`reasoning_tokens` as `reasoning_tokens`, -`session_usage`.`cache_read_tokens` as
    `cache_read_tokens`, -`session_usage`.`cache_write_tokens` as `cache_write_tokens`, -`session_usage`.`cost_nanos` as
    `cost_nanos`
  from `session`
  straight_join `session_usage` force index (`primary`)
  where `session`.`state` in ('active', 'archived', 'deleted')
  and `session`.`listed_at` is null
  and `session_usage`.`session_id` = `session`.`id`
  union all
  select `session`.`id` as `session_id`, `session`.`project_id` as `project_id`, `session`.`state` as `state`, 0 as
    `day`, '' as `author`, '' as `model`, 1 as `sessions`, `session`.`message_count` as `messages`,
    `session`.`input_tokens` as `input_tokens`, `session`.`output_tokens` as `output_tokens`,
    `session`.`reasoning_tokens` as `reasoning_tokens`, `session`.`cache_read_tokens` as `cache_read_tokens`,
    `session`.`cache_write_tokens` as `cache_write_tokens`, `session`.`cost_nanos` as `cost_nanos`
  from `session`
  where `session`.`state` in ('active', 'archived', 'deleted')
  and `session`.`listed_at` is null) as `each`
where `each`.`state` <> ''
group by `each`.`state`;

-- search.project.proposedTitles
select `session`.`number` as `number`, `session`.`id` as `sessionId`, `session`.`project_id` as `projectId`,
  `session`.`title` as `title`, `session`.`updated_at` as `updatedAt`
from `session` force index (session_list)
where `session`.`number` < ?
and `session`.`deleted_at` is null
and `session`.`project_id` = ?
and `session`.`title` collate utf8mb4_general_ci like ? escape '|'
and (`session`.`title` collate utf8mb4_general_ci like ? escape '|' or `session`.`title` collate utf8mb4_general_ci like
    ? escape '|')
order by `session`.`number` desc
limit ?;

-- search.project.proposedParts
select `part`.`number` as `number`, `part`.`message_id` as `messageId`, `part`.`id` as `partId`, `part`.`type` as `type`,
  case when octet_length(`part`.`data`) <= ? then `part`.`data` end as `data`, `session`.`id` as `sessionId`,
  `session`.`project_id` as `projectId`, `session`.`title` as `title`, `session`.`updated_at` as `updatedAt`
from `part` `entry` force index (part_number_unique)
straight_join `session` force index (primary) on `session`.`id` = `entry`.`session_id`
straight_join `part` force index (primary) on `part`.`session_id` = `entry`.`session_id`
and `part`.`message_id` = `entry`.`message_id`
and `part`.`id` = `entry`.`id`
where `entry`.`number` < ?
and `session`.`deleted_at` is null
and `session`.`project_id` = ?
and `part`.`type` in ('text', 'reasoning', 'tool', 'file', 'subtask')
and `part`.`data` collate utf8mb4_general_ci like ? escape '|'
and (`part`.`data` collate utf8mb4_general_ci like ? escape '|' or `part`.`data` collate utf8mb4_general_ci like ? escape
    '|')
order by `entry`.`number` desc
limit ?;

-- search.project, filtered.proposedTitles
select `session`.`number` as `number`, `session`.`id` as `sessionId`, `session`.`project_id` as `projectId`,
  `session`.`title` as `title`, `session`.`updated_at` as `updatedAt`
from `session` force index (session_list)
where `session`.`number` < ?
and `session`.`deleted_at` is null
and `session`.`project_id` = ?
and `session`.`author_user` = ?
and replace(`session`.`folder_labels`, ?, '') <> `session`.`folder_labels`
and replace(`session`.`model_labels`, ?, '') <> `session`.`model_labels`
and replace(`session`.`origin_labels`, ?, '') <> `session`.`origin_labels`
and (replace(`session`.`mark_labels`, ?, '') <> `session`.`mark_labels` or replace(`session`.`mark_labels`, ?, '') <>
    `session`.`mark_labels`)
and (replace(`session`.`mark_labels`, ?, '') <> `session`.`mark_labels` or replace(`session`.`mark_labels`, ?, '') <>
    `session`.`mark_labels`)
and `session`.`updated_at` >= ?
and `session`.`updated_at` < ?
and `session`.`title` collate utf8mb4_general_ci like ? escape '|'
and (`session`.`title` collate utf8mb4_general_ci like ? escape '|' or `session`.`title` collate utf8mb4_general_ci like
    ? escape '|')
order by `session`.`number` desc
limit ?;

-- search.project, filtered.proposedParts
select `part`.`number` as `number`, `part`.`message_id` as `messageId`, `part`.`id` as `partId`, `part`.`type` as `type`,
  case when octet_length(`part`.`data`) <= ? then `part`.`data` end as `data`, `session`.`id` as `sessionId`,
  `session`.`project_id` as `projectId`, `session`.`title` as `title`, `session`.`updated_at` as `updatedAt`
from `part` `entry` force index (part_number_unique)
straight_join `session` force index (primary) on `session`.`id` = `entry`.`session_id`
straight_join `part` force index (primary) on `part`.`session_id` = `entry`.`session_id`
and `part`.`message_id` = `entry`.`message_id`
and `part`.`id` = `entry`.`id`
where `entry`.`number` < ?
and `session`.`deleted_at` is null
and `session`.`project_id` = ?
and `part`.`type` = ?
and `part`.`created_at` >= ?
and `part`.`created_at` < ?
and exists
(select 1
  from `message`
  where `message`.`session_id` = `part`.`session_id`
  and `message`.`id` = `part`.`message_id`
  and `message`.`role` = ?)
and `session`.`author_user` = ?
and replace(`session`.`folder_labels`, ?, '') <> `session`.`folder_labels`
and replace(`session`.`model_labels`, ?, '') <> `session`.`model_labels`
and replace(`session`.`origin_labels`, ?, '') <> `session`.`origin_labels`
and (replace(`session`.`mark_labels`, ?, '') <> `session`.`mark_labels` or replace(`session`.`mark_labels`, ?, '') <>
    `session`.`mark_labels`)
and (replace(`session`.`mark_labels`, ?, '') <> `session`.`mark_labels` or replace(`session`.`mark_labels`, ?, '') <>
    `session`.`mark_labels`)
and `part`.`type` in ('text', 'reasoning', 'tool', 'file', 'subtask')
and `part`.`data` collate utf8mb4_general_ci like ? escape '|'
and (`part`.`data` collate utf8mb4_general_ci like ? escape '|' or `part`.`data` collate utf8mb4_general_ci like ? escape
    '|')
order by `entry`.`number` desc
limit ?;

-- search.all.proposedTitles
select `session`.`number` as `number`, `session`.`id` as `sessionId`, `session`.`project_id` as `projectId`,
  `session`.`title` as `title`, `session`.`updated_at` as `updatedAt`
from `session` force index (session_number_unique)
where `session`.`number` < ?
and `session`.`deleted_at` is null
and `session`.`title` collate utf8mb4_general_ci like ? escape '|'
and (`session`.`title` collate utf8mb4_general_ci like ? escape '|' or `session`.`title` collate utf8mb4_general_ci like
    ? escape '|')
order by `session`.`number` desc
limit ?;

-- search.all.proposedParts
select `part`.`number` as `number`, `part`.`message_id` as `messageId`, `part`.`id` as `partId`, `part`.`type` as `type`,
  case when octet_length(`part`.`data`) <= ? then `part`.`data` end as `data`, `session`.`id` as `sessionId`,
  `session`.`project_id` as `projectId`, `session`.`title` as `title`, `session`.`updated_at` as `updatedAt`
from `part` `entry` force index (part_number_unique)
straight_join `session` force index (primary) on `session`.`id` = `entry`.`session_id`
straight_join `part` force index (primary) on `part`.`session_id` = `entry`.`session_id`
and `part`.`message_id` = `entry`.`message_id`
and `part`.`id` = `entry`.`id`
where `entry`.`number` < ?
and `session`.`deleted_at` is null
and `part`.`type` in ('text', 'reasoning', 'tool', 'file', 'subtask')
and `part`.`data` collate utf8mb4_general_ci like ? escape '|'
and (`part`.`data` collate utf8mb4_general_ci like ? escape '|' or `part`.`data` collate utf8mb4_general_ci like ? escape
    '|')
order by `entry`.`number` desc
limit ?;

-- search.all, filtered.proposedTitles
select `session`.`number` as `number`, `session`.`id` as `sessionId`, `session`.`project_id` as `projectId`,
  `session`.`title` as `title`, `session`.`updated_at` as `updatedAt`
from `session` force index (session_number_unique)
where `session`.`number` < ?
and `session`.`deleted_at` is null
and `session`.`author_user` = ?
and replace(`session`.`folder_labels`, ?, '') <> `session`.`folder_labels`
and replace(`session`.`model_labels`, ?, '') <> `session`.`model_labels`
and replace(`session`.`origin_labels`, ?, '') <> `session`.`origin_labels`
and (replace(`session`.`mark_labels`, ?, '') <> `session`.`mark_labels` or replace(`session`.`mark_labels`, ?, '') <>
    `session`.`mark_labels`)
and (replace(`session`.`mark_labels`, ?, '') <> `session`.`mark_labels` or replace(`session`.`mark_labels`, ?, '') <>
    `session`.`mark_labels`)
and `session`.`updated_at` >= ?
and `session`.`updated_at` < ?
and `session`.`title` collate utf8mb4_general_ci like ? escape '|'
and (`session`.`title` collate utf8mb4_general_ci like ? escape '|' or `session`.`title` collate utf8mb4_general_ci like
    ? escape '|')
order by `session`.`number` desc
limit ?;

-- search.all, filtered.proposedParts
select `part`.`number` as `number`, `part`.`message_id` as `messageId`, `part`.`id` as `partId`, `part`.`type` as `type`,
  case when octet_length(`part`.`data`) <= ? then `part`.`data` end as `data`, `session`.`id` as `sessionId`,
  `session`.`project_id` as `projectId`, `session`.`title` as `title`, `session`.`updated_at` as `updatedAt`
from `part` `entry` force index (part_number_unique)
straight_join `session` force index (primary) on `session`.`id` = `entry`.`session_id`
straight_join `part` force index (primary) on `part`.`session_id` = `entry`.`session_id`
and `part`.`message_id` = `entry`.`message_id`
and `part`.`id` = `entry`.`id`
where `entry`.`number` < ?
and `session`.`deleted_at` is null
and `part`.`type` = ?
and `part`.`created_at` >= ?
and `part`.`created_at` < ?
and exists
(select 1
  from `message`
  where `message`.`session_id` = `part`.`session_id`
  and `message`.`id` = `part`.`message_id`
  and `message`.`role` = ?)
and `session`.`author_user` = ?
and replace(`session`.`folder_labels`, ?, '') <> `session`.`folder_labels`
and replace(`session`.`model_labels`, ?, '') <> `session`.`model_labels`
and replace(`session`.`origin_labels`, ?, '') <> `session`.`origin_labels`
and (replace(`session`.`mark_labels`, ?, '') <> `session`.`mark_labels` or replace(`session`.`mark_labels`, ?, '') <>
    `session`.`mark_labels`)
and (replace(`session`.`mark_labels`, ?, '') <> `session`.`mark_labels` or replace(`session`.`mark_labels`, ?, '') <>
    `session`.`mark_labels`)
and `part`.`type` in ('text', 'reasoning', 'tool', 'file', 'subtask')
and `part`.`data` collate utf8mb4_general_ci like ? escape '|'
and (`part`.`data` collate utf8mb4_general_ci like ? escape '|' or `part`.`data` collate utf8mb4_general_ci like ? escape
    '|')
order by `entry`.`number` desc
limit ?;

-- search.dataOfPart
select `part`.`data` as `data`
from `part`
where `part`.`session_id` = ?
and `part`.`message_id` = ?
and `part`.`id` = ?;

-- part.putPart, without foreign keys
insert into `part` (`revision`, `message_id`, `id`, `type`, `data`, `created_at`, `updated_at`, `position`, `session_id`,
    `feed_revision`)
values (coalesce(?, @opencode_number - ?),
  (select `message`.`id`
    from `message`
    where `message`.`session_id` = ?
    and `message`.`id` = ?), ?, ?, ?, ?, ?, coalesce(?, coalesce(?, @opencode_number - ?)), ?, coalesce(?,
      @opencode_number - ?))
on duplicate key update `type` =
values(`type`), `data` =
values(`data`), `created_at` =
values(`created_at`), `updated_at` =
values(`updated_at`), `revision` =
values(`revision`), `feed_revision` =
values(`revision`);

-- receipt.record, without user variables
insert into `batch` (`session_id`, `id`, `revision`, `created_at`)
values (?, ?,
  (select coalesce(?, `session`.`revision` + ?)
    from `session`
    where `session`.`id` = ?
    and (? is null or `session`.`project_id` = ?)
    and (? is null or `session`.`revision` = ?)
    and (? is null or `session`.`revision` < ?)
    and (? is null or `session`.`last_batch` = ?) for update), timestampdiff(microsecond, '1970-01-01', utc_timestamp(3))
    div 1000);

-- session.replaceSession, without user variables
update `session`
set `title` = ?, `title_source` = ?, `parent_id` = ?, `directory` = ?, `author_user` = ?, `author_host` = ?, `agent` = ?,
  `model` = ?, `todos` = ?, `metadata` = ?, `marks` = ?, `author_labels` = ?, `model_labels` = ?, `origin_labels` = ?,
  `folder_labels` = ?, `mark_labels` = ?, `state` = ?, `archived_at` = ?, `deleted_at` = ?, `deletion_id` = ?,
  `created_at` = ?, `fields_revision` = coalesce(?,
  (select `batch`.`revision`
    from `batch`
    where `batch`.`session_id` = ?
    and `batch`.`id` = ?) - ?)
where `session`.`id` = ?;

-- session.updateSession (title: unchanged), without user variables
update `session`
set `fields_revision` = coalesce(?,
  (select `batch`.`revision`
    from `batch`
    where `batch`.`session_id` = ?
    and `batch`.`id` = ?) - ?)
where `session`.`id` = ?;

-- session.updateSession (title: unchanged, archivedAt), without user variables
update `session`
set `state` = case when `session`.`deleted_at` is not null then 'deleted' when ? is null then 'active' else 'archived'
  end, `archived_at` = ?, `fields_revision` = coalesce(?,
  (select `batch`.`revision`
    from `batch`
    where `batch`.`session_id` = ?
    and `batch`.`id` = ?) - ?)
where `session`.`id` = ?;

-- session.updateSession (title: unchanged, marks), without user variables
update `session`
set `marks` = ?, `mark_labels` = ?, `fields_revision` = coalesce(?,
  (select `batch`.`revision`
    from `batch`
    where `batch`.`session_id` = ?
    and `batch`.`id` = ?) - ?)
where `session`.`id` = ?;

-- session.updateSession (title: unchanged, metadata), without user variables
update `session`
set `metadata` = ?, `origin_labels` = ?, `fields_revision` = coalesce(?,
  (select `batch`.`revision`
    from `batch`
    where `batch`.`session_id` = ?
    and `batch`.`id` = ?) - ?)
where `session`.`id` = ?;

-- session.updateSession (title: unchanged, todos), without user variables
update `session`
set `todos` = ?, `fields_revision` = coalesce(?,
  (select `batch`.`revision`
    from `batch`
    where `batch`.`session_id` = ?
    and `batch`.`id` = ?) - ?)
where `session`.`id` = ?;

-- session.updateSession (title: unchanged, model), without user variables
update `session`
set `model` = ?, `model_labels` = ?, `fields_revision` = coalesce(?,
  (select `batch`.`revision`
    from `batch`
    where `batch`.`session_id` = ?
    and `batch`.`id` = ?) - ?)
where `session`.`id` = ?;

-- session.updateSession (title: unchanged, agent), without user variables
update `session`
set `agent` = ?, `fields_revision` = coalesce(?,
  (select `batch`.`revision`
    from `batch`
    where `batch`.`session_id` = ?
    and `batch`.`id` = ?) - ?)
where `session`.`id` = ?;

-- session.updateSession (title: unchanged, author), without user variables
update `session`
set `author_user` = ?, `author_host` = ?, `author_labels` = ?, `fields_revision` = coalesce(?,
  (select `batch`.`revision`
    from `batch`
    where `batch`.`session_id` = ?
    and `batch`.`id` = ?) - ?)
where `session`.`id` = ?;

-- session.updateSession (title: unchanged, directory), without user variables
update `session`
set `directory` = ?, `folder_labels` = ?, `fields_revision` = coalesce(?,
  (select `batch`.`revision`
    from `batch`
    where `batch`.`session_id` = ?
    and `batch`.`id` = ?) - ?)
where `session`.`id` = ?;

-- session.updateSession (title: unchanged, parentId), without user variables
update `session`
set `parent_id` = ?, `fields_revision` = coalesce(?,
  (select `batch`.`revision`
    from `batch`
    where `batch`.`session_id` = ?
    and `batch`.`id` = ?) - ?)
where `session`.`id` = ?;

-- session.updateSession (title: unchanged, titleSource), without user variables
update `session`
set `title_source` = ?, `fields_revision` = coalesce(?,
  (select `batch`.`revision`
    from `batch`
    where `batch`.`session_id` = ?
    and `batch`.`id` = ?) - ?)
where `session`.`id` = ?;

-- session.updateSession (title: given), without user variables
update `session`
set `title` = ?, `fields_revision` = coalesce(?,
  (select `batch`.`revision`
    from `batch`
    where `batch`.`session_id` = ?
    and `batch`.`id` = ?) - ?)
where `session`.`id` = ?;

-- session.updateSession (title: generated), without user variables
update `session`
set `title` = case when `session`.`title_source` = 'user' then `session`.`title` else ? end, `fields_revision` =
  coalesce(?,
  (select `batch`.`revision`
    from `batch`
    where `batch`.`session_id` = ?
    and `batch`.`id` = ?) - ?)
where `session`.`id` = ?;

-- session.updateSession (title: generated, titleSource, parentId, directory, author, agent, model, todos, metadata, marks, archivedAt), without user variables
update `session`
set `title` = case when `session`.`title_source` = 'user' then `session`.`title` else ? end, `title_source` = ?,
  `parent_id` = ?, `directory` = ?, `folder_labels` = ?, `author_user` = ?, `author_host` = ?, `author_labels` = ?,
  `agent` = ?, `model` = ?, `model_labels` = ?, `todos` = ?, `metadata` = ?, `origin_labels` = ?, `marks` = ?,
  `mark_labels` = ?, `state` = case when `session`.`deleted_at` is not null then 'deleted' when ? is null then 'active'
  else 'archived' end, `archived_at` = ?, `fields_revision` = coalesce(?,
  (select `batch`.`revision`
    from `batch`
    where `batch`.`session_id` = ?
    and `batch`.`id` = ?) - ?)
where `session`.`id` = ?;

-- subtree.advanceSubtree, without user variables
insert into `change_feed` (`shard`, `sequence`)
select `feed`.`shard`, `counted`.`count`
from
(select 0 as `shard`
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
  select 15) as `feed`
cross
join
(select count(*) as `count`
  from
  (select `id`
    from (with recursive `subtree` (`id`, `project_id`, `last_batch`) as (
        select `session`.`id`, `session`.`project_id`, `session`.`last_batch`
        from `session`
        where `session`.`id` = ?
        union
        select `session`.`id`, `session`.`project_id`, `session`.`last_batch`
        from `session` force index (`session_parent`)
        join `subtree` on `session`.`parent_id` = `subtree`.`id`
        and `session`.`project_id` = `subtree`.`project_id` )
      select `id`
      from `subtree`
      where `last_batch` in (?, ?)) as `subtree_ids`) as `ids`) as `counted`
where true
order by `feed`.`shard`
on duplicate key update `sequence` = `change_feed`.`sequence` +
values(`sequence`);

-- subtree.claimSubtree, without user variables
update `session`
set `fields_revision` = case when `session`.`id` = ? then
(select `batch`.`revision`
  from `batch`
  where `batch`.`session_id` = ?
  and `batch`.`id` = ?) else `session`.`revision` + 1 end, `revision` = case when `session`.`id` = ? then
(select `batch`.`revision`
  from `batch`
  where `batch`.`session_id` = ?
  and `batch`.`id` = ?) else `session`.`revision` + 1 end, `last_batch` = case when `session`.`id` = ? then ? else ? end
where `session`.`id` in
(select `id`
  from (with recursive `subtree` (`id`, `project_id`, `last_batch`) as (
      select `session`.`id`, `session`.`project_id`, `session`.`last_batch`
      from `session`
      where `session`.`id` = ?
      union
      select `session`.`id`, `session`.`project_id`, `session`.`last_batch`
      from `session` force index (`session_parent`)
      join `subtree` on `session`.`parent_id` = `subtree`.`id`
      and `session`.`project_id` = `subtree`.`project_id` )
    select `id`
    from `subtree`) as `subtree_ids`);

-- subtree.deleteSubtree, without user variables
update `session`
set `fields_revision` = case when `session`.`id` = ? then
(select `batch`.`revision`
  from `batch`
  where `batch`.`session_id` = ?
  and `batch`.`id` = ?) else `session`.`revision` + 1 end, `revision` = case when `session`.`id` = ? then
(select `batch`.`revision`
  from `batch`
  where `batch`.`session_id` = ?
  and `batch`.`id` = ?) else `session`.`revision` + 1 end, `last_batch` = case when `session`.`id` = ? then ? else ? end,
  `state` = 'deleted', `deleted_at` = ?, `deletion_id` = ?
where `session`.`id` in
(select `id`
  from (with recursive `subtree` (`id`, `project_id`, `last_batch`) as (
      select `session`.`id`, `session`.`project_id`, `session`.`last_batch`
      from `session`
      where `session`.`id` = ?
      union
      select `session`.`id`, `session`.`project_id`, `session`.`last_batch`
      from `session` force index (`session_parent`)
      join `subtree` on `session`.`parent_id` = `subtree`.`id`
      and `session`.`project_id` = `subtree`.`project_id` )
    select `id`
    from `subtree`) as `subtree_ids`)
and `session`.`deleted_at` is null;

-- subtree.departSubtree, without user variables
insert into `departed_session` (`session_id`, `project_id`, `revision`, `shard`, `sequence`)
select `session`.`id`, `session`.`project_id`, `session`.`revision`, `session`.`shard`,
(select `change_feed`.`sequence`
  from `change_feed`
  where `change_feed`.`shard` = `session`.`shard`) -
(select count(*)
  from
  (select `id`
    from (with recursive `subtree` (`id`, `project_id`, `last_batch`) as (
        select `session`.`id`, `session`.`project_id`, `session`.`last_batch`
        from `session`
        where `session`.`id` = ?
        union
        select `session`.`id`, `session`.`project_id`, `session`.`last_batch`
        from `session` force index (`session_parent`)
        join `subtree` on `session`.`parent_id` = `subtree`.`id`
        and `session`.`project_id` = `subtree`.`project_id` )
      select `id`
      from `subtree`
      where `last_batch` in (?, ?)) as `subtree_ids`) as `other`
  where `other`.`id` < `session`.`id`)
from `session`
where `session`.`id` in
(select `id`
  from (with recursive `subtree` (`id`, `project_id`, `last_batch`) as (
      select `session`.`id`, `session`.`project_id`, `session`.`last_batch`
      from `session`
      where `session`.`id` = ?
      union
      select `session`.`id`, `session`.`project_id`, `session`.`last_batch`
      from `session` force index (`session_parent`)
      join `subtree` on `session`.`parent_id` = `subtree`.`id`
      and `session`.`project_id` = `subtree`.`project_id` )
    select `id`
    from `subtree`
    where `last_batch` in (?, ?)) as `subtree_ids`)
and `session`.`last_batch` in (?, ?);

-- subtree.discountSubtree, without user variables
insert into `usage_total` (`scope`, `state`, `day`, `author`, `model`, `sessions`, `messages`, `input_tokens`,
    `output_tokens`, `reasoning_tokens`, `cache_read_tokens`, `cache_write_tokens`, `cost_nanos`)
select case `scopes`.`number` when 0 then `each`.`project_id` else '' end, `each`.`state`, `each`.`day`, `each`.`author`,
  `each`.`model`, sum(`each`.`sessions`), sum(`each`.`messages`), sum(`each`.`input_tokens`),
  sum(`each`.`output_tokens`), sum(`each`.`reasoning_tokens`), sum(`each`.`cache_read_tokens`),
  sum(`each`.`cache_write_tokens`), sum(`each`.`cost_nanos`)
from
(select `session_usage`.`session_id` as `session_id`, `session_usage`.`project_id` as `project_id`,
    `session_usage`.`state` as `state`, `session_usage`.`day` as `day`, `session_usage`.`author` as `author`,
    `session_usage`.`model` as `model`, -`session_usage`.`sessions` as `sessions`, -`session_usage`.`messages` as
    `messages`, -`session_usage`.`input_tokens` as `input_tokens`, -`session_usage`.`output_tokens` as `output_tokens`,
    -`session_usage`.`reasoning_tokens` as `reasoning_tokens`, -`session_usage`.`cache_read_tokens` as
    `cache_read_tokens`, -`session_usage`.`cache_write_tokens` as `cache_write_tokens`, -`session_usage`.`cost_nanos` as
    `cost_nanos`
  from `session`
  straight_join `session_usage` force index (`primary`)
  where `session`.`id` in
  (select `id`
    from (with recursive `subtree` (`id`, `project_id`, `last_batch`) as (
        select `session`.`id`, `session`.`project_id`, `session`.`last_batch`
        from `session`
        where `session`.`id` = ?
        union
        select `session`.`id`, `session`.`project_id`, `session`.`last_batch`
        from `session` force index (`session_parent`)
        join `subtree` on `session`.`parent_id` = `subtree`.`id`
        and `session`.`project_id` = `subtree`.`project_id` )
      select `id`
      from `subtree`
      where `last_batch` in (?, ?)) as `subtree_ids`)
  and `session`.`last_batch` in (?, ?)
  and `session_usage`.`session_id` = `session`.`id`) as `each`
cross
join
(select 0 as `number`
  union all
  select 1) as `scopes`
where true
group by case `scopes`.`number` when 0 then `each`.`project_id` else '' end, `each`.`state`, `each`.`day`,
  `each`.`author`, `each`.`model`
order by case `scopes`.`number` when 0 then `each`.`project_id` else '' end, `each`.`state`, `each`.`day`,
  `each`.`author`, `each`.`model`
on duplicate key update `sessions` = `usage_total`.`sessions` +
values(`sessions`), `messages` = `usage_total`.`messages` +
values(`messages`), `input_tokens` = `usage_total`.`input_tokens` +
values(`input_tokens`), `output_tokens` = `usage_total`.`output_tokens` +
values(`output_tokens`), `reasoning_tokens` = `usage_total`.`reasoning_tokens` +
values(`reasoning_tokens`), `cache_read_tokens` = `usage_total`.`cache_read_tokens` +
values(`cache_read_tokens`), `cache_write_tokens` = `usage_total`.`cache_write_tokens` +
values(`cache_write_tokens`), `cost_nanos` = `usage_total`.`cost_nanos` +
values(`cost_nanos`);

-- subtree.forgetDepartures, without user variables
delete from `departed_session`
where `departed_session`.`session_id` in
(select `id`
  from (with recursive `subtree` (`id`, `project_id`, `last_batch`) as (
      select `session`.`id`, `session`.`project_id`, `session`.`last_batch`
      from `session`
      where `session`.`id` = ?
      union
      select `session`.`id`, `session`.`project_id`, `session`.`last_batch`
      from `session` force index (`session_parent`)
      join `subtree` on `session`.`parent_id` = `subtree`.`id`
      and `session`.`project_id` = `subtree`.`project_id` )
    select `id`
    from `subtree`
    where `last_batch` in (?, ?)) as `subtree_ids`)
and `departed_session`.`project_id` = ?;

-- subtree.forgetEarlierDepartures, without user variables
delete from `departed_session`
where `departed_session`.`session_id` in
(select `id`
  from (with recursive `subtree` (`id`, `project_id`, `last_batch`) as (
      select `session`.`id`, `session`.`project_id`, `session`.`last_batch`
      from `session`
      where `session`.`id` = ?
      union
      select `session`.`id`, `session`.`project_id`, `session`.`last_batch`
      from `session` force index (`session_parent`)
      join `subtree` on `session`.`parent_id` = `subtree`.`id`
      and `session`.`project_id` = `subtree`.`project_id` )
    select `id`
    from `subtree`
    where `last_batch` in (?, ?)) as `subtree_ids`)
and `departed_session`.`project_id` =
(select `session`.`project_id`
  from `session`
  where `session`.`id` = ?);

-- subtree.forgetUsageOfSubtree, without user variables
delete from `session_usage` using
(select `session`.`id` as `session_id`
  from `session`
  where `session`.`id` in
  (select `id`
    from (with recursive `subtree` (`id`, `project_id`, `last_batch`) as (
        select `session`.`id`, `session`.`project_id`, `session`.`last_batch`
        from `session`
        where `session`.`id` = ?
        union
        select `session`.`id`, `session`.`project_id`, `session`.`last_batch`
        from `session` force index (`session_parent`)
        join `subtree` on `session`.`parent_id` = `subtree`.`id`
        and `session`.`project_id` = `subtree`.`project_id` )
      select `id`
      from `subtree`
      where `last_batch` in (?, ?)) as `subtree_ids`)
  and `session`.`last_batch` in (?, ?)) as `gone`
straight_join `session_usage` as `session_usage` force index (primary) on `session_usage`.`session_id` =
  `gone`.`session_id`;

-- subtree.labelSubtree, without user variables
insert into `session_label` (`scope`, `label`, `state`, `listed_at`, `session_id`)
select case `scopes`.`number` when 0 then `piece`.`project_id` else '' end, `piece`.`labels`, `piece`.`state`,
  `piece`.`listed_at`, `piece`.`id`
from
(select `project_id`, `state`, `listed_at`, `id`, substr(`list`.`labels`, (`tens`.`number` * 10 + `units`.`number`) * 10
      + 1, 10) as `labels`
  from
  (select `session`.`project_id`, `session`.`state`, `session`.`listed_at` as `listed_at`, `session`.`id`, case
      `list`.`number` when 0 then `session`.`author_labels` when 1 then `session`.`model_labels` when 2 then
      `session`.`origin_labels` when 3 then `session`.`folder_labels` when 4 then `session`.`mark_labels` end as `labels`
    from `session`
    cross
    join
    (select 0 as `number`
      union all
      select 1
      union all
      select 2
      union all
      select 3
      union all
      select 4) as `list`
    where `session`.`id` in
    (select `id`
      from (with recursive `subtree` (`id`, `project_id`, `last_batch`) as (
          select `session`.`id`, `session`.`project_id`, `session`.`last_batch`
          from `session`
          where `session`.`id` = ?
          union
          select `session`.`id`, `session`.`project_id`, `session`.`last_batch`
          from `session` force index (`session_parent`)
          join `subtree` on `session`.`parent_id` = `subtree`.`id`
          and `session`.`project_id` = `subtree`.`project_id` )
        select `id`
        from `subtree`
        where `last_batch` in (?, ?)) as `subtree_ids`)
    and `session`.`last_batch` in (?, ?)) as `list`
  join
  (select 0 as `number`
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
    select 9) as `tens` on `tens`.`number` * 100 < length(`list`.`labels`)
  join
  (select 0 as `number`
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
    select 9) as `units` on (`tens`.`number` * 10 + `units`.`number`) * 10 < length(`list`.`labels`)) as `piece`
cross
join
(select 0 as `number`
  union all
  select 1) as `scopes`;

-- subtree.moveSubtree, without user variables
update `session`
set `project_id` = ?
where `session`.`id` in
(select `id`
  from (with recursive `subtree` (`id`, `project_id`, `last_batch`) as (
      select `session`.`id`, `session`.`project_id`, `session`.`last_batch`
      from `session`
      where `session`.`id` = ?
      union
      select `session`.`id`, `session`.`project_id`, `session`.`last_batch`
      from `session` force index (`session_parent`)
      join `subtree` on `session`.`parent_id` = `subtree`.`id`
      and `session`.`project_id` = `subtree`.`project_id` )
    select `id`
    from `subtree`
    where `last_batch` in (?, ?)) as `subtree_ids`);

-- subtree.noteUsageOfSubtree, without user variables
insert into `session_usage` (`session_id`, `project_id`, `state`, `day`, `author`, `model`, `sessions`, `messages`,
    `input_tokens`, `output_tokens`, `reasoning_tokens`, `cache_read_tokens`, `cache_write_tokens`, `cost_nanos`)
select `session`.`id` as `session_id`, `session`.`project_id` as `project_id`, `session`.`state` as `state`, 0 as `day`,
  '' as `author`, '' as `model`, 1 as `sessions`, `session`.`message_count` as `messages`, `session`.`input_tokens` as
  `input_tokens`, `session`.`output_tokens` as `output_tokens`, `session`.`reasoning_tokens` as `reasoning_tokens`,
  `session`.`cache_read_tokens` as `cache_read_tokens`, `session`.`cache_write_tokens` as `cache_write_tokens`,
  `session`.`cost_nanos` as `cost_nanos`
from `session`
where `session`.`id` in
(select `id`
  from (with recursive `subtree` (`id`, `project_id`, `last_batch`) as (
      select `session`.`id`, `session`.`project_id`, `session`.`last_batch`
      from `session`
      where `session`.`id` = ?
      union
      select `session`.`id`, `session`.`project_id`, `session`.`last_batch`
      from `session` force index (`session_parent`)
      join `subtree` on `session`.`parent_id` = `subtree`.`id`
      and `session`.`project_id` = `subtree`.`project_id` )
    select `id`
    from `subtree`
    where `last_batch` in (?, ?)) as `subtree_ids`)
and `session`.`last_batch` in (?, ?)
union all
select `each`.`session_id`, `each`.`project_id`, `each`.`state`, `each`.`day`, `each`.`author`, `each`.`model`,
  sum(`each`.`sessions`), sum(`each`.`messages`), sum(`each`.`input_tokens`), sum(`each`.`output_tokens`),
  sum(`each`.`reasoning_tokens`), sum(`each`.`cache_read_tokens`), sum(`each`.`cache_write_tokens`),
  sum(`each`.`cost_nanos`)
from
(select `session`.`id` as `session_id`, `session`.`project_id` as `project_id`, '' as `state`, `message`.`created_at` -
    `message`.`created_at` % 86400000 as `day`, coalesce(`message`.`author_user`, `session`.`author_user`, '') as
    `author`, coalesce(`message`.`model_name`, '') as `model`, 0 as `sessions`, 1 as `messages`,
    coalesce(`message`.`input_tokens`, 0) as `input_tokens`, coalesce(`message`.`output_tokens`, 0) as `output_tokens`,
    coalesce(`message`.`reasoning_tokens`, 0) as `reasoning_tokens`, coalesce(`message`.`cache_read_tokens`, 0) as
    `cache_read_tokens`, coalesce(`message`.`cache_write_tokens`, 0) as `cache_write_tokens`,
    coalesce(`message`.`cost_nanos`, 0) as `cost_nanos`
  from `session`
  straight_join `message` force index (`primary`)
  where `session`.`id` in
  (select `id`
    from (with recursive `subtree` (`id`, `project_id`, `last_batch`) as (
        select `session`.`id`, `session`.`project_id`, `session`.`last_batch`
        from `session`
        where `session`.`id` = ?
        union
        select `session`.`id`, `session`.`project_id`, `session`.`last_batch`
        from `session` force index (`session_parent`)
        join `subtree` on `session`.`parent_id` = `subtree`.`id`
        and `session`.`project_id` = `subtree`.`project_id` )
      select `id`
      from `subtree`
      where `last_batch` in (?, ?)) as `subtree_ids`)
  and `session`.`last_batch` in (?, ?)
  and `message`.`session_id` = `session`.`id`
  and `session`.`deleted_at` is null) as `each`
group by `each`.`session_id`, `each`.`project_id`, `each`.`state`, `each`.`day`, `each`.`author`, `each`.`model`;

-- subtree.placeSubtree, without user variables
update `session`
set `sequence` =
(select `change_feed`.`sequence`
  from `change_feed`
  where `change_feed`.`shard` = `session`.`shard`) -
(select count(*)
  from
  (select `id`
    from (with recursive `subtree` (`id`, `project_id`, `last_batch`) as (
        select `session`.`id`, `session`.`project_id`, `session`.`last_batch`
        from `session`
        where `session`.`id` = ?
        union
        select `session`.`id`, `session`.`project_id`, `session`.`last_batch`
        from `session` force index (`session_parent`)
        join `subtree` on `session`.`parent_id` = `subtree`.`id`
        and `session`.`project_id` = `subtree`.`project_id` )
      select `id`
      from `subtree`
      where `last_batch` in (?, ?)) as `subtree_ids`) as `other`
  where `other`.`id` < `session`.`id`), `fed_at` =
(select `change_feed`.`sequence`
  from `change_feed`
  where `change_feed`.`shard` = `session`.`shard`) -
(select count(*)
  from
  (select `id`
    from (with recursive `subtree` (`id`, `project_id`, `last_batch`) as (
        select `session`.`id`, `session`.`project_id`, `session`.`last_batch`
        from `session`
        where `session`.`id` = ?
        union
        select `session`.`id`, `session`.`project_id`, `session`.`last_batch`
        from `session` force index (`session_parent`)
        join `subtree` on `session`.`parent_id` = `subtree`.`id`
        and `session`.`project_id` = `subtree`.`project_id` )
      select `id`
      from `subtree`
      where `last_batch` in (?, ?)) as `subtree_ids`) as `other`
  where `other`.`id` < `session`.`id`), `listed_at` = `session`.`updated_at`, `labelled_at` = `session`.`updated_at`
where `session`.`id` in
(select `id`
  from (with recursive `subtree` (`id`, `project_id`, `last_batch`) as (
      select `session`.`id`, `session`.`project_id`, `session`.`last_batch`
      from `session`
      where `session`.`id` = ?
      union
      select `session`.`id`, `session`.`project_id`, `session`.`last_batch`
      from `session` force index (`session_parent`)
      join `subtree` on `session`.`parent_id` = `subtree`.`id`
      and `session`.`project_id` = `subtree`.`project_id` )
    select `id`
    from `subtree`
    where `last_batch` in (?, ?)) as `subtree_ids`)
and `session`.`last_batch` in (?, ?);

-- subtree.purgeContent.0, without user variables
delete from `part`
where `part`.`session_id` in
(select `id`
  from (with recursive `subtree` (`id`, `project_id`, `last_batch`) as (
      select `session`.`id`, `session`.`project_id`, `session`.`last_batch`
      from `session`
      where `session`.`id` = ?
      union
      select `session`.`id`, `session`.`project_id`, `session`.`last_batch`
      from `session` force index (`session_parent`)
      join `subtree` on `session`.`parent_id` = `subtree`.`id`
      and `session`.`project_id` = `subtree`.`project_id` )
    select `id`
    from `subtree`
    where `last_batch` in (?, ?)) as `subtree_ids`);

-- subtree.purgeContent.1, without user variables
delete from `message`
where `message`.`session_id` in
(select `id`
  from (with recursive `subtree` (`id`, `project_id`, `last_batch`) as (
      select `session`.`id`, `session`.`project_id`, `session`.`last_batch`
      from `session`
      where `session`.`id` = ?
      union
      select `session`.`id`, `session`.`project_id`, `session`.`last_batch`
      from `session` force index (`session_parent`)
      join `subtree` on `session`.`parent_id` = `subtree`.`id`
      and `session`.`project_id` = `subtree`.`project_id` )
    select `id`
    from `subtree`
    where `last_batch` in (?, ?)) as `subtree_ids`);

-- subtree.purgeContent.2, without user variables
delete from `file_version`
where `file_version`.`session_id` in
(select `id`
  from (with recursive `subtree` (`id`, `project_id`, `last_batch`) as (
      select `session`.`id`, `session`.`project_id`, `session`.`last_batch`
      from `session`
      where `session`.`id` = ?
      union
      select `session`.`id`, `session`.`project_id`, `session`.`last_batch`
      from `session` force index (`session_parent`)
      join `subtree` on `session`.`parent_id` = `subtree`.`id`
      and `session`.`project_id` = `subtree`.`project_id` )
    select `id`
    from `subtree`
    where `last_batch` in (?, ?)) as `subtree_ids`);

-- subtree.purgeContent.3, without user variables
delete from `tombstone`
where `tombstone`.`session_id` in
(select `id`
  from (with recursive `subtree` (`id`, `project_id`, `last_batch`) as (
      select `session`.`id`, `session`.`project_id`, `session`.`last_batch`
      from `session`
      where `session`.`id` = ?
      union
      select `session`.`id`, `session`.`project_id`, `session`.`last_batch`
      from `session` force index (`session_parent`)
      join `subtree` on `session`.`parent_id` = `subtree`.`id`
      and `session`.`project_id` = `subtree`.`project_id` )
    select `id`
    from `subtree`
    where `last_batch` in (?, ?)) as `subtree_ids`);

-- subtree.purgeSubtree, without user variables
delete from `session`
where `session`.`id` in
(select `id`
  from (with recursive `subtree` (`id`, `project_id`, `last_batch`) as (
      select `session`.`id`, `session`.`project_id`, `session`.`last_batch`
      from `session`
      where `session`.`id` = ?
      union
      select `session`.`id`, `session`.`project_id`, `session`.`last_batch`
      from `session` force index (`session_parent`)
      join `subtree` on `session`.`parent_id` = `subtree`.`id`
      and `session`.`project_id` = `subtree`.`project_id` )
    select `id`
    from `subtree`
    where `last_batch` in (?, ?)) as `subtree_ids`);

-- subtree.recountSubtree, without user variables
insert into `usage_total` (`scope`, `state`, `day`, `author`, `model`, `sessions`, `messages`, `input_tokens`,
    `output_tokens`, `reasoning_tokens`, `cache_read_tokens`, `cache_write_tokens`, `cost_nanos`)
select case `scopes`.`number` when 0 then `each`.`project_id` else '' end, `each`.`state`, `each`.`day`, `each`.`author`,
  `each`.`model`, sum(`each`.`sessions`), sum(`each`.`messages`), sum(`each`.`input_tokens`),
  sum(`each`.`output_tokens`), sum(`each`.`reasoning_tokens`), sum(`each`.`cache_read_tokens`),
  sum(`each`.`cache_write_tokens`), sum(`each`.`cost_nanos`)
from
(select `session_usage`.`session_id` as `session_id`, `session_usage`.`project_id` as `project_id`,
    `session_usage`.`state` as `state`, `session_usage`.`day` as `day`, `session_usage`.`author` as `author`,
    `session_usage`.`model` as `model`, -`session_usage`.`sessions` as `sessions`, -`session_usage`.`messages` as
    `messages`, -`session_usage`.`input_tokens` as `input_tokens`, -`session_usage`.`output_tokens` as `output_tokens`,
    -`session_usage`.`reasoning_tokens` as `reasoning_tokens`, -`session_usage`.`cache_read_tokens` as
    `cache_read_tokens`, -`session_usage`.`cache_write_tokens` as `cache_write_tokens`, -`session_usage`.`cost_nanos` as
    `cost_nanos`
  from `session`
  straight_join `session_usage` force index (`primary`)
  where `session`.`id` in
  (select `id`
    from (with recursive `subtree` (`id`, `project_id`, `last_batch`) as (
        select `session`.`id`, `session`.`project_id`, `session`.`last_batch`
        from `session`
        where `session`.`id` = ?
        union
        select `session`.`id`, `session`.`project_id`, `session`.`last_batch`
        from `session` force index (`session_parent`)
        join `subtree` on `session`.`parent_id` = `subtree`.`id`
        and `session`.`project_id` = `subtree`.`project_id` )
      select `id`
      from `subtree`
      where `last_batch` in (?, ?)) as `subtree_ids`)
  and `session`.`last_batch` in (?, ?)
  and `session_usage`.`session_id` = `session`.`id`
  union all
  select `session`.`id` as `session_id`, `session`.`project_id` as `project_id`, `session`.`state` as `state`, 0 as
    `day`, '' as `author`, '' as `model`, 1 as `sessions`, `session`.`message_count` as `messages`,
    `session`.`input_tokens` as `input_tokens`, `session`.`output_tokens` as `output_tokens`,
    `session`.`reasoning_tokens` as `reasoning_tokens`, `session`.`cache_read_tokens` as `cache_read_tokens`,
    `session`.`cache_write_tokens` as `cache_write_tokens`, `session`.`cost_nanos` as `cost_nanos`
  from `session`
  where `session`.`id` in
  (select `id`
    from (with recursive `subtree` (`id`, `project_id`, `last_batch`) as (
        select `session`.`id`, `session`.`project_id`, `session`.`last_batch`
        from `session`
        where `session`.`id` = ?
        union
        select `session`.`id`, `session`.`project_id`, `session`.`last_batch`
        from `session` force index (`session_parent`)
        join `subtree` on `session`.`parent_id` = `subtree`.`id`
        and `session`.`project_id` = `subtree`.`project_id` )
      select `id`
      from `subtree`
      where `last_batch` in (?, ?)) as `subtree_ids`)
  and `session`.`last_batch` in (?, ?)
  union all
  select `session`.`id` as `session_id`, `session`.`project_id` as `project_id`, '' as `state`, `message`.`created_at` -
    `message`.`created_at` % 86400000 as `day`, coalesce(`message`.`author_user`, `session`.`author_user`, '') as
    `author`, coalesce(`message`.`model_name`, '') as `model`, 0 as `sessions`, 1 as `messages`,
    coalesce(`message`.`input_tokens`, 0) as `input_tokens`, coalesce(`message`.`output_tokens`, 0) as `output_tokens`,
    coalesce(`message`.`reasoning_tokens`, 0) as `reasoning_tokens`, coalesce(`message`.`cache_read_tokens`, 0) as
    `cache_read_tokens`, coalesce(`message`.`cache_write_tokens`, 0) as `cache_write_tokens`,
    coalesce(`message`.`cost_nanos`, 0) as `cost_nanos`
  from `session`
  straight_join `message` force index (`primary`)
  where `session`.`id` in
  (select `id`
    from (with recursive `subtree` (`id`, `project_id`, `last_batch`) as (
        select `session`.`id`, `session`.`project_id`, `session`.`last_batch`
        from `session`
        where `session`.`id` = ?
        union
        select `session`.`id`, `session`.`project_id`, `session`.`last_batch`
        from `session` force index (`session_parent`)
        join `subtree` on `session`.`parent_id` = `subtree`.`id`
        and `session`.`project_id` = `subtree`.`project_id` )
      select `id`
      from `subtree`
      where `last_batch` in (?, ?)) as `subtree_ids`)
  and `session`.`last_batch` in (?, ?)
  and `message`.`session_id` = `session`.`id`
  and `session`.`deleted_at` is null) as `each`
cross
join
(select 0 as `number`
  union all
  select 1) as `scopes`
where true
group by case `scopes`.`number` when 0 then `each`.`project_id` else '' end, `each`.`state`, `each`.`day`,
  `each`.`author`, `each`.`model`
order by case `scopes`.`number` when 0 then `each`.`project_id` else '' end, `each`.`state`, `each`.`day`,
  `each`.`author`, `each`.`model`
on duplicate key update `sessions` = `usage_total`.`sessions` +
values(`sessions`), `messages` = `usage_total`.`messages` +
values(`messages`), `input_tokens` = `usage_total`.`input_tokens` +
values(`input_tokens`), `output_tokens` = `usage_total`.`output_tokens` +
values(`output_tokens`), `reasoning_tokens` = `usage_total`.`reasoning_tokens` +
values(`reasoning_tokens`), `cache_read_tokens` = `usage_total`.`cache_read_tokens` +
values(`cache_read_tokens`), `cache_write_tokens` = `usage_total`.`cache_write_tokens` +
values(`cache_write_tokens`), `cost_nanos` = `usage_total`.`cost_nanos` +
values(`cost_nanos`);

-- subtree.restoreSubtree, without user variables
update `session`
set `fields_revision` = case when `session`.`id` = ? then
(select `batch`.`revision`
  from `batch`
  where `batch`.`session_id` = ?
  and `batch`.`id` = ?) else `session`.`revision` + 1 end, `revision` = case when `session`.`id` = ? then
(select `batch`.`revision`
  from `batch`
  where `batch`.`session_id` = ?
  and `batch`.`id` = ?) else `session`.`revision` + 1 end, `last_batch` = case when `session`.`id` = ? then ? else ? end,
  `state` = case when `session`.`archived_at` is null then 'active' else 'archived' end, `deleted_at` = null,
  `deletion_id` = null
where `session`.`id` in
(select `id`
  from (with recursive `subtree` (`id`, `project_id`, `last_batch`) as (
      select `session`.`id`, `session`.`project_id`, `session`.`last_batch`
      from `session`
      where `session`.`id` = ?
      union
      select `session`.`id`, `session`.`project_id`, `session`.`last_batch`
      from `session` force index (`session_parent`)
      join `subtree` on `session`.`parent_id` = `subtree`.`id`
      and `session`.`project_id` = `subtree`.`project_id` )
    select `id`
    from `subtree`) as `subtree_ids`)
and `session`.`deletion_id` =
(select `deletion_id`
  from
  (select `session`.`deletion_id` as `deletion_id`
    from `session`
    where `session`.`id` = ?) as `deletion`);

-- subtree.settleRoot, without user variables
update `session`
set `revision` =
(select `batch`.`revision`
  from `batch`
  where `batch`.`session_id` = ?
  and `batch`.`id` = ?), `updated_at` = case when `session`.`updated_at` < ? then ? else `session`.`updated_at` end,
  `last_batch` = ?
where `session`.`id` = ?;

-- subtree.unlabelSubtree, without user variables
delete from `session_label` using
(select case `scopes`.`number` when 0 then `piece`.`project_id` else '' end as `scope`, `piece`.`labels` as `label`, case
    `states`.`number` when 0 then 'active' when 1 then 'archived' else 'deleted' end as `state`, `piece`.`listed_at` as
    `listed_at`, `piece`.`id` as `session_id`
  from
  (select `project_id`, `state`, `listed_at`, `id`, substr(`list`.`labels`, (`tens`.`number` * 10 + `units`.`number`) *
        10 + 1, 10) as `labels`
    from
    (select `session`.`project_id`, `session`.`state`, `session`.`labelled_at` as `listed_at`, `session`.`id`, case
        `list`.`number` when 0 then `session`.`author_labels` when 1 then `session`.`model_labels` when 2 then
        `session`.`origin_labels` when 3 then `session`.`folder_labels` when 4 then `session`.`mark_labels` end as
        `labels`
      from `session`
      cross
      join
      (select 0 as `number`
        union all
        select 1
        union all
        select 2
        union all
        select 3
        union all
        select 4) as `list`
      where `session`.`id` in
      (select `id`
        from (with recursive `subtree` (`id`, `project_id`, `last_batch`) as (
            select `session`.`id`, `session`.`project_id`, `session`.`last_batch`
            from `session`
            where `session`.`id` = ?
            union
            select `session`.`id`, `session`.`project_id`, `session`.`last_batch`
            from `session` force index (`session_parent`)
            join `subtree` on `session`.`parent_id` = `subtree`.`id`
            and `session`.`project_id` = `subtree`.`project_id` )
          select `id`
          from `subtree`
          where `last_batch` in (?, ?)) as `subtree_ids`)
      and `session`.`last_batch` in (?, ?)
      and `session`.`labelled_at` is not null) as `list`
    join
    (select 0 as `number`
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
      select 9) as `tens` on `tens`.`number` * 100 < length(`list`.`labels`)
    join
    (select 0 as `number`
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
      select 9) as `units` on (`tens`.`number` * 10 + `units`.`number`) * 10 < length(`list`.`labels`)) as `piece`
  cross
  join
  (select 0 as `number`
    union all
    select 1) as `scopes`
  cross
  join
  (select 0 as `number`
    union all
    select 1
    union all
    select 2) as `states`) as `gone`
straight_join `session_label` as `session_label` force index (primary) on `session_label`.`scope` = `gone`.`scope`
and `session_label`.`label` = `gone`.`label`
and `session_label`.`state` = `gone`.`state`
and `session_label`.`listed_at` = `gone`.`listed_at`
and `session_label`.`session_id` = `gone`.`session_id`;

-- message.putMessage, without user variables
insert into `message` (`revision`, `role`, `parent_id`, `agent`, `model`, `model_name`, `input_tokens`, `output_tokens`,
    `reasoning_tokens`, `cache_read_tokens`, `cache_write_tokens`, `cost`, `cost_nanos`, `error`, `author_user`,
    `author_host`, `metadata`, `created_at`, `updated_at`, `completed_at`, `id`, `position`, `session_id`)
values (coalesce(?,
    (select `batch`.`revision`
      from `batch`
      where `batch`.`session_id` = ?
      and `batch`.`id` = ?) - ?), ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, coalesce(?, coalesce(?,
      (select `batch`.`revision`
        from `batch`
        where `batch`.`session_id` = ?
        and `batch`.`id` = ?) - ?)), ?)
on duplicate key update `role` =
values(`role`), `parent_id` =
values(`parent_id`), `agent` =
values(`agent`), `model` =
values(`model`), `model_name` =
values(`model_name`), `input_tokens` =
values(`input_tokens`), `output_tokens` =
values(`output_tokens`), `reasoning_tokens` =
values(`reasoning_tokens`), `cache_read_tokens` =
values(`cache_read_tokens`), `cache_write_tokens` =
values(`cache_write_tokens`), `cost` =
values(`cost`), `cost_nanos` =
values(`cost_nanos`), `error` =
values(`error`), `author_user` =
values(`author_user`), `author_host` =
values(`author_host`), `metadata` =
values(`metadata`), `created_at` =
values(`created_at`), `updated_at` =
values(`updated_at`), `completed_at` =
values(`completed_at`), `revision` =
values(`revision`);

-- part.putPart, without user variables
insert into `part` (`revision`, `message_id`, `id`, `type`, `data`, `created_at`, `updated_at`, `position`, `session_id`,
    `feed_revision`)
values (coalesce(?,
    (select `batch`.`revision`
      from `batch`
      where `batch`.`session_id` = ?
      and `batch`.`id` = ?) - ?), ?, ?, ?, ?, ?, ?, coalesce(?, coalesce(?,
      (select `batch`.`revision`
        from `batch`
        where `batch`.`session_id` = ?
        and `batch`.`id` = ?) - ?)), ?, coalesce(?,
    (select `batch`.`revision`
      from `batch`
      where `batch`.`session_id` = ?
      and `batch`.`id` = ?) - ?))
on duplicate key update `type` =
values(`type`), `data` =
values(`data`), `created_at` =
values(`created_at`), `updated_at` =
values(`updated_at`), `revision` =
values(`revision`), `feed_revision` =
values(`revision`);

-- file.putFile, without user variables
insert into `file_version` (`session_id`, `path`, `version`, `content`, `created_at`, `revision`)
values (?, ?, coalesce(?,
    (select `version`
      from
      (select coalesce(max(`file_version`.`version`), 0) as `version`
        from `file_version`
        where `file_version`.`session_id` = ?
        and `file_version`.`path` = ?) as `latest`) + 1), ?, ?, coalesce(?,
    (select `batch`.`revision`
      from `batch`
      where `batch`.`session_id` = ?
      and `batch`.`id` = ?) - ?))
on duplicate key update `content` =
values(`content`), `created_at` =
values(`created_at`), `revision` =
values(`revision`);

-- tombstone.recordTombstone, without user variables
insert into `tombstone` (`session_id`, `revision`, `type`, `message_id`, `part_id`, `path`, `version`)
values (?, coalesce(?,
    (select `batch`.`revision`
      from `batch`
      where `batch`.`session_id` = ?
      and `batch`.`id` = ?) - ?), ?, ?, ?, ?, ?);

-- feed.place, without user variables
update `session`
set `revision` =
(select `batch`.`revision`
  from `batch`
  where `batch`.`session_id` = ?
  and `batch`.`id` = ?), `updated_at` = case when `session`.`updated_at` < ? then ? else `session`.`updated_at` end,
  `last_batch` = ?, `sequence` =
(select `change_feed`.`sequence`
  from `change_feed`
  where `change_feed`.`shard` = `session`.`shard`), `listed_at` = null, `fed_at` = null
where `session`.`id` = ?;

-- feed.placeCounting, without user variables
update `session`
left
join `message` on `message`.`session_id` = ?
and `message`.`id` = ?
set `session`.`message_count` = `session`.`message_count` + ? - (`message`.`id` is not null), `session`.`input_tokens` =
  `session`.`input_tokens` + ? - coalesce(`message`.`input_tokens`, 0), `session`.`output_tokens` =
  `session`.`output_tokens` + ? - coalesce(`message`.`output_tokens`, 0), `session`.`reasoning_tokens` =
  `session`.`reasoning_tokens` + ? - coalesce(`message`.`reasoning_tokens`, 0), `session`.`cache_read_tokens` =
  `session`.`cache_read_tokens` + ? - coalesce(`message`.`cache_read_tokens`, 0), `session`.`cache_write_tokens` =
  `session`.`cache_write_tokens` + ? - coalesce(`message`.`cache_write_tokens`, 0), `session`.`cost_nanos` =
  `session`.`cost_nanos` + ? - coalesce(`message`.`cost_nanos`, 0), `session`.`revision` =
(select `batch`.`revision`
  from `batch`
  where `batch`.`session_id` = ?
  and `batch`.`id` = ?), `session`.`updated_at` = case when `session`.`updated_at` < ? then ? else `session`.`updated_at`
  end, `session`.`last_batch` = ?, `session`.`sequence` =
(select `change_feed`.`sequence`
  from `change_feed`
  where `change_feed`.`shard` = `session`.`shard`), `session`.`listed_at` = null, `session`.`fed_at` = null
where `session`.`id` = ?;

-- hotSessions.claimOldest, without user variables
update `session`
set `settled_by` = ?
where `session`.`id` in
(select `id`
  from
  (select `session`.`id`
    from `session`
    where `session`.`state` in ('active', 'archived', 'deleted')
    and `session`.`listed_at` is null
    and
    (select count(*)
      from `session`
      where `session`.`state` in ('active', 'archived', 'deleted')
      and `session`.`listed_at` is null) > 128
    and `session`.`sequence` <
    (select min(`sequence`)
      from
      (select `session`.`sequence`
        from `session`
        where `session`.`state` in ('active', 'archived', 'deleted')
        and `session`.`listed_at` is null
        order by `session`.`sequence` desc
        limit 64) as `newest`)
    limit 500) as `oldest`)
and `session`.`listed_at` is null;

-- hotSessions.settleOldest.removeLabels, without user variables
delete from `session_label` using
(select case `scopes`.`number` when 0 then `piece`.`project_id` else '' end as `scope`, `piece`.`labels` as `label`, case
    `states`.`number` when 0 then 'active' when 1 then 'archived' else 'deleted' end as `state`, `piece`.`listed_at` as
    `listed_at`, `piece`.`id` as `session_id`
  from
  (select `project_id`, `state`, `listed_at`, `id`, substr(`list`.`labels`, (`tens`.`number` * 10 + `units`.`number`) *
        10 + 1, 10) as `labels`
    from
    (select `session`.`project_id`, `session`.`state`, `session`.`labelled_at` as `listed_at`, `session`.`id`, case
        `list`.`number` when 0 then `session`.`author_labels` when 1 then `session`.`model_labels` when 2 then
        `session`.`origin_labels` when 3 then `session`.`folder_labels` when 4 then `session`.`mark_labels` end as
        `labels`
      from `session`
      cross
      join
      (select 0 as `number`
        union all
        select 1
        union all
        select 2
        union all
        select 3
        union all
        select 4) as `list`
      where `session`.`id` in
      (select `id`
        from
        (select `session`.`id`
          from `session`
          where `session`.`state` in ('active', 'archived', 'deleted')
          and `session`.`listed_at` is null
          and `session`.`settled_by` = ?) as `claimed`)
      and `session`.`listed_at` is null
      and `session`.`labelled_at` is not null) as `list`
    join
    (select 0 as `number`
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
      select 9) as `tens` on `tens`.`number` * 100 < length(`list`.`labels`)
    join
    (select 0 as `number`
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
      select 9) as `units` on (`tens`.`number` * 10 + `units`.`number`) * 10 < length(`list`.`labels`)) as `piece`
  cross
  join
  (select 0 as `number`
    union all
    select 1) as `scopes`
  cross
  join
  (select 0 as `number`
    union all
    select 1
    union all
    select 2) as `states`) as `gone`
straight_join `session_label` as `session_label` force index (primary) on `session_label`.`scope` = `gone`.`scope`
and `session_label`.`label` = `gone`.`label`
and `session_label`.`state` = `gone`.`state`
and `session_label`.`listed_at` = `gone`.`listed_at`
and `session_label`.`session_id` = `gone`.`session_id`;

-- hotSessions.settleOldest.insertLabels, without user variables
insert into `session_label` (`scope`, `label`, `state`, `listed_at`, `session_id`)
select case `scopes`.`number` when 0 then `piece`.`project_id` else '' end, `piece`.`labels`, `piece`.`state`,
  `piece`.`listed_at`, `piece`.`id`
from
(select `project_id`, `state`, `listed_at`, `id`, substr(`list`.`labels`, (`tens`.`number` * 10 + `units`.`number`) * 10
      + 1, 10) as `labels`
  from
  (select `session`.`project_id`, `session`.`state`, `session`.`updated_at` as `listed_at`, `session`.`id`, case
      `list`.`number` when 0 then `session`.`author_labels` when 1 then `session`.`model_labels` when 2 then
      `session`.`origin_labels` when 3 then `session`.`folder_labels` when 4 then `session`.`mark_labels` end as `labels`
    from `session`
    cross
    join
    (select 0 as `number`
      union all
      select 1
      union all
      select 2
      union all
      select 3
      union all
      select 4) as `list`
    where `session`.`id` in
    (select `id`
      from
      (select `session`.`id`
        from `session`
        where `session`.`state` in ('active', 'archived', 'deleted')
        and `session`.`listed_at` is null
        and `session`.`settled_by` = ?) as `claimed`)
    and `session`.`listed_at` is null) as `list`
  join
  (select 0 as `number`
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
    select 9) as `tens` on `tens`.`number` * 100 < length(`list`.`labels`)
  join
  (select 0 as `number`
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
    select 9) as `units` on (`tens`.`number` * 10 + `units`.`number`) * 10 < length(`list`.`labels`)) as `piece`
cross
join
(select 0 as `number`
  union all
  select 1) as `scopes`;

-- hotSessions.settleOldest.recount, without user variables
insert into `usage_total` (`scope`, `state`, `day`, `author`, `model`, `sessions`, `messages`, `input_tokens`,
    `output_tokens`, `reasoning_tokens`, `cache_read_tokens`, `cache_write_tokens`, `cost_nanos`)
select case `scopes`.`number` when 0 then `each`.`project_id` else '' end, `each`.`state`, `each`.`day`, `each`.`author`,
  `each`.`model`, sum(`each`.`sessions`), sum(`each`.`messages`), sum(`each`.`input_tokens`),
  sum(`each`.`output_tokens`), sum(`each`.`reasoning_tokens`), sum(`each`.`cache_read_tokens`),
  sum(`each`.`cache_write_tokens`), sum(`each`.`cost_nanos`)
from
(select `session_usage`.`session_id` as `session_id`, `session_usage`.`project_id` as `project_id`,
    `session_usage`.`state` as `state`, `session_usage`.`day` as `day`, `session_usage`.`author` as `author`,
    `session_usage`.`model` as `model`, -`session_usage`.`sessions` as `sessions`, -`session_usage`.`messages` as
    `messages`, -`session_usage`.`input_tokens` as `input_tokens`, -`session_usage`.`output_tokens` as `output_tokens`,
    -`session_usage`.`reasoning_tokens` as `reasoning_tokens`, -`session_usage`.`cache_read_tokens` as
    `cache_read_tokens`, -`session_usage`.`cache_write_tokens` as `cache_write_tokens`, -`session_usage`.`cost_nanos` as
    `cost_nanos`
  from `session`
  straight_join `session_usage` force index (`primary`)
  where `session`.`id` in
  (select `id`
    from
    (select `session`.`id`
      from `session`
      where `session`.`state` in ('active', 'archived', 'deleted')
      and `session`.`listed_at` is null
      and `session`.`settled_by` = ?) as `claimed`)
  and `session`.`listed_at` is null
  and `session_usage`.`session_id` = `session`.`id`
  union all
  select `session`.`id` as `session_id`, `session`.`project_id` as `project_id`, `session`.`state` as `state`, 0 as
    `day`, '' as `author`, '' as `model`, 1 as `sessions`, `session`.`message_count` as `messages`,
    `session`.`input_tokens` as `input_tokens`, `session`.`output_tokens` as `output_tokens`,
    `session`.`reasoning_tokens` as `reasoning_tokens`, `session`.`cache_read_tokens` as `cache_read_tokens`,
    `session`.`cache_write_tokens` as `cache_write_tokens`, `session`.`cost_nanos` as `cost_nanos`
  from `session`
  where `session`.`id` in
  (select `id`
    from
    (select `session`.`id`
      from `session`
      where `session`.`state` in ('active', 'archived', 'deleted')
      and `session`.`listed_at` is null
      and `session`.`settled_by` = ?) as `claimed`)
  and `session`.`listed_at` is null
  union all
  select `session`.`id` as `session_id`, `session`.`project_id` as `project_id`, '' as `state`, `message`.`created_at` -
    `message`.`created_at` % 86400000 as `day`, coalesce(`message`.`author_user`, `session`.`author_user`, '') as
    `author`, coalesce(`message`.`model_name`, '') as `model`, 0 as `sessions`, 1 as `messages`,
    coalesce(`message`.`input_tokens`, 0) as `input_tokens`, coalesce(`message`.`output_tokens`, 0) as `output_tokens`,
    coalesce(`message`.`reasoning_tokens`, 0) as `reasoning_tokens`, coalesce(`message`.`cache_read_tokens`, 0) as
    `cache_read_tokens`, coalesce(`message`.`cache_write_tokens`, 0) as `cache_write_tokens`,
    coalesce(`message`.`cost_nanos`, 0) as `cost_nanos`
  from `session`
  straight_join `message` force index (`primary`)
  where `session`.`id` in
  (select `id`
    from
    (select `session`.`id`
      from `session`
      where `session`.`state` in ('active', 'archived', 'deleted')
      and `session`.`listed_at` is null
      and `session`.`settled_by` = ?) as `claimed`)
  and `session`.`listed_at` is null
  and `message`.`session_id` = `session`.`id`
  and `session`.`deleted_at` is null) as `each`
cross
join
(select 0 as `number`
  union all
  select 1) as `scopes`
where true
group by case `scopes`.`number` when 0 then `each`.`project_id` else '' end, `each`.`state`, `each`.`day`,
  `each`.`author`, `each`.`model`
order by case `scopes`.`number` when 0 then `each`.`project_id` else '' end, `each`.`state`, `each`.`day`,
  `each`.`author`, `each`.`model`
on duplicate key update `sessions` = `usage_total`.`sessions` +
values(`sessions`), `messages` = `usage_total`.`messages` +
values(`messages`), `input_tokens` = `usage_total`.`input_tokens` +
values(`input_tokens`), `output_tokens` = `usage_total`.`output_tokens` +
values(`output_tokens`), `reasoning_tokens` = `usage_total`.`reasoning_tokens` +
values(`reasoning_tokens`), `cache_read_tokens` = `usage_total`.`cache_read_tokens` +
values(`cache_read_tokens`), `cache_write_tokens` = `usage_total`.`cache_write_tokens` +
values(`cache_write_tokens`), `cost_nanos` = `usage_total`.`cost_nanos` +
values(`cost_nanos`);

-- hotSessions.settleOldest.forgetUsage, without user variables
delete from `session_usage` using
(select `session`.`id` as `session_id`
  from `session`
  where `session`.`id` in
  (select `id`
    from
    (select `session`.`id`
      from `session`
      where `session`.`state` in ('active', 'archived', 'deleted')
      and `session`.`listed_at` is null
      and `session`.`settled_by` = ?) as `claimed`)
  and `session`.`listed_at` is null) as `gone`
straight_join `session_usage` as `session_usage` force index (primary) on `session_usage`.`session_id` =
  `gone`.`session_id`;

-- hotSessions.settleOldest.noteUsage, without user variables
insert into `session_usage` (`session_id`, `project_id`, `state`, `day`, `author`, `model`, `sessions`, `messages`,
    `input_tokens`, `output_tokens`, `reasoning_tokens`, `cache_read_tokens`, `cache_write_tokens`, `cost_nanos`)
select `session`.`id` as `session_id`, `session`.`project_id` as `project_id`, `session`.`state` as `state`, 0 as `day`,
  '' as `author`, '' as `model`, 1 as `sessions`, `session`.`message_count` as `messages`, `session`.`input_tokens` as
  `input_tokens`, `session`.`output_tokens` as `output_tokens`, `session`.`reasoning_tokens` as `reasoning_tokens`,
  `session`.`cache_read_tokens` as `cache_read_tokens`, `session`.`cache_write_tokens` as `cache_write_tokens`,
  `session`.`cost_nanos` as `cost_nanos`
from `session`
where `session`.`id` in
(select `id`
  from
  (select `session`.`id`
    from `session`
    where `session`.`state` in ('active', 'archived', 'deleted')
    and `session`.`listed_at` is null
    and `session`.`settled_by` = ?) as `claimed`)
and `session`.`listed_at` is null
union all
select `each`.`session_id`, `each`.`project_id`, `each`.`state`, `each`.`day`, `each`.`author`, `each`.`model`,
  sum(`each`.`sessions`), sum(`each`.`messages`), sum(`each`.`input_tokens`), sum(`each`.`output_tokens`),
  sum(`each`.`reasoning_tokens`), sum(`each`.`cache_read_tokens`), sum(`each`.`cache_write_tokens`),
  sum(`each`.`cost_nanos`)
from
(select `session`.`id` as `session_id`, `session`.`project_id` as `project_id`, '' as `state`, `message`.`created_at` -
    `message`.`created_at` % 86400000 as `day`, coalesce(`message`.`author_user`, `session`.`author_user`, '') as
    `author`, coalesce(`message`.`model_name`, '') as `model`, 0 as `sessions`, 1 as `messages`,
    coalesce(`message`.`input_tokens`, 0) as `input_tokens`, coalesce(`message`.`output_tokens`, 0) as `output_tokens`,
    coalesce(`message`.`reasoning_tokens`, 0) as `reasoning_tokens`, coalesce(`message`.`cache_read_tokens`, 0) as
    `cache_read_tokens`, coalesce(`message`.`cache_write_tokens`, 0) as `cache_write_tokens`,
    coalesce(`message`.`cost_nanos`, 0) as `cost_nanos`
  from `session`
  straight_join `message` force index (`primary`)
  where `session`.`id` in
  (select `id`
    from
    (select `session`.`id`
      from `session`
      where `session`.`state` in ('active', 'archived', 'deleted')
      and `session`.`listed_at` is null
      and `session`.`settled_by` = ?) as `claimed`)
  and `session`.`listed_at` is null
  and `message`.`session_id` = `session`.`id`
  and `session`.`deleted_at` is null) as `each`
group by `each`.`session_id`, `each`.`project_id`, `each`.`state`, `each`.`day`, `each`.`author`, `each`.`model`;

-- hotSessions.settleOldest.sessions, without user variables
update `session`
set `listed_at` = `session`.`updated_at`, `fed_at` = `session`.`sequence`, `labelled_at` = `session`.`updated_at`
where `session`.`id` in
(select `id`
  from
  (select `session`.`id`
    from `session`
    where `session`.`state` in ('active', 'archived', 'deleted')
    and `session`.`listed_at` is null
    and `session`.`settled_by` = ?) as `claimed`)
and `session`.`listed_at` is null;

-- part.putPart, without user variables, without foreign keys
insert into `part` (`revision`, `message_id`, `id`, `type`, `data`, `created_at`, `updated_at`, `position`, `session_id`,
    `feed_revision`)
values (coalesce(?,
    (select `batch`.`revision`
      from `batch`
      where `batch`.`session_id` = ?
      and `batch`.`id` = ?) - ?),
  (select `message`.`id`
    from `message`
    where `message`.`session_id` = ?
    and `message`.`id` = ?), ?, ?, ?, ?, ?, coalesce(?, coalesce(?,
      (select `batch`.`revision`
        from `batch`
        where `batch`.`session_id` = ?
        and `batch`.`id` = ?) - ?)), ?, coalesce(?,
    (select `batch`.`revision`
      from `batch`
      where `batch`.`session_id` = ?
      and `batch`.`id` = ?) - ?))
on duplicate key update `type` =
values(`type`), `data` =
values(`data`), `created_at` =
values(`created_at`), `updated_at` =
values(`updated_at`), `revision` =
values(`revision`), `feed_revision` =
values(`revision`);
