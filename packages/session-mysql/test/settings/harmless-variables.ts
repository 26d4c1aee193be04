/*
 * Session variables that a connection leaves as the server's administrator chose them, by the reason why no result depends on
 * them. Those that it sets are in src/session-variables.ts. A variable that is in neither list fails session-variables.test.ts:
 * somebody has to look at what it does.
 */

const harmless: Readonly<Record<string, string>> = {
  "It decides how a statement is run, not what it gives: plans, buffers, caches, temporary tables.": `
    aria_repair_threads aria_sort_buffer_size aria_stats_method big_tables bulk_insert_buffer_size deadlock_search_depth_long
    deadlock_search_depth_short deadlock_timeout_long deadlock_timeout_short eq_range_index_dive_limit
    expensive_subquery_limit in_predicate_conversion_threshold innodb_ddl_buffer_size innodb_ddl_threads
    innodb_parallel_read_threads innodb_tmpdir internal_tmp_mem_storage_engine join_buffer_size join_buffer_space_limit
    join_cache_level max_heap_table_size max_join_size max_length_for_sort_data max_rowid_filter_size max_seeks_for_key
    max_tmp_tables mrr_buffer_size myisam_repair_threads myisam_sort_buffer_size myisam_stats_method net_buffer_length
    new_mode old_alter_table optimizer_adjust_secondary_key_costs optimizer_extra_pruning_depth
    optimizer_join_limit_pref_ratio optimizer_max_sel_arg_weight optimizer_max_sel_args optimizer_max_subgraph_pairs
    optimizer_prune_level optimizer_scan_setup_cost optimizer_search_depth optimizer_selectivity_sampling_limit
    optimizer_switch optimizer_use_condition_selectivity optimizer_where_cost preload_buffer_size query_alloc_block_size
    query_cache_strip_comments query_cache_type query_cache_wlock_invalidate query_prealloc_size range_alloc_block_size
    range_optimizer_max_mem_size read_buffer_size read_rnd_buffer_size rowid_merge_buff_size
    secondary_engine_cost_threshold set_operations_buffer_size sql_buffer_result thread_pool_priority
    tmp_memory_table_size tmp_table_size transaction_alloc_block_size transaction_prealloc_size use_secondary_engine
    use_stat_tables enable_secondary_engine_statistics connection_memory_chunk_size tcp_nodelay`,

  "It concerns statistics, logs, traces, EXPLAIN or SHOW, none of which is read.": `
    analyze_max_length analyze_sample_percentage end_markers_in_json explain_format explain_json_format_version
    histogram_generation_max_mem_size histogram_size histogram_type information_schema_stats_expiry
    global_connection_memory_tracking log_disabled_statements log_queries_not_using_indexes log_slow_admin_statements
    log_slow_always_query_time log_slow_disabled_statements log_slow_filter log_slow_max_warnings
    log_slow_min_examined_row_limit log_slow_query log_slow_query_time log_slow_rate_limit log_slow_slave_statements
    log_slow_verbosity log_warnings long_query_time min_examined_row_limit note_verbosity optimizer_trace
    optimizer_trace_features optimizer_trace_limit optimizer_trace_max_mem_size optimizer_trace_offset
    optimizer_record_context print_identified_with_as_hex profiling profiling_history_size progress_report_time
    show_create_table_skip_secondary_engine show_create_table_verbosity
    show_gipk_in_create_table_and_information_schema show_old_temporals slow_query_log sql_log_off sql_notes
    sql_quote_show_create sql_warnings max_error_count terminology_use_previous`,

  "It tells something, and cannot be set, or only for the statement that follows.": `
    error_count external_user gtid_owned identity immediate_server_version in_transaction insert_id last_gtid
    last_insert_id original_commit_timestamp original_server_version proxy_user rand_seed1 rand_seed2 server_id statement_id
    warning_count pseudo_thread_id max_user_connections redirect_url`,

  "It changes what goes to the binary log or to other servers, not what this one stores; only an administrator may set it.": `
    binlog_alter_two_phase binlog_annotate_row_events binlog_direct_non_transactional_updates binlog_row_image
    binlog_row_value_options binlog_rows_query_log_events binlog_transaction_compression
    binlog_transaction_compression_level_zstd create_tmp_table_binlog_formats default_master_connection gtid_domain_id
    gtid_seq_no max_relay_log_size pseudo_replica_mode pseudo_slave_mode rbr_exec_mode skip_parallel_replication
    skip_replication sql_log_bin sql_slave_skip_counter transaction_write_set_extraction wsrep_gtid_seq_no wsrep_on`,

  "With a value that does not fit, the server refuses a statement, and says which variable is the reason.": `
    binlog_format connection_memory_limit gtid_next max_session_mem_used
    max_tmp_session_space_usage require_row_format restrict_fk_on_non_standard_key tmp_disk_table_size`,

  "The schema names it for each table or column: engine, row format, character set, collation, primary key.": `
    character_set_collations character_set_database character_set_filesystem character_set_server collation_database
    collation_server default_collation_for_utf8mb4 default_storage_engine default_table_encryption
    external_table_secondary_storage_engine external_table_storage_engine explicit_defaults_for_timestamp
    innodb_compression_default innodb_default_encryption_key_id innodb_strict_mode sql_generate_invisible_primary_key
    sql_require_primary_key storage_engine keep_files_on_create`,

  "The schema or the statements have nothing that it concerns: views, triggers, routines, checks, full-text, temporary or versioned tables, division, time zones, weeks, regular expressions, compressed columns, vectors.": `
    block_encryption_mode check_constraint_checks column_compression_threshold column_compression_zlib_level
    column_compression_zlib_strategy column_compression_zlib_wrap default_regex_flags default_tmp_storage_engine
    default_week_format div_precision_increment enable_cascade_triggers generated_random_password_length
    innodb_ft_enable_stopword innodb_ft_user_stopword_table innodb_table_locks lc_time_names
    low_priority_updates max_delayed_threads max_insert_delayed_threads max_open_cursors max_points_in_geometry
    max_sp_recursion_depth mhnsw_default_distance mhnsw_default_m mhnsw_ef_search old_passwords path
    select_into_buffer_size select_into_disk_sync select_into_disk_sync_delay system_versioning_alter_history
    system_versioning_asof system_versioning_insert_history time_zone updatable_views_with_limit
    windowing_use_high_precision xa_detach_on_prepare transaction_allow_batching`,

  "Numbers of rows need only differ and rise, whatever the steps.": "auto_increment_increment auto_increment_offset",

  "Batches read and write under READ COMMITTED; only reads, which conflict with nothing, see a snapshot.":
    "innodb_snapshot_isolation",

  "Older or newer ways of speaking that no statement uses.": "old old_mode",

  "The driver does not ask the server for what it would send.": `
    resultset_metadata session_track_gtids session_track_schema session_track_state_change
    session_track_system_variables session_track_transaction_info`,

  "It closes a connection that is idle, and what was under way there is sent again on another.": `
    idle_readonly_transaction_timeout idle_transaction_timeout idle_write_transaction_timeout interactive_timeout
    net_retry_count`,

  "It is the largest packet: each connection reads it, and keeps below it.": "max_allowed_packet",

  "It is the choice of a cluster's administrator or of the DSN: which reads wait for other nodes, and how a node sends changes.": `
    group_replication_consistency wsrep_causal_reads wsrep_osu_method wsrep_retry_autocommit wsrep_sync_wait
    wsrep_trx_fragment_size wsrep_trx_fragment_unit`,
}

export const harmlessVariables: readonly string[] = Object.values(harmless).flatMap((names) =>
  names.trim().split(/\s+/),
)
